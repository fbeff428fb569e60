#!/usr/bin/python3
"""host.py DIR - a place for files on loopback: WebDAV with a password below /dav, S3 below /s3.

Prints its port. What is asked is written to DIR/host.log, a line each. The signature of S3 (Version 4, in the query)
is checked here anew, from Amazon's description. DIR/deny: what is there is refused with 403."""
import base64
import hashlib
import hmac
import http.server
import os
import sys
import urllib.parse

DIR = sys.argv[1]
USER, SECRET, REGION = "AKID", "host-secret", "eu-west-3"
files = {}


def mac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def is_signed(method, path, query, host):
    q = dict(urllib.parse.parse_qsl(query))
    given = q.pop("X-Amz-Signature", "")
    day = q.get("X-Amz-Date", "")[:8]
    names = "&".join(f"{urllib.parse.quote(k, safe='')}={urllib.parse.quote(v, safe='')}" for k, v in sorted(q.items()))
    asked = f"{method}\n{path}\n{names}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD"
    scope = f"{day}/{REGION}/s3/aws4_request"
    if q.get("X-Amz-Credential") != f"{USER}/{scope}":
        return False
    text = f"AWS4-HMAC-SHA256\n{q['X-Amz-Date']}\n{scope}\n{hashlib.sha256(asked.encode()).hexdigest()}"
    key = mac(("AWS4" + SECRET).encode(), day)
    for word in (REGION, "s3", "aws4_request"):
        key = mac(key, word)
    return hmac.compare_digest(given, mac(key, text).hex())


class Host(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def is_known(self, path, query):
        if os.path.exists(DIR + "/deny"):
            return False
        if path.startswith("/s3/"):
            return is_signed(self.command, path, query, self.headers["Host"])
        pair = base64.b64encode(f"{USER}:{SECRET}".encode()).decode()
        return self.headers["Authorization"] == "Basic " + pair

    def serve(self):
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        status = 200
        if self.command != "GET" and not self.is_known(path, query):
            status = 403
        elif self.command == "PUT":
            files[path] = body
            status = 201
        elif self.command == "DELETE":
            status = 204 if files.pop(path, None) is not None else 404
        elif path not in files:
            status = 404
        with open(DIR + "/host.log", "a") as log:
            print(self.command, path, status, hashlib.sha256(body).hexdigest(), file=log)
        answer = files[path] if self.command == "GET" and status == 200 else b""
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_PUT = do_DELETE = serve


server = http.server.HTTPServer(("127.0.0.1", 0), Host)
with open(DIR + "/host.port", "w") as f:
    f.write(str(server.server_port))
server.serve_forever()
