"""All of it put together: what is started, which flow goes through which door, and what must have been told then."""

import concurrent.futures
import json
import secrets
import traceback
import urllib.request

from canaries import commands, mishaps, routes, signins
from canaries.gateways import QUIET, Dev, Serve
from canaries.pools import COMPULSORY, OPEN, PLAIN, Person, Pools
from canaries.processes import Server, Shell, Watch
from canaries.search import CODE, INSIDE, ISSUED, NAME, Search
from canaries.wire import Relay, Triggers

# What the doors can ask of the service; all of it must have been asked.
OPERATIONS = set("""
    AssociateSoftwareToken ChangePassword CompleteWebAuthnRegistration ConfirmDevice ConfirmForgotPassword ConfirmSignUp
    DeleteUser DeleteWebAuthnCredential ForgetDevice ForgotPassword GetDevice GetTokensFromRefreshToken GetUser
    GetUserAttributeVerificationCode GlobalSignOut InitiateAuth ListDevices ListWebAuthnCredentials
    ResendConfirmationCode RespondToAuthChallenge RevokeToken SetUserMFAPreference SignUp StartWebAuthnRegistration
    UpdateDeviceStatus UpdateUserAttributes VerifySoftwareToken VerifyUserAttribute
""".split())

# Programs and commands that must have been seen to run.
COMMANDS = {("userpool-gateway", "dev"), ("userpool-gateway", "serve")} | {("userpool", command) for command in """
    api devices jwt local login logout mfa passkeys password profile refresh signup token whoami
""".split()}

# Where something must have been searched.
PLACES = {
    "answers of the gateway", "refusals of the gateway", "headers of the gateway's answers", "the log of dev",
    "the log of serve", "complaints about settings", "the command line's errors", "the command line's results",
    "what terminals show", "events of the pools", "the local pool's output", "the pool's data",
    "files that keep sessions", *Watch.PLACES.values(),
}


