"""Staff and roles: engage, give another role, help with a lost password or telephone, end."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from commonbeat.domains.agencies import errors, queries
from commonbeat.domains.agencies.access import STAFF_ROLES, Right
from commonbeat.domains.agencies.actions import staff as actions
from commonbeat.portals.staff.agencies.forms import EngageForm, NewPasswordForm, RoleForm
from commonbeat.portals.staff.pages import (
    FORM,
    POST,
    DeskRequest,
    found,
    page,
    render,
    say,
    warn,
)
from commonbeat.portals.staff.words import ROLES

Choices = list[tuple[str, str]]


@page(Right.ENGAGE_STAFF)
def people(request: DeskRequest) -> HttpResponseBase:
    """Everybody who signs in, and those whose service ended."""
    context = {
        "people": [
            (one, ROLES.get(one.role, one.role)) for one in queries.staff_in_service(request.actor)
        ],
        "former": [
            (one, ROLES.get(one.role, one.role)) for one in queries.former_staff(request.actor)
        ],
    }
    return render(request, "agencies/people.html", context)


@page(Right.ENGAGE_STAFF, methods=FORM)
def engage(request: DeskRequest) -> HttpResponseBase:
    """Let a person sign in."""
    agencies = [(one.code, one.name) for one in queries.agencies(request.actor)]
    form = EngageForm(request.POST or None, agencies=agencies, roles=_roles())
    if form.is_valid() and _engaged(request, form):
        say(request, _("They can sign in now. Give them the password in person."))
        return redirect("staff:people")
    return render(request, "agencies/engage.html", {"form": form})


@page(Right.ENGAGE_STAFF, methods=FORM)
def person(request: DeskRequest, key: str) -> HttpResponseBase:
    """One member of staff: give them another role, or help them in."""
    one = found(queries.staff_member(request.actor, key))
    form = RoleForm(request.POST or None, initial={"role": one.role}, roles=_roles())
    if form.is_valid() and one.ended_at is None:
        role = form.cleaned_data["role"]
        done = _("The new role holds at once.")
        _try(
            request,
            lambda: actions.change_role(staff_key=key, role=role, by=request.actor),
            done,
        )
        return redirect("staff:person", key)
    context = {
        "one": one,
        "role": ROLES.get(one.role, one.role),
        "form": form,
        "password": NewPasswordForm(),
    }
    return render(request, "agencies/person.html", context)


@page(Right.ENGAGE_STAFF, methods=POST)
def give_password(request: DeskRequest, key: str) -> HttpResponseBase:
    """A new password for somebody who forgot theirs."""
    one = found(queries.staff_member(request.actor, key))
    form = NewPasswordForm(request.POST)
    password = form.cleaned_data["password"] if form.is_valid() else ""
    done = _("The new password holds. They were signed out everywhere.")
    _try(
        request,
        lambda: actions.set_password(staff_key=one.key, password=password, by=request.actor),
        done,
    )
    return redirect("staff:person", key)


@page(Right.ENGAGE_STAFF, methods=POST)
def remove_second_factor(request: DeskRequest, key: str) -> HttpResponseBase:
    """Take a lost telephone away."""
    one = found(queries.staff_member(request.actor, key))
    done = _("The old telephone opens nothing any more. They set up a new one when they sign in.")
    _try(
        request,
        lambda: actions.remove_second_factor(staff_key=one.key, by=request.actor),
        done,
    )
    return redirect("staff:person", key)


@page(Right.ENGAGE_STAFF, methods=FORM)
def end_service(request: DeskRequest, key: str) -> HttpResponseBase:
    """Ask once more, then end it at once."""
    one = found(queries.staff_member(request.actor, key))
    if request.method == "POST":
        done = _("Their service has ended. They were signed out and their name is gone.")
        _try(request, lambda: actions.end_service(staff_key=one.key, by=request.actor), done)
        return redirect("staff:people")
    return render(request, "agencies/end_service.html", {"one": one})


def _engaged(request: DeskRequest, form: EngageForm) -> bool:
    given = form.cleaned_data
    try:
        actions.engage_staff(
            sign_in_name=given["sign_in_name"],
            display_name=given["display_name"],
            agency_code=given["agency"],
            role=given["role"],
            password=given["password"],
            by=request.actor,
        )
    except errors.NameTaken as refused:
        form.add_error("sign_in_name", str(refused))
    except errors.WeakPassword as refused:
        form.add_error("password", str(refused))
    else:
        return True
    return False


def _try(request: DeskRequest, change: Callable[[], object], done: str) -> None:
    try:
        change()
    except errors.AgenciesRefused as refused:
        warn(request, str(refused))
    else:
        say(request, done)


def _roles() -> Choices:
    return [(role, str(ROLES[role])) for role in STAFF_ROLES]
