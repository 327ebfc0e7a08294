"""Times pycognito on exported sign-ins and prints one table: `srp_peers.py signins.json ours.json [peer.json…]`."""

import datetime
import json
import statistics
import sys
import time
from importlib.metadata import version
from unittest import mock

from pycognito import aws_srp

with open(sys.argv[1], encoding="utf-8") as file:
    SIGN_INS = json.load(file)


def begin(sign_in, secret):
    """A client with a secret of its own, or with the one that is given."""
    draw = mock.patch.object(aws_srp.AWSSRP, "generate_random_small_a", lambda _: secret)
    with draw if secret else mock.MagicMock():
        return aws_srp.AWSSRP(
            sign_in["userID"], sign_in["password"], sign_in["userPoolID"], "client", client=mock.sentinel.client
        )


def finish(sign_in, client):
    """The proof, with the timestamp that the vector has."""
    now = mock.Mock(wraps=datetime.datetime)
    now.utcnow.return_value = datetime.datetime.fromtimestamp(sign_in["epochSeconds"], datetime.timezone.utc)
    with mock.patch.object(aws_srp.datetime, "datetime", now):
        answer = client.process_challenge(
            {
                "USER_ID_FOR_SRP": sign_in["userID"],
                "SALT": sign_in["salt"],
                "SRP_B": sign_in["serverPublicKey"],
                "SECRET_BLOCK": sign_in["secretBlock"],
            },
            {"USERNAME": sign_in["userID"]},
        )
    return answer["PASSWORD_CLAIM_SIGNATURE"]


def secret_of(sign_in):
    return int(sign_in["secret"], 16)


def microseconds(secret, rounds=5):
    """The median over rounds of one sign-in's wall time, all of them in each round."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        for sign_in in SIGN_INS:
            finish(sign_in, begin(sign_in, secret(sign_in)))
        times.append((time.perf_counter() - start) / len(SIGN_INS) * 1e6)
    return statistics.median(times)


def main():
    for sign_in in SIGN_INS:
        if finish(sign_in, begin(sign_in, secret_of(sign_in))) != sign_in["signature"]:
            raise SystemExit("srp: pycognito's proof is another one")
    name = f"pycognito {version('pycognito')}"
    peers = {
        f"{name}, the same a of 256 bits": microseconds(secret_of),
        f"{name}, its own a of 1024 bits": microseconds(lambda _: None),
    }
    for path in sys.argv[3:]:
        with open(path, encoding="utf-8") as file:
            peers |= json.load(file)
    with open(sys.argv[2], encoding="utf-8") as file:
        report = json.load(file)
    # Ours are held against OpenSSL alone within each round; the peers against its median in the same run.
    rows = {row["title"]: (row["microseconds"]["median"], row["ratioToRaw"]["median"]) for row in report["rows"]}
    raw = report["rows"][0]["microseconds"]["median"]
    rows |= {title: (figure, figure / raw) for title, figure in peers.items()}
    print(f"{'one sign-in, the client’s half':52}{'median µs':>12}{'× OpenSSL':>12}")
    for title, (figure, ratio) in rows.items():
        print(f"{title:52}{figure:12.1f}{ratio:12.2f}")
    for verdict in report["verdicts"]:
        met = "met" if verdict["isMet"] else "NOT MET"
        print(f"{verdict['figure']}: {verdict['value']:.2f}, must be {verdict['wanted']}: {met}")


main()
