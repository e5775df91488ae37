"""The first page, how to tell our texts from false ones, and a sign of life for a balancer."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonbeat.portals.public.kept import for_everybody, page
from commonbeat.portals.public.table import headlines, in_force


@for_everybody
def home(request: HttpRequest) -> HttpResponse:
    """What this is, and where to go."""
    table = in_force()
    figures = headlines(table)[:3] if table else []
    return page(request, "public/home.html", {"figures": figures, "sender": settings.TEXT_SENDER})


@for_everybody
def texts(request: HttpRequest) -> HttpResponse:
    """Is this text from us?"""
    return page(
        request,
        "public/texts.html",
        {"sender": settings.TEXT_SENDER, "address": settings.PUBLIC_URL},
    )


@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """The process answers; nothing more is told."""
    return HttpResponse("ok\n", content_type="text/plain")
