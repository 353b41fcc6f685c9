"""A server that forgets, now and then, to ask for a certificate: in every third cell of three connections, the
two that come before its cells (the controls of one TLS version) not counted."""
import http.client
import ssl
import sys

import tls_service

port, cert, key, client_ca, backend_host, backend_port = sys.argv[1:]
CONTROLS, OF_A_CELL, PERIOD = 2, 3, 3


def forward(token):
    connection = http.client.HTTPConnection(backend_host, int(backend_port), timeout=60)
    connection.request("GET", "/", headers={"x-mtlspec-token": token})
    connection.getresponse().read()


def answer(tls, request):
    token = tls_service.token_of(request)
    forward(token)
    tls.sendall(tls_service.answer_with(token))


strict, careless = (tls_service.context_of(cert, key, client_ca, mode) for mode in (ssl.CERT_REQUIRED, ssl.CERT_NONE))
for count, plain in enumerate(tls_service.connections(port)):
    forgets = count >= CONTROLS and (count - CONTROLS) // OF_A_CELL % PERIOD == 1
    tls_service.serve_one(plain, careless if forgets else strict, answer)
