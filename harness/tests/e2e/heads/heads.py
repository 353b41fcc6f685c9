"""A proxy that puts a header of so many bytes before those of the client, and hands on whatever comes back."""
import socket
import ssl
import sys
import threading

port, cert, key, client_ca, backend_host, backend_port, size = sys.argv[1:]


def serve(plain, context):
    with plain, context.wrap_socket(plain, server_side=True) as tls:
        request = b""
        while b"\r\n\r\n" not in request:
            piece = tls.recv(65536)
            if not piece:
                return
            request += piece
        first, rest = request.split(b"\r\n", 1)
        with socket.create_connection((backend_host, int(backend_port))) as backend:
            backend.sendall(first + b"\r\nX-Chain: " + b"x" * int(size) + b"\r\n" + rest)
            while piece := backend.recv(65536):
                tls.sendall(piece)


def quietly(plain, context):
    try:
        serve(plain, context)
    except OSError:
        pass


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(cert, key)
context.load_verify_locations(client_ca)
context.verify_mode = ssl.CERT_REQUIRED
listener = socket.create_server(("127.0.0.1", int(port)), backlog=128)
while True:
    accepted, _ = listener.accept()
    threading.Thread(target=quietly, args=(accepted, context), daemon=True).start()
