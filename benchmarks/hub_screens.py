"""Screens of live meetings, as light as can be: they ask as ui/hub.js does and keep no page.

Each screen has one connection. It asks for its table's stamp every 0.4 s (give or take a fifth,
after the answer before), with the tag of the last one as a browser does; when the stamp has grown
it asks for the fragment with its session's cookie and notes when the whole of it was there.

    python -m benchmarks.hub_screens PORT SECONDS < tables.json
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import resource
import sys
import time

PAUSE = 0.4
STAMP = re.compile(rb'data-stamp="(\d+)"')
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
RAMP = 0.002  # seconds between two screens that begin


class Screen(asyncio.Protocol):
    """One screen on one connection."""

    def __init__(self, number: int, port: int, table: dict[str, object], session: str) -> None:
        self.number, self.token = number, str(table["token"])
        host = f"Host: 127.0.0.1:{port}\r\n"
        self.ask_stamp = f"GET /partners/live/{self.token} HTTP/1.1\r\n{host}".encode()
        self.ask_part = (
            f"GET {table['part']} HTTP/1.1\r\n{host}Cookie: sessionid={session}\r\n"
            "HX-Request: true\r\nAccept-Language: en\r\n\r\n"
        ).encode()
        self.stamp, self.buffer, self.wants_part = b"", b"", False
        self.seen: list[tuple[float, int]] = []
        self.faults: list[str] = []
        self.n_asked = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask at once."""
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.ask()

    def ask(self) -> None:
        """For the stamp."""
        if self.transport.is_closing():
            return
        self.n_asked += 1
        tag = b'If-None-Match: "%s"\r\n' % self.stamp if self.stamp else b""
        self.transport.write(self.ask_stamp + tag + b"\r\n")

    def data_received(self, data: bytes) -> None:
        """An answer, or a part of one."""
        self.buffer += data
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = LENGTH.search(head)
        if head[9:12] != b"304" and len(body) < (int(length[1]) if length else 0):
            return
        self.buffer = b""
        self.answered(head[9:12], body)

    def answered(self, status: bytes, body: bytes) -> None:
        """Go on: to the fragment when the stamp has grown, else to the next pause."""
        if self.wants_part:
            self.wants_part = False
            stamp = STAMP.search(body)
            if status == b"200" and stamp:
                self.seen.append((time.time(), int(stamp[1])))
            else:
                self.faults.append(status.decode())
        elif status == b"200" and not self.stamp:
            self.stamp = body  # what the page showed when it was opened, before we look
        elif status == b"200" and body != self.stamp:
            self.stamp, self.wants_part = body, True
            self.transport.write(self.ask_part)
            return
        elif status not in {b"200", b"304"}:
            self.faults.append(status.decode())
        asyncio.get_running_loop().call_later(PAUSE * (0.8 + 0.4 * random.random()), self.ask)

    def connection_lost(self, _error: Exception | None) -> None:
        """The server ended it: a fault while we are looking."""
        self.faults.append("lost")


async def look(port: int, seconds: float, tables: list[dict[str, object]]) -> list[Screen]:
    """Open every screen, look for so long, and close."""
    loop, screens = asyncio.get_running_loop(), []
    for table in tables:
        for session in table["sessions"]:  # type: ignore[attr-defined]
            screen = Screen(len(screens), port, table, session)
            await loop.create_connection(lambda it=screen: it, "127.0.0.1", port)
            screens.append(screen)
            await asyncio.sleep(RAMP)
    print("ready", file=sys.stderr, flush=True)
    await asyncio.sleep(seconds)
    for screen in screens:
        screen.transport.abort()
        screen.faults = list(screen.faults)
    return screens


def main() -> None:
    """Read the tables, look, and print what was seen."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    port, seconds = int(sys.argv[1]), float(sys.argv[2])
    screens = asyncio.run(look(port, seconds, json.load(sys.stdin)))
    told = [
        {"token": s.token, "seen": s.seen, "faults": s.faults, "n_asked": s.n_asked}
        for s in screens
    ]
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
