"""Answers HTTPS requests on 127.0.0.1; arguments: certificate, key, highest TLS version, ciphers.

Prints its port first. Answers with the header lines of the request, and sets a cookie; a call in AWS JSON is answered with a
JSON object that counts the calls so far. Ends with its standard input.
"""
import http.server
import itertools
import json
import ssl
import sys
import threading

certificate, key, version, ciphers = sys.argv[1:5]


calls = itertools.count(1)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        is_call = self.headers["Content-Type"] == "application/x-amz-json-1.1"
        body = (json.dumps({"Calls": next(calls)}) if is_call else str(self.headers)).encode()
        self.send_response(200)
        self.send_header("Set-Cookie", "crumb=1; Path=/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
if version == "1.1":
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
elif version == "1.2":
    context.maximum_version = ssl.TLSVersion.TLSv1_2
context.load_cert_chain(certificate, key)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def finish_request(self, request, client_address):
        try:
            with context.wrap_socket(request, server_side=True) as wrapped:
                super().finish_request(wrapped, client_address)
        except OSError:
            pass  # the peer refused, as it should


server = Server(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
