"""Stands for the address of a Service: hands on every connection, until its standard input ends.

Arguments: HOST:PORT=HOST:PORT, where to listen and where to connect to.
"""

from __future__ import annotations

import asyncio
import sys


async def copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while chunk := await source.read(65536):
            target.write(chunk)
            await target.drain()
    except ConnectionError:
        pass
    finally:
        target.close()


async def listen(route: str) -> None:
    here, there = (address.rsplit(":", 1) for address in route.split("="))

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(there[0], int(there[1]))
        except OSError:
            writer.close()
            return
        await asyncio.gather(copy(reader, far_writer), copy(far_reader, writer))

    await asyncio.start_server(connected, here[0], int(here[1]))


async def main(routes: list[str]) -> None:
    await asyncio.gather(*map(listen, routes))
    await asyncio.to_thread(sys.stdin.buffer.read)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
