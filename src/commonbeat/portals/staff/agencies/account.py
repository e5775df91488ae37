"""One's own account: language, password and second factor."""

from __future__ import annotations

from typing import Any

import django_otp
import segno
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from commonbeat.domains.agencies import errors, queries, totp
from commonbeat.domains.agencies.access import Right
from commonbeat.domains.agencies.actions import account as actions
from commonbeat.domains.agencies.actions import second_factor
from commonbeat.portals.doors import needs_second_factor
from commonbeat.portals.staff.agencies.forms import CodeForm, LanguageForm, PasswordForm
from commonbeat.portals.staff.pages import FORM, POST, DeskRequest, found, page, render, say
from commonbeat.portals.staff.words import ROLES

CANDIDATE = "second_factor_candidate"  # in the session: a secret that is nobody's yet


@page(Right.KEEP_OWN_ACCOUNT)
def account(request: DeskRequest) -> HttpResponseBase:
    """Who one is here, and what one may change."""
    own = found(queries.own_account(request.actor))
    facts = [
        (_("Name"), own.display_name),
        (_("Sign-in name"), own.sign_in_name),
        (_("Role"), ROLES.get(own.role, own.role)),
        (_("Agency"), own.agency),
    ]
    form = LanguageForm(initial={"language": own.language}, languages=_languages())
    return render(request, "agencies/account.html", {"own": own, "facts": facts, "language": form})


@page(Right.KEEP_OWN_ACCOUNT, methods=POST)
def choose_language(request: DeskRequest) -> HttpResponseBase:
    """Change the language of one's own pages."""
    form = LanguageForm(request.POST, languages=_languages())
    if form.is_valid():
        language = form.cleaned_data["language"]
        actions.choose_own_language(language=language, by=request.actor)
        translation.activate(language)
        say(request, _("Your pages are in this language now."))
    return redirect("staff:account")


@page(Right.KEEP_OWN_ACCOUNT, methods=FORM)
def change_password(request: DeskRequest) -> HttpResponseBase:
    """Choose a new password; one stays signed in here and nowhere else."""
    form = PasswordForm(request.POST or None)
    if form.is_valid() and _password_changed(request, form):
        say(request, _("Your password is changed. You were signed out everywhere else."))
        return redirect("staff:account")
    return render(request, "agencies/password.html", {"form": form})


@page(Right.KEEP_OWN_ACCOUNT, methods=FORM)
def set_up_second_factor(request: DeskRequest) -> HttpResponseBase:
    """Read a picture with an authenticator app, and show one code to prove it."""
    user: Any = request.user
    if needs_second_factor(user) and django_otp.user_has_device(user):
        return redirect("staff:second_factor")  # the password alone must not replace it
    secret = request.session.setdefault(CANDIDATE, totp.new_secret())
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            _confirm(request, secret, form.cleaned_data["code"])
        except errors.WrongCode as refused:
            form.add_error("code", str(refused))
        else:
            say(
                request,
                _("Your second factor is set up. You are asked for it at each sign-in."),
            )
            return redirect("staff:home")
    shown = totp.candidate(secret, label=user.sign_in_name)
    more: dict[str, object] = {"navigation": []} if needs_second_factor(user) else {}
    return render(
        request,
        "agencies/set_up_second_factor.html",
        {"form": form, "secret": _in_fours(shown.secret), "picture": _qr(shown.uri), **more},
    )


def _password_changed(request: DeskRequest, form: PasswordForm) -> bool:
    try:
        staff = actions.change_own_password(by=request.actor, **form.cleaned_data)
    except errors.WrongPassword as refused:
        form.add_error("present", str(refused))
    except errors.WeakPassword as refused:
        form.add_error("password", str(refused))
    else:
        update_session_auth_hash(request, staff)
        return True
    return False


def _confirm(request: DeskRequest, secret: str, code: str) -> None:
    device = second_factor.confirm_second_factor(secret=secret, code=code, by=request.actor)
    django_otp.login(request, device)
    del request.session[CANDIDATE]
    request.session.cycle_key()


def _languages() -> list[tuple[str, str]]:
    known = [code for code, _name in settings.LANGUAGES]
    return [
        (code, translation.get_language_info(code)["name_local"].capitalize()) for code in known
    ]


def _qr(uri: str) -> SafeString:
    picture = segno.make(uri, error="m").svg_inline(scale=6, border=4, light="#fff", omitsize=True)
    return mark_safe(picture)  # noqa: S308  segno draws paths only, from our own text


def _in_fours(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
