"""A server that refuses a client without certificate, and forwards its request all the same, later."""
import http.client
import socket
import ssl
import sys
import threading

port, cert, key, client_ca, backend_host, backend_port = sys.argv[1:]
DELAY_S = 0.1  # longer than the good client after the refusal takes


def forward(token):
    connection = http.client.HTTPConnection(backend_host, int(backend_port), timeout=5)
    connection.request("GET", "/", headers={"x-mtlspec-token": token})
    return connection.getresponse().read()


def serve(plain, context):
    with plain, context.wrap_socket(plain, server_side=True) as tls:
        request = b""
        while b"\r\n\r\n" not in request:
            piece = tls.recv(65536)
            if not piece:
                return
            request += piece
        lines = request.decode("latin-1").split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
        token = {name.lower(): value for name, value in headers.items()}["x-mtlspec-token"]
        if tls.getpeercert():
            forward(token)
            tls.sendall(f"HTTP/1.1 200 OK\r\nx-mtlspec-token: {token}\r\n"
                        "Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
        else:
            tls.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n"
                        b"Connection: close\r\n\r\n")
            threading.Timer(DELAY_S, forward, [token]).start()


def quietly(plain, context):
    try:
        serve(plain, context)
    except (OSError, ssl.SSLError):
        pass


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(cert, key)
context.load_verify_locations(client_ca)
context.verify_mode = ssl.CERT_OPTIONAL
listener = socket.create_server(("127.0.0.1", int(port)), backlog=128)
while True:
    accepted, _ = listener.accept()
    threading.Thread(target=quietly, args=(accepted, context), daemon=True).start()
