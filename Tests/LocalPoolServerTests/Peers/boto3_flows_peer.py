"""boto3, unchanged, through the sign-ins that begin with a choice, with a passkey, or are led by triggers.

Proofs of passwords are pycognito's, the passkey is that of `passkey.py`, and the triggers are answered here, over HTTP.
"""

import http.server
import json
import threading
import urllib.parse
import urllib.request

from checks import CLIENT, ENDPOINT, IDP, POOL, check, code_for, equal, refused
from passkey import Passkey, text
from pycognito.aws_srp import AWSSRP

USER, PASSWORD = "wanda", "Passw0rd!"
SMS, EMAIL = "+15555550177", "wanda@example.com"
ORIGIN = f"http://localhost:{urllib.parse.urlsplit(ENDPOINT).port}"
WRONG = "Incorrect username or password."


def begin(flow="USER_AUTH", **parameters):
    return IDP.initiate_auth(ClientId=CLIENT, AuthFlow=flow, AuthParameters={"USERNAME": USER, **parameters})


def answer(step, **responses):
    return IDP.respond_to_auth_challenge(
        ClientId=CLIENT,
        ChallengeName=step["ChallengeName"],
        Session=step["Session"],
        ChallengeResponses={"USERNAME": USER, **responses},
    )


def choose(factor, **responses):
    step = begin()
    equal(step["ChallengeName"], "SELECT_CHALLENGE")
    assert factor in step["AvailableChallenges"], f"{factor} is not offered"
    return answer(step, ANSWER=factor, **responses)


def signed_in(step):
    token = step["AuthenticationResult"]["AccessToken"]
    equal(IDP.get_user(AccessToken=token)["Username"], USER)
    return token


def srp(password=PASSWORD):
    return AWSSRP(USER, password, POOL, CLIENT, client=IDP)


def prove(step, srp):
    equal(step["ChallengeName"], "PASSWORD_VERIFIER")
    return answer(step, **srp.process_challenge(step["ChallengeParameters"], {"USERNAME": USER}))


class Triggers(http.server.BaseHTTPRequestHandler):
    """Asks for two riddles, the password before them if the client began with `SRP_A`."""

    def do_POST(self):
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        event["response"] = getattr(self, self.path[1:])(event["request"])
        body = json.dumps(event).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def define(self, request):
        rounds = [(one["challengeName"], one["challengeResult"]) for one in request["session"]]
        if not all(is_right for _, is_right in rounds):
            return {"issueTokens": False, "failAuthentication": True}
        if rounds == [("SRP_A", True)]:
            return {"challengeName": "PASSWORD_VERIFIER", "issueTokens": False, "failAuthentication": False}
        is_done = rounds.count(("CUSTOM_CHALLENGE", True)) == 2
        return {"challengeName": "CUSTOM_CHALLENGE", "issueTokens": is_done, "failAuthentication": False}

    def create(self, request):
        number = str(sum(one["challengeName"] == "CUSTOM_CHALLENGE" for one in request["session"]) + 1)
        return {
            "publicChallengeParameters": {"riddle": f"number {number}"},
            "privateChallengeParameters": {"answer": f"answer {number}"},
            "challengeMetadata": f"riddle {number}",
        }

    def verify(self, request):
        return {"answerCorrect": request["challengeAnswer"] == request["privateChallengeParameters"]["answer"]}

    def log_message(self, *_):
        pass


def set_triggers():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Triggers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    kinds = {
        "DefineAuthChallenge": "define", "CreateAuthChallenge": "create", "VerifyAuthChallengeResponse": "verify"}
    seed = {"pools": [{"id": POOL, "triggers": {kind: {"url": f"{address}/{path}"} for kind, path in kinds.items()}}]}
    request = urllib.request.Request(
        f"{ENDPOINT}/_local/seed", json.dumps(seed).encode(), {"Content-Type": "application/json"})
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=15).close()


def riddles(step):
    for number in ("1", "2"):
        equal(step["ChallengeName"], "CUSTOM_CHALLENGE")
        equal(step["ChallengeParameters"]["riddle"], f"number {number}")
        step = answer(step, ANSWER=f"answer {number}")
    return step


IDP.admin_create_user(
    UserPoolId=POOL, Username=USER, MessageAction="SUPPRESS",
    UserAttributes=[{"Name": name, "Value": value} for name, value in (
        ("email", EMAIL), ("email_verified", "true"), ("phone_number", SMS), ("phone_number_verified", "true"))])
IDP.admin_set_user_password(UserPoolId=POOL, Username=USER, Password=PASSWORD, Permanent=True)

