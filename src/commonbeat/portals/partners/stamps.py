"""The live screens' question, answered in front of Django: did anything change at this table?

`GET /partners/live/TOKEN` gives one plain number and nothing else: no cookie is read, no page is
made. Each process keeps the numbers of all tables and reads them again, in one query, at most
every 100 milliseconds and only while somebody asks.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import DatabaseError, close_old_connections

from commonbeat.domains.hub.queries.stamps import stamps

PATH = "/partners/live/"
FRESH = 0.1  # seconds

Start = Callable[..., Any]
Answer = Callable[[dict[str, Any], Start], Iterable[bytes]]
HEADERS = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Cache-Control", "no-cache"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
]


class KnownStamps:
    """The stamps of all tables, read again when they are older than FRESH."""

    def __init__(self, read: Callable[[], Mapping[str, int]] = stamps) -> None:
        self._read = read
        self._known: Mapping[str, int] = {}
        self._read_at = -FRESH
        self._reading = threading.Lock()

    def of(self, token: str) -> int | None:
        """The stamp of the table with this live token; None when there is none."""
        if time.monotonic() - self._read_at >= FRESH:
            self._read_again()
        return self._known.get(token)

    def _read_again(self) -> None:
        # One thread reads; the others go on with what is known, unless nothing is yet.
        if not self._reading.acquire(blocking=not self._known):
            return
        try:
            close_old_connections()
            self._known = self._read()
            self._read_at = time.monotonic()
        except DatabaseError:
            # The next question tries again; screens meanwhile keep what they show.
            self._read_at = time.monotonic()
        finally:
            close_old_connections()
            self._reading.release()


class LiveStamps:
    """A WSGI layer that answers for the stamps and hands everything else on."""

    def __init__(self, application: Answer, known: KnownStamps | None = None) -> None:
        self._application = application
        self._known = known or KnownStamps()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """One request."""
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PATH):
            return self._application(environ, start)
        if environ.get("REQUEST_METHOD") not in {"GET", "HEAD"}:
            return _empty(start, "405 Method Not Allowed")
        stamp = self._known.of(path.removeprefix(PATH))
        if stamp is None:
            return _empty(start, "404 Not Found")
        return _stamp(environ, start, stamp)


def _stamp(environ: Mapping[str, Any], start: Start, stamp: int) -> list[bytes]:
    mark = f'"{stamp}"'
    if environ.get("HTTP_IF_NONE_MATCH") == mark:
        start("304 Not Modified", [*HEADERS, ("ETag", mark)])
        return []
    body = str(stamp).encode()
    start("200 OK", [*HEADERS, ("ETag", mark), ("Content-Length", str(len(body)))])
    return [b""] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _empty(start: Start, status: str) -> list[bytes]:
    start(status, [*HEADERS, ("Content-Length", "0")])
    return []
