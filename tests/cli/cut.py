#!/usr/bin/env python3
"""cut.py - a network's answer that ends too early

usage: cut.py PORT AT FILE     the server is at PORT; the port to be asked is written into FILE

Of the first answer to a new status only AT bytes arrive (-N: all but N), then the connection is reset. All else
passes, each request on a connection of its own.
"""
import socket
import struct
import sys


def receive(conn):
    """One request, whole."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = conn.recv(65536)
        if not more:
            return b""
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    wanted = [int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:")]
    while wanted and len(body) < wanted[0]:
        body += conn.recv(65536)
    kept = [line for line in lines if not line.lower().startswith(b"connection:")]
    return b"\r\n".join(kept + [b"Connection: close"]) + b"\r\n\r\n" + body


def answer(port, request):
    with socket.create_connection(("127.0.0.1", port)) as server:
        server.sendall(request)
        data = b""
        while more := server.recv(65536):
            data += more
    return data


def reset(conn):
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def main():
    port, at, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    listener = socket.create_server(("127.0.0.1", 0))
    with open(path, "w", encoding="ascii") as file:
        print(listener.getsockname()[1], file=file)
    is_cut = False
    while True:
        conn, _ = listener.accept()
        request = receive(conn)
        data = answer(port, request) if request else b""
        if request.startswith(b"POST /api/v1/statuses ") and not is_cut:
            is_cut = True
            conn.sendall(data[:at])
            reset(conn)
        else:
            conn.sendall(data)
        conn.close()


if __name__ == "__main__":
    main()
