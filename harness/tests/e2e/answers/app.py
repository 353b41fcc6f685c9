"""An application that answers in one way at each port, or by the first part of the path: /404/... is 404.
Below /api/ it wants the token "Authorization: Bearer sesame". Prints a line for each connection.

    app.py PORT[=NAME]...                                     in plain, for a proxy before it; NAME: of ANSWERS
    app.py --verify off|optional|on CERT KEY CA PORT[=NAME]...  with TLS of its own
    app.py --names through|direct     those that a proxy passes on as they are, or may change
"""
import gzip
import itertools
import json
import random
import secrets
import socket
import ssl
import sys
import threading

MIB = 1024 * 1024
TLS_HANDSHAKE = 22  # the type of its records
PATH = ":path"
VISITORS = itertools.count(1)
# what a status says beside itself
WITH = {206: "Content-Range: bytes 0-9/100", 401: "WWW-Authenticate: Basic realm=\"api\"", 405: "Allow: POST"}
PLAIN = [200, 201, 202, 206, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 406, 409, 410, 415, 418, 421,
         422, 451, 495, 496, 500, 501, 502, 503, 504]


def head(status, *lines):
    return "\r\n".join([f"HTTP/1.1 {status} Said by the application", *lines, "Connection: close", "", ""]).encode()


def whole(status, body, *lines):
    return head(status, *lines, f"Content-Length: {len(body)}") + body


def plain(status):
    also = [WITH[status]] if status in WITH else []
    if status // 100 == 3:
        also.append("Location: /elsewhere")
    return lambda say, _: say(whole(status, f"the application's {status}\n".encode(), *also))


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


def in_chunks(say, data, last=b"0\r\n\r\n"):
    say(head(200, "Transfer-Encoding: chunked"))
    for piece in data:
        say(chunk(piece))
    say(last)


def streamed(say, _):
    say(head(200, "Content-Type: text/event-stream", "Transfer-Encoding: chunked"))
    for i in range(5):
        threading.Event().wait(0.1)
        say(chunk(b"data: %d\n\n" % i))
    say(b"0\r\n\r\n")


def endless(say, _):
    say(head(200, "Content-Type: text/event-stream"))
    while True:
        say(b"data: still there\n\n")
        threading.Event().wait(0.1)


def kept_open(say, _):
    """A long poll: its head, and nothing for as long as anybody waits."""
    say(head(200, "Content-Type: text/event-stream", "Transfer-Encoding: chunked"))
    threading.Event().wait(60)


def changing(say, _, rows=3):
    """Whatever can be another one each time is."""
    rows = [{"id": secrets.token_hex(8), "n": random.randrange(10 ** 9, 10 ** 10)} for _ in range(rows)]
    body = json.dumps({"request": secrets.token_hex(16), "rows": rows}).encode()
    say(whole(200, body, "Content-Type: application/json", f"X-Request-Id: {secrets.token_hex(16)}",
              f"Set-Cookie: session={secrets.token_urlsafe(24)}; Path=/; Secure; HttpOnly",
              f"Content-Security-Policy: script-src 'nonce-{secrets.token_urlsafe(12)}'",
              f"ETag: \"{secrets.token_hex(6)}\""))


def growing(say, headers):
    changing(say, headers, random.randrange(1, 20))


def zipped(say, _, text=b"the records\n"):
    """With the time in it."""
    body = gzip.compress(text, mtime=random.randrange(1 << 31))
    say(whole(200, body, "Content-Type: text/html", "Content-Encoding: gzip", "Vary: Accept-Encoding"))


def noise(say, headers):
    zipped(say, headers, secrets.token_hex(random.randrange(20, 400)).encode())


def echo(say, headers):
    """As httpbin does, and many a debugging page."""
    body = json.dumps({name: headers[name] for name in sorted(headers)}, indent=1).encode()
    say(whole(200, body, "Content-Type: application/json"))


def no_route(say, headers):
    say(whole(404, f"<pre>Cannot GET {headers[PATH]}</pre>\n".encode(), "Content-Type: text/html"))


def log_in(say, headers):
    say(whole(302, b"", f"Location: /login?next={headers[PATH]}"))


def visitor(say, _):
    say(whole(200, f"You are visitor number {next(VISITORS)}.\n".encode()))


def flaky(say, headers):
    plain(500 if next(VISITORS) % 3 == 0 else 200)(say, headers)


