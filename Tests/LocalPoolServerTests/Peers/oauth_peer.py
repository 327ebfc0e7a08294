"""Authlib, unchanged: a code with PKCE, refresh, a client's own token, userInfo, revocation and sign-out.

The browser is played by requests, which fills in the pool's own sign-in page.
"""

import html.parser
import json
import urllib.parse

import joserfc.jwk
import joserfc.jwt
import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from checks import ENDPOINT, IDP, POOL, check, code_for, equal, fetch

CALLBACK, GOODBYE = "http://localhost:8000/callback", "http://localhost:8000/goodbye"
METADATA = json.loads(fetch(f"{ENDPOINT}/{POOL}/.well-known/openid-configuration"))
# Pages are advertised under a name; to a client that keeps cookies by name both are one machine.
AUTHORIZE = METADATA["authorization_endpoint"].replace("//localhost:", "//127.0.0.1:")
LOGOUT = METADATA["end_session_endpoint"].replace("//localhost:", "//127.0.0.1:")


def make_client(**settings):
    return IDP.create_user_pool_client(
        UserPoolId=POOL, ClientName="authlib", AllowedOAuthFlowsUserPoolClient=True,
        SupportedIdentityProviders=["COGNITO"], **settings
    )["UserPoolClient"]


IDP.create_resource_server(UserPoolId=POOL, Identifier="shop", Name="Shop", Scopes=[
    {"ScopeName": "read", "ScopeDescription": "Read"}, {"ScopeName": "write", "ScopeDescription": "Write"}])
WEB = make_client(
    GenerateSecret=True, CallbackURLs=[CALLBACK], LogoutURLs=[GOODBYE], AllowedOAuthFlows=["code"],
    AllowedOAuthScopes=["openid", "email", "profile", "shop/read"])
MACHINE = make_client(
    GenerateSecret=True, AllowedOAuthFlows=["client_credentials"], AllowedOAuthScopes=["shop/read", "shop/write"])


class Forms(html.parser.HTMLParser):
    """The forms of a page: the fields of each, as they are filled in."""

    def __init__(self, page):
        super().__init__()
        self.forms = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.forms.append({})
        if tag == "input" and self.forms:
            self.forms[-1][attributes["name"]] = attributes.get("value", "")


class Browser:
    """Enough of a browser to sign in: cookies, redirects within the pool, forms."""

    def __init__(self):
        self.session = requests.Session()
        self.session.trust_env = False
        self.page = None

    def go(self, address):
        self.page = self.session.get(address, allow_redirects=False, timeout=15)
        return self.follow()

    def submit(self, step, **fields):
        form = next(form for form in Forms(self.page.text).forms if form.get("step") == step)
        self.page = self.session.post(self.page.url, data=form | fields, allow_redirects=False, timeout=15)
        return self.follow()

    def follow(self):
        """The address outside of the pool that the browser is sent to; None while it shows a page."""
        while self.page.is_redirect:
            target = urllib.parse.urljoin(self.page.url, self.page.headers["Location"])
            if not target.startswith(ENDPOINT):
                return target
            self.page = self.session.get(target, allow_redirects=False, timeout=15)
        return None


def application():
    session = OAuth2Session(
        WEB["ClientId"], WEB["ClientSecret"], redirect_uri=CALLBACK, scope="openid email shop/read",
        code_challenge_method="S256")
    session.trust_env = False
    return session


def raises(error, body):
    try:
        body()
    except OAuthError as refusal:
        equal(refusal.error, error)
        return
    raise AssertionError(f"not refused with {error}")


BROWSER, APP, VERIFIER, NONCE = Browser(), application(), generate_token(48), generate_token(20)
with check("sign up at the page"):
    address, STATE = APP.create_authorization_url(AUTHORIZE, code_verifier=VERIFIER, nonce=NONCE)
    equal(BROWSER.go(address), None)
    BROWSER.submit("showSignUp")
    BROWSER.submit("signUp", **{
        "username": "olga", "password": "Passw0rd!", "attribute.email": "olga@example.com"})
    BROWSER.submit("confirm", code=code_for("olga"))
