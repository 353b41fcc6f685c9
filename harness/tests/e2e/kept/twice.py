"""A program that asks twice, the first time in another way: verifying nobody, as nobody, or with CERT:KEY.

right makes a connection for each; keeps sends the second request over the first one's; once forgets the first.
"""
import argparse
import http.client
import socket
import ssl
import sys

parser = argparse.ArgumentParser()
for word in ("how", "address", "port", "name", "ca", "first_path", "path", "--first", "--own"):
    parser.add_argument(word)
given = parser.parse_args()


class Connection(http.client.HTTPSConnection):
    def __init__(self, pair, insecure):
        self.context = ssl.create_default_context(cafile=given.ca)
        self.context.check_hostname = not insecure
        if insecure:
            self.context.verify_mode = ssl.CERT_NONE
        if pair:
            self.context.load_cert_chain(*pair.split(":"))
        super().__init__(given.name, int(given.port), context=self.context)

    def connect(self):
        plain = socket.create_connection((given.address, self.port))
        self.sock = self.context.wrap_socket(plain, server_hostname=self.host)


def ask(connection, path):
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status


connection = None
if given.first and given.how != "once":
    insecure = given.first == "insecure"
    pair = given.own if insecure else given.first if ":" in given.first else None
    connection = Connection(pair, insecure)
    ask(connection, given.first_path)
if not connection or given.how == "right":
    connection = Connection(given.own, False)
sys.exit(0 if ask(connection, given.path) == 200 else 1)
