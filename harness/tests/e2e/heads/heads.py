"""A proxy that puts a header of so many bytes before those of the client, and hands on whatever comes back."""
import socket
import ssl
import sys

import tls_service

port, cert, key, client_ca, backend_host, backend_port, size = sys.argv[1:]


def answer(tls, request):
    first, rest = request.split(b"\r\n", 1)
    with socket.create_connection((backend_host, int(backend_port))) as backend:
        backend.sendall(first + b"\r\nX-Chain: " + b"x" * int(size) + b"\r\n" + rest)
        while piece := backend.recv(65536):
            tls.sendall(piece)


tls_service.serve(port, tls_service.context_of(cert, key, client_ca, ssl.CERT_REQUIRED), answer)
