"""limiter.py PKI PORT RATE STATUS [seconds|date]: an HTTPS server that takes so many requests per second and
answers the others with STATUS, with Retry-After if it is to; RATE 0 takes none. After that comes the client
certificate: 403 for who has none."""
import email.utils
import socket
import ssl
import sys
import threading
import time

pki, port, rate, status = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
form = sys.argv[5] if len(sys.argv) > 5 else None
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(pki + "/server.pem", pki + "/server.key")
context.load_verify_locations(pki + "/client-ca.pem")
context.verify_mode = ssl.CERT_OPTIONAL
lock = threading.Lock()
last = 0.0


def takes():
    global last
    with lock:
        now = time.monotonic()
        if rate <= 0 or now - last < 1 / rate:
            return False
        last = now
        return True


def answer(tls):
    if not takes():
        head = "%s Limited\r\n" % status
        if form == "seconds":
            head += "Retry-After: 1\r\n"
        elif form == "date":
            head += "Retry-After: %s\r\n" % email.utils.formatdate(time.time() + 2, usegmt=True)
        return head
    return "200 OK\r\n" if tls.getpeercert() else "403 Forbidden\r\n"


def serve(plain):
    try:
        with context.wrap_socket(plain, server_side=True) as tls:
            tls.settimeout(60)
            if tls.recv(65536):
                tls.sendall(("HTTP/1.1 %sContent-Length: 0\r\nConnection: close\r\n\r\n"
                             % answer(tls)).encode())
    except OSError:
        plain.close()


listener = socket.create_server(("127.0.0.1", port), backlog=64)
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
