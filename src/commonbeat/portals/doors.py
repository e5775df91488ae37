"""What every portal for people who sign in asks at its door: a password, of today, and a code.

The desk and the partners' portal are strangers to each other; the rules of signing in are here,
so that they are the same at both. Signing in itself is a page of the desk.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol, cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django_htmx.http import HttpResponseClientRedirect
from django_otp import user_has_device

from commonbeat.core import clock
from commonbeat.roles import SIGNS_IN

SIGNED_IN_AT = "signed_in_at"  # in the session: when the password was shown, ISO 8601
LASTS = dt.timedelta(hours=12)


class Person(Protocol):
    """A member of staff who signed in: a random key, and the name of a role."""

    pk: int
    key: str
    role: str
    language: str


def signed_in(request: HttpRequest, *, half_open: bool = False) -> Person | HttpResponseBase:
    """The person who signed in, with their language set, or the answer that sends them to do so.

    A page that is `half_open` is one where the second factor is shown or set up.
    """
    user: Any = request.user
    if not user.is_authenticated or not user.is_active or user.role not in SIGNS_IN:
        return go(request, "staff:sign_in")
    if _is_over(request):
        logout(request)
        return go(request, "staff:sign_in")
    if not half_open and needs_second_factor(user):
        return go(request, "staff:second_factor")
    translation.activate(user.language)
    return cast("Person", user)


def needs_second_factor(user: Any) -> bool:
    """Whether a code is still to be shown: the town asks for one, or the person set it up."""
    return not user.is_verified() and (settings.SECOND_FACTOR_REQUIRED or user_has_device(user))


def note_time(request: HttpRequest) -> None:
    """Remember in the session that the password was shown now."""
    request.session[SIGNED_IN_AT] = clock.now().isoformat()


def go(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send the reader to a page, the whole page even when only a part of it was asked for."""
    # A part of a page that refreshes itself must not show the sign-in page inside the page.
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(reverse(name))
    return redirect(name)


def partners_home() -> str:
    """The name of the first page of partners: their portal's, or their account where none is."""
    try:
        reverse("partners:home")
    except NoReverseMatch:
        return "staff:account"
    return "partners:home"


def _is_over(request: HttpRequest) -> bool:
    """A day's work after the sign-in it is over, however busy the session was."""
    try:
        since = dt.datetime.fromisoformat(request.session.get(SIGNED_IN_AT, ""))
    except ValueError:
        return True
    return clock.now() - since >= LASTS