def greeting(say, headers):
    name = headers.get("x-client") or "anonymous"
    say(whole(200, f"hello {name}\n".encode(), "Content-Type: text/plain"))


def serial(say, headers):
    say(whole(200, f"you have the certificate {headers.get('x-serial') or 'none'}\n".encode()))


ANSWERS = {
    **{str(status): plain(status) for status in PLAIN},
    "204": lambda say, _: say(head(204)),
    "304": lambda say, _: say(head(304, "ETag: \"1\"")),
    "empty": lambda say, _: say(whole(200, b"")),
    "big": lambda say, _: say(whole(200, b"0123456789abcde\n" * (5 * MIB // 16))),
    "chunked": lambda say, _: in_chunks(say, [b"one ", b"two ", b"three\n"]),
    "until-close": lambda say, _: say(head(200) + b"as long as it lasts\n"),
    "streamed": streamed,
    "changing": changing,
    "zipped": zipped,
    "echo": echo,
    "no-route": no_route,
    "log-in": log_in,
    "visitor": visitor,
    "greeting": greeting,
    "serial": serial,
    # what a proxy would make into something else
    "http-1.0": lambda say, _: say(b"HTTP/1.0 200 OK\r\n\r\nof old\n"),
    "trailers": lambda say, _: in_chunks(say, [b"summed up\n"], b"0\r\nX-Sum: 10\r\n\r\n"),
    "no-reason": lambda say, _: say(whole(200, b"fine\n").replace(b"200 Said by the application", b"200")),
    "early-hints": lambda say, _: say(b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>\r\n\r\n" + whole(200, b"x\n")),
    "wide-head": lambda say, _: say(whole(200, b"x\n", *(f"X-{i}: {'y' * 1000}" for i in range(100)))),
    "cut": lambda say, _: say(head(200, "Content-Length: 1000") + b"no more than this"),
    "cut-404": lambda say, _: say(head(404, "Content-Length: 1000") + b"no more than this"),
    "cut-chunk": lambda say, _: in_chunks(say, [b"a whole one"], b"ff\r\nand a torn one"),
    "endless": endless,
    "kept-open": kept_open,
}
DIRECT = list(ANSWERS)[list(ANSWERS).index("http-1.0"):]
OTHERS = {"flaky": flaky, "growing": growing, "noise": noise}


def read_request(connection):
    """Its headers, by their names in lower case, and its path as PATH."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        data += piece
        if not piece or data[0] == TLS_HANDSHAKE:
            connection.sendall(whole(400, b"that is no HTTP\n"))
            raise OSError("no request")
    first, *lines = data.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    pairs = (line.split(":", 1) for line in lines)
    return {PATH: first.split(" ")[1], **{name.lower(): value.strip() for name, value in pairs}}


def answer(connection, usual):
    headers = read_request(connection)
    name = headers[PATH].split("/")[1]
    if name == "api":
        name = "200" if headers.get("authorization") == "Bearer sesame" else "401"
    known = {**ANSWERS, **OTHERS}
    known.get(name, known[usual])(connection.sendall, headers)


def serve(connection, context, usual):
    try:
        with connection:
            if context:
                with context.wrap_socket(connection, server_side=True) as tls:
                    answer(tls, usual)
            else:
                answer(connection, usual)
    except OSError:
        pass  # somebody who was turned away, or has seen enough


def listen(port, context, usual):
    listener = socket.create_server(("127.0.0.1", int(port)), backlog=256)
    while True:
        connection, _ = listener.accept()
        sys.stdout.write("connected\n")
        sys.stdout.flush()
        threading.Thread(target=serve, args=(connection, context, usual or "200"), daemon=True).start()


def context_of(verify, cert, key, client_ca):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    context.load_verify_locations(client_ca)
    context.verify_mode = {"off": ssl.CERT_NONE, "optional": ssl.CERT_OPTIONAL, "on": ssl.CERT_REQUIRED}[verify]
    return context


def main(first, *rest):
    if first == "--names":
        print("\n".join(name for name in ANSWERS if (name in DIRECT) == (rest[0] == "direct")))
        return
    context = context_of(*rest[:4]) if first == "--verify" else None
    for place in rest[4:] if context else (first, *rest):
        port, _, name = place.partition("=")
        threading.Thread(target=listen, args=(port, context, name)).start()


main(*sys.argv[1:])
