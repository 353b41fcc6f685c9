"""A server that forgets, now and then, to ask for a certificate: in every third cell of three connections, the
two that come before its cells (the controls of one TLS version) not counted."""
import http.client
import socket
import ssl
import sys

port, cert, key, client_ca, backend_host, backend_port = sys.argv[1:]
CONTROLS, OF_A_CELL, PERIOD = 2, 3, 3


def forward(token):
    connection = http.client.HTTPConnection(backend_host, int(backend_port), timeout=60)
    connection.request("GET", "/", headers={"x-mtlspec-token": token})
    connection.getresponse().read()


def serve(plain, context):
    with plain, context.wrap_socket(plain, server_side=True) as tls:
        request = b""
        while b"\r\n\r\n" not in request:
            piece = tls.recv(65536)
            if not piece:
                return
            request += piece
        lines = request.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:] if ": " in line)}
        forward(headers["x-mtlspec-token"])
        tls.sendall(f"HTTP/1.1 200 OK\r\nx-mtlspec-token: {headers['x-mtlspec-token']}\r\n"
                    "Content-Length: 0\r\nConnection: close\r\n\r\n".encode())


def context_of(mode):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    context.load_verify_locations(client_ca)
    context.verify_mode = mode
    return context


strict, careless = context_of(ssl.CERT_REQUIRED), context_of(ssl.CERT_NONE)
listener = socket.create_server(("127.0.0.1", int(port)), backlog=128)
count = 0
while True:
    accepted, _ = listener.accept()
    forgets = count >= CONTROLS and (count - CONTROLS) // OF_A_CELL % PERIOD == 1
    count += 1
    try:
        serve(accepted, careless if forgets else strict)
    except (OSError, ssl.SSLError):
        pass
