"""reads_late.py CERT PROGRAM --listen=HOST:PORT ...: what a server may do that listens before it has read
its configuration. It closes the first connections without a word, then shows a certificate that nobody
trusts (the PEM file CERT), then answers 404; in the end it is PROGRAM with these arguments."""
import os
import socket
import ssl
import sys

NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def answer(connection, certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    try:
        with context.wrap_socket(connection, server_side=True) as tls:
            tls.recv(4096)
            tls.sendall(NOT_FOUND)
    except OSError:
        pass  # the client did not trust it


arguments = dict(word.split("=", 1) for word in sys.argv if word.startswith("--") and "=" in word)
with socket.create_server(("127.0.0.1", int(arguments["--listen"].rsplit(":", 1)[1]))) as listener:
    for _ in range(3):
        listener.accept()[0].close()
    for _ in range(2):
        answer(listener.accept()[0], sys.argv[1], None)
    for _ in range(2):
        answer(listener.accept()[0], arguments["--cert"], arguments["--key"])
os.execv(sys.argv[2], sys.argv[2:])
