"""Flows through a gateway: accounts and sessions with every route, and the methods below /rpc."""

import secrets

from canaries.search import INSIDE, ISSUED
from canaries.totp import app_code


METHODS = set("""
    signup signupConfirm signupResend login loginMfa loginNewPasswordRequired logout refreshSession getMfa setMfa
    profile profileEdit profileAttributeConfirm profileEditPhoneNumber passwordChange passwordForgot passwordReset
""".split())


def accounts(gateway, person):
    """From the sign-up to the end of a user, each step wrong and right."""
    search, ask, code, wrong_code = gateway.search, gateway.ask, gateway.code, gateway.wrong_code
    user = {"username": person.name}
    metadata = search.secret(f"what {person.role} tells triggers", secrets.token_hex(12), INSIDE)
    weak = search.secret("a weak password", "weakcanary" + secrets.token_hex(8))
    told = {"metadata": {"word": metadata}}
    account = {"password": person.password, "attributes": {"email": "c@example.com"}}
    ask(201, "POST", "/v1/signup", user | account | told)
    ask(409, "POST", "/v1/signup", user | account)
    ask(422, "POST", "/v1/signup", {"username": "dora", "password": weak})
    ask(202, "POST", "/v1/signup/resend", user | told)
    ask(422, "POST", "/v1/signup/confirm", user | {"code": wrong_code})
    ask(403, "POST", "/v1/sessions", user | {"password": person.password})
    ask(200, "POST", "/v1/signup/confirm", user | {"code": code} | told)

    gateway.sign_in(401, person, person.wrong)
    ask(400, "POST", "/v1/sessions", user | {"password": person.password, "more": person.wrong})
    ask(422, "POST", "/v1/sessions", user | {"password": [person.password]})
    ask(422, "POST", "/v1/sessions", user | {"password": person.password, "device": broken(search, metadata)})
    tokens = gateway.sign_in(200, person, person.password)["tokens"]
    access, refresh = tokens["accessToken"], tokens["refreshToken"]
    ask(200, "GET", "/v1/me", token=access)
    ask(401, "GET", "/v1/me", token=broken(search, access))
    gateway.noted(person, ask(200, "POST", "/v1/sessions/refresh", {"refreshToken": refresh} | told))
    ask(401, "POST", "/v1/sessions/refresh", {"refreshToken": broken(search, refresh)})
    profile(gateway, access, told)

    second, third = person.new_password("2"), person.new_password("3")
    ask(401, "PUT", "/v1/me/password", {"current": person.wrong, "new": second}, access)
    ask(422, "PUT", "/v1/me/password", {"current": person.password, "new": weak}, access)
    ask(204, "PUT", "/v1/me/password", {"current": person.password, "new": second}, access)
    ask(202, "POST", "/v1/password/forgot", user | told)
    ask(422, "POST", "/v1/password/reset", user | {"code": wrong_code, "newPassword": third})
    ask(422, "POST", "/v1/password/reset", user | {"code": code, "newPassword": weak})
    ask(204, "POST", "/v1/password/reset", user | {"code": code, "newPassword": third} | told)
    app(gateway, person, third)


def verification(gateway, tokens):
    """What proxies and administrators ask about tokens."""
    gateway.wait_for_keys()
    ask, access = gateway.ask, tokens["accessToken"]
    bad = broken(gateway.search, access)
    ask(200, "GET", "/v1/verify", token=access)
    ask(200, "GET", "/v1/verify?online=1&use=access", token=access, route="/v1/verify")
    ask(200, "POST", "/v1/verify/below", token=access, route="/v1/verify")
    ask(401, "GET", "/v1/verify", token=bad)
    ask(401, "GET", "/v1/verify", token=tokens["idToken"])
    ask(403, "GET", "/v1/verify?groups=none", token=access, route="/v1/verify")
    ask(200, "GET", "/v1/sessions/current", token=access)
    ask(401, "GET", "/v1/sessions/current", token=bad)
    if not hasattr(gateway, "administration"):
        return
    batch = {"tokens": [access, bad, tokens["idToken"]]}
    to = gateway.administration
    ask(200, "POST", "/v1/verify/batch", batch, gateway.admin_key, to)
    ask(401, "POST", "/v1/verify/batch", batch, broken(gateway.search, gateway.admin_key), to)
    ask(422, "POST", "/v1/verify/batch", {"tokens": access}, gateway.admin_key, to)


