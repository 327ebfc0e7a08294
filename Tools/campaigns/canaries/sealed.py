"""Opens what a gateway has sealed, with the key that it was given: what is inside must not be outside either."""

import base64
import ctypes
import ctypes.util
import json

TAG_SIZE, NONCE_SIZE = 16, 12
SET_TAG = 0x11  # EVP_CTRL_GCM_SET_TAG


def opened(text, key, client_id, purpose):
    """The object in a sealed text: a version byte, the key's id after its length, a nonce, and AES-256-GCM."""
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    head, rest = raw[:2 + raw[1]], raw[2 + raw[1]:]
    data = f"userpool-gateway {purpose}\0".encode() + head + client_id.encode()
    return json.loads(decrypted(key, rest[:NONCE_SIZE], rest[NONCE_SIZE:-TAG_SIZE], rest[-TAG_SIZE:], data))


def decrypted(key, nonce, text, tag, data):
    """Decrypts with libcrypto, which the toolkit is built on too."""
    crypto = ctypes.CDLL(ctypes.util.find_library("crypto"))
    for name in ["EVP_CIPHER_CTX_new", "EVP_aes_256_gcm"]:
        getattr(crypto, name).restype = ctypes.c_void_p
    context, count = ctypes.c_void_p(crypto.EVP_CIPHER_CTX_new()), ctypes.c_int()
    output = ctypes.create_string_buffer(len(text))
    try:
        steps = [
            crypto.EVP_DecryptInit_ex(context, ctypes.c_void_p(crypto.EVP_aes_256_gcm()), None, key, nonce),
            crypto.EVP_DecryptUpdate(context, None, ctypes.byref(count), data, len(data)),
            crypto.EVP_DecryptUpdate(context, output, ctypes.byref(count), text, len(text)),
            crypto.EVP_CIPHER_CTX_ctrl(context, SET_TAG, TAG_SIZE, tag),
            crypto.EVP_DecryptFinal_ex(context, None, ctypes.byref(count)),
        ]
    finally:
        crypto.EVP_CIPHER_CTX_free(context)
    if steps != [1] * len(steps):
        raise SystemExit("what the gateway sealed cannot be opened with its key")
    return output.raw
