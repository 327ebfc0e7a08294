"""A passkey of a browser (W3C Web Authentication Level 3), with a key that the search knows. ES256, no attestation."""

import base64
import hashlib
import json
import secrets

# P-256 (SEC 2, §2.4.2).
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
A = -3
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)

USER_PRESENT, USER_VERIFIED, CREDENTIAL_ATTACHED = 0x01, 0x04, 0x40


def added(one, other):
    if one is None or other is None:
        return one or other
    if one[0] == other[0] and (one[1] + other[1]) % P == 0:
        return None
    if one == other:
        slope = (3 * one[0] * one[0] + A) * pow(2 * one[1], -1, P) % P
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, P) % P
    x = (slope * slope - one[0] - other[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def multiplied(factor, point):
    result = None
    for bit in bin(factor)[2:]:
        result = added(result, result)
        if bit == "1":
            result = added(result, point)
    return result


def encoded(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def der(number):
    raw = number.to_bytes(33, "big").lstrip(b"\0")
    raw = b"\0" + raw if raw[0] & 0x80 else raw
    return bytes([2, len(raw)]) + raw


class Passkey:
    """One credential, for the page of a pool on this machine."""

    def __init__(self, origin):
        self.origin = origin
        self.id = secrets.token_bytes(32)
        self.key = secrets.randbelow(N - 1) + 1
        self.handle = b""

    @property
    def secret(self):
        return self.key.to_bytes(32, "big")

    def registration(self, options):
        """What a browser answers to creation options."""
        x, y = (number.to_bytes(32, "big") for number in multiplied(self.key, G))
        # COSE (RFC 9052): kty EC2, alg ES256, crv P-256, x, y.
        cose = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" + x + b"\x22\x58\x20" + y
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cose
        data = self.data(options["rp"]["id"], CREDENTIAL_ATTACHED) + credential
        attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58" + bytes([len(data)]) + data
        self.handle = base64.urlsafe_b64decode(options["user"]["id"] + "==")
        client = self.client("webauthn.create", options)
        return self.credential({
            "attestationObject": encoded(attestation), "clientDataJSON": encoded(client), "transports": ["internal"],
        })

    def assertion(self, options):
        """What a browser answers to request options."""
        client, data = self.client("webauthn.get", options), self.data(options["rpId"], 0)
        signature = self.signature(data + hashlib.sha256(client).digest())
        return self.credential({
            "clientDataJSON": encoded(client), "authenticatorData": encoded(data), "signature": encoded(signature),
            "userHandle": encoded(self.handle),
        })

    def signature(self, message):
        """ECDSA (FIPS 186-5, §6.4) in DER."""
        digest, once = int.from_bytes(hashlib.sha256(message).digest(), "big"), secrets.randbelow(N - 1) + 1
        r = multiplied(once, G)[0] % N
        s = pow(once, -1, N) * (digest + r * self.key) % N
        body = der(r) + der(s)
        return b"\x30" + bytes([len(body)]) + body

    def data(self, party, flags):
        flags |= USER_PRESENT | USER_VERIFIED
        return hashlib.sha256(party.encode()).digest() + bytes([flags]) + bytes(4)

    def client(self, kind, options):
        told = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def credential(self, response):
        return {
            "id": encoded(self.id), "rawId": encoded(self.id), "type": "public-key", "response": response,
            "clientExtensionResults": {}, "authenticatorAttachment": "platform",
        }
