"""Flows of a person at the command line."""

import base64
import json

from canaries.search import CODE, INSIDE, ISSUED
from canaries.totp import app_code

WRONG_CODE = "00000000"


def login(shell, *arguments, password="", status=0):
    """What `login` prints as JSON, once signed in or when something is asked for."""
    given = ["--password-stdin"] if password else []
    answer = shell.tokens("login", *arguments, *given, "-o", "json", input=password, status=status)
    return json.loads(answer) if answer else {}


def begin(shell, person, *arguments, password=None, **options):
    """The start of somebody's sign-in; without a password if that is empty."""
    return login(shell, "--user", person.name, *arguments, password=person.password if password is None else password,
                 **options)


def proceed(shell, *arguments, input="", status=0):
    """The next step of a sign-in, in a process of its own."""
    answer = shell.tokens("login", "--continue", *arguments, "-o", "json", input=input, status=status)
    return json.loads(answer) if answer else {}


def expect(answer, kind):
    """The answer must be a challenge of that type, or for `None` the end of a sign-in."""
    if answer.get("challenge", {}).get("type") != kind or (kind is None and answer["status"] != "signedIn"):
        raise SystemExit(f"a sign-in does not end with {kind or 'tokens'}")
    return answer


def account(shell, person, code):
    """From the sign-up to a password that was forgotten."""
    name, second, third = person.name, person.new_password("2"), person.new_password("3")
    address = ["--attribute", "email=d@example.com"]
    shell.run("signup", "new", "--user", name, "--password-file", shell.file(person.password), *address)
    shell.run("signup", "resend", "--user", name)
    shell.run("signup", "confirm", "--user", name, "--code", WRONG_CODE, status=65)
    shell.run("local", "code", name, "--wait", "10s", may_have={CODE})
    shell.run("signup", "confirm", "--user", name, "--code", code)
    begin(shell, person, password=person.wrong, status=77)
    expect(begin(shell, person), None)
    shell.run("whoami")
    shell.tokens("refresh", "-o", "json")
    change = ["password", "change", "--current-password-file"]
    shell.run(*change, shell.file(person.wrong), "--new-password-file", shell.file(second), status=77)
    shell.run(*change, shell.file(person.password), "--new-password-file", shell.file(second))
    shell.run("password", "forgot", "--user", name)
    reset = ["password", "reset", "--user", name, "--new-password-stdin", "--code"]
    shell.run(*reset, WRONG_CODE, input=third, status=65)
    shell.run(*reset, code, input=third)
    shell.run("login", "--user", name, "--password-stdin", input=third)


def factors(shell, person, code, origin):
    """A profile, an authenticator app, a passkey, and the end of all sessions."""
    search, name = shell.search, person.name
    shell.run("signup", "new", "--user", name, "--password-stdin", "--attribute", "email=d@example.com",
              input=person.password)
    shell.run("signup", "confirm", "--user", name, "--code", code)
    expect(begin(shell, person), None)
    profile(shell, code)
    app = json.loads(shell.tokens("mfa", "totp", "-o", "json"))["secret"]
    search.secret(f"the secret of {person.role}'s app", app, ISSUED)
    shell.run("mfa", "totp", "--code", "000000", status=65)
    shell.run("mfa", "totp", "--preferred", "--code", app_code(app))
    shell.run("mfa", "status")
    expect(begin(shell, person), "totpCode")
    shell.run("login", "--continue", "--code", "000000", status=65)
    expect(proceed(shell, "--code", app_code(app, 1)), None)
    passkey(shell, person, origin)
    shell.run("logout", "--everywhere")
    shell.run("token", "access", status=77)


def look_at(shell, tokens):
    """Tokens on standard input, whole and broken; and the service's own JSON."""
    access, identity, refresh = tokens
    bad = shell.search.secret("a broken token", access[:-20] + shell.search.secret("an end")[-20:], INSIDE)
    shell.run("jwt", "decode", "-", "-o", "json", input=identity)
    shell.run("jwt", "decode", "-", input=bad.replace(".", "!"), status=65)
    verify = ["jwt", "verify", "--use", "access", "--issuer", shell.issuer]
    shell.run(*verify, "-", "-o", "json", input=access)
    shell.run(*verify, "-", input=bad, status=77)
    shell.run(*verify, "--batch", input=f"{access}\n{bad}\n{identity}\n{refresh}\n", status=77)
    shell.run("api", "GetUser", "--json", "-", input=json.dumps({"AccessToken": access}))
    shell.run("api", "GetUser", "--json", "-", "-o", "json", input=json.dumps({"AccessToken": bad}), status=77)


def profile(shell, code):
    """Attributes, and codes that confirm them."""
    shell.run("profile", "set", "nickname=Dave", "email=e@example.com")
    shell.run("profile", "verify", "email")
    shell.run("profile", "confirm", "email", "--code", WRONG_CODE, status=65)
    shell.run("profile", "confirm", "email", "--code", code)
    shell.run("profile", "phone", "+15555550100")
    shell.run("profile", "get", "-o", "json")


