"""call.py HOST:PORT METHOD CA [--cert FILE --key FILE]: one unary call of an empty message, with the
defaults of gRPC for Python. Exit status 0 if it was answered with OK."""
import argparse
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "lib"))
import grpc  # noqa: E402

DEADLINE_S = 20


def read(name):
    if not name:
        return None
    with open(name, "rb") as file:
        return file.read()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--version", action="version", version=grpc.__version__)
    parser.add_argument("address")
    parser.add_argument("method")
    parser.add_argument("ca")
    parser.add_argument("--cert")
    parser.add_argument("--key")
    args = parser.parse_args()
    credentials = grpc.ssl_channel_credentials(
        root_certificates=read(args.ca), private_key=read(args.key), certificate_chain=read(args.cert))
    with grpc.secure_channel(args.address, credentials) as channel:
        call = channel.unary_unary(
            args.method, request_serializer=None, response_deserializer=None)
        try:
            call(b"", timeout=DEADLINE_S)
        except grpc.RpcError as error:
            sys.exit(f"{error.code().name}: {error.details()}")
    print("OK")


main()
