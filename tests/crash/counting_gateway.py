"""A gateway in Kannel's manner that counts how often it was asked to send each message."""

from __future__ import annotations

import contextlib
import re
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.domains.contact.provider import Asked, provider

_KEY = re.compile(r"/receipts/([^?]+)\?")
SLOW_FOR = 0.004  # seconds for each text, so that kills fall into hand-overs too


@dataclass
class CountingGateway:
    """Where it listens, and how often each message key came."""

    url: str = ""
    came: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, asked: Asked) -> tuple[int, bytes]:
        """Count one text."""
        key = _KEY.search(asked.headers["X-Kannel-DLR-Url"])
        with self._lock:
            self.came[key.group(1) if key else "?"] += 1
        threading.Event().wait(SLOW_FOR)
        return 202, b"0: Accepted for delivery"


@contextlib.contextmanager
def counting_gateway() -> Iterator[CountingGateway]:
    """One that listens on a free loopback port."""
    made = CountingGateway()
    with provider(made.take) as there:
        made.url = there.url
        yield made
