"""Times PyJWT and joserfc in their strictest sensible use on exported tokens: `peers.py fixture.json`, JSON on standard output."""

import json
import statistics
import sys
import time

import joserfc
import jwt
from joserfc import jwk
from joserfc import jwt as joserfc_jwt

FIXTURE = json.load(open(sys.argv[1], encoding="utf-8"))
ISSUER, CLIENT = FIXTURE["issuer"], FIXTURE["clientID"]
TOKEN = FIXTURE["accessToken"]
HEADER, PAYLOAD, SIGNATURE = TOKEN.split(".")
PLACE = 200
LAST = FIXTURE["longToken"]
REFUSALS = {
    "refuse-first-byte": "*" + TOKEN[1:],
    "refuse-last-byte": LAST[:-1] + "*",
    "refuse-signature": ".".join(
        [HEADER, PAYLOAD, SIGNATURE[:PLACE] + ("B" if SIGNATURE[PLACE] == "A" else "A") + SIGNATURE[PLACE + 1 :]]
    ),
}


def with_pyjwt():
    """PyJWT with a key per id, the algorithm fixed, and every claim of an access token required."""
    keys = {key.key_id: key for key in jwt.PyJWKSet.from_json(FIXTURE["jwks"]).keys}

    def verify(token):
        key = keys[jwt.get_unverified_header(token)["kid"]]
        claims = jwt.decode(
            token,
            key,
            algorithms=["RS256"],
            issuer=ISSUER,
            options={"require": ["exp", "iat", "iss", "sub", "client_id", "token_use"], "verify_aud": False},
        )
        if claims["client_id"] != CLIENT or claims["token_use"] != "access":
            raise ValueError("another client or use")

    return verify


def with_joserfc():
    """joserfc with the key set, the algorithm fixed, and every claim of an access token required."""
    keys = jwk.KeySet.import_key_set(json.loads(FIXTURE["jwks"]))
    registry = joserfc_jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": ISSUER},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        client_id={"essential": True, "value": CLIENT},
        token_use={"essential": True, "value": "access"},
    )

    def verify(token):
        registry.validate(joserfc_jwt.decode(token, keys, algorithms=["RS256"]).claims)

    return verify


def refused(verify, token):
    """The same call, for a token that must not be taken."""

    def run(_):
        try:
            verify(token)
        except Exception:  # whatever it is: what is timed is the refusal
            return
        raise SystemExit("a bad token is taken")

    return run


def microseconds(run, token, rounds=51, slice_seconds=0.005):
    """The median over rounds of one call's wall time."""
    count = 1
    while True:
        start = time.perf_counter()
        for _ in range(count):
            run(token)
        elapsed = time.perf_counter() - start
        if elapsed >= slice_seconds / 2:
            break
        count *= 2
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(count):
            run(token)
        times.append((time.perf_counter() - start) / count * 1e6)
    return statistics.median(times)


def main():
    results = {}
    for name, verify in ((f"PyJWT {jwt.__version__}", with_pyjwt()), (f"joserfc {joserfc.__version__}", with_joserfc())):
        results[name] = {"verify-access": microseconds(verify, TOKEN)}
        for case, token in REFUSALS.items():
            results[name][case] = microseconds(refused(verify, token), token)
    json.dump(results, sys.stdout)


main()