def profile(gateway, access, told):
    """Attributes, and codes that confirm them."""
    ask, code, wrong_code = gateway.ask, gateway.code, gateway.wrong_code
    ask(200, "PATCH", "/v1/me", {"attributes": {"nickname": "Cara", "email": "d@example.com"}} | told, access)
    ask(422, "PATCH", "/v1/me", {"attributes": {"email_verified": "true"}}, access)
    order, confirm = "/v1/me/attributes/{name}/code", "/v1/me/attributes/{name}/confirm"
    path = "/v1/me/attributes/email"
    ask(202, "POST", f"{path}/code", told, access, route=order)
    ask(422, "POST", f"{path}/confirm", {"code": wrong_code}, access, route=confirm)
    ask(204, "POST", f"{path}/confirm", {"code": code}, access, route=confirm)
    ask(200, "PUT", "/v1/me/phone", {"phoneNumber": "+15555550100"}, access)
    ask(200, "PUT", "/v1/me/phone", {"phoneNumber": None}, access)
    ask(401, "PUT", "/v1/me/phone", {"phoneNumber": None}, broken(gateway.search, access))


def app(gateway, person, password):
    """An authenticator app, and the ends: of one session, of all of them, and of the user."""
    search, ask = gateway.search, gateway.ask
    access = gateway.sign_in(200, person, password)["tokens"]["accessToken"]
    secret = ask(200, "POST", "/v1/me/mfa/totp", {}, access)["secret"]
    search.secret(f"the secret of {person.role}'s app", secret, ISSUED)
    ask(422, "POST", "/v1/me/mfa/totp/confirm", {"code": "000000"}, access)
    ask(204, "POST", "/v1/me/mfa/totp/confirm", {"code": app_code(secret)}, access)
    ask(200, "PUT", "/v1/me/mfa", {"totp": {"enabled": True, "preferred": True}}, access)
    ask(409, "PUT", "/v1/me/mfa", {"sms": {"enabled": True}}, access)
    ask(200, "GET", "/v1/me/mfa", token=access)
    asked = gateway.asked_for(gateway.sign_in(200, person, password), "totpCode")
    sealed = asked["challenge"]["token"]
    gateway.proceed(422, person, asked, code="000000")
    gateway.proceed(422, person, asked, answer=person.wrong)
    ask(422, "POST", "/v1/sessions/challenge", {"token": broken(search, sealed), "code": "000000"})
    ask(422, "POST", "/v1/sessions/challenge", {"token": sealed, "password": person.wrong, "code": "000000"})
    ask(422, "POST", "/v1/sessions/challenge/setup", {"token": sealed})
    done = gateway.proceed(200, person, asked, code=app_code(secret, 1))
    ask(200, "PUT", "/v1/me/mfa", {"totp": {"enabled": False}}, access)

    verification(gateway, done["tokens"])
    here, refresh = done["tokens"]["accessToken"], {"refreshToken": done["tokens"]["refreshToken"]}
    ask(422, "DELETE", "/v1/sessions/current", {}, here)
    ask(204, "DELETE", "/v1/sessions/current", refresh, here)
    ask(401, "POST", "/v1/sessions/refresh", refresh)
    ask(401, "GET", "/v1/me", token=here)
    ask(204, "DELETE", "/v1/sessions", token=access)
    ask(401, "GET", "/v1/me", token=access)
    access = gateway.sign_in(200, person, password)["tokens"]["accessToken"]
    ask(204, "DELETE", "/v1/me", token=access)
    ask(401, "DELETE", "/v1/me", token=access)


