"""A server that refuses a client without certificate, and forwards its request all the same: once a good
client has been served since, and the next one is to be refused. By then the former has been judged."""
import http.client
import ssl
import sys
import threading

import tls_service

port, cert, key, client_ca, backend_host, backend_port = sys.argv[1:]


def forward(token):
    connection = http.client.HTTPConnection(backend_host, int(backend_port), timeout=60)
    connection.request("GET", "/", headers={"x-mtlspec-token": token})
    return connection.getresponse().read()


class Refused:
    """Tokens of refused clients, those since the last good client apart."""

    def __init__(self):
        self.lock = threading.Lock()
        self.new, self.old = [], []

    def add(self, token):
        with self.lock:
            self.new.append(token)

    def good_client_came(self):
        with self.lock:
            self.old += self.new
            self.new = []

    def take_old(self):
        with self.lock:
            old, self.old = self.old, []
        return old


def answer(tls, request):
    token = tls_service.token_of(request)
    if tls.getpeercert():
        forward(token)
        refused.good_client_came()
        tls.sendall(tls_service.answer_with(token))
    else:
        for old in refused.take_old():
            forward(old)
        refused.add(token)
        tls.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


refused = Refused()
tls_service.serve(port, tls_service.context_of(cert, key, client_ca, ssl.CERT_OPTIONAL), answer)
