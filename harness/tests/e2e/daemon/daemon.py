"""daemon.py NAME PORT CA HOW [CERT KEY]: asks our server again and again, and reads its files again
at SIGHUP. HOW: fresh (in a new context), adds (to the old one: what was trusted stays so, and so does
the certificate), never (it only says so), careless (verifies nothing)."""
import signal
import socket
import ssl
import sys
import time

name, port, ca, how, *files = sys.argv[1:]
asked = []


def make_context():
    made = ssl.create_default_context(cafile=ca)
    if files:
        made.load_cert_chain(*files)
    if how == "careless":
        made.check_hostname = False
        made.verify_mode = ssl.CERT_NONE
    return made


def read_again(old):
    if how == "adds":
        old.load_verify_locations(ca)
    return make_context() if how == "fresh" else old


def ask(context):
    request = f"GET /mtlspec/daemon HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n"
    try:
        with socket.create_connection(("127.0.0.1", int(port))) as plain:
            with context.wrap_socket(plain, server_hostname=name) as tls:
                tls.sendall(request.encode())
                while tls.recv(4096):
                    pass
    except OSError:
        pass  # the next time, perhaps


signal.signal(signal.SIGHUP, lambda *_: asked.append(True))
context = make_context()
while True:
    if asked:
        asked.clear()
        context = read_again(context)
        print("the files are read again", flush=True)
    ask(context)
    time.sleep(0.02)