class Campaign:
    """Everything that runs, and what is known of it."""

    def __init__(self, folder, home):
        self.command, self.gateway, self.home = str(folder / "userpool"), str(folder / "userpool-gateway"), home
        self.search, self.watch = Search(), Watch()
        self.code = self.search.secret("the code", f"{secrets.randbelow(10**8 - 1) + 1:08}", CODE)
        answer = self.search.secret("the answer to the pool's question", secrets.token_hex(12), INSIDE)
        self.triggers = Triggers(answer)
        self.pools = Pools(self.search, self.triggers)
        self.flows, self.shells, self.events, self.missing = [], [], [], []

    def run(self):
        """From the start of the first program to the end of the last; afterwards all is there that must be searched."""
        self.watch.start()
        self.dev = Dev(self.gateway, self.search, self.code)
        # Nobody waits for anybody who need not.
        prepared = self.prepare_pools()
        self.serves = prepared()
        self.dev.start()
        for endpoint in [self.dev.pool, self.endpoint]:
            self.listen(endpoint)
        self.add_flows_of_dev()
        for server in self.serves:
            server.start()
        for listener in self.events:
            listener.line("calls from now on")
        self.run_flows()
        self.end()
        self.missing += [f"command {' '.join(command)}" for command in COMMANDS - self.watch.stop(self.search)]
        for shell in self.shells:
            # Sessions and devices are kept there; passkeys in a file of their own.
            shell.search_files({"/state/": {ISSUED, INSIDE, CODE}, "/passkeys": {INSIDE}})
        self.missing += [f"anything in {place}" for place in PLACES if not self.search.places().get(place)]

    # What is started

    def serve(self, pool, flow, **settings):
        """A gateway in front of one of the pools."""
        folder = self.home / f"secrets-{pool}-{flow}"
        return Serve(self.gateway, self.search, self.code, folder, self.pools, pool, self.endpoint, flow, **settings)

    def shell(self, endpoint, pool, client, secret=None):
        """A person at the command line, in front of one of the pools."""
        relay = Relay(endpoint, self.search)
        environment = {
            "USERPOOL_POOL_ENDPOINT": relay.url, "USERPOOL_POOL_ID": pool, "USERPOOL_POOL_CLIENT_ID": client,
            "USERPOOL_UPSTREAM_TIMEOUT": "60s",
        }
        home = self.home / f"person-{len(self.shells)}"
        shell = Shell(self.command, environment, self.search, self.watch, home)
        if secret:
            shell.environment["USERPOOL_POOL_CLIENT_SECRET_FILE"] = shell.file(secret)
        shell.relay, shell.issuer = relay, f"{endpoint}/{pool}"
        self.shells.append(shell)
        return shell

    def listen(self, endpoint):
        """Shows a pool's events, as a developer does."""
        self.events.append(Server([self.command, "local", "events", "-o", "ndjson", "--endpoint", endpoint], QUIET))

    # Who goes through which door

    def add_flows_of_dev(self):
        """`dev`, with a pool of its own, in front of which are also people at the command line."""
        dev, invited = self.dev, Person(self.search, "dev's invited")
        seed = json.dumps({"users": [invited.seed(status="FORCE_CHANGE_PASSWORD")]}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{dev.pool}/_local/seed", seed, headers, method="POST")
        urllib.request.urlopen(request).close()
        ids = [dev.variable("USERPOOL_POOL_ID"), dev.variable("USERPOOL_POOL_CLIENT_ID")]
        self.shells_of_dev = [self.shell(dev.pool, *ids) for _ in range(2)]
        first, second = self.shells_of_dev
        origin = dev.pool.replace("127.0.0.1", "localhost")
        self.flows += [
            (routes.accounts, dev, Person(self.search, "dev's carol")),
            (routes.methods, dev, Person(self.search, "dev's mary"), invited),
            (commands.account, first, Person(self.search, "dave"), self.code),
            (commands.factors, second, Person(self.search, "dana"), self.code, origin),
        ]

    def prepare_pools(self):
        """Starts the pool, with everybody in it. What is returned waits for it, and starts those in front of it."""
        add, both = self.pools.add, {"mfa": ["SMS_MFA", "SOFTWARE_TOKEN_MFA"]}
        new = {"status": "FORCE_CHANGE_PASSWORD", "attributes": {}}
        guest = add(PLAIN, "serve's invited", status="FORCE_CHANGE_PASSWORD")
        unlucky, hapless = add(PLAIN, "unlucky"), add(PLAIN, "hapless")
        chooser, asked = add(OPEN, "chooser"), add(OPEN, "asked")
        remembered = add(OPEN, "remembered", mfa=["SMS_MFA", "EMAIL_OTP"])
        picker, guesser, typist = add(OPEN, "picker"), add(OPEN, "guesser"), add(OPEN, "typist")
        owner = add(OPEN, "owner", True, **both)
        fresh, late = add(COMPULSORY, "fresh", **new), add(COMPULSORY, "late", attributes={})
        texted, double = add(COMPULSORY, "texted", mfa=["SMS_MFA"]), add(COMPULSORY, "double", True, **both)
        newcomer, delayed = add(COMPULSORY, "newcomer", **new), add(COMPULSORY, "delayed", attributes={})
        mobile = add(COMPULSORY, "mobile", mfa=["SMS_MFA"])
        seed = self.home / "seed.json"
        seed.write_text(self.pools.seed())
        command = [self.command, "local", "start", "--port", "0", "-o", "json", "--fixed-code", self.code]
        self.pool = Server([*command, "--data", str(self.home / "data.sqlite"), "--seed", str(seed)], QUIET)

        def prepared():
            started = json.loads(self.pool.line(r'^\{"endpoint.*').group(0))
            self.endpoint, origin = started["endpoint"], started["console"]
            # These tell callers more.
            open_minded = {"USERPOOL_GATEWAY_HIDE_USER_EXISTENCE": "false"}
            srp, choice = self.serve(PLAIN, "srp"), self.serve(OPEN, "userAuth", **open_minded)
            custom, password = self.serve(OPEN, "custom"), self.serve(COMPULSORY, "password", **open_minded)
            echoing = self.serve(PLAIN, "password", **open_minded)

            def shell(pool):
                return self.shell(self.endpoint, pool, self.pools.clients[pool], self.pools.secret)

            self.flows += [
                (routes.accounts, srp, Person(self.search, "serve's carol")),
                (routes.methods, srp, Person(self.search, "serve's mary"), guest),
                (signins.first_factors, choice, chooser, origin),
                (signins.devices, choice, remembered),
                (signins.custom, custom, asked, self.triggers),
                (signins.compulsory, password, fresh, late, texted, double),
                (commands.first_factors, shell(OPEN), picker, self.code),
                (commands.custom, shell(OPEN), guesser, self.triggers.answer_text),
                (commands.at_a_terminal, shell(OPEN), typist, self.triggers.answer_text),
                (commands.devices, shell(OPEN), owner, self.code),
                (commands.compulsory, shell(COMPULSORY), newcomer, delayed, mobile, self.code),
                (mishaps.settings, self.gateway, self.search, self.home / "secrets-broken"),
                (mishaps.echoes, echoing, unlucky),
                (mishaps.echoes_of_commands, shell(PLAIN), hapless, self.code),
            ]
            return [srp, choice, custom, password, echoing]

        return prepared

    def run_flows(self):
        """Runs all flows at the same time; if some go wrong, nothing was shown."""
        with concurrent.futures.ThreadPoolExecutor(len(self.flows)) as threads:
            running = [threads.submit(flow, *arguments) for flow, *arguments in self.flows]
        failures = [flow.exception() for flow in running if flow.exception()]
        for failure in failures:
            traceback.print_exception(failure)
        if failures:
            raise SystemExit(f"{len(failures)} flows went wrong")

    # What came of it

    def end(self):
        """Ends everything, and has searched what it said; notes what it has not said and should have."""
        of_dev = sum(len(shell.relay.operations) for shell in self.shells_of_dev)
        others = [shell.relay for shell in self.shells if shell not in self.shells_of_dev]
        others += [gateway.relay for gateway in self.serves]
        heard = [operation for relay in others for operation in relay.operations]
        # Before anybody listened, dev signed up alice and confirmed her. The first line says that somebody listens.
        counts = [self.dev.calls(self.dev.server.output()) - 2 + of_dev, len(heard)]
        for listener, count in zip(self.events, counts):
            listener.wait_for(1 + count, patience=10)
        log = self.dev.server.stop()
        self.search.look("the local pool's output", self.pool.stop())
        shown = []
        for listener in self.events:
            # The pool has stopped, which the last line says.
            listener.process.wait()
            output = listener.stop()
            self.search.look("events of the pools", output, {NAME})
            shown.append(sum('"operation":' in line for line in output.splitlines()))
        if shown[1] != len(heard):
            self.missing.append(f"events: {shown[1]} of {len(heard)} calls are shown")
        self.search_log("dev", self.dev, log, shown[0] + 2 - of_dev)
        for gateway in self.serves:
            self.search_log("serve", gateway, gateway.server.stop(), gateway.relay.call_count)
        self.missing += [f"operation {name}" for name in OPERATIONS - set(heard)]
        # The pool of dev has no triggers.
        told = {secret.raw.decode() for secret in self.search.secrets.values()
                if secret.name.endswith(" tells triggers") and not secret.name.startswith("what dev's")}
        if not told or not told <= set(self.triggers.metadata):
            self.missing.append("what triggers are told")
        for path in self.home.glob("data.sqlite*"):
            # What the pool must know, but no password.
            self.search.look("the pool's data", path.read_bytes().decode("latin-1"), {NAME, ISSUED, INSIDE, CODE})

    def search_log(self, name, gateway, log, call_count):
        """Has a log searched, once it is shown that it tells all there is."""
        self.search.look(f"the log of {name}", log, gateway.log_may_have)
        self.missing += [f"the log of {name}: {gap}" for gap in gateway.gaps(log, call_count)]
        levels = sorted(gateway.levels(log).items())
        print(f"lines of {name}: " + ", ".join(f"{count} of the level {level}" for level, count in levels))
