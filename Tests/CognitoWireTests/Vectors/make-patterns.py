"""Writes patterns.json: for every pattern of the specifications, texts and whether Python's `re` matches them as a whole.

Run at the top of the repository after an import: python3 Tests/CognitoWireTests/Vectors/make-patterns.py
Python has no \\p{L}; texts are made of a fixed alphabet, so that a category is spelled out as its members there.
"""

import json
import pathlib
import random
import re
import unicodedata

try:
    from re import _parser as syntax
except ImportError:
    import sre_parse as syntax

TOP = pathlib.Path(__file__).resolve().parents[3]
ODD = "\x00\t\n\r\x0b\x0c\x1f\x7f\x85\u00a0\u00ad\u2003\u2028\u2029\u3000\u200d\ufeff\ue000"
LETTERS = "äßÉǅʰªº日本א\u0301\u0903\u20dd²½٣Ⅷ€+^¨©𝔘😀𐐀“”«»‿—…"
ALPHABET = "".join(map(chr, range(0x20, 0x7F))) + ODD + LETTERS


def spelled_out(pattern):
    def members(match):
        chosen = (c for c in ALPHABET if unicodedata.category(c)[0] == match[1])
        return "".join(re.escape(c) if c.isascii() else c for c in chosen)

    return re.sub(r"\\p\{(\w)\}", members, pattern)


def sample(tree, rng):
    out = ""
    for op, value in tree:
        name = str(op)
        if name == "LITERAL":
            out += chr(value)
        elif name == "NOT_LITERAL":
            out += rng.choice([c for c in ALPHABET if ord(c) != value])
        elif name == "ANY":
            out += rng.choice(ALPHABET.replace("\n", ""))
        elif name == "IN":
            single = [c for c in ALPHABET if matches_class(value, c)]
            out += rng.choice(single)
        elif name == "BRANCH":
            out += sample(rng.choice(value[1]), rng)
        elif name == "SUBPATTERN":
            out += sample(value[3], rng)
        elif name == "MAX_REPEAT":
            low, high, body = value
            for _ in range(rng.randint(low, min(int(high), low + 4))):
                out += sample(body, rng)
    return out


def matches_class(items, character):
    inverted = str(items[0][0]) == "NEGATE"
    found = False
    for op, value in items:
        name, code = str(op), ord(character)
        if name == "LITERAL":
            found |= code == value
        elif name == "RANGE":
            found |= value[0] <= code <= value[1]
        elif name == "CATEGORY":
            kind = str(value).removeprefix("CATEGORY_")
            letter = {"SPACE": r"\s", "DIGIT": r"\d", "WORD": r"\w"}[kind.removeprefix("NOT_")]
            found |= bool(re.match(letter, character, re.ASCII)) != kind.startswith("NOT_")
    return found != inverted


def changed(text, rng):
    place = rng.randint(0, len(text))
    return rng.choice(
        [
            text[:place] + rng.choice(ALPHABET) + text[place:],
            text[:place] + rng.choice(ALPHABET) + text[place + 1 :],
            text[:place] + text[place + 1 :],
            text + "\n",
        ]
    )


def cases(pattern):
    rng = random.Random(pattern)
    spelled = spelled_out(pattern)
    whole = re.compile(spelled, re.ASCII)
    tree = syntax.parse(spelled, re.ASCII)
    texts = {""}
    for _ in range(12):
        text = sample(tree, rng)
        texts |= {text, changed(text, rng), changed(changed(text, rng), rng)}
    return [{"matches": bool(whole.fullmatch(text)), "text": text} for text in sorted(texts)]


def main():
    patterns = set()
    for file in sorted((TOP / "Tools/wiregen/Specs").glob("cognito-*.json")):
        shapes = json.loads(file.read_text())["shapes"].values()
        patterns |= {shape["pattern"] for shape in shapes if "pattern" in shape}
    table = [{"cases": cases(pattern), "pattern": pattern} for pattern in sorted(patterns) if "(?<" not in pattern]
    target = pathlib.Path(__file__).with_name("patterns.json")
    target.write_text(json.dumps(table, indent=1, ensure_ascii=True, sort_keys=True) + "\n")
    print(len(table), "patterns,", sum(len(entry["cases"]) for entry in table), "texts")
    print(sum(case["matches"] for entry in table for case in entry["cases"]), "of them match")


main()
