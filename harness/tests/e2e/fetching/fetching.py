"""Somebody who goes to the addresses in a certificate before it is verified.

    fetching.py server WHEN WHAT PORT OPTION...        before our reference server, whose handshakes of TLS 1.2
                                                       it can read
    fetching.py client WHEN WHAT HOST PORT NAME CA     a client that looks before it verifies

WHEN is at-once, later (of a server: when so many others have come since that it has been judged) or never; WHAT is ocsp, crl or ca_issuers.
"""
import os
import re
import socket
import ssl
import subprocess
import sys
import threading
import time

OTHERS = 8
kept = []  # [number of the connection, address]
count = 0


def fetch(found):
    host, port, path = re.fullmatch(rb"http://([^/:]*):(\d+)(/.*)", found).groups()
    # as little of HTTP as anybody may speak
    with socket.create_connection((host.decode(), int(port))) as there:
        there.sendall(b"GET " + path + b" HTTP/1.0\r\n\r\n")
        there.recv(1000)


def look(data, when, what):
    for found in re.findall(rb"http://[!-~]*?/" + what.encode(), data) if when != "never" else []:
        if when == "later":
            kept.append([count, found])
        else:
            fetch(found)


def pump(source, sink, seen):
    try:
        while data := source.recv(65536):
            seen(data)
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def pass_on(client, port, when, what):
    server = socket.create_connection(("127.0.0.1", port))
    back = threading.Thread(target=pump, args=(server, client, lambda data: None), daemon=True)
    back.start()
    pump(client, server, lambda data: look(data, when, what))
    back.join()
    client.close()
    server.close()


def serve(when, what, port, *options):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        inner = probe.getsockname()[1]
    behind = subprocess.Popen([os.environ["MTLSPEC"], "serve", "server", f"--listen=127.0.0.1:{inner}", *options])
    while behind.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", inner)).close()
            break
        except OSError:
            time.sleep(0.02)
    global count
    with socket.create_server(("127.0.0.1", int(port)), reuse_port=True) as listener:
        while True:
            client, _ = listener.accept()
            count += 1
            while kept and kept[0][0] + OTHERS <= count:
                fetch(kept.pop(0)[1])
            threading.Thread(target=pass_on, args=(client, inner, when, what), daemon=True).start()


def connect(host, port, name, context):
    return context.wrap_socket(socket.create_connection((host, int(port))), server_hostname=name)


def ask(when, what, host, port, name, ca):
    careless = ssl.create_default_context()
    careless.check_hostname = False
    careless.verify_mode = ssl.CERT_NONE
    with connect(host, port, name, careless) as there:
        look(there.getpeercert(True), when, what)
    with connect(host, port, name, ssl.create_default_context(cafile=ca)) as there:
        there.sendall(f"GET /mtlspec/ HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode())
        sys.exit(0 if there.recv(1000).startswith(b"HTTP/1.1 200") else 1)


{"server": serve, "client": ask}[sys.argv[1]](*sys.argv[2:])
