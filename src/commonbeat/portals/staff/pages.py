"""How the pages of the desk are put together; portals/pages.py guards each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_template

from commonbeat.portals.pages import (
    FORM,
    GET,
    OPEN,
    POST,
    PortalRequest,
    found,
    one_page,
    page,
    say,
    warn,
)
from commonbeat.portals.staff.navigation import navigation

__all__ = [
    "FORM",
    "GET",
    "OPEN",
    "POST",
    "DeskRequest",
    "found",
    "one_page",
    "page",
    "render",
    "say",
    "warn",
]


class DeskRequest(PortalRequest):
    """A request past the desk's guard."""


def render(
    request: HttpRequest, template: str, context: Mapping[str, object] | None = None
) -> HttpResponse:
    """A page of the desk; one with a form that was filled in wrongly answers 422."""
    given = dict(context or {})
    form = given.get("form")
    status = 422 if getattr(form, "errors", None) else 200
    return render_template(request, f"staff/{template}", _framed(request) | given, status=status)


def _framed(request: HttpRequest) -> dict[str, object]:
    actor = cast("DeskRequest", request).actor
    user = request.user
    return {
        "demo": settings.DEMO,
        "staff_name": getattr(user, "display_name", ""),
        "navigation": navigation(actor, request.path),
    }
