"""Who enters the desk: signed-in staff, past their second factor where one is asked for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django_htmx.http import HttpResponseClientRedirect
from django_otp import user_has_device

from commonbeat.core import clock
from commonbeat.core.actor import NOBODY, Actor
from commonbeat.roles import SIGNS_IN, Role, actor

OPEN = frozenset({"sign_in", "sign_out"})
HALF_OPEN = frozenset({"second_factor", "set_up_second_factor"})
SIGNED_IN_AT = "signed_in_at"  # in the session: when the password was shown, ISO 8601
LASTS = dt.timedelta(hours=12)


def enter(request: HttpRequest) -> Actor | HttpResponseBase:
    """The signed-in member of staff as their role; everybody else goes to the sign-in page."""
    page = request.resolver_match.url_name if request.resolver_match else ""
    if page in OPEN:
        return NOBODY
    user: Any = request.user
    if not user.is_authenticated or not user.is_active or user.role not in SIGNS_IN:
        return _go(request, "staff:sign_in")
    if _is_over(request):
        logout(request)
        return _go(request, "staff:sign_in")
    if page not in HALF_OPEN and needs_second_factor(user):
        return _go(request, "staff:second_factor")
    translation.activate(user.language)
    return actor(Role(user.role), user.key)


def needs_second_factor(user: Any) -> bool:
    """Whether a code is still to be shown: the town asks for one, or the person set it up."""
    return not user.is_verified() and (settings.SECOND_FACTOR_REQUIRED or user_has_device(user))


def _is_over(request: HttpRequest) -> bool:
    """A day's work after the sign-in it is over, however busy the session was."""
    try:
        since = dt.datetime.fromisoformat(request.session.get(SIGNED_IN_AT, ""))
    except ValueError:
        return True
    return clock.now() - since >= LASTS


def _go(request: HttpRequest, name: str) -> HttpResponseBase:
    # A part of a page that refreshes itself must not show the sign-in page inside the page.
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(reverse(name))
    return redirect(name)
