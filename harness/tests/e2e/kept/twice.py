"""A program that asks twice, the first time in another way: verifying nobody, as nobody, or with CERT:KEY.

right makes a connection for each; keeps sends the second request over the first one's, or resumes its session
where that is closed; once forgets the first.
"""
import argparse
import re
import socket
import ssl
import sys

parser = argparse.ArgumentParser()
for word in ("how", "address", "port", "name", "ca", "first_path", "path", "--first", "--own"):
    parser.add_argument(word)
given = parser.parse_args()


def new_context():
    return ssl.create_default_context(cafile=given.ca)


def connect(context, pair, insecure=False, session=None):
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE if insecure else ssl.CERT_REQUIRED
    context.check_hostname = not insecure
    if pair:
        context.load_cert_chain(*pair.split(":"))
    plain = socket.create_connection((given.address, int(given.port)))
    return context.wrap_socket(plain, server_hostname=given.name, session=session)


def ask(connection, path):
    """Whether it is answered with 200, and whether the connection stays."""
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {given.name}\r\n\r\n".encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(4096) or sys.exit("no answer")
    head, _, body = answer.partition(b"\r\n\r\n")
    length = int(re.search(rb"\nContent-Length: (\d+)", head)[1])
    while len(body) < length:
        body += connection.recv(4096) or sys.exit("half an answer")
    stays = b"\nConnection: close" not in head
    if not stays:
        while connection.recv(4096):
            pass
    return head.startswith(b"HTTP/1.1 200"), stays


context = new_context()
first = second = session = None
if given.first and given.how != "once":
    insecure = given.first == "insecure"
    pair = given.own if insecure else given.first if ":" in given.first else None
    first = connect(context, pair, insecure)
    _, stays = ask(first, given.first_path)
    if given.how == "keeps" and stays:
        second = first
    elif given.how == "keeps":
        session = first.session
if not second:
    second = connect(context if session else new_context(), given.own, session=session)
sys.exit(0 if ask(second, given.path)[0] else 1)
