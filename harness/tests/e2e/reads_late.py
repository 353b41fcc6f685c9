"""reads_late.py PROGRAM --listen=HOST:PORT ...: closes the first connections without a word, as a server
does that listens before it has read its configuration; then it is PROGRAM with these arguments."""
import os
import socket
import sys

port = next(word for word in sys.argv if word.startswith("--listen=")).rsplit(":", 1)[1]
with socket.create_server(("127.0.0.1", int(port))) as listener:
    for _ in range(3):
        listener.accept()[0].close()
os.execv(sys.argv[1], sys.argv[1:])
