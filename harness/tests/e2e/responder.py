"""responder.py PORT OPTION...: an OCSP responder on the loopback interface, whose answers `openssl ocsp`
makes with these options. In ./answer stands in whose name; "nothing" is said where there is none."""
import http.server
import os
import subprocess
import sys


class Responder(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        with open("request.der", "wb") as file:
            file.write(self.rfile.read(int(self.headers["Content-Length"])))
        signer = open("answer").read().split()[0] if os.path.exists("answer") else "nothing"
        answer = b"nothing"
        if signer != "nothing":
            subprocess.run(
                ["openssl", "ocsp", "-reqin", "request.der", "-respout", "answer.der",
                 "-rsigner", f"{signer}.pem", "-rkey", f"{signer}.key", *sys.argv[2:]],
                check=True)
            answer = open("answer.der", "rb").read()
        self.send_response(200)
        self.send_header("Content-Type", "application/ocsp-response")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Responder).serve_forever()
