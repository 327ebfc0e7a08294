"""Prints one table of our figures and the peers': `table.py ours.json peer.json…`."""

import json
import sys

COLUMNS = [
    ("verify-access", "access token"), ("refuse-first-byte", "bad first byte"),
    ("refuse-last-byte", "bad last of 16 KiB"), ("refuse-signature", "bad signature"),
]


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main():
    rows = {row["id"]: row["microseconds"]["median"] for row in load(sys.argv[1])["rows"]}
    table = {
        "OpenSSL alone": {"verify-access": rows["raw"]},
        "CognitoJWT": {name: rows[name] for name, _ in COLUMNS},
        "jwt-kit": {"verify-access": rows["jwt-kit"]},
    }
    for path in sys.argv[2:]:
        table |= load(path)
    print("median µs".ljust(26) + "".join(title.rjust(20) for _, title in COLUMNS) + "× OpenSSL".rjust(12))
    for name, figures in table.items():
        cells = "".join((f"{figures[column]:.2f}" if column in figures else "–").rjust(20) for column, _ in COLUMNS)
        print(name.ljust(26) + cells + f"{figures['verify-access'] / rows['raw']:.2f}".rjust(12))


main()
