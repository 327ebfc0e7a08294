"""A client that behaves as the browsers' SDK does: preflights, its headers, nulls, and a proof that it sends again.

Written from what the protocol says; the arithmetic is its own.
"""

import base64
import contextlib
import datetime
import hashlib
import hmac
import http.client
import json
import secrets
import urllib.parse

from checks import CLIENT, ENDPOINT, IDP, POOL, check, code_for, equal

ORIGIN = "http://localhost:5173"
USER, PASSWORD = "wanda", "Passw0rd!"
# RFC 3526 §4, with the generator 2.
N = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)


class Refused(Exception):
    def __init__(self, name, message):
        super().__init__(f"{name}: {message}")
        self.name, self.message = name, message


@contextlib.contextmanager
def refused(name, message):
    try:
        yield
    except Refused as error:
        equal((error.name, error.message), (name, message))
    else:
        raise AssertionError(f"not refused with {name}")


def send(method, headers, body=None):
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(ENDPOINT).netloc, timeout=15)
    try:
        connection.request(method, "/", body, {"Origin": ORIGIN, "Referer": f"{ORIGIN}/", **headers})
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def words(header):
    return {word.strip().lower() for word in (header or "").split(",")}


def call(operation, request):
    """One call, as a page may make it: the body is JSON whose nulls mean nothing, and the answer must be readable."""
    headers = {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": f"AWSCognitoIdentityProviderService.{operation}",
        "X-Amz-User-Agent": "aws-amplify/5.0.4 auth framework/0",
        "Cache-Control": "no-store",
    }
    answer, body = send("POST", headers, json.dumps(request))
    assert answer.getheader("Access-Control-Allow-Origin") in ("*", ORIGIN), "the page may not read the answer"
    content = json.loads(body or b"{}")
    if answer.status == 200:
        return content
    assert "x-amzn-errortype" in words(answer.getheader("Access-Control-Expose-Headers")), "the error is hidden"
    name = (content.get("__type") or answer.getheader("x-amzn-ErrorType")).split("#")[-1].split(":")[0]
    raise Refused(name, content.get("message"))


