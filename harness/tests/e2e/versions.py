"""versions.py PORT UPSTREAM VERSION HOW: passes connections on to 127.0.0.1:UPSTREAM, but for those whose
ClientHello offers VERSION (1.2, 1.3) as its newest: they get HOW: close, reset, or the number of an
alert."""
import asyncio
import socket
import struct
import sys

from gate import pump


# the extension supported_versions with TLS 1.3 alone, as mtlspec's client sends it (RFC 8446 4.2.1)
ONLY_13 = bytes((0, 43, 0, 3, 2, 3, 4))


def newest(hello):
    return "1.3" if ONLY_13 in hello else "1.2"


async def main(port, upstream, version, how):
    async def refuse(writer):
        if how == "reset":
            linger = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        elif how != "close":
            writer.write(bytes((21, 3, 3, 0, 2, 2, int(how))))
            await writer.drain()
        writer.close()

    async def serve(reader, writer):
        hello = await reader.readexactly(5)
        hello += await reader.readexactly(hello[3] << 8 | hello[4])
        if newest(hello) == version:
            return await refuse(writer)
        theirs = await asyncio.open_connection("127.0.0.1", int(upstream))
        theirs[1].write(hello)
        await asyncio.gather(pump(reader, theirs[1]), pump(theirs[0], writer))
        theirs[1].close()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", int(port), backlog=256) as server:
        await server.serve_forever()


asyncio.run(main(*sys.argv[1:]))
