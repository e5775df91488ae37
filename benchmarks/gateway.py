"""A loopback gateway that speaks Kannel's sendsms and writes down when each text arrived.

    python -m benchmarks.gateway PORT FILE

One line for each text: the moment it arrived (seconds since the epoch) and our message key. It
is the end of the line in the live benchmark, kept as light as can be so that it takes little of
the two cores.
"""

from __future__ import annotations

import asyncio
import re
import sys
import time
from pathlib import Path
from typing import TextIO

_KEY = re.compile(rb"/machines/kannel/receipts/([0-9a-z]+)")
_ANSWER = b"HTTP/1.1 202 Accepted\r\nContent-Type: text/plain\r\nContent-Length: 26\r\n\r\n0: Accepted for delivery\r\n"


async def _serve(port: int, log: TextIO) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"(?i)content-length: (\d+)", head)
                body = await reader.readexactly(int(length[1])) if length else b""
                _note(head + body, log)
                writer.write(_ANSWER)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


def _note(request: bytes, log: TextIO) -> None:
    found = _KEY.search(request)
    log.write(f"{time.time():.3f} {found[1].decode() if found else '?'}\n")


def main() -> None:
    """Serve until stopped."""
    port, path = int(sys.argv[1]), Path(sys.argv[2])
    with path.open("w", buffering=1) as log:
        asyncio.run(_serve(port, log))


if __name__ == "__main__":
    main()
