"""Servers of this campaign's own: one that listens to what programs and the pool say to one another, and triggers."""

import http.client
import http.server
import json
import threading
import urllib.parse

from canaries.search import INSIDE, ISSUED, NAME, PASSWORD

# Members of the service's requests and answers, and what their texts are.
KINDS = {
    "Password": PASSWORD, "PreviousPassword": PASSWORD, "ProposedPassword": PASSWORD, "PASSWORD": PASSWORD,
    "NEW_PASSWORD": PASSWORD, "TemporaryPassword": PASSWORD,
    "AccessToken": ISSUED, "IdToken": ISSUED, "RefreshToken": ISSUED, "Token": ISSUED, "REFRESH_TOKEN": ISSUED,
    "SecretCode": ISSUED,
    "Session": INSIDE, "SecretHash": INSIDE, "SECRET_HASH": INSIDE, "SECRET_BLOCK": INSIDE, "ClientSecret": INSIDE,
    "PASSWORD_CLAIM_SECRET_BLOCK": INSIDE, "PASSWORD_CLAIM_SIGNATURE": INSIDE, "PasswordVerifier": INSIDE,
    "Salt": INSIDE, "DeviceGroupKey": INSIDE, "DeviceKey": NAME, "DEVICE_KEY": NAME,
}


class Listener:
    """A server on a port that is free, on threads of its own."""

    def __init__(self, handler):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    """A request, read whole and answered whole."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def answer(self):
        raise NotImplementedError

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def send(self, status, headers, body):
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass

    def do_POST(self):
        self.answer()

    def do_GET(self):
        self.answer()

    do_PUT = do_POST


class Relay(Listener):
    """Stands between a program and the pool, passes everything on, and notes the secrets that come by."""

    def __init__(self, target, search):
        self.target, self.search = urllib.parse.urlsplit(target).netloc, search
        # What was asked of the pool, and what of a service that repeats it with that status and that error.
        self.operations, self.echoed, self.echo = [], [], None
        relay = self

        class Passing(Handler):
            def answer(self):
                relay.answer(self)

        super().__init__(Passing)

    def answer(self, request):
        body = request.body()
        operation = request.headers.get("X-Amz-Target", "").rpartition(".")[2]
        if operation:
            self.note(operation, body)
            if self.echo:
                self.echoed.append(operation)
                return self.repeat(request, body)
            self.operations.append(operation)
        onward = http.client.HTTPConnection(self.target)
        headers = {name: value for name, value in request.headers.items() if name.lower() not in {"host", "connection"}}
        onward.request(request.command, request.path, body or None, headers)
        response = onward.getresponse()
        text = response.read()
        if operation:
            self.note(operation, text)
        skipped = {"content-length", "connection", "transfer-encoding"}
        request.send(response.status, [pair for pair in response.getheaders() if pair[0].lower() not in skipped], text)
        onward.close()

    def repeat(self, request, body):
        """Answers as a service does that repeats what it refuses."""
        status, error = self.echo
        text = json.dumps({"__type": error, "message": f"You said {body.decode()}"}).encode()
        request.send(status, [("Content-Type", "application/x-amz-json-1.1")], text)

    @property
    def call_count(self):
        """How many calls came by."""
        return len(self.operations) + len(self.echoed)

    def note(self, operation, body):
        """Takes the secrets out of a request or an answer, before anybody can have printed what is in the answer."""
        def walk(value):
            if isinstance(value, dict):
                for name, inner in value.items():
                    if name in KINDS and isinstance(inner, str):
                        self.search.heard(f"{name} of {operation}", inner, KINDS[name])
                    walk(inner)
            elif isinstance(value, list):
                for inner in value:
                    walk(inner)

        walk(json.loads(body or b"null"))


class Triggers(Listener):
    """The pool's triggers: a question with a secret answer, and a look at what callers tell triggers."""

    def __init__(self, answer):
        self.answer_text = answer
        self.metadata = []
        triggers = self

        class Asked(Handler):
            def answer(self):
                event = json.loads(self.body())
                event["response"] = triggers.response(event["triggerSource"], event["request"])
                self.send(200, [("Content-Type", "application/json")], json.dumps(event).encode())

        super().__init__(Asked)

    def response(self, source, request):
        for name in ["clientMetadata", "validationData"]:
            self.metadata += (request.get(name) or {}).values()
        if source.startswith("DefineAuthChallenge"):
            return self.next(request["session"])
        if source.startswith("CreateAuthChallenge"):
            return {
                "publicChallengeParameters": {"question": "Which word?"},
                "privateChallengeParameters": {"answer": self.answer_text}, "challengeMetadata": "WORD",
            }
        if source.startswith("VerifyAuthChallenge"):
            return {"answerCorrect": request["challengeAnswer"] == request["privateChallengeParameters"]["answer"]}
        return {}

    def next(self, rounds):
        """The password first if the sign-in begins with it, then one question."""
        last = rounds[-1] if rounds else {"challengeName": None}
        if last["challengeName"] == "SRP_A":
            return {"challengeName": "PASSWORD_VERIFIER", "issueTokens": False, "failAuthentication": False}
        if last["challengeName"] == "CUSTOM_CHALLENGE":
            return {"issueTokens": last["challengeResult"], "failAuthentication": not last["challengeResult"]}
        return {"challengeName": "CUSTOM_CHALLENGE", "issueTokens": False, "failAuthentication": False}
