"""The list of public requests in JSON, answered in front of Django: the question that many ask.

`GET /machines/open311/v2/requests.json` reads no cookie and makes no page, so nothing that pages
need runs for it. All see the same: whoever asks the very same within a second is given the same
answer. A concern that is taken back is therefore seen for a second longer, in each process.

What is unusual goes on to Django's view, which says what is wrong: a fault in the parameters,
another jurisdiction, extensions, a busy database. The headers are those of Django's own answer,
which is the first.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.signals import request_started
from django.db import DatabaseError

from commonbeat.domains.concerns import listing
from commonbeat.portals.machines.concerns import asked, records, writing

PATH = "/machines/open311/v2/requests.json"
AGAIN = 1.0  # seconds for which the same answer is given
ROOM = 8 * 2**20  # bytes of answers that are kept
LONGEST = 2_000  # characters of a usual question
UNUSUAL = frozenset({"jurisdiction_id", "extensions"})
OF_ONE_ANSWER = frozenset({"content-length", "content-language", "set-cookie"})

Environ = dict[str, Any]
Start = Callable[..., Any]
Answer = Callable[[Environ, Start], Iterable[bytes]]
Headers = list[tuple[str, str]]


class Kept:
    """Answers of the last second, the oldest first, in so many bytes."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, bool], tuple[float, bytes]] = {}
        self._size = 0
        self._changing = threading.Lock()

    def get(self, question: tuple[str, bool]) -> bytes | None:
        """The answer to this question, when it is younger than AGAIN."""
        at, body = self._answers.get(question, (0.0, b""))
        return body if body and time.monotonic() - at < AGAIN else None

    def put(self, question: tuple[str, bool], body: bytes) -> None:
        """Keep an answer, and let go of those that are too old or for which there is no room."""
        now = time.monotonic()
        with self._changing:
            self._drop(question)
            self._answers[question] = (now, body)
            self._size += len(body)
            for oldest, (at, _) in list(self._answers.items()):
                if self._size <= ROOM and now - at < AGAIN:
                    break
                self._drop(oldest)

    def _drop(self, question: tuple[str, bool]) -> None:
        _, body = self._answers.pop(question, (0.0, b""))
        self._size -= len(body)


class PublicList:
    """A WSGI layer that answers for the list and hands everything else on."""

    def __init__(self, application: Answer) -> None:
        self._application = application
        self._headers: dict[bool, Headers] = {}
        self._kept = Kept()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """One request."""
        if environ.get("PATH_INFO") != PATH or environ.get("REQUEST_METHOD") != "GET":
            return self._application(environ, start)
        secure = _is_secure(environ)
        headers = self._headers.get(secure)
        if headers is None:
            return self._application(environ, self._learning(start, secure))
        body = self._body(environ)
        if body is None:
            return self._application(environ, start)
        start("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def _learning(self, start: Start, secure: bool) -> Start:
        def learn(status: str, headers: Headers, *rest: Any) -> Any:
            if status.startswith("200"):
                kept = [(k, v) for k, v in headers if k.lower() not in OF_ONE_ANSWER]
                self._headers[secure] = kept
            return start(status, headers, *rest)

        return learn

    def _body(self, environ: Environ) -> bytes | None:
        text, accepted = environ.get("QUERY_STRING", ""), environ.get("HTTP_ACCEPT_LANGUAGE", "")
        question = (text, accepted[:2].lower() == "fr")
        if known := self._kept.get(question):
            return known
        body = _made(text, accepted)
        if body is not None:
            self._kept.put(question, body)
        return body


def _is_secure(environ: Environ) -> bool:
    """As Django sees it, behind a proxy too."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        return str(environ.get(name, "")).split(",")[0].strip() == value
    return bool(environ.get("wsgi.url_scheme") == "https")


def _made(text: str, accepted: str) -> bytes | None:
    """The answer made anew; None for what Django's view is to answer."""
    if len(text) > LONGEST or not text.isascii() or "%00" in text:
        return None
    given = dict(parse_qsl(text, keep_blank_values=True))
    if given.keys() & UNUSUAL:
        return None
    try:
        search = asked.search(given)
        # As before every request: a connection that the database has closed is opened again.
        request_started.send(sender=PublicList)
        rows = listing.rows_shown(search)
    except (asked.Wrong, DatabaseError):
        return None
    return writing.json_of(records.requests(rows, french=asked.is_french(given, accepted)))
