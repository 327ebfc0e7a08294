"""PyJWT and joserfc, unchanged: the pool's tokens, by the documents that it publishes."""

import json

import jwt
import joserfc.errors
import joserfc.jwk
import joserfc.jwt
from checks import CLIENT, ENDPOINT, IDP, POOL, check, code_for, equal, fetch

IDP.sign_up(ClientId=CLIENT, Username="greta", Password="Passw0rd!", UserAttributes=[
    {"Name": "email", "Value": "greta@example.com"}])
IDP.confirm_sign_up(ClientId=CLIENT, Username="greta", ConfirmationCode=code_for("greta"))
TOKENS = IDP.initiate_auth(
    ClientId=CLIENT, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={"USERNAME": "greta", "PASSWORD": "Passw0rd!"}
)["AuthenticationResult"]
ACCESS, IDENTITY = TOKENS["AccessToken"], TOKENS["IdToken"]
ISSUER = f"{ENDPOINT}/{POOL}"
DISCOVERY = json.loads(fetch(f"{ISSUER}/.well-known/openid-configuration"))


def tampered(token):
    """The token with another letter in the middle of its payload."""
    header, payload, signature = token.split(".")
    middle = len(payload) // 2
    other = "A" if payload[middle] != "A" else "B"
    return ".".join([header, payload[:middle] + other + payload[middle + 1:], signature])


def raises(error, body):
    try:
        body()
    except error:
        return
    raise AssertionError(f"no {error.__name__}")


with check("the discovery document"):
    equal(DISCOVERY["issuer"], ISSUER)
    equal(DISCOVERY["jwks_uri"], f"{ISSUER}/.well-known/jwks.json")
    assert "RS256" in DISCOVERY["id_token_signing_alg_values_supported"], DISCOVERY
    assert "public" in DISCOVERY["subject_types_supported"], DISCOVERY
with check("the key set shows nothing private"):
    keys = json.loads(fetch(DISCOVERY["jwks_uri"]))["keys"]
    for key in keys:
        equal(set(key), {"alg", "e", "kid", "kty", "n", "use"})
    equal(len({key["kid"] for key in keys}), len(keys))

KEYS = jwt.PyJWKClient(DISCOVERY["jwks_uri"])


def pyjwt(token, **options):
    return jwt.decode(token, KEYS.get_signing_key_from_jwt(token), algorithms=["RS256"], issuer=ISSUER, **options)


with check("PyJWT verifies the access token"):
    claims = pyjwt(ACCESS)
    equal((claims["token_use"], claims["client_id"], claims["username"]), ("access", CLIENT, "greta"))
    assert "aud" not in claims, claims
    assert "aws.cognito.signin.user.admin" in claims["scope"].split(), claims
    assert claims["exp"] - claims["iat"] == TOKENS["ExpiresIn"], claims
with check("PyJWT verifies the ID token"):
    claims = pyjwt(IDENTITY, audience=CLIENT)
    equal((claims["token_use"], claims["cognito:username"]), ("id", "greta"))
    equal((claims["email"], claims["email_verified"]), ("greta@example.com", True))
with check("PyJWT refuses tampered tokens"):
    for token in (ACCESS, IDENTITY):
        raises(jwt.InvalidTokenError, lambda: pyjwt(tampered(token), audience=CLIENT))
with check("PyJWT refuses another audience"):
    raises(jwt.InvalidAudienceError, lambda: pyjwt(IDENTITY, audience="somebody else"))

SET = joserfc.jwk.KeySet.import_key_set(json.loads(fetch(DISCOVERY["jwks_uri"])))


def joserfc_claims(token, **wanted):
    token = joserfc.jwt.decode(token, SET, algorithms=["RS256"])
    joserfc.jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": ISSUER},
        exp={"essential": True},
        iat={"essential": True},
        **{name: {"essential": True, "value": value} for name, value in wanted.items()},
    ).validate(token.claims)
    return token.claims


with check("joserfc verifies the access token"):
    joserfc_claims(ACCESS, token_use="access", client_id=CLIENT, username="greta")
with check("joserfc verifies the ID token"):
    joserfc_claims(IDENTITY, token_use="id", aud=CLIENT)
with check("joserfc refuses tampered tokens"):
    for token in (ACCESS, IDENTITY):
        raises(joserfc.errors.JoseError, lambda: joserfc_claims(tampered(token)))
with check("both tokens name one user"):
    access, identity = pyjwt(ACCESS), pyjwt(IDENTITY, audience=CLIENT)
    equal(access["sub"], identity["sub"])
    equal(access["origin_jti"], identity["origin_jti"])
    equal(access["auth_time"], identity["auth_time"])
    assert access["jti"] != identity["jti"], "one jti for both"
