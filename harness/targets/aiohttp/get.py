"""GET over TLS: the name in the URL is looked for at an address of ours, all else is the default."""
import asyncio
import socket
import ssl
import sys

import aiohttp
from aiohttp.abc import AbstractResolver

address, url, ca, *options = sys.argv[1:]
option = dict(text.split("=", 1) for text in options)

context = ssl.create_default_context(cafile=ca)
if "--cert" in option:
    context.load_cert_chain(option["--cert"], option["--key"])
if "--crl" in option:
    context.load_verify_locations(option["--crl"])
    context.verify_flags |= ssl.VERIFY_CRL_CHECK_CHAIN


class Resolver(AbstractResolver):
    async def resolve(self, host, port=0, family=socket.AF_INET):
        return [{"hostname": host, "host": address, "port": port, "family": socket.AF_INET,
                 "proto": 0, "flags": socket.AI_NUMERICHOST}]

    async def close(self):
        pass


async def main():
    connector = aiohttp.TCPConnector(resolver=Resolver())
    async with aiohttp.ClientSession(connector=connector) as session:
        async with session.get(url, ssl=context) as response:
            return response.status, len(await response.read())


try:
    status, length = asyncio.run(main())
except (OSError, ValueError, aiohttp.ClientError) as error:
    sys.exit(f"{type(error).__name__}: {error}")
print(status, length)
sys.exit(0 if status == 200 else 1)
