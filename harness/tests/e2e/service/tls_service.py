"""What the servers of these tests share that spoil one thing each: TLS with the run's certificates, and a request
that is read to the end of its head. Found by PYTHONPATH (expect.sh)."""
import socket
import ssl
import threading


def context_of(cert, key, client_ca, mode):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    context.load_verify_locations(client_ca)
    context.verify_mode = mode
    return context


def read_request(tls):
    """Empty if the client leaves before its head is whole."""
    request = b""
    while b"\r\n\r\n" not in request:
        piece = tls.recv(65536)
        if not piece:
            return b""
        request += piece
    return request


def token_of(request):
    lines = request.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
    return {name.lower(): value for name, value in headers.items()}["x-mtlspec-token"]


def answer_with(token):
    return (f"HTTP/1.1 200 OK\r\nx-mtlspec-token: {token}\r\n"
            "Content-Length: 0\r\nConnection: close\r\n\r\n").encode()


def connections(port):
    """One after the other, without TLS."""
    with socket.create_server(("127.0.0.1", int(port)), backlog=128) as listener:
        while True:
            yield listener.accept()[0]


def serve_one(plain, context, answer):
    """`answer` is given the connection with TLS and the request. A client may leave as it likes."""
    try:
        with plain, context.wrap_socket(plain, server_side=True) as tls:
            request = read_request(tls)
            if request:
                answer(tls, request)
    except OSError:
        pass


def serve(port, context, answer):
    """Each connection in a thread of its own."""
    for plain in connections(port):
        threading.Thread(target=serve_one, args=(plain, context, answer), daemon=True).start()
