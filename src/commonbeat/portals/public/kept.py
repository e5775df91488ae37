"""Pages that are the same for everybody: made once every few seconds, and told apart by a tag.

They hold no cookie, no message and no token, so one reader's page can be another's, they can be
kept for a minute by anyone on the way, and pressing them together gives nothing away.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from commonbeat.core import clock

MADE_ANEW_AFTER = dt.timedelta(seconds=10)
KEPT_BY_BROWSERS = "public, max-age=60"

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class _Page:
    body: bytes
    pressed: bytes
    headers: dict[str, str]
    etag: str
    made_at: dt.datetime


_pages: dict[tuple[str, str], _Page] = {}


def for_everybody(view: View) -> View:
    """Keep what a view answers, by path and language; answer 304 to whoever has it already."""

    @require_safe
    @wraps(view)
    def kept(request: HttpRequest, **parts: str) -> HttpResponse:
        page = _fresh(request, partial(view, **parts))
        squeezes = "gzip" in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(page.pressed if squeezes else page.body, headers=page.headers)
        if squeezes:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["ETag"] = page.etag
        response.headers["Cache-Control"] = KEPT_BY_BROWSERS
        patch_vary_headers(response, ("Accept-Language", "Cookie", "Accept-Encoding"))
        return get_conditional_response(request, etag=page.etag, response=response) or response

    return kept


def page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """A page that says nothing of its reader: what belongs to one reader is left out."""
    shared: dict[str, object] = {"messages": (), "demo": settings.DEMO}
    return render(request, template, shared | context)


def forget() -> None:
    """Forget the pages, for tests."""
    _pages.clear()


def _fresh(request: HttpRequest, view: View) -> _Page:
    key = request.path, get_language() or ""
    found, now = _pages.get(key), clock.now()
    if found is None or not dt.timedelta(0) <= now - found.made_at < MADE_ANEW_AFTER:
        request.META["QUERY_STRING"] = ""  # what one reader's address adds is not for others
        found = _pages[key] = _made(view(request), now)
    return found


def _made(response: HttpResponse, now: dt.datetime) -> _Page:
    body = response.content
    return _Page(
        body=body,
        pressed=gzip.compress(body, 6, mtime=0),
        headers=dict(response.headers),
        etag=f'W/"{hashlib.sha256(body).hexdigest()[:24]}"',
        made_at=now,
    )
