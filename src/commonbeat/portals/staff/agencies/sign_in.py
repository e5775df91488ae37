"""Signing in and out: the same answer, after the same work, for a wrong name or password."""

from __future__ import annotations

from typing import Any

import django_otp
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from commonbeat.core.actor import NOBODY, Actor
from commonbeat.core.errors import NotPermitted
from commonbeat.domains.agencies.access import Right
from commonbeat.domains.agencies.actions import account, second_factor
from commonbeat.domains.agencies.actions.personal_keys import open_personal_key
from commonbeat.domains.agencies.personal_keys import COOKIE, COOKIE_PATH, lock_into_cookie
from commonbeat.domains.agencies.personal_keys import LASTS as KEY_LASTS
from commonbeat.portals import doors
from commonbeat.portals.staff.agencies.forms import CodeForm, SignInForm
from commonbeat.portals.staff.pages import FORM, OPEN, POST, DeskRequest, page, render
from commonbeat.roles import Role, actor


@page(OPEN, methods=FORM)
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Name and password. After five wrong ones the name is locked for a quarter of an hour."""
    form = SignInForm(request.POST or None)
    if form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        if _is_let_in(request, user):
            login(request, user)  # a fresh session key
            doors.note_time(request)
            return _with_personal_key(user, form.cleaned_data["password"])
        form.add_error(None, _("This name and this password do not fit together."))
    return render(request, "agencies/sign_in.html", {"form": form})


@page(OPEN, methods=POST)
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End the session."""
    logout(request)
    answer = redirect("staff:sign_in")
    answer.delete_cookie(COOKIE, path=COOKIE_PATH, samesite="Strict")
    return answer


@page(Right.KEEP_OWN_ACCOUNT, methods=FORM)
def show_second_factor(request: DeskRequest) -> HttpResponseBase:
    """A code from the telephone, after the password."""
    user: Any = request.user
    if user.is_verified():
        return redirect("staff:home")
    if not django_otp.user_has_device(user):
        return redirect("staff:set_up_second_factor")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        device = django_otp.match_token(user, form.cleaned_data["code"])
        if device is not None:
            second_factor.pass_second_factor(by=request.actor)
            django_otp.login(request, device)
            request.session.cycle_key()
            return redirect("staff:home")
        _write_refusal(second_factor.pass_second_factor)
        wait = _("This code does not fit. After a wrong code, wait for the next one.")
        form.add_error("code", wait)
    return render(request, "agencies/second_factor.html", {"form": form, "navigation": []})


def _is_let_in(request: HttpRequest, user: Any) -> bool:
    if user is not None and user.role in list(Role):
        account.sign_in(by=actor(Role(user.role), user.key))
        return True
    if not getattr(request, "axes_locked_out", False):
        _write_refusal(account.sign_in)
    return False


def _with_personal_key(user: Any, password: str) -> HttpResponseBase:
    """On to the desk; the personal key goes to this browser and stays nowhere else."""
    by = actor(Role(user.role), user.key)
    unlocked = open_personal_key(password=password, by=by)
    answer = redirect("staff:home")
    answer.set_cookie(
        COOKIE,
        lock_into_cookie(unlocked),
        max_age=KEY_LASTS,
        path=COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return answer


def _write_refusal(act: Any) -> None:
    """The ledger learns that somebody was refused, and not who."""
    nobody: Actor = NOBODY
    try:
        act(by=nobody)
    except NotPermitted:
        return
