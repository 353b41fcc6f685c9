"""GET over TLS: the name in the URL is looked for at an address of ours, all else is the default."""
import argparse
import http.client
import socket
import ssl
import sys

parser = argparse.ArgumentParser()
for name in ("address", "name", "port", "path", "ca"):
    parser.add_argument(name)
for option in ("--cert", "--key", "--crl"):
    parser.add_argument(option)
given = parser.parse_args()

context = ssl.create_default_context(cafile=given.ca)
if given.cert:
    context.load_cert_chain(given.cert, given.key)
if given.crl:
    context.load_verify_locations(given.crl)
    context.verify_flags |= ssl.VERIFY_CRL_CHECK_CHAIN


class Connection(http.client.HTTPSConnection):
    def connect(self):
        plain = socket.create_connection((given.address, self.port))
        self.sock = context.wrap_socket(plain, server_hostname=self.host)


connection = Connection(given.name, int(given.port), context=context)
try:
    connection.request("GET", given.path)
    response = connection.getresponse()
    body = response.read()
except (OSError, http.client.HTTPException) as error:
    sys.exit(f"{type(error).__name__}: {error}")
print(response.status, len(body))
sys.exit(0 if response.status == 200 else 1)
