"""hosts.py PORT FILE: a backend that answers 200 with the token and appends each Host to a file."""
import http.server
import sys

TOKEN = "x-mtlspec-token"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with open(sys.argv[2], "a", encoding="ascii") as out:
            print(self.headers["Host"], file=out)
        self.send_response(200)
        self.send_header(TOKEN, self.headers[TOKEN])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
