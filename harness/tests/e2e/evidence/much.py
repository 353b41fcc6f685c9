"""A client that sends more than is kept of a connection, and then reads the answer: URL CA."""
import socket
import ssl
import sys
import urllib.parse

SIZE = 2 * 1024 * 1024

url = urllib.parse.urlsplit(sys.argv[1])
context = ssl.create_default_context(cafile=sys.argv[2])
with socket.create_connection(("127.0.0.1", url.port)) as plain:
    with context.wrap_socket(plain, server_hostname=url.hostname) as tls:
        tls.sendall(f"POST {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\nContent-Length: {SIZE}\r\n\r\n".encode())
        tls.sendall(bytes(SIZE))
        if b" 200 " not in tls.recv(65536):
            sys.exit(1)
