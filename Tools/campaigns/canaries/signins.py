"""Sign-ins through gateways in front of a pool of the service's kind: every first factor, every challenge, devices."""

import secrets

from canaries.passkey import Passkey
from canaries.routes import broken
from canaries.search import INSIDE, ISSUED
from canaries.totp import app_code


def first_factors(gateway, person, origin):
    """USER_AUTH: the choice, codes, passwords in clear and proved, a passkey."""
    for factor, kind in [("emailOtp", "emailCode"), ("smsOtp", "smsCode")]:
        asked = gateway.asked_for(gateway.sign_in(200, person, factor=factor), kind)
        gateway.proceed(422, person, asked, code=gateway.wrong_code)
        gateway.proceed(200, person, asked, code=gateway.code)
    for factor in ["password", "passwordSrp"]:
        gateway.sign_in(401, person, person.wrong, factor=factor)
        gateway.sign_in(200, person, person.password, factor=factor)
    asked = gateway.asked_for(gateway.sign_in(200, person), "chooseFirstFactor")
    gateway.proceed(422, person, asked, choice=person.wrong)
    gateway.proceed(401, person, asked, password=person.wrong)
    asked = gateway.sign_in(200, person)
    asked = gateway.asked_for(gateway.proceed(200, person, asked, choice="emailOtp"), "emailCode")
    gateway.proceed(200, person, asked, code=gateway.code)
    tokens = gateway.proceed(200, person, gateway.sign_in(200, person), password=person.password)["tokens"]
    passkey(gateway, person, tokens["accessToken"], Passkey(origin))


def passkey(gateway, person, access, key):
    """A passkey from its registration to its end."""
    search, ask = gateway.search, gateway.ask
    search.secret(f"the private key of {person.role}'s passkey", key.secret, INSIDE)
    options = ask(200, "POST", "/v1/me/passkeys", token=access)["options"]
    ask(422, "POST", "/v1/me/passkeys", {"credential": {"id": "AAAA"}}, access)
    ask(204, "POST", "/v1/me/passkeys", {"credential": key.registration(options)}, access)
    asked = gateway.asked_for(gateway.sign_in(200, person, factor="passkey"), "passkey")
    proof = key.assertion(asked["challenge"]["parameters"]["options"])
    search.secret("the signature of a passkey", proof["response"]["signature"], INSIDE)
    gateway.proceed(200, person, asked, credential=proof)
    asked = gateway.sign_in(200, person, factor="passkey")
    gateway.proceed(401, person, asked, credential=proof)
    kept = ask(200, "GET", "/v1/me/passkeys", token=access)["passkeys"]
    ask(204, "DELETE", f"/v1/me/passkeys/{kept[0]['id']}", token=access, route="/v1/me/passkeys/{id}")
    ask(401, "GET", "/v1/me/passkeys", token=broken(search, access))


def devices(gateway, person):
    """A second factor, and a device that stands for it the next time."""
    asked = gateway.asked_for(gateway.sign_in(200, person, person.password), "chooseMfa")
    asked = gateway.asked_for(gateway.proceed(200, person, asked, choice="email"), "emailCode")
    gateway.proceed(422, person, asked, code=gateway.wrong_code)
    done = gateway.proceed(200, person, asked, code=gateway.code)
    device = {"device": done["device"]}
    # Proved with SRP, as is the password.
    again = gateway.sign_in(200, person, person.password, **device)
    gateway.asked_for(gateway.sign_in(200, person, person.password), "chooseMfa")
    gateway.sign_in(422, person, person.password, device=broken(gateway.search, done["device"]))
    gateway.sign_in(401, person, person.wrong, **device)
    refresh = {"refreshToken": again["tokens"]["refreshToken"]}
    ask, access, one = gateway.ask, again["tokens"]["accessToken"], "/v1/me/devices/{key}"
    gateway.noted(person, ask(200, "POST", "/v1/sessions/refresh", refresh | device))
    ask(401, "POST", "/v1/sessions/refresh", refresh)
    key = ask(200, "GET", "/v1/me/devices", token=access)["devices"][0]["key"]
    ask(200, "GET", f"/v1/me/devices/{key}", token=access, route=one)
    ask(204, "PATCH", f"/v1/me/devices/{key}", {"remembered": False}, access, route=one)
    ask(204, "DELETE", f"/v1/me/devices/{key}", token=access, route=one)
    ask(404, "GET", f"/v1/me/devices/{key}", token=access, route=one)
    # The pool does not know it any more, and goes on without.
    gateway.asked_for(gateway.sign_in(200, person, person.password, **device), "chooseMfa")