def methods(gateway, person, invited):
    """The 17 methods, right and wrong; the route is one for all of them."""
    search, code, wrong_code = gateway.search, gateway.code, gateway.wrong_code
    called = set()

    def call(expected, method, **body):
        called.add(method)
        answer = gateway.ask(expected, "POST", f"/rpc/{method}", body, route="/rpc/{method}")
        if isinstance(answer, dict):
            for name, value in answer.items():
                if name.endswith("Token") or name == "loginSession":
                    search.secret(f"{person.role}'s {name}", value, ISSUED)
                    if name == "loginSession":
                        gateway.look_into(person, value, "challenge")
        return answer

    user = {"username": person.name}
    weak = search.secret("a weak password of /rpc", "weakcanary" + secrets.token_hex(8))
    mail = [{"Name": "email", "Value": "m@example.com"}]
    call(200, "signup", **user, password=person.password, attributes=mail)
    call(422, "signup", username="dora", password=weak, attributes=mail)
    call(200, "signupResend", **user)
    call(400, "signupResend", user=person.wrong)
    call(422, "signupConfirm", **user, confirmationCode=wrong_code)
    call(200, "signupConfirm", **user, confirmationCode=code)
    call(401, "login", **user, password=person.wrong)
    call(422, "login", **user, password={"is": person.password})
    tokens = call(200, "login", **user, password=person.password)
    access, refresh = tokens["accessToken"], tokens["refreshToken"]
    who = user | {"idToken": tokens["idToken"], "accessToken": access}
    nobody = user | {"idToken": tokens["idToken"], "accessToken": broken(search, access)}
    call(200, "refreshSession", **user, refreshToken=refresh)
    call(401, "refreshSession", **user, refreshToken=broken(search, refresh))
    call(401, "refreshSession", **who)
    call(200, "profile", **who)
    call(401, "profile", **nobody)
    call(200, "profileEdit", **who, attributes=[{"Name": "email", "Value": "n@example.com"}])
    call(422, "profileEdit", **who, attributes=[{"Name": "phone_number", "Value": "+15555550100"}])
    call(422, "profileAttributeConfirm", **who, attribute="email", confirmationCode=wrong_code)
    call(200, "profileAttributeConfirm", **who, attribute="email", confirmationCode=code)
    call(200, "profileEditPhoneNumber", **who, phone_number="+15555550100")
    call(422, "profileEditPhoneNumber", **who, phone_number="12")

    second, third = person.new_password("2"), person.new_password("3")
    call(401, "passwordChange", **who, oldPassword=person.wrong, newPassword=second)
    call(200, "passwordChange", **who, oldPassword=person.password, newPassword=second)
    call(200, "passwordForgot", **user)
    call(400, "passwordForgot", user=person.name)
    call(422, "passwordReset", **user, passwordResetCode=wrong_code, newPassword=third)
    call(200, "passwordReset", **user, passwordResetCode=code, newPassword=third)

    call(200, "setMfa", **who, enableMfa=True)
    call(422, "setMfa", **who)
    call(200, "getMfa", **who)
    call(401, "getMfa", **nobody)
    asked = call(200, "login", **user, password=third)
    call(422, "loginMfa", **user, loginSession=broken(search, asked["loginSession"]), mfaCode=code)
    call(422, "loginMfa", **user, loginSession=asked["loginSession"], mfaCode=wrong_code)
    call(200, "loginMfa", **user, loginSession=asked["loginSession"], mfaCode=code)

    for expected, new in [(422, weak), (200, invited.new_password("2"))]:
        asked = call(200, "login", username=invited.name, password=invited.password)
        answer = {"username": invited.name, "loginSession": asked["loginSession"]}
        call(expected, "loginNewPasswordRequired", **answer, newPassword=new)
    call(200, "logout", **who)
    call(401, "logout", **who)
    if called != METHODS:
        raise SystemExit(f"not called: {METHODS - called}")
    call(404, "nothing", **who)


def broken(search, secret):
    """The same but for its end: it is refused, and must not be repeated either."""
    other = secret[:-20] + secrets.token_hex(10)
    return search.secret("something broken", other, INSIDE)