with check("the factors that the user has are offered"):
    equal(begin()["AvailableChallenges"], ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP"])
    with refused("InvalidParameterException"):
        answer(begin(), ANSWER="WEB_AUTHN")
with check("the password is chosen"):
    token = signed_in(choose("PASSWORD", PASSWORD=PASSWORD))
    with refused("NotAuthorizedException", WRONG):
        choose("PASSWORD", PASSWORD="Passw0rd?")
with check("a proof of the password is chosen"):
    client = srp()
    signed_in(prove(choose("PASSWORD_SRP", **client.get_auth_params()), client))
    client = srp("Passw0rd?")
    step = choose("PASSWORD_SRP", **client.get_auth_params())
    with refused("NotAuthorizedException", WRONG):
        prove(step, client)
with check("a code by text message is chosen"):
    step = choose("SMS_OTP")
    with refused("CodeMismatchException"):
        answer(step, SMS_OTP_CODE="none")
    code = code_for(SMS)
    signed_in(answer(step, SMS_OTP_CODE=code))
    with refused("NotAuthorizedException"):
        answer(step, SMS_OTP_CODE=code)
with check("a code by e-mail is chosen"):
    step = choose("EMAIL_OTP")
    signed_in(answer(step, EMAIL_OTP_CODE=code_for(EMAIL)))

with check("preferred factors come at once"):
    signed_in(begin(PREFERRED_CHALLENGE="PASSWORD", PASSWORD=PASSWORD))
    client = srp()
    signed_in(prove(begin(PREFERRED_CHALLENGE="PASSWORD_SRP", **client.get_auth_params()), client))
    signed_in(answer(begin(PREFERRED_CHALLENGE="SMS_OTP"), SMS_OTP_CODE=code_for(SMS)))
    signed_in(answer(begin(PREFERRED_CHALLENGE="EMAIL_OTP"), EMAIL_OTP_CODE=code_for(EMAIL)))
    equal(begin(PREFERRED_CHALLENGE="WEB_AUTHN")["ChallengeName"], "SELECT_CHALLENGE")

passkey = Passkey(ORIGIN)
with check("a passkey is registered and listed"):
    options = IDP.start_web_authn_registration(AccessToken=token)["CredentialCreationOptions"]
    equal(options["user"]["name"], USER)
    foreign = Passkey("http://localhost:1")
    with refused("WebAuthnOriginNotAllowedException"):
        IDP.complete_web_authn_registration(AccessToken=token, Credential=foreign.register(options))
    options = IDP.start_web_authn_registration(AccessToken=token)["CredentialCreationOptions"]
    IDP.complete_web_authn_registration(AccessToken=token, Credential=passkey.register(options))
    listed = IDP.list_web_authn_credentials(AccessToken=token)["Credentials"]
    equal([one["CredentialId"] for one in listed], [text(passkey.id)])
    equal(listed[0]["RelyingPartyId"], "localhost")
with check("the passkey is chosen"):
    step = choose("WEB_AUTHN")
    equal(step["ChallengeName"], "WEB_AUTHN")
    credential = passkey.sign(step["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"])
    signed_in(answer(step, CREDENTIAL=credential))
    with refused("NotAuthorizedException"):
        answer(step, CREDENTIAL=credential)
with check("the passkey answers along with the choice"):
    step = begin()
    credential = passkey.sign(step["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"])
    signed_in(answer(step, ANSWER="WEB_AUTHN", CREDENTIAL=credential))
    credential = passkey.sign(begin()["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"])
    with refused("NotAuthorizedException", WRONG):
        answer(begin(), ANSWER="WEB_AUTHN", CREDENTIAL=credential)
with check("the passkey is preferred, from the pool's own pages alone"):
    step = begin(PREFERRED_CHALLENGE="WEB_AUTHN")
    signed_in(answer(step, CREDENTIAL=passkey.sign(step["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"])))
    step = begin(PREFERRED_CHALLENGE="WEB_AUTHN")
    credential = passkey.sign(step["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"], "https://evil.example")
    with refused("NotAuthorizedException", WRONG):
        answer(step, CREDENTIAL=credential)
with check("a passkey that was deleted is offered no more"):
    IDP.delete_web_authn_credential(AccessToken=token, CredentialId=text(passkey.id))
    equal(IDP.list_web_authn_credentials(AccessToken=token)["Credentials"], [])
    assert "WEB_AUTHN" not in begin()["AvailableChallenges"], "the passkey is offered"

with check("without triggers there is no custom flow"), refused("InvalidParameterException"):
    begin("CUSTOM_AUTH")
set_triggers()
with check("triggers ask, and their answers sign in"):
    signed_in(riddles(begin("CUSTOM_AUTH")))
    step = begin("CUSTOM_AUTH")
    with refused("NotAuthorizedException", WRONG):
        answer(step, ANSWER="answer 2")
    with refused("NotAuthorizedException"):
        answer(step, ANSWER="answer 1")
with check("triggers ask after the password"):
    client = srp()
    step = begin("CUSTOM_AUTH", CHALLENGE_NAME="SRP_A", **client.get_auth_params())
    signed_in(riddles(prove(step, client)))
    client = srp("Passw0rd?")
    step = begin("CUSTOM_AUTH", CHALLENGE_NAME="SRP_A", **client.get_auth_params())
    with refused("NotAuthorizedException", WRONG):
        prove(step, client)
with check("the older name of the refreshing flow"):
    refresh = begin(PREFERRED_CHALLENGE="PASSWORD", PASSWORD=PASSWORD)["AuthenticationResult"]["RefreshToken"]
    signed_in(begin("REFRESH_TOKEN", REFRESH_TOKEN=refresh))
with check("an administrator passes a second factor for a user"):
    IDP.set_user_pool_mfa_config(
        UserPoolId=POOL, MfaConfiguration="ON", SmsMfaConfiguration={"SmsAuthenticationMessage": "Code {####}"})
    step = IDP.admin_initiate_auth(
        UserPoolId=POOL, ClientId=CLIENT, AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": USER, "PASSWORD": PASSWORD})
    equal(step["ChallengeName"], "SMS_MFA")
    code = code_for(SMS)
    with refused("NotAuthorizedException"):
        answer(step, SMS_MFA_CODE=code)
    signed_in(IDP.admin_respond_to_auth_challenge(
        UserPoolId=POOL, ClientId=CLIENT, ChallengeName="SMS_MFA", Session=step["Session"],
        ChallengeResponses={"USERNAME": USER, "SMS_MFA_CODE": code}))