def custom(gateway, person, triggers):
    """The pool's own question, with the password before it and without."""
    word = gateway.search.secret(f"what {person.role} tells triggers", secrets.token_hex(12), INSIDE)
    for first in [{}, {"password": person.password}]:
        asked = gateway.asked_for(gateway.sign_in(200, person, **first, metadata={"word": word}), "custom")
        gateway.proceed(422, person, asked, code=person.wrong)
        gateway.proceed(401, person, asked, answer=person.wrong)
        asked = gateway.sign_in(200, person, **first)
        answer = {"answers": {"ANSWER": triggers.answer_text}} if first else {"answer": triggers.answer_text}
        done = gateway.proceed(200, person, asked, **answer, metadata={"word": word})
        if "tokens" not in done:
            raise SystemExit("the right answer does not sign in")
    gateway.sign_in(401, person, person.wrong)


def compulsory(gateway, invited, late, sms, both):
    """Second factors that everybody must have: set up, chosen, sent; a new password before."""
    search, ask = gateway.search, gateway.ask
    gateway.sign_in(401, invited, invited.wrong)
    asked = gateway.asked_for(gateway.sign_in(200, invited, invited.password), "newPassword")
    weak = search.secret("a weak new password", "weakcanary" + secrets.token_hex(8))
    gateway.proceed(422, invited, asked, newPassword=weak)
    asked = gateway.sign_in(200, invited, invited.password)
    asked = gateway.proceed(200, invited, asked, newPassword=invited.new_password("2"), attributes={"name": "Fresh"})
    sealed = gateway.asked_for(asked, "setupMfa")["challenge"]["token"]
    setup = ask(200, "POST", "/v1/sessions/challenge/setup", {"token": sealed})
    search.secret("the secret of an app in a sign-in", setup["secret"], ISSUED)
    search.secret("a sealed set-up", setup["token"], ISSUED)
    gateway.look_into(invited, setup["token"], "challenge")
    asked["challenge"]["token"] = setup["token"]
    gateway.proceed(422, invited, asked, code="000000")
    done = gateway.proceed(200, invited, asked, code=app_code(setup["secret"]))
    refresh = {"refreshToken": done["tokens"]["refreshToken"]}
    gateway.noted(invited, ask(200, "POST", "/v1/sessions/refresh", refresh))
    ask(401, "POST", "/v1/sessions/refresh", refresh)

    asked = gateway.asked_for(gateway.sign_in(200, late, late.password), "setupMfa")
    asked = gateway.asked_for(gateway.proceed(200, late, asked, answer=f"{late.name}@example.com"), "emailCode")
    gateway.proceed(200, late, asked, code=gateway.code)
    asked = gateway.asked_for(gateway.sign_in(200, sms, sms.password), "smsCode")
    gateway.proceed(422, sms, asked, code=gateway.wrong_code)
    gateway.proceed(200, sms, asked, code=gateway.code)
    asked = gateway.asked_for(gateway.sign_in(200, both, both.password), "chooseMfa")
    gateway.proceed(422, both, asked, choice=both.wrong)
    asked = gateway.asked_for(gateway.proceed(200, both, asked, choice="totp"), "totpCode")
    gateway.proceed(422, both, asked, code="000000")
    done = gateway.proceed(200, both, asked, code=app_code(both.app))
    ask(204, "DELETE", "/v1/sessions", token=done["tokens"]["accessToken"])
