"""A server that lets its client begin a second handshake (TLS 1.2), in which it asks and verifies as in the first, and
serves several requests of a connection. With the word `remembers` it tells who came in the first handshake."""
import http.client
import ssl
import sys
import threading

import tls_service

port, cert, key, client_ca, backend_host, backend_port, required, word = sys.argv[1:]
OP_ALLOW_CLIENT_RENEGOTIATION = 1 << 8


def subject(tls):
    words = {"commonName": "CN", "organizationName": "O"}
    names = (tls.getpeercert() or {}).get("subject", ())
    return ",".join(words[name] + "=" + value for pair in reversed(names) for name, value in pair)


def serve_one(plain, context):
    try:
        with plain, context.wrap_socket(plain, server_side=True) as tls:
            first = subject(tls)
            while request := tls_service.read_request(tls):
                token = tls_service.token_of(request)
                who = first if word == "remembers" else subject(tls)
                connection = http.client.HTTPConnection(backend_host, int(backend_port), timeout=60)
                connection.request("GET", "/", headers={"x-mtlspec-token": token, "x-who": who})
                connection.getresponse().read()
                tls.sendall(f"HTTP/1.1 200 OK\r\nx-mtlspec-token: {token}\r\nContent-Length: 0\r\n\r\n".encode())
    except OSError:
        pass


context = tls_service.context_of(cert, key, client_ca, ssl.VerifyMode[required])
context.maximum_version = ssl.TLSVersion.TLSv1_2
context.options |= OP_ALLOW_CLIENT_RENEGOTIATION
for plain in tls_service.connections(port):
    threading.Thread(target=serve_one, args=(plain, context), daemon=True).start()
