"""Codes of authenticator apps."""

import base64
import hashlib
import hmac
import struct
import time


def app_code(secret, steps=0):
    """The code that an app shows (RFC 6238), or will show some steps of 30 seconds from now; each is good only once."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + steps), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place:place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