def passkey(shell, person, origin):
    """The command line as authenticator; the file is the passkey."""
    file = ["--passkey-file", str(shell.home / "passkeys"), "--origin", origin]
    shell.run("passkeys", "add", *file)
    kept = (shell.home / "passkeys").read_bytes()
    # The last 32 bytes of the private key (SEC 1, §C.4) in PKCS#8, which stands before its public key.
    start = kept.index(b"\x02\x01\x01\x04\x20") + 5
    shell.search.secret(f"the private key of {person.role}'s passkey", kept[start:start + 32], INSIDE)
    shell.run("passkeys", "list", "-o", "json")
    expect(begin(shell, person, "--flow", "user-auth", "--factor", "passkey", *file, password=""), None)


def first_factors(shell, person, code):
    """USER_AUTH: the choice, codes, passwords in clear and proved."""
    choose = ["--flow", "user-auth"]
    expect(begin(shell, person, *choose, "--factor", "emailOtp", password=""), "emailCode")
    proceed(shell, "--code", WRONG_CODE, status=65)
    expect(proceed(shell, "--code", code), None)
    expect(begin(shell, person, *choose, "--factor", "smsOtp", "--code", code, password=""), None)
    for factor in ["password", "passwordSrp"]:
        begin(shell, person, *choose, "--factor", factor, password=person.wrong, status=77)
        expect(begin(shell, person, *choose, "--factor", factor), None)
    expect(begin(shell, person, *choose, password=""), "chooseFirstFactor")
    expect(proceed(shell, "--choice", "password", "--password-stdin", input=person.password), None)


def custom(shell, person, answer):
    """The pool's own question, with the password before it and without; answers may be secrets."""
    for password in ["", person.password]:
        expect(begin(shell, person, "--flow", "custom", password=password), "custom")
        proceed(shell, "--answer-stdin", input=person.wrong, status=77)
        expect(begin(shell, person, "--flow", "custom", password=password), "custom")
        given = ["--responses-stdin", json.dumps({"ANSWER": answer})] if password else ["--answer-stdin", answer]
        expect(proceed(shell, given[0], input=given[1]), None)
    begin(shell, person, "--flow", "custom", password=person.wrong, status=77)


def at_a_terminal(shell, person, answer):
    """Secrets that are typed where they are asked for; and what can be done with tokens."""
    sign_in = ["login", "--user", person.name]
    shell.talk(*sign_in, status=77, answers=[("Password: ", person.wrong)])
    shell.talk(*sign_in, answers=[("Password: ", person.password)])
    look_at(shell, [shell.tokens("token", kind).strip() for kind in ["access", "id", "refresh"]])
    second = person.new_password("2")
    new = [("New password: ", second), ("New password again: ", second)]
    shell.talk("password", "change", status=77, answers=[("Present password: ", person.wrong), *new])
    shell.talk("password", "change", answers=[("Present password: ", person.password), *new])
    shell.talk(*sign_in, "--flow", "custom", status=77, answers=[("Answer: ", person.wrong)])
    shell.talk(*sign_in, "--flow", "custom", answers=[("Answer: ", answer)])


def devices(shell, person, code):
    """A second factor, and a device that stands for it the next time; then the end of one session, and of the user."""
    expect(begin(shell, person, "--device-name", "Laptop"), "chooseMfa")
    expect(proceed(shell, "--choice", "sms"), "smsCode")
    proceed(shell, "--code", WRONG_CODE, status=65)
    expect(proceed(shell, "--code", code), None)
    shell.search.secret(f"the password of {person.role}'s device", kept_device(shell)["password"], INSIDE)
    shell.run("devices", "list", "-o", "json")
    shell.run("devices", "remember")
    shell.run("logout")
    expect(begin(shell, person), None)
    shell.run("refresh")
    shell.run("devices", "forget", "--yes")
    expect(begin(shell, person, "--flow", "password"), "chooseMfa")
    expect(proceed(shell, "--choice", "totp"), "totpCode")
    expect(proceed(shell, "--code", app_code(person.app)), None)
    shell.run("profile", "delete", "--yes")
    begin(shell, person, status=65)


def kept_device(shell):
    """The device among the entries that the command line keeps."""
    for path in shell.home.rglob("*.json"):
        entry = json.loads(base64.b64decode(json.loads(path.read_text())["contents"]))
        if "device" in entry:
            return entry["device"]
    raise SystemExit("the command line keeps no device")


def compulsory(shell, invited, late, sms, code):
    """Second factors that everybody must have, and a new password before."""
    search = shell.search
    begin(shell, invited, password=invited.wrong, status=77)
    expect(begin(shell, invited), "newPassword")
    new = ["--new-password-stdin", "--attribute", "name=Fresh"]
    expect(proceed(shell, *new, input=invited.new_password("2")), "setupMfa")
    app = proceed(shell, "--choice", "totp", "--issuer", "Example")["challenge"]["secret"]
    search.secret(f"the secret of {invited.role}'s app", app, ISSUED)
    proceed(shell, "--code", "000000", status=65)
    expect(proceed(shell, "--code", app_code(app)), None)
    expect(begin(shell, late), "setupMfa")
    expect(proceed(shell, "--email", f"{late.name}@example.com"), "emailCode")
    expect(proceed(shell, "--code", code), None)
    expect(begin(shell, sms, "--flow", "password"), "smsCode")
    expect(proceed(shell, "--code", code), None)
