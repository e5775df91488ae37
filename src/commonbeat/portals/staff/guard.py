"""Who enters the desk: signed-in staff, past their second factor where the town asks for one."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from commonbeat.core.actor import NOBODY, Actor
from commonbeat.roles import Role, actor

OPEN = frozenset({"sign_in", "sign_out"})
HALF_OPEN = frozenset({"second_factor", "set_up_second_factor"})


def enter(request: HttpRequest) -> Actor | HttpResponseBase:
    """The signed-in member of staff as their role; everybody else goes to the sign-in page."""
    page = request.resolver_match.url_name if request.resolver_match else ""
    if page in OPEN:
        return NOBODY
    user = request.user
    if not user.is_authenticated or not user.is_active:
        return redirect("staff:sign_in")
    if settings.SECOND_FACTOR_REQUIRED and page not in HALF_OPEN and not user.is_verified():  # type: ignore[union-attr]
        return redirect("staff:second_factor")
    return actor(Role(user.role), user.key)  # type: ignore[union-attr]
