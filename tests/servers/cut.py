"""cut.py - a proxy that takes one answer away: the request gets through, then the connection is cut.

usage: cut.py http://HOST:PORT PORT_FILE [PATH]    the first POST to PATH (default /api/v1/statuses) is the one
"""
import http.client
import http.server
import os
import socket
import struct
import sys
import urllib.parse

upstream = urllib.parse.urlsplit(sys.argv[1])
path = sys.argv[3] if len(sys.argv) > 3 else "/api/v1/statuses"
cut = []


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        connection = http.client.HTTPConnection(upstream.hostname, upstream.port, timeout=20)
        headers = {k: v for k, v in self.headers.items() if k.lower() != "connection"}
        connection.request(self.command, self.path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        if self.command == "POST" and path in self.path and not cut:
            cut.append(1)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
            return
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = pass_on

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(sys.argv[2] + ".new", "w") as f:
    f.write(f"{server.server_port}\n")
os.rename(sys.argv[2] + ".new", sys.argv[2])
server.serve_forever()
