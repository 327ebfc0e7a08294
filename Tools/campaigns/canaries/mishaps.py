"""What goes wrong outside: settings that make no sense, and a service that repeats what it was sent."""

import base64
import secrets
import subprocess

from canaries.gateways import QUIET
from canaries.search import INSIDE, NAME

# What the service may call it when it repeats a request: about input, about who asks, and its own fault.
ERRORS = [(400, "InvalidParameterException"), (400, "NotAuthorizedException"), (500, "InternalErrorException")]


def settings(program, search, folder):
    """A gateway that does not start, as its secrets are not written as they should be, and says so."""
    folder.mkdir()
    key = base64.b64encode(secrets.token_bytes(31)).decode()
    short = search.secret("a key that is too short", f"k1:{key}", INSIDE)
    spaced = search.secret("a key with a space", f"{secrets.token_hex(8)} {secrets.token_hex(8)}", INSIDE)
    (folder / "gateway-sealKeys").write_text(short)
    (folder / "gateway-admin-keys").write_text(spaced)
    environment = QUIET | {"USERPOOL_SECRETS_DIRECTORY": str(folder), "USERPOOL_GATEWAY_ADMIN_ENABLED": "true"}
    command = [program, "serve", "--pool-id", "local_A", "--client-id", "1", "--endpoint", "http://127.0.0.1:1"]
    ended = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    search.look("complaints about settings", ended.stdout + ended.stderr)
    if ended.returncode != 78 or "gateway.sealKeys" not in ended.stderr or "gateway.admin.keys" not in ended.stderr:
        raise SystemExit("the gateway starts with keys that are none")


def echoes(gateway, person):
    """A gateway before a service that repeats what it was sent, in its errors; it has a token of better days.

    What the service says of a wrong configuration goes into the log as it is, but for the secrets of the request: names
    may be in it.
    """
    gateway.log_may_have = {NAME}
    tokens = gateway.sign_in(200, person, person.password)["tokens"]
    user, new = {"username": person.name}, person.new_password("never taken")
    for gateway.relay.echo in ERRORS:
        password = {"password": person.password}
        gateway.ask(None, "POST", "/v1/sessions", user | password)
        gateway.ask(None, "POST", "/v1/signup", user | password)
        gateway.ask(None, "POST", "/v1/password/reset", user | {"code": gateway.code, "newPassword": new})
        gateway.ask(None, "POST", "/v1/sessions/refresh", {"refreshToken": tokens["refreshToken"]})
        change = {"current": person.password, "new": new}
        gateway.ask(None, "PUT", "/v1/me/password", change, tokens["accessToken"])
        gateway.ask(None, "GET", "/v1/me", token=tokens["accessToken"])
        gateway.ask(None, "POST", "/rpc/login", user | password, route="/rpc/{method}")
        who = user | {"idToken": tokens["idToken"], "accessToken": tokens["accessToken"]}
        gateway.ask(None, "POST", "/rpc/profile", who, route="/rpc/{method}")
    gateway.relay.echo = None


def echoes_of_commands(shell, person, code):
    """The same at the command line; and before that a client secret that is another."""
    sign_in = ["login", "--user", person.name, "--password-stdin"]
    reset = ["password", "reset", "--user", person.name, "--new-password-stdin", "--code", code]
    other = shell.file(shell.search.secret("another client secret", secrets.token_hex(24), INSIDE))
    shell.run(*sign_in, "--client-secret-file", other, input=person.password, status=None)
    shell.run(*sign_in, input=person.password)
    new = person.new_password("never taken")
    for shell.relay.echo in ERRORS[1:]:
        shell.run(*sign_in, "--flow", "password", input=person.password, status=None)
        shell.run(*reset, input=new, status=None)
        shell.run("profile", "get", "-o", "json", status=None)
        shell.run("refresh", "-o", "json", status=None)
    shell.relay.echo = None