with check("a code with PKCE"):
    equal(BROWSER.submit("begin", username="olga", password="Wrong-1!"), None)
    back = BROWSER.submit("begin", username="olga", password="Passw0rd!")
    TOKENS = APP.fetch_token(
        METADATA["token_endpoint"], authorization_response=back, code_verifier=VERIFIER, state=STATE)
    equal(sorted(TOKENS), ["access_token", "expires_at", "expires_in", "id_token", "refresh_token", "token_type"])
with check("the ID token repeats the nonce"):
    keys = joserfc.jwk.KeySet.import_key_set(json.loads(fetch(METADATA["jwks_uri"])))
    claims = joserfc.jwt.decode(TOKENS["id_token"], keys, algorithms=["RS256"]).claims
    equal((claims["nonce"], claims["aud"], claims["email"]), (NONCE, WEB["ClientId"], "olga@example.com"))
    equal(claims["iss"], METADATA["issuer"])
with check("a code works once"):
    raises("invalid_grant", lambda: application().fetch_token(
        METADATA["token_endpoint"], authorization_response=back, code_verifier=VERIFIER, state=STATE))
with check("another verifier is refused"):
    other = application()
    address, state = other.create_authorization_url(AUTHORIZE, code_verifier=generate_token(48))
    # Olga is signed in: there is no page in between.
    again = BROWSER.go(address)
    raises("invalid_grant", lambda: other.fetch_token(
        METADATA["token_endpoint"], authorization_response=again, code_verifier=generate_token(48), state=state))
with check("user info"):
    info = APP.get(METADATA["userinfo_endpoint"], timeout=15).json()
    equal((info["username"], info["email"], info["email_verified"]), ("olga", "olga@example.com", "true"))
    equal(info["sub"], claims["sub"])
with check("refresh"):
    refreshed = APP.refresh_token(METADATA["token_endpoint"], refresh_token=TOKENS["refresh_token"])
    assert refreshed["access_token"] != TOKENS["access_token"]
with check("revoke"):
    equal(APP.revoke_token(METADATA["revocation_endpoint"], token=TOKENS["refresh_token"]).status_code, 200)
    raises("invalid_grant", lambda: APP.refresh_token(
        METADATA["token_endpoint"], refresh_token=TOKENS["refresh_token"]))
    dead = requests.get(METADATA["userinfo_endpoint"], timeout=15, proxies={"http": ""}, headers={
        "Authorization": f"Bearer {TOKENS['access_token']}"})
    equal(dead.status_code, 401)
with check("a client's own token"):
    machine = OAuth2Session(MACHINE["ClientId"], MACHINE["ClientSecret"], scope="shop/write")
    machine.trust_env = False
    token = machine.fetch_token(METADATA["token_endpoint"], grant_type="client_credentials")
    equal(sorted(token), ["access_token", "expires_at", "expires_in", "token_type"])
    own = joserfc.jwt.decode(token["access_token"], keys, algorithms=["RS256"]).claims
    equal((own["sub"], own["scope"], own["token_use"]), (MACHINE["ClientId"], "shop/write", "access"))
with check("a scope that the client may not have is refused"):
    raises("invalid_scope", lambda: machine.fetch_token(
        METADATA["token_endpoint"], grant_type="client_credentials", scope="shop/none"))
with check("a wrong secret is refused"):
    wrong = OAuth2Session(MACHINE["ClientId"], "wrong")
    wrong.trust_env = False
    raises("invalid_client", lambda: wrong.fetch_token(
        METADATA["token_endpoint"], grant_type="client_credentials"))
with check("sign out"):
    query = urllib.parse.urlencode({"client_id": WEB["ClientId"], "logout_uri": GOODBYE})
    equal(BROWSER.go(f"{LOGOUT}?{query}"), GOODBYE)
    address, _ = application().create_authorization_url(AUTHORIZE, code_verifier=generate_token(48))
    equal(BROWSER.go(address), None)
    assert "Sign in" in BROWSER.page.text
with check("an address that is not registered is an error page"):
    stranger = OAuth2Session(WEB["ClientId"], redirect_uri="http://localhost:8001/", scope="openid")
    equal(BROWSER.go(stranger.create_authorization_url(AUTHORIZE)[0]), None)
    equal(BROWSER.page.status_code, 400)
    assert "redirect_mismatch" in BROWSER.page.text
