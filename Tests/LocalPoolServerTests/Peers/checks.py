"""What the peers' scripts share: where the pool is, and one line on standard output for each named check."""

import base64
import contextlib
import hmac
import json
import os
import sys
import time
import urllib.parse
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

os.environ.update(AWS_ACCESS_KEY_ID="local", AWS_SECRET_ACCESS_KEY="local", AWS_EC2_METADATA_DISABLED="true")

_place = json.load(sys.stdin)
ENDPOINT, POOL, CLIENT = _place["endpoint"], _place["poolId"], _place["clientId"]
REGION = POOL.split("_")[0]
CONFIG = Config(retries={"max_attempts": 0}, proxies={})


def make_client():
    """A client of boto3's for whoever works through one; its requests count for the client that the script is for."""
    return boto3.client("cognito-idp", endpoint_url=ENDPOINT, region_name=REGION, config=CONFIG)


def _note(params, context, **_):
    """Remembers which factor a request chooses, as the pool's events do not show that."""
    if params.get("ChallengeName") == "SELECT_CHALLENGE":
        context["choice"] = params["ChallengeResponses"]["ANSWER"]
    else:
        context["choice"] = params.get("AuthParameters", {}).get("PREFERRED_CHALLENGE", "")


def _tell(parsed, context, **_):
    """Says which request this client made, so that it does not count for another one that the script is for."""
    print(f"CALL {parsed['ResponseMetadata']['RequestId']} {context['choice']}", flush=True)


IDP = make_client()
IDP.meta.events.register("provide-client-params", _note)
IDP.meta.events.register("after-call", _tell)


@contextlib.contextmanager
def check(name):
    """Prints whether the block under it went through."""
    try:
        yield
    except Exception as error:  # every failure belongs to the check
        print(f"FAIL {name}: {type(error).__name__}: {' '.join(str(error).split())}", flush=True)
    else:
        print(f"PASS {name}", flush=True)


def equal(actual, expected):
    """Fails unless both are the same."""
    assert actual == expected, f"{actual!r} is not {expected!r}"


@contextlib.contextmanager
def refused(code, text=None):
    """Fails unless the block under it is refused with the service's error code, and with `text` in its message."""
    try:
        yield
    except ClientError as error:
        equal(error.response["Error"]["Code"], code)
        message = error.response["Error"]["Message"]
        assert message, "the error has no message"
        assert text is None or text in message, f"{message!r} does not say {text!r}"
    else:
        raise AssertionError(f"not refused with {code}")


def code_for(username):
    """The newest code that the user was sent."""
    query = urllib.parse.urlencode({"pool": POOL, "wait": "5s"})
    url = f"{ENDPOINT}/_local/codes/{urllib.parse.quote(username, safe='')}?{query}"
    return fetch(url, accept="text/plain")


def fetch(url, accept="application/json"):
    """The text at an address, past any proxy."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(urllib.request.Request(url, headers={"Accept": accept}), timeout=15) as answer:
        return answer.read().decode()


def totp(secret, steps=0):
    """What an authenticator app shows now, or some steps of 30 seconds later (RFC 6238)."""
    counter = int(time.time()) // 30 + steps
    digest = hmac.digest(base64.b32decode(secret), counter.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 15
    return f"{(int.from_bytes(digest[offset:offset + 4], 'big') & 0x7FFFFFFF) % 1000000:06}"
