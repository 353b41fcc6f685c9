"""one_at_a_time.py PKI PORT SECONDS [side-by-side]: an HTTPS server as in a tutorial, that takes its time for each
connection, and serves the next one then; side-by-side: each in a thread."""
import socket
import ssl
import sys
import threading
import time

pki, port, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(pki + "/server.pem", pki + "/server.key")
context.load_verify_locations(pki + "/client-ca.pem")
context.verify_mode = ssl.CERT_REQUIRED


def serve(plain):
    time.sleep(seconds)
    try:
        with context.wrap_socket(plain, server_side=True) as tls:
            if tls.recv(65536):
                tls.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi")
    except OSError:
        plain.close()


listener = socket.create_server(("127.0.0.1", port), backlog=64)
while True:
    one = listener.accept()[0]
    if len(sys.argv) > 4:
        threading.Thread(target=serve, args=(one,), daemon=True).start()
    else:
        serve(one)
