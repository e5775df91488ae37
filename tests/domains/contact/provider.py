"""A provider's HTTP interface on loopback that answers as a test says."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Asked:
    """One request that came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Provider:
    """Where it is, what it answers next, and what it was asked."""

    url: str
    answer: Callable[[Asked], tuple[int, bytes]]
    asked: list[Asked] = field(default_factory=list)


@contextlib.contextmanager
def provider(answer: Callable[[Asked], tuple[int, bytes]]) -> Iterator[Provider]:
    """A provider that answers every request by `answer`."""
    made = Provider("", answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            asked = Asked(self.command, self.path, dict(self.headers), self.rfile.read(length))
            made.asked.append(asked)
            status, body = made.answer(asked)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    made.url = f"http://{LOOPBACK}:{server.server_port}"
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def silent_provider() -> Iterator[str]:
    """The URL of one that takes a connection and never answers."""
    with socket.create_server((LOOPBACK, 0)) as listening:
        yield f"http://{LOOPBACK}:{listening.getsockname()[1]}"


def nobody_there() -> str:
    """A URL where nothing listens."""
    with socket.create_server((LOOPBACK, 0)) as listening:
        port = listening.getsockname()[1]
    return f"http://{LOOPBACK}:{port}"
