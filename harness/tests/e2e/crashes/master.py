"""A server with workers, one of which dies of clients whose certificate fails to verify by a certain code. Its
master starts another at once, and writes of the death some time later, or when it is asked to end.

    master.py PORT CERT KEY CLIENT_CA BACKEND_HOST BACKEND_PORT CODE WHEN DELAY_MS
        WHEN: silently (before a byte of alert went out) | refusing (once it has) | panicking: silently, and
        it has no workers, but says so itself and ends with a status of its own | stopping: of no client,
        but all of them when they are asked to end
"""
import http.client
import os
import signal
import socket
import ssl
import sys
import time

(port, cert, key, client_ca, backend_host, backend_port, code, when, delay_ms) = sys.argv[1:]
WORKERS = 4


def die():
    if when == "panicking":
        print("exited on signal: not quite", flush=True)
        os._exit(2)
    os.kill(os.getpid(), signal.SIGSEGV)
    time.sleep(60)


class Connection:
    """TLS that is pumped by hand: what goes out when is ours to say."""

    def __init__(self, plain, context):
        self.plain = plain
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_side=True)

    def flush(self):
        self.plain.sendall(self.outgoing.read())

    def pump(self, step, *arguments):
        while True:
            try:
                result = step(*arguments)
                self.flush()
                return result
            except ssl.SSLWantReadError:
                self.flush()
                data = self.plain.recv(65536)
                if not data:
                    raise OSError("the client is gone") from None
                self.incoming.write(data)

    def shake_hands(self):
        try:
            self.pump(self.tls.do_handshake)
        except ssl.SSLCertVerificationError as error:
            dies = when != "stopping" and error.verify_code == int(code)
            if dies and when != "refusing":
                die()
            self.flush()
            if dies:
                die()
            raise


def forward(token):
    connection = http.client.HTTPConnection(backend_host, int(backend_port), timeout=60)
    connection.request("GET", "/", headers={"x-mtlspec-token": token})
    connection.getresponse().read()


def serve(plain, context):
    connection = Connection(plain, context)
    connection.shake_hands()
    request = b""
    while b"\r\n\r\n" not in request:
        request += connection.pump(connection.tls.read, 65536)
    lines = request.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:] if ": " in line)}
    forward(headers["x-mtlspec-token"])
    connection.tls.write(f"HTTP/1.1 200 OK\r\nx-mtlspec-token: {headers['x-mtlspec-token']}\r\n"
                         "Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
    connection.flush()


def work(listener, context):
    signal.signal(signal.SIGTERM, signal.SIG_DFL if when != "stopping" else lambda *_: die())
    while True:
        plain, _ = listener.accept()
        with plain:
            try:
                serve(plain, context)
            except (OSError, ssl.SSLError):
                pass


def start_worker(listener, context):
    worker = os.fork()
    if not worker:
        work(listener, context)
    return worker


class Ended(Exception):
    pass


def on_term(*_):
    raise Ended


def reap(workers):
    """Those that have died: one takes the place of each."""
    try:
        while True:
            worker, status = os.waitpid(-1, os.WNOHANG)
            if not worker:
                return
            workers.remove(worker)
            yield worker, os.WTERMSIG(status)
    except ChildProcessError:
        return


def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    context.load_verify_locations(client_ca)
    context.verify_mode = ssl.CERT_REQUIRED
    listener = socket.create_server(("127.0.0.1", int(port)), backlog=128)
    if when == "panicking":
        work(listener, context)
    workers = [start_worker(listener, context) for _ in range(WORKERS)]
    deaths = []
    signal.signal(signal.SIGTERM, on_term)
    try:
        while True:
            for worker, number in reap(workers):
                deaths.append((time.monotonic() + int(delay_ms) / 1000,
                               f"worker {worker} exited on signal {number}"))
                workers.append(start_worker(listener, context))
            while deaths and deaths[0][0] <= time.monotonic():
                print(deaths.pop(0)[1], flush=True)
            time.sleep(0.005)
    except Ended:
        for _, line in deaths:
            print(line, flush=True)
    for worker in workers:
        os.kill(worker, signal.SIGTERM if when == "stopping" else signal.SIGKILL)
    for _ in workers if when == "stopping" else []:
        worker, status = os.wait()
        print(f"worker {worker} exited on signal {os.WTERMSIG(status)}", flush=True)


main()
