"""An SMTP server of aiosmtpd's: prints its port, then each e-mail as a line of JSON, read with Python's own parser.

Arguments: what it is like, among `auth` (pool / s3cret alone may send), `starttls` and `tls` (with the certificate and key
that follow), `refuse` (no receiver is taken), `silent` (connections are taken, and nothing is said).
"""

import asyncio
import email
import email.policy
import json
import socket
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

kind = sys.argv[1]


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if kind == "refuse":
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        lines = envelope.original_content.split(b"\r\n")
        print(
            json.dumps(
                {
                    "sender": envelope.mail_from,
                    "receivers": envelope.rcpt_tos,
                    "headers": {name: str(value) for name, value in message.items()},
                    "displayName": message["From"].addresses[0].display_name,
                    "body": message.get_content(),
                    "type": message.get_content_type(),
                    "defects": [str(defect) for defect in message.defects]
                    + [str(defect) for value in message.values() for defect in value.defects],
                    "longestLine": max(len(line) for line in lines),
                    "bareLineEnds": sum(line.count(b"\n") + line.count(b"\r") for line in lines),
                    "isTLS": server.transport.get_extra_info("ssl_object") is not None,
                    "isAuthenticated": session.authenticated is True,
                    "hello": session.host_name,
                }
            ),
            flush=True,
        )
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    isRight = data.login == b"pool" and data.password == b"s3cret"
    return AuthResult(success=isRight, handled=False)


async def main():
    loop = asyncio.get_running_loop()
    context = None
    if kind in ("starttls", "tls"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])
    options = {}
    if kind == "auth":
        options = {"authenticator": authenticate, "auth_required": True, "auth_require_tls": False}
    if kind == "starttls":
        options = {"tls_context": context, "require_starttls": True}

    def factory():
        return asyncio.Protocol() if kind == "silent" else SMTP(Handler(), loop=loop, **options)

    bound = socket.create_server(("127.0.0.1", 0))
    server = await loop.create_server(factory, sock=bound, ssl=context if kind == "tls" else None)
    print(bound.getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


asyncio.run(main())
