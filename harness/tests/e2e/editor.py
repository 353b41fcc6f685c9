"""What an editor shows of files: `editor.py FILE...` opens each in yaml-language-server, which must be
on PATH, and says "taken: FILE", or "refused: FILE" and below it each mark. A file names its schema
itself, in its first line.
"""
import json
import os
import select
import subprocess
import sys
import time

PATIENCE_S = 60


class Server:
    def __init__(self):
        self.process = subprocess.Popen(["yaml-language-server", "--stdio"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, bufsize=0)
        self.bytes = b""

    def say(self, method, params, number=None):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        self._send(message)

    def _send(self, message):
        body = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def _more(self, deadline):
        ready, _, _ = select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))
        chunk = os.read(self.process.stdout.fileno(), 65536) if ready else b""
        if not chunk:
            sys.exit("no answer of yaml-language-server")
        self.bytes += chunk

    def hear(self):
        """The next message; questions of its own are answered with nothing."""
        deadline = time.monotonic() + PATIENCE_S
        while b"\r\n\r\n" not in self.bytes:
            self._more(deadline)
        head, self.bytes = self.bytes.split(b"\r\n\r\n", 1)
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        while len(self.bytes) < length:
            self._more(deadline)
        body, self.bytes = self.bytes[:length], self.bytes[length:]
        message = json.loads(body)
        if "method" in message and "id" in message:
            items = message["params"].get("items", []) if isinstance(message["params"], dict) else []
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": [None] * len(items) or None})
        return message

    def hear_until(self, wanted):
        while True:
            message = self.hear()
            if wanted(message):
                return message

    def marks(self, path):
        uri = "file://" + os.path.abspath(path)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        self.say("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": "yaml", "version": 1, "text": text}})
        message = self.hear_until(lambda heard: heard.get("method") == "textDocument/publishDiagnostics"
                                  and heard["params"]["uri"] == uri)
        return message["params"]["diagnostics"]


def main(*paths):
    server = Server()
    try:
        server.say("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": {}}, 1)
        server.hear_until(lambda heard: heard.get("id") == 1 and "result" in heard)
        server.say("initialized", {})
        # no list of everybody's schemas is fetched
        server.say("workspace/didChangeConfiguration", {"settings": {
            "yaml": {"validate": True, "schemaStore": {"enable": False}}}})
        for path in paths:
            marks = server.marks(path)
            print(f"{'refused' if marks else 'taken'}: {path}")
            for mark in marks:
                print(f"    {mark['range']['start']['line'] + 1}: {mark['message']}")
    finally:
        server.process.kill()
        server.process.wait()


main(*sys.argv[1:])
