"""The way around what is set up for concerns: kinds, outside servers, independent bodies."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.queries.forwarding import n_to_settle

Tab = tuple[str, str, bool, int | None]


def set_up_tabs(viewer: Actor, here: str) -> list[Tab]:
    """The set-up pages that the viewer may open; `here` is the name of the one shown."""
    places = (
        (_("Kinds"), "concern_kinds", Right.SET_KINDS),
        (_("Outside servers"), "concern_servers", Right.SET_ROUTES),
        (_("Independent bodies"), "concern_bodies", Right.SET_ROUTES),
    )
    return [
        (label, reverse(f"staff:{name}"), name == here, None)
        for label, name, right in places
        if viewer.may(right)
    ]


def inbox_tabs(viewer: Actor, here: str) -> list[Tab]:
    """The inbox and what was sent on, for who may send on; none for others."""
    if not viewer.may(Right.FORWARD):
        return []
    waiting = n_to_settle(viewer)
    return [
        (_("Inbox"), reverse("staff:concerns"), here == "concerns", None),
        (_("Sent on: to settle"), reverse("staff:to_settle"), here == "to_settle", waiting),
    ]
