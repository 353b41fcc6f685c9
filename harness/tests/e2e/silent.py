"""silent.py PORT: accepts TCP connections on 127.0.0.1 and never says a word."""
import socket
import sys

listener = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=256)
kept = []
while True:
    kept.append(listener.accept())
