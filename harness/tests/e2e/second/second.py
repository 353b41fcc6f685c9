"""A server that looks at its client once: the first request of a connection is refused, if it comes from nobody,
and the connection is kept. With the word `forgets`, it tells its backend of the first request only who comes;
with `closes`, it keeps no connection."""
import http.client
import ssl
import sys

import tls_service

port, cert, key, client_ca, backend_host, backend_port, word = sys.argv[1:]


def forward(token, who):
    connection = http.client.HTTPConnection(backend_host, int(backend_port), timeout=60)
    connection.request("GET", "/", headers={"x-mtlspec-token": token, "x-who": who})
    return connection.getresponse().read()


def subject(tls):
    names = (tls.getpeercert() or {}).get("subject", ())
    words = {"commonName": "CN", "organizationName": "O"}
    return ",".join(words[name] + "=" + value for pair in reversed(names) for name, value in pair)


def answer(tls, request):
    who, number = subject(tls), 0
    while request:
        token = tls_service.token_of(request)
        body = b"go away"
        status = b"403 Forbidden"
        if who or number or word == "closes":
            body = forward(token, "" if word == "forgets" and number else who)
            status = b"200 OK"
        tls.sendall(b"HTTP/1.1 " + status + b"\r\nX-MTLSpec-Token: " + token.encode() + b"\r\nX-Who: " + who.encode()
                    + (b"\r\nConnection: close" if word == "closes" else b"") + b"\r\nContent-Length: "
                    + str(len(body)).encode() + b"\r\n\r\n" + body)
        print("answered %d of %s at %s:%d" % (number, who or "nobody", *tls.getpeername()[:2]), flush=True)
        number += 1
        request = b"" if word == "closes" else tls_service.read_request(tls)


tls_service.serve(port, tls_service.context_of(cert, key, client_ca, ssl.CERT_OPTIONAL), answer)
