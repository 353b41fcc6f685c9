"""GET over TLS: the name in the URL is looked for at an address of ours, all else is the default."""
import http.client
import socket
import ssl
import sys

address, name, port, path, ca, *options = sys.argv[1:]
option = dict(text.split("=", 1) for text in options)

context = ssl.create_default_context(cafile=ca)
if "--cert" in option:
    context.load_cert_chain(option["--cert"], option["--key"], option.get("--passphrase"))
if "--crl" in option:
    context.load_verify_locations(option["--crl"])
    context.verify_flags |= ssl.VERIFY_CRL_CHECK_CHAIN


class Connection(http.client.HTTPSConnection):
    def connect(self):
        plain = socket.create_connection((address, self.port))
        self.sock = context.wrap_socket(plain, server_hostname=self.host)


connection = Connection(name, int(port), context=context)
try:
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
except (OSError, http.client.HTTPException) as error:
    sys.exit(f"{type(error).__name__}: {error}")
print(response.status, len(body))
sys.exit(0 if response.status == 200 else 1)
