"""A software authenticator with one passkey, and the browser around it (W3C Web Authentication §5.8.1, §6.1, §6.5.4).

Written from what the standard says; keys and signatures are those of the library `cryptography`.
"""

import base64
import hashlib
import json
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, HAS_CREDENTIAL = 0x01, 0x04, 0x40


def text(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class Passkey:
    def __init__(self, origin):
        self.origin = origin
        self.id, self.counter = secrets.token_bytes(16), 0
        self.key = ec.generate_private_key(ec.SECP256R1())

    def register(self, options):
        """What the page sends for creation options."""
        numbers = self.key.public_key().public_numbers()
        # COSE: an EC2 key, ES256, on P-256 (RFC 9053 §2.1, §7.1).
        public = (bytes.fromhex("a5010203262001215820") + numbers.x.to_bytes(32, "big")
                  + bytes.fromhex("225820") + numbers.y.to_bytes(32, "big"))
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        data = self._data(options["rp"]["id"], HAS_CREDENTIAL) + credential
        # CBOR: {"fmt": "none", "attStmt": {}, "authData": data}
        attestation = (b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58" + bytes([len(data)]) + data)
        client = self._client("webauthn.create", options["challenge"])
        return self._credential(client, attestationObject=text(attestation), transports=["internal"])

    def sign(self, options, origin=None):
        """What the page sends for request options, which come as JSON."""
        options = json.loads(options)
        assert text(self.id) in [one["id"] for one in options["allowCredentials"]], "the passkey is not asked for"
        self.counter += 1
        data = self._data(options["rpId"])
        client = self._client("webauthn.get", options["challenge"], origin)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return json.dumps(self._credential(client, authenticatorData=text(data), signature=text(signature)))

    def _data(self, relying_party, flags=0):
        return (hashlib.sha256(relying_party.encode()).digest() + bytes([PRESENT | VERIFIED | flags])
                + self.counter.to_bytes(4, "big"))

    def _client(self, kind, challenge, origin=None):
        return json.dumps({
            "type": kind, "challenge": challenge, "origin": origin or self.origin, "crossOrigin": False}).encode()

    def _credential(self, client, **response):
        return {
            "id": text(self.id), "rawId": text(self.id), "type": "public-key", "clientExtensionResults": {},
            "authenticatorAttachment": "platform", "response": {"clientDataJSON": text(client), **response},
        }