def pad(number):
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def digest(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def password_key(salt, scope, name, password):
    return int.from_bytes(digest(pad(salt), digest(f"{scope}{name}:{password}".encode())), "big")


def key_pair():
    secret = int.from_bytes(secrets.token_bytes(128), "big") % N
    return secret, pow(2, secret, N)


def proof(pair, parameters, scope, name, password):
    """PASSWORD_CLAIM_* for a challenge."""
    (a, big_a), big_b = pair, int(parameters["SRP_B"], 16)
    u = int.from_bytes(digest(pad(big_a), pad(big_b)), "big")
    x = password_key(int(parameters["SALT"], 16), scope, name, password)
    k = int.from_bytes(digest(pad(N), pad(2)), "big")
    shared = pow((big_b - k * pow(2, x, N)) % N, a + u * x, N)
    extracted = hmac.digest(pad(u), pad(shared), "sha256")
    key = hmac.digest(extracted, b"Caldera Derived Key\x01", "sha256")[:16]
    now = datetime.datetime.now(datetime.timezone.utc)
    timestamp = now.strftime("%a %b {} %H:%M:%S UTC %Y").format(now.day)
    block = parameters["SECRET_BLOCK"]
    message = f"{scope}{name}".encode() + base64.b64decode(block) + timestamp.encode()
    return {
        "USERNAME": parameters["USERNAME"],
        "PASSWORD_CLAIM_SECRET_BLOCK": block,
        "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(hmac.digest(key, message, "sha256")).decode(),
        "TIMESTAMP": timestamp,
    }


def respond(name, responses, session=None):
    return call("RespondToAuthChallenge", {
        "ChallengeName": name,
        "ClientId": CLIENT,
        "ChallengeResponses": responses,
        "Session": session,
        "ClientMetadata": None,
        "UserContextData": None,
    })


def password_proof(device=None):
    pair = key_pair()
    parameters = {"USERNAME": USER, "SRP_A": format(pair[1], "x")}
    if device:
        parameters["DEVICE_KEY"] = device["key"]
    challenge = call("InitiateAuth", {
        "AuthFlow": "USER_SRP_AUTH",
        "ClientId": CLIENT,
        "AuthParameters": parameters,
        "ClientMetadata": None,
        "UserContextData": None,
    })
    equal(challenge["ChallengeName"], "PASSWORD_VERIFIER")
    received = challenge["ChallengeParameters"]
    answer = proof(pair, received, POOL.split("_")[1], received["USER_ID_FOR_SRP"], PASSWORD)
    if device:
        answer["DEVICE_KEY"] = device["key"]
    return answer, challenge.get("Session")


def device_sign_in(device):
    answer = respond("PASSWORD_VERIFIER", *password_proof(device))
    equal(answer["ChallengeName"], "DEVICE_SRP_AUTH")
    pair = key_pair()
    responses = {"USERNAME": USER, "DEVICE_KEY": device["key"], "SRP_A": format(pair[1], "x")}
    answer = respond("DEVICE_SRP_AUTH", responses, answer["Session"])
    equal(answer["ChallengeName"], "DEVICE_PASSWORD_VERIFIER")
    responses = proof(pair, answer["ChallengeParameters"], device["group"], device["key"], device["password"])
    responses["DEVICE_KEY"] = device["key"]
    return respond("DEVICE_PASSWORD_VERIFIER", responses, answer.get("Session"))["AuthenticationResult"]


def confirm(result):
    metadata = result["NewDeviceMetadata"]
    device = {"key": metadata["DeviceKey"], "group": metadata["DeviceGroupKey"]}
    device["password"] = base64.b64encode(secrets.token_bytes(40)).decode()
    salt = int.from_bytes(secrets.token_bytes(16), "big")
    verifier = pow(2, password_key(salt, device["group"], device["key"], device["password"]), N)
    config = {name: base64.b64encode(pad(number)).decode()
              for name, number in (("Salt", salt), ("PasswordVerifier", verifier))}
    answer = call("ConfirmDevice", {
        "AccessToken": result["AccessToken"],
        "DeviceKey": device["key"],
        "DeviceName": "Mozilla/5.0 (X11; Linux x86_64)",
        "DeviceSecretVerifierConfig": config,
    })
    equal(answer, {"UserConfirmationNecessary": False})
    return device


IDP.update_user_pool(
    UserPoolId=POOL,
    AutoVerifiedAttributes=["email"],
    DeviceConfiguration={"ChallengeRequiredOnNewDevice": False, "DeviceOnlyRememberedOnUserPrompt": False},
)

with check("the preflight"):
    asked = "cache-control,content-type,x-amz-target,x-amz-user-agent"
    headers = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": asked}
    answer, _ = send("OPTIONS", headers)
    assert answer.status in (200, 204), answer.status
    assert answer.getheader("Access-Control-Allow-Origin") in ("*", ORIGIN)
    assert "post" in words(answer.getheader("Access-Control-Allow-Methods"))
    equal(words(asked) - words(answer.getheader("Access-Control-Allow-Headers")), set())
with check("sign up and confirm, with nulls"):
    call("SignUp", {
        "ClientId": CLIENT,
        "Username": USER,
        "Password": PASSWORD,
        "UserAttributes": [{"Name": "email", "Value": "wanda@example.com"}],
        "ValidationData": None,
        "ClientMetadata": None,
    })
    call("ConfirmSignUp", {
        "ClientId": CLIENT,
        "ConfirmationCode": code_for(USER),
        "Username": USER,
        "ForceAliasCreation": None,
        "ClientMetadata": None,
    })
with check("an error can be read by the page"), refused("NotAuthorizedException", "Incorrect username or password."):
    call("InitiateAuth", {
        "AuthFlow": "USER_PASSWORD_AUTH",
        "ClientId": CLIENT,
        "AuthParameters": {"USERNAME": USER, "PASSWORD": "another", "DEVICE_KEY": None},
    })
with check("sign in, and confirm the device"):
    result = respond("PASSWORD_VERIFIER", *password_proof())["AuthenticationResult"]
    device = confirm(result)
with check("sign in with the device"):
    result = device_sign_in(device)
    assert "NewDeviceMetadata" not in result, "a known device is offered another key"
with check("refresh with the device"):
    parameters = {"REFRESH_TOKEN": result["RefreshToken"], "DEVICE_KEY": device["key"]}
    request = {"ClientId": CLIENT, "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": parameters}
    again = call("InitiateAuth", request)["AuthenticationResult"]
    assert "AccessToken" in again and "RefreshToken" not in again
    parameters["DEVICE_KEY"] = None
    with refused("NotAuthorizedException", "Invalid Refresh Token"):
        call("InitiateAuth", request)
with check("settings that are null are none"):
    token = result["AccessToken"]
    equal(call("SetUserMFAPreference", {
        "AccessToken": token, "SMSMfaSettings": None, "SoftwareTokenMfaSettings": None, "EmailMfaSettings": None,
    }), {})
    equal(call("GetUser", {"AccessToken": token}).get("UserMFASettingList"), None)
with check("after a forgotten device the same proof is sent again, without it"):
    call("ForgetDevice", {"AccessToken": token, "DeviceKey": device["key"]})
    responses, session = password_proof(device)
    with refused("ResourceNotFoundException", "Device does not exist."):
        respond("PASSWORD_VERIFIER", responses, session)
    responses["DEVICE_KEY"] = None
    result = respond("PASSWORD_VERIFIER", responses, session)["AuthenticationResult"]
    assert result["NewDeviceMetadata"]["DeviceKey"] != device["key"]
with check("a proof works once"), refused("NotAuthorizedException", "Incorrect username or password."):
    respond("PASSWORD_VERIFIER", responses, session)
with check("sign out"):
    equal(call("RevokeToken", {"ClientId": CLIENT, "Token": result["RefreshToken"], "ClientSecret": None}), {})
    call("GlobalSignOut", {"AccessToken": token})
    with refused("NotAuthorizedException", "Access Token has been revoked"):
        call("GetUser", {"AccessToken": token})
