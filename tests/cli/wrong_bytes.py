#!/usr/bin/env python3
"""wrong_bytes.py - a network that does not answer in UTF-8

usage: wrong_bytes.py PORT FILE     the server is at PORT; the port to be asked is written into FILE

In every answer QQ1 becomes a surrogate half in three bytes, QQ2 bytes that no character has, QQ3 one cut short: as long as before.
"""
import socket
import sys

from cut import answer, receive


def main():
    port, path = int(sys.argv[1]), sys.argv[2]
    listener = socket.create_server(("127.0.0.1", 0))
    with open(path, "w", encoding="ascii") as file:
        print(listener.getsockname()[1], file=file)
    while True:
        conn, _ = listener.accept()
        request = receive(conn)
        data = answer(port, request) if request else b""
        for mark, wrong in ((b"QQ1", b"\xed\xa0\x80"), (b"QQ2", b"\xff\xfe\x80"), (b"QQ3", b"x\xe2\x82")):
            data = data.replace(mark, wrong)
        conn.sendall(data)
        conn.close()


if __name__ == "__main__":
    main()
