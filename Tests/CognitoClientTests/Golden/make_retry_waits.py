"""Writes retry_waits.json: scripts of answers, and the waits that the rules of 2026 ask for, worked out apart from the client.

The rules: three attempts unless the row says otherwise; a wait is random(0, 1) × min(base × 2^i, 20 s), base 50 ms, after
throttling 1 s; `x-amz-retry-after` holds between the computed wait and five seconds more; 500 tokens, a retry costs 14, after
throttling 5. Cognito's own: LimitExceededException is never retried, a single-use operation only where nothing was sent or
where the service refused it for its load. Randomness is SplitMix64, seeded by the row.
"""

import json
import pathlib
import random

MASK = (1 << 64) - 1
THROTTLING = ["TooManyRequestsException", "ThrottlingException", "Throttling", "RequestLimitExceeded", "SlowDown"]
TIMEOUTS = ["RequestTimeout", "RequestTimeoutException"]


def fractions(seed):
    state = seed
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        mixed = state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        yield ((mixed ^ (mixed >> 31)) >> 11) / (1 << 53)


def kind(turn, is_repeatable):
    if turn["failure"]:
        lost = turn["failure"] != "couldNotConnect"
        return None if lost and not is_repeatable else "transient"
    if turn["code"] == "LimitExceededException":
        return None
    if turn["code"] in THROTTLING or turn["status"] == 429:
        return "throttled"
    if turn["code"] in TIMEOUTS:
        return "transient"
    return "transient" if turn["status"] in (500, 502, 503, 504) and is_repeatable else None


def run(row):
    waits, tokens, uptime = [], 500, 0.0
    draw = fractions(row["seed"])
    for index, turn in enumerate(row["turns"]):
        if turn["status"] == 200:
            return waits, index + 1, True
        # The client draws before it knows whether it will wait.
        fraction = next(draw)
        sort = kind(turn, row["operation"] != "RespondToAuthChallenge")
        if sort is None or index + 1 >= row["attempts"]:
            return waits, index + 1, False
        base = 1.0 if sort == "throttled" else 0.05
        wait = fraction * min(base * 2**index, 20.0)
        if turn["retryAfter"] is not None:
            wait = min(max(turn["retryAfter"] / 1000, wait), wait + 5)
        cost = 5 if sort == "throttled" else 14
        if wait >= row["timeout"] - uptime or cost > tokens:
            return waits, index + 1, False
        tokens -= cost
        uptime += wait
        waits.append(round(wait * 1e6))
    raise AssertionError("the script is too short")


def turn(status=200, code=None, retry_after=None, failure=None):
    return {"status": status, "code": code, "retryAfter": retry_after, "failure": failure}


def random_turn(source):
    choice = source.randrange(10)
    if choice < 4:
        return turn(source.choice([500, 502, 503, 504]), retry_after=source.choice([None, None, 10, 700, 2500, 60000]))
    if choice < 7:
        return turn(400, source.choice(THROTTLING), source.choice([None, None, 300, 4000]))
    if choice == 7:
        return turn(429)
    if choice == 8:
        return turn(400, source.choice(TIMEOUTS))
    return turn(failure=source.choice(["couldNotConnect", "connectionLost", "timedOut"]), status=0)


def rows():
    source = random.Random(20260118)
    for number in range(1, 31):
        attempts = 3 if number <= 15 else source.choice([2, 5, 8, 10])
        turns = [random_turn(source) for _ in range(attempts)]
        if number % 5 == 0:
            turns[-1] = turn(400, "LimitExceededException")
        elif number % 3:
            turns[-1] = turn()
        yield {
            "seed": number * 0x1234567,
            "operation": "RespondToAuthChallenge" if number % 4 == 0 else "GetUser",
            "attempts": attempts,
            "timeout": 600 if number % 6 else 3,
            "turns": turns,
        }


table = []
for row in rows():
    waits, requests, succeeds = run(row)
    table.append(row | {"waits": waits, "requests": requests, "succeeds": succeeds})
path = pathlib.Path(__file__).with_name("retry_waits.json")
path.write_text("[\n" + ",\n".join(json.dumps(row) for row in table) + "\n]\n", encoding="utf-8")
