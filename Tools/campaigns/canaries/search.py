"""The secrets, in all their spellings, and the texts in which they must not be."""

import base64
import collections
import re
import secrets
import threading
import urllib.parse

SHORTEST = 12  # Shorter texts would be found by chance.
# But a number that nobody else writes; the codes of authenticator apps have six digits, and are left out.
SHORTEST_CODE = 8

# What a secret is. What may be where is said with the place.
PASSWORD = "password"  # Chosen by a person: nowhere, not even in what a pool keeps.
INSIDE = "inside"  # Passes between a program and the pool, or is kept by one of them: nowhere that anybody reads.
ISSUED = "issued"  # Given out: in the answer that gives it out, and nowhere else.
CODE = "code"  # Sent to a person for one use: typed as an argument, printed by the local pool's own commands.
NAME = "name"  # Of a user or a device, and so no secret; but not in the log of a gateway.


# Bytes as programs print them: eight numbers or more.
LIST = re.compile(r"\d{1,3}(?:, ?\d{1,3}){7,}")


def spellings(raw):
    """The texts that give some bytes away, each with the name of its form."""
    # What is no text is still found in a file.
    text = raw.decode("latin-1")
    yield "as it is", text
    yield "in hexadecimal", raw.hex()
    yield "in hexadecimal", raw.hex().upper()
    yield "percent-encoded", "".join(f"%{byte:02X}" for byte in raw)
    quoted = urllib.parse.quote(raw, safe="")
    if quoted != text:
        yield "percent-encoded", quoted
    for shift in range(3):
        # The characters that depend on these bytes alone, wherever they stand in what was encoded.
        encoded = base64.b64encode(b"\0" * shift + raw).decode().rstrip("=")
        inner = encoded[[0, 2, 3][shift]:]
        if (shift + len(raw)) % 3:
            inner = inner[:-1]
        yield "in base64", inner
        yield "in base64", inner.replace("+", "-").replace("/", "_")


def readings(text):
    """A text, and what lists of bytes in it say; with the name of that form."""
    yield text, None
    for numbers in LIST.findall(text):
        values = [int(number) for number in numbers.split(",")]
        if max(values) < 256:
            yield bytes(values).decode("latin-1"), "as a list of bytes"


class Secret:
    """One secret, which has a name and is never printed; so many pieces of it give it away."""

    def __init__(self, name, raw, kind, least=1):
        self.name, self.raw, self.kind, self.least = name, raw, kind, least


class Search:
    """Collects secrets and texts while flows run, and looks for all secrets in all texts when they are over.

    A secret is found by any aligned piece of a spelling, so that 23 characters of it are enough, as are 23 of a token's
    signature. What a token says has names and addresses in common with much else, and is found by more of it.
    """

    PIECE = SHORTEST
    CLAIMS_LEAST = 10

    def __init__(self):
        self.secrets = {}
        self.texts = []
        self.lock = threading.Lock()

    def secret(self, name, value=None, kind=PASSWORD):
        """Notes a secret, or makes one that fits a password policy. What is known keeps its kind and gets the name."""
        value = value or f"Aa1!{secrets.token_hex(12)}"
        raw = value if isinstance(value, bytes) else value.encode()
        assert len(raw) >= (SHORTEST_CODE if kind == CODE else SHORTEST), name
        for known in self.note(name, raw, kind):
            known.name = name
        return value

    def heard(self, name, value, kind):
        """Notes a secret that came by, unless it is known or too short."""
        if len(value) >= SHORTEST:
            self.note(name, value.encode(), kind)

    def note(self, name, raw, kind):
        """One secret, or the two parts of a token: what it says, and its signature."""
        parts = [(raw, 1)]
        if re.fullmatch(rb"[\w-]+\.[\w-]+\.[\w-]+", raw):
            claims, _, signature = raw.rpartition(b".")
            parts = [(claims, self.CLAIMS_LEAST), (signature, 1)]
        with self.lock:
            return [self.secrets.setdefault(part, Secret(name, part, kind, least)) for part, least in parts]

    def look(self, place, text, may_have=()):
        """Notes a text to be searched, and the kinds of secrets that may be in it."""
        with self.lock:
            self.texts.append((place, text, frozenset(may_have)))

    def places(self):
        """How many characters there are of each place."""
        sizes = {}
        for place, text, _ in self.texts:
            sizes[place] = sizes.get(place, 0) + len(text)
        return sizes

    def findings(self):
        """What was found where it must not be, and of which secrets the search misses a spelling; by their names."""
        index = Index(self.secrets.values())
        found = set()
        for place, text, may_have in self.texts:
            found |= {f"{name} {form} in {place}" for name, form in index.find(text, may_have)}
        missed = {secret.name for secret in self.secrets.values() for line in lines_with(secret)
                  if not index.has(secret, line)}
        return sorted(found), sorted(missed)

    def fit_to_print(self, text):
        """A text, unless a secret is in it."""
        with self.lock:
            index = Index(list(self.secrets.values()))
        return "(it holds a secret)" if index.find(text, {NAME}) else text

    @staticmethod
    def is_sober():
        """Whether nothing is found where nothing is, and nothing where the kind of it may be."""
        other = Search()
        value = other.secret("planted")
        other.look("noise", f"nothing but {secrets.token_hex(4000)} and {base64.b64encode(secrets.token_bytes(4000))}")
        other.look("answer", f"it is {value}", may_have={PASSWORD})
        quiet = other.findings()
        other.look("log", f"it is {value}", may_have={ISSUED})
        return quiet == ([], []) and other.findings() == (["planted as it is in log"], [])


