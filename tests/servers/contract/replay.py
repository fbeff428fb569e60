#!/usr/bin/env python3
"""replay.py - the requests of conversations, sent to a server that holds them against a description

usage: replay.py URL LEAVE_OUT FILE ...

Each `ask` line whose text does not match LEAVE_OUT (a pattern) is sent once to URL, with its path, headers and body;
files are left out of bodies that are files. Every one that the server refuses as not described is printed, and how many
there were; status 1 when one was refused, or none was compared.
"""
import http.client
import json
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[2] / "net"))
from compare import compare  # noqa: E402


def described_part(body):
    """Of a body in parts, the one that descriptions speak of: the first, JSON. Behind it comes the file."""
    if isinstance(body, str) and body.startswith("--"):
        return json.loads(body.split("\r\n\r\n")[1].split("\r\n--")[0])
    return body


def request_of(ask):
    method, url = ask["ask"].split(" ", 1)
    parts = urlsplit(url)
    headers = {"Authorization": "Bearer T", "Accept": "application/json", **ask.get("headers", {})}
    body = None
    if "body" in ask:
        body = re.sub(r'"<[^"<>]*>"', '"QQ=="', json.dumps(described_part(ask["body"])))
        headers["Content-Type"] = "application/json"
    return method, parts.path + ("?" + parts.query if parts.query else ""), body, headers


def ask_server(host, method, path, body, headers):
    """What is wrong with it, "" when nothing is."""
    c = http.client.HTTPConnection(host, timeout=20)
    c.request(method, path, body, headers)
    r = c.getresponse()
    text = r.read().decode(errors="replace")
    c.close()
    wrong = [v for v in json.loads(r.getheader("sl-violations") or "[]") if v["location"][0] == "request"]
    if wrong or r.status in (401, 404, 405, 415, 422):
        return f"{r.status} {json.dumps(wrong) if wrong else text}"[:600]
    return ""


def main():
    host, leave_out, files = urlsplit(sys.argv[1]).netloc, sys.argv[2], sys.argv[3:]
    sent = set()

    def check(ask):
        one = request_of(ask)
        if one[:3] in sent:
            return []
        sent.add(one[:3])
        wrong = ask_server(host, *one)
        return [wrong] if wrong else []

    return compare(host, files, leave_out, check)


if __name__ == "__main__":
    sys.exit(main())
