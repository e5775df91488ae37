"""The reader's own key, which lies sealed in a cookie of their browser since they signed in."""

from __future__ import annotations

from django.http import HttpRequest

from commonbeat.domains.agencies.personal_keys import COOKIE, Unlocked, from_cookie
from commonbeat.domains.hub.access import staff_of
from commonbeat.portals.partners.pages import HubRequest


def unlocked_in(request: HubRequest) -> Unlocked | None:
    """The reader's opened key; None when the cookie is missing, old or another person's."""
    return from_cookie(_cookie(request), staff_of(request.actor))


def _cookie(request: HttpRequest) -> str:
    return str(request.COOKIES.get(COOKIE, ""))
