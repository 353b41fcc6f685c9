"""A server that asks for the certificate when it has read the request (TLS 1.3). With the word `forgets` it passes
the request on before the answer is there."""
import http.client
import ssl
import sys

import tls_service

port, cert, key, client_ca, backend_host, backend_port, required, word = sys.argv[1:]


def forward(token, who):
    connection = http.client.HTTPConnection(backend_host, int(backend_port), timeout=60)
    connection.request("GET", "/", headers={"x-mtlspec-token": token, "x-who": who})
    return connection.getresponse().read()


def subject(tls):
    words = {"commonName": "CN", "organizationName": "O"}
    names = (tls.getpeercert() or {}).get("subject", ())
    return ",".join(words[name] + "=" + value for pair in reversed(names) for name, value in pair)


def await_certificate(tls):
    """It comes with no data behind it."""
    tls.settimeout(0.5)
    try:
        tls.recv(1)
    except TimeoutError:
        pass
    tls.settimeout(None)


def answer(tls, request):
    token = tls_service.token_of(request)
    if word == "forgets":
        forward(token, "")
    try:
        tls.verify_client_post_handshake()
        tls.do_handshake()
        await_certificate(tls)
    except ssl.SSLError as error:
        if "EXTENSION_NOT_RECEIVED" not in str(error) or required == "CERT_OPTIONAL":
            raise
        tls.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        return
    if word != "forgets":
        forward(token, subject(tls))
    tls.sendall(tls_service.answer_with(token))


context = tls_service.context_of(cert, key, client_ca, ssl.VerifyMode[required])
context.post_handshake_auth = True
context.minimum_version = ssl.TLSVersion.TLSv1_3
tls_service.serve(port, context, answer)
