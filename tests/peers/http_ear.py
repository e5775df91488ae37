"""A small HTTP server that keeps every request it gets, standing where our server would be."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.peers.processes import LOOPBACK, eventually


@dataclass(frozen=True)
class Heard:
    """One request; the query as bytes as well, since texts come in several charsets."""

    method: str
    path: str
    query: dict[str, str]
    raw_query: dict[str, bytes]
    headers: dict[str, str]
    body: bytes


@dataclass
class Ear:
    """What came (`requests`, oldest first) and what is answered (`status` and HTML `page`)."""

    url: str = ""
    status: int = 200
    page: str = ""
    requests: list[Heard] = field(default_factory=list)

    def wait_for(self, n_requests: int, *, path: str = "") -> list[Heard]:
        """At least `n_requests` requests to `path` (any path when empty), waiting for them."""

        def heard() -> list[Heard]:
            return [each for each in list(self.requests) if each.path.startswith(path)]

        eventually(lambda: len(heard()) >= n_requests, what=f"{n_requests} requests to {path}")
        return heard()


@contextlib.contextmanager
def listening_ear() -> Iterator[Ear]:
    """A running ear on a free loopback port."""
    ear = Ear()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            ear.requests.append(_heard(self))
            self.send_response(ear.status)
            page = ear.page.encode()
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing: the test prints what matters."""

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.daemon = True
    thread.start()
    ear.url = f"http://{LOOPBACK}:{server.server_port}"
    try:
        yield ear
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _heard(request: BaseHTTPRequestHandler) -> Heard:
    address = urlsplit(request.path)
    latin = parse_qs(address.query, keep_blank_values=True, encoding="latin-1")
    raw = {name: values[0].encode("latin-1") for name, values in latin.items()}
    return Heard(
        method=request.command,
        path=address.path,
        query={name: value.decode("utf-8", errors="replace") for name, value in raw.items()},
        raw_query=raw,
        headers=dict(request.headers.items()),
        body=request.rfile.read(int(request.headers.get("Content-Length", "0"))),
    )
