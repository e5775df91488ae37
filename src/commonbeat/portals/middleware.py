"""The lobby: every request goes to one portal, past that portal's guard, as one actor."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from commonbeat.core.actor import NOBODY, Actor

PORTALS = ("public", "residents", "staff", "partners", "machines", "demo")

Answer = Callable[[HttpRequest], HttpResponseBase]
Guard = Callable[[HttpRequest], Actor | HttpResponseBase]
GUARDS: dict[str, Guard] = {
    name: import_module(f"commonbeat.portals.{name}.guard").enter for name in PORTALS
}


class PortalMiddleware:
    """Asks the portal's guard who is coming in, before any view runs."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Start every request as nobody."""
        request.actor = NOBODY  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Let the guard turn the request into an actor, or answer it instead."""
        match = request.resolver_match
        portal = match.namespaces[0] if match and match.namespaces else ""
        if portal not in GUARDS:
            raise Http404
        came_in = GUARDS[portal](request)
        if not isinstance(came_in, Actor):
            return came_in
        request.actor = came_in  # type: ignore[attr-defined]
        return None


class PrivateMiddleware:
    """Headers that keep pages private: nothing is stored unless a view says that it may be."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add what the view did not set itself."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault(
            "Permissions-Policy", "geolocation=(), camera=(), microphone=(), interest-cohort=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
