"""gate.py PORT FIRST N THEN: passes N connections on to 127.0.0.1:FIRST, all later ones to THEN."""
import asyncio
import sys


async def pump(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.write_eof()
    except OSError:
        pass


async def main(port, first, left, then):
    async def serve(reader, writer):
        nonlocal left
        left -= 1
        theirs = await asyncio.open_connection("127.0.0.1", first if left >= 0 else then)
        await asyncio.gather(pump(reader, theirs[1]), pump(theirs[0], writer))
        theirs[1].close()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", port, backlog=256) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
