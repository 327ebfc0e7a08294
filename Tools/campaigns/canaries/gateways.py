"""The gateway: how it is started, asked, and made to show that it tells all it has to tell."""

import base64
import collections
import json
import secrets
import time
import urllib.error
import urllib.request

from canaries.processes import Server
from canaries.search import INSIDE, ISSUED, NAME
from canaries.sealed import opened
from canaries.wire import Relay

QUIET = {"PATH": "/usr/bin:/bin", "HOME": "/nowhere"}  # An environment that says nothing.
TALKATIVE = "trace"  # The least severe level that there is.


class Gateway:
    """Requests to a gateway, each answer searched."""

    def __init__(self, url, search, code):
        self.url, self.search, self.code = url, search, code
        self.wrong_code = "00000000"
        self.log_may_have = set()
        self.routes = collections.Counter()

    def wait_for_keys(self):
        """Returns once tokens can be verified; on a busy machine the keys may be there only at the second attempt."""
        for _ in range(300):
            try:
                return urllib.request.urlopen(f"{self.url}/readyz").close()
            except urllib.error.HTTPError:
                time.sleep(0.1)
        raise SystemExit("the gateway has no keys")

    def ask(self, expected, method, path, body=None, token=None, to=None, route=None, headers=None):
        """The members of the answer, whose status must be the expected one, or for `None` that of any refusal.

        `route` is what the log calls the path.
        """
        headers = dict(headers or {}) | ({"Content-Type": "application/json"} if body is not None else {})
        if token:
            headers["Authorization"] = f"Bearer {token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request((to or self.url) + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                status, text, told = answer.status, answer.read().decode(), str(answer.headers)
        except urllib.error.HTTPError as error:
            status, text, told = error.code, error.read().decode(), str(error.headers)
        self.routes[method, route or path] += 1
        self.search.look("headers of the gateway's answers", told, {NAME})
        if status >= 400:
            self.search.look("refusals of the gateway", text, {NAME})
        else:
            self.search.look("answers of the gateway", text, {NAME, ISSUED})
        if status != expected and (expected or status < 400):
            raise SystemExit(f"{method} {path}: status {status}, expected {expected}")
        return json.loads(text) if text else {}

    def sign_in(self, expected, person, password=None, **more):
        """The answer to a sign-in."""
        body = {"username": person.name} | ({"password": password} if password else {}) | more
        return self.noted(person, self.ask(expected, "POST", "/v1/sessions", body))

    def proceed(self, expected, person, asked, **answer):
        """The answer to the answer to a challenge."""
        body = {"token": asked["challenge"]["token"]} | answer
        return self.noted(person, self.ask(expected, "POST", "/v1/sessions/challenge", body))

    def noted(self, person, answer):
        """An answer whose tokens are secrets."""
        for name, value in answer.get("tokens", {}).items():
            if name.endswith("Token"):
                self.search.secret(f"{person.role}'s {name}", value, ISSUED)
        for name, value in [("challenge", answer.get("challenge", {}).get("token")), ("device", answer.get("device"))]:
            if value:
                self.search.secret(f"{person.role}'s sealed {name}", value, ISSUED)
                self.look_into(person, value, name)
        return answer

    def look_into(self, person, sealed, purpose):
        """What is inside of something sealed is known only to whoever has the key."""

    def asked_for(self, answer, kind):
        """An answer, which must be a challenge of that type."""
        if answer.get("challenge", {}).get("type") != kind:
            raise SystemExit(f"{kind} is not asked for")
        return answer

    def lines(self, log):
        """The lines of a log, which are JSON all but for a few at the start."""
        return [json.loads(line) for line in log.splitlines() if line.startswith("{")]

    def levels(self, log):
        """How many lines there are of each level."""
        return collections.Counter(line["level"] for line in self.lines(log))

    def calls(self, log):
        """How many calls of the service it tells of, which it does on the level debug."""
        lines = [line for line in self.lines(log) if line["message"] == "a call has ended" and line["level"] == "debug"]
        return sum(int(line["attempts"]) for line in lines)

    def gaps(self, log, call_count):
        """What a log of all there is to tell would have, and this one has not.

        That is a line for each request, by its route, and a line of the level debug for each call of the service, with
        as many attempts in all as the pool has seen.
        """
        requests = [line for line in self.lines(log) if line["message"] == "request"]
        told = collections.Counter((line["method"], line["route"]) for line in requests)
        gaps = [f"{method} {route}" for method, route in (self.routes - told)]
        told = self.calls(log)
        return gaps if told == call_count > 0 else gaps + [f"{told} of {call_count} calls of the service"]


class Dev(Gateway):
    """`userpool-gateway dev`, with a pool of its own."""

    def __init__(self, program, search, code):
        command = [program, "dev", "--env", "--port", "0", "--pool-port", "0", "--fixed-code", code]
        self.server = Server(command, QUIET | {"USERPOOL_LOG_LEVEL": TALKATIVE})
        super().__init__("", search, code)

    def start(self):
        """Waits until it listens."""
        self.url, self.pool = self.variable("GATEWAY_URL"), self.variable("USERPOOL_POOL_ENDPOINT")
        return self

    def variable(self, name):
        return self.server.line(rf"{name}=(\S+)").group(1)


class Serve(Gateway):
    """`userpool-gateway serve` in front of a pool, with secrets in a folder of secrets, and somebody who listens."""

    def __init__(self, program, search, code, folder, pools, pool, endpoint, flow, **settings):
        self.relay = Relay(endpoint, search)
        self.client = pools.clients[pool]
        self.key = secrets.token_bytes(32)
        text = base64.b64encode(self.key).decode()
        search.secret(f"the key that {flow} seals with", self.key, INSIDE)
        search.secret(f"the key that {flow} seals with", text, INSIDE)
        self.admin_key = search.secret(f"the key for administration of {flow}", secrets.token_hex(16), INSIDE)
        folder.mkdir()
        (folder / "pool-clientSecret").write_text(pools.secret)
        (folder / "gateway-sealKeys").write_text(f"k1:{text}")
        (folder / "gateway-admin-keys").write_text(self.admin_key)
        environment = QUIET | {
            "USERPOOL_SECRETS_DIRECTORY": str(folder), "USERPOOL_LOG_LEVEL": TALKATIVE,
            "USERPOOL_POOL_ISSUER": f"{endpoint}/{pool}", "USERPOOL_GATEWAY_ADMIN_ENABLED": "true",
            "USERPOOL_GATEWAY_ADMIN_PORT": "0", "USERPOOL_GATEWAY_REQUEST_TIMEOUT": "60s",
        } | settings
        command = [program, "serve", "--port", "0", "--pool-id", pool, "--client-id", self.client, "--flow", flow]
        # A busy machine is no failure.
        self.server = Server([*command, "--endpoint", self.relay.url, "--timeout", "60s"], environment)
        super().__init__("", search, code)

    def start(self):
        """Waits until it listens."""
        self.url = self.server.line(r'"address":"(http[^"]+)".*"listening"').group(1)
        self.administration = self.server.line(r'"address":"(http[^"]+)".*"listening for administration"').group(1)
        return self

    def look_into(self, person, sealed, purpose):
        state = opened(sealed, self.key, self.client, purpose)
        if purpose == "device":
            self.search.secret(f"the password of {person.role}'s device", state["device"]["password"], INSIDE)
        elif state.get("session"):
            self.search.secret(f"the session in {person.role}'s sealed challenge", state["session"], INSIDE)
