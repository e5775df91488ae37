"""What callers are told, by type of call: a change is a new version, and the old ones stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.queries import doers
from commonbeat.domains.calls.access import Right
from commonbeat.domains.calls.actions import policies as actions
from commonbeat.domains.calls.errors import SensitiveType
from commonbeat.domains.calls.queries import policies as queries
from commonbeat.portals.staff.calls.policy_form import (
    MILESTONES,
    PolicyForm,
    TypeForm,
    as_given,
    as_initial,
)
from commonbeat.portals.staff.pages import FORM, DeskRequest, found, page, render, say
from commonbeat.portals.staff.words import GROUPS, TEXT_NAMES, word


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of call in words."""

    kind: queries.TypeView
    label: str
    group: str
    told: tuple[str, ...]
    tells_all: bool


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier or present version in words."""

    policy: queries.PolicyView
    told: tuple[str, ...]
    by: str


@page(Right.SEE_POLICIES)
def policies(request: DeskRequest) -> HttpResponseBase:
    """Every type: first those whose callers are told, then the silent, then the sensitive ones."""
    kinds = [_kind(kind) for kind in queries.types(request.actor)]
    kinds.sort(key=lambda one: (one.group, one.label.casefold()))
    context = {
        "told": [one for one in kinds if one.told],
        "silent": [one for one in kinds if not one.told and not one.kind.is_sensitive],
        "sensitive": [one for one in kinds if one.kind.is_sensitive],
        "may_set": request.actor.may(Right.SET_POLICIES),
    }
    return render(request, "calls/policies.html", context)


@page(Right.SEE_POLICIES)
def policy(request: DeskRequest, code: str) -> HttpResponseBase:
    """One type: its policy and every version before."""
    kind = found(queries.type_of(request.actor, code))
    context = {
        "one": _kind(kind),
        "versions": _versions(request.actor, queries.policy_history(request.actor, code)),
        "may_set": request.actor.may(Right.SET_POLICIES),
    }
    return render(request, "calls/policy.html", context)


@page(Right.SET_POLICIES, methods=FORM)
def set_policy(request: DeskRequest, code: str) -> HttpResponseBase:
    """Put a new version in force. A sensitive type says why it cannot be switched on."""
    kind = found(queries.type_of(request.actor, code))
    form = PolicyForm(request.POST or None, initial=as_initial(kind.policy))
    if form.is_valid():
        try:
            actions.set_policy(call_type=code, by=request.actor, **as_given(form.cleaned_data))
        except SensitiveType:
            form.add_error(None, _("This type is sensitive: its callers are never told anything."))
        else:
            say(request, _("The new version is in force. Calls that are open follow it too."))
            return redirect("staff:policy", code)
    return render(request, "calls/set_policy.html", {"one": _kind(kind), "form": form})


@page(Right.SET_POLICIES, methods=FORM)
def name_type(request: DeskRequest, code: str = "") -> HttpResponseBase:
    """Add a type as dispatch names it, or correct the words for one."""
    kind = found(queries.type_of(request.actor, code)) if code else None
    groups = sorted({one.group for one in queries.types(request.actor)} | set(GROUPS))
    form = TypeForm(
        request.POST or None,
        initial=_named(kind),
        groups=[(one, word(GROUPS, one)) for one in groups],
        known=kind,
    )
    if form.is_valid():
        given = dict(form.cleaned_data)
        new_code = code or given["code"]
        given["code"] = new_code
        actions.name_type(by=request.actor, **given)
        say(request, _("The type is saved."))
        return redirect("staff:policy", new_code)
    return render(request, "calls/name_type.html", {"form": form, "one": kind})


def _named(kind: queries.TypeView | None) -> dict[str, object]:
    if kind is None:
        return {}
    return {
        "label": kind.label,
        "label_fr": kind.label_fr,
        "group": kind.group,
        "is_sensitive": kind.is_sensitive,
    }


def _kind(kind: queries.TypeView) -> Kind:
    french = (get_language() or "").startswith("fr")
    tells = kind.policy is not None and kind.policy.tells and not kind.is_sensitive
    told = _told(kind.policy) if tells and kind.policy else ()
    label = (kind.label_fr if french else "") or kind.label
    return Kind(kind, label, word(GROUPS, kind.group), told, len(told) == len(MILESTONES))


def _told(policy: queries.PolicyView) -> tuple[str, ...]:
    return tuple(word(TEXT_NAMES, name) for name in TEXT_NAMES if name in policy.pauses)


def _versions(viewer: Actor, history: Sequence[queries.PolicyView]) -> list[Version]:
    names = doers(viewer, [one.made_by for one in history])
    return [
        Version(one, _told(one) if one.tells else (), names.get(one.made_by, _("first set-up")))
        for one in history
    ]
