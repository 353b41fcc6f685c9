"""A server that refuses a client without certificate, and forwards its request all the same: once a good
client has been served since, and the next one is to be refused. By then the former has been judged."""
import http.client
import socket
import ssl
import sys
import threading

port, cert, key, client_ca, backend_host, backend_port = sys.argv[1:]


def forward(token):
    connection = http.client.HTTPConnection(backend_host, int(backend_port), timeout=60)
    connection.request("GET", "/", headers={"x-mtlspec-token": token})
    return connection.getresponse().read()


class Refused:
    """Tokens of refused clients, those since the last good client apart."""

    def __init__(self):
        self.lock = threading.Lock()
        self.new, self.old = [], []

    def add(self, token):
        with self.lock:
            self.new.append(token)

    def good_client_came(self):
        with self.lock:
            self.old += self.new
            self.new = []

    def take_old(self):
        with self.lock:
            old, self.old = self.old, []
        return old


def serve(plain, context, refused):
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
            refused.good_client_came()
            tls.sendall(f"HTTP/1.1 200 OK\r\nx-mtlspec-token: {token}\r\n"
                        "Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
        else:
            for old in refused.take_old():
                forward(old)
            refused.add(token)
            tls.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n"
                        b"Connection: close\r\n\r\n")


def quietly(plain, context, refused):
    try:
        serve(plain, context, refused)
    except (OSError, ssl.SSLError):
        pass


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(cert, key)
context.load_verify_locations(client_ca)
context.verify_mode = ssl.CERT_OPTIONAL
listener = socket.create_server(("127.0.0.1", int(port)), backlog=128)
refused = Refused()
while True:
    accepted, _ = listener.accept()
    threading.Thread(target=quietly, args=(accepted, context, refused), daemon=True).start()