class Index:
    """The spellings of many secrets, arranged so that a text is read once however many there are."""

    def __init__(self, secrets):
        self.pieces, self.short = {}, []
        size = Search.PIECE
        for secret in secrets:
            for form, text in set(spellings(secret.raw)):
                if len(secret.raw) < SHORTEST:
                    # A number, but not in the middle of another one.
                    pattern = rf"(?<![0-9.]){text}(?![0-9])" if form == "as it is" else re.escape(text)
                    self.short.append((re.compile(pattern), secret, form))
                    continue
                for start in range(0, len(text) - size + 1, size):
                    self.pieces.setdefault(text[start:start + size], []).append((secret, form))

    def find(self, text, may_have=frozenset()):
        """Names and forms of what is in a text."""
        found = set()
        for reading, other_form in readings(text):
            found |= {(secret.name, other_form or form) for secret, form in self.owners(reading, may_have)}
        # What is there as it is has pieces in common with what is there percent-encoded.
        plain = {name for name, form in found if form == "as it is"}
        return {(name, form) for name, form in found if form == "as it is" or name not in plain}

    def has(self, secret, text):
        """Whether a secret is among what would be found in a text, which is read no further than that takes."""
        for reading, _ in readings(text):
            counts, seen = collections.Counter(), set()
            for start in range(len(reading)):
                piece = reading[start:start + Search.PIECE]
                if piece in self.pieces and piece not in seen:
                    seen.add(piece)
                    counts.update({form for other, form in self.pieces[piece] if other is secret})
                    if counts and max(counts.values()) >= secret.least:
                        return True
            if any(other is secret and pattern.search(reading) for pattern, other, _ in self.short):
                return True
        return False

    def owners(self, text, may_have):
        """Secrets and forms of which there are pieces enough in a text."""
        pieces, size = self.pieces, Search.PIECE
        hits = {text[start:start + size] for start in range(len(text)) if text[start:start + size] in pieces}
        counts = collections.Counter()
        for those in map(pieces.get, hits):
            # A piece that is also one of something that may be there says nothing: good and broken tokens begin alike.
            if not any(secret.kind in may_have for secret, _ in those):
                counts.update(set(those))
        found = {(secret, form) for (secret, form), count in counts.items() if count >= secret.least}
        return found | {(secret, form) for pattern, secret, form in self.short
                        if secret.kind not in may_have and pattern.search(text)}


def lines_with(secret):
    """Lines of a log, one for each way in which somebody may write a secret, and one with a part of it alone."""
    raw = secret.raw
    for prefix in range(3):
        filling = b"{" * prefix + raw + b"}" * (prefix + 1)
        yield f"line: {base64.b64encode(filling).decode()}."
        yield f"line: {base64.urlsafe_b64encode(filling).decode()}."
    yield f"line: {raw.hex()}."
    yield f"line: {raw.hex().upper()}."
    yield f"line: {list(raw)}"
    yield "line: " + "".join(f"%{byte:02X}" for byte in raw)
    yield f"line: {urllib.parse.quote(raw, safe='')}."
    yield f"line: {raw.decode('latin-1')}."
    part = (secret.least + 1) * SHORTEST - 1
    if len(raw) > part:
        start = secrets.randbelow(len(raw) - part + 1)
        yield f"line: {raw[start:start + part].decode('latin-1')}."
