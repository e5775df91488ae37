"""The way around the desk: only what the reader may open."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.access import Right as Agencies
from commonbeat.domains.calls.access import Right as Calls
from commonbeat.domains.concerns.access import Right as Concerns
from commonbeat.domains.contact.access import Right as Contact
from commonbeat.domains.initiatives.access import Right as Initiatives
from commonbeat.domains.presence.access import Right as Presence
from commonbeat.domains.surveys.access import Right as Surveys
from commonbeat.workflows.hub_figures import SEE_FIGURES

# Label, name of the first page, and the right that opens it.
Place = tuple[str | Promise, str, str]

GROUPS: tuple[tuple[str | Promise, tuple[Place, ...]], ...] = (
    (
        _("Calls"),
        (
            (_("Calls"), "staff:calls", Calls.SEE_CALLS),
            (_("Follow-ups"), "staff:follow_ups", Presence.SEE_PROMISES),
            (_("Messages"), "staff:messages", Contact.SEE_MASKED),
        ),
    ),
    (
        _("From residents"),
        (
            (_("Concerns"), "staff:concerns", Concerns.SEE_CONCERNS),
            (_("Tips"), "staff:tips", Concerns.READ_TIPS),
            (_("Complaints"), "staff:complaints", Concerns.HANDLE_COMPLAINTS),
            (_("Thanks"), "staff:thanks", Concerns.PASS_ON_THANKS),
            (_("Said to me"), "staff:own_thanks", Concerns.SEE_OWN_THANKS),
        ),
    ),
    (
        _("What we learn"),
        (
            (_("Surveys"), "staff:surveys", Surveys.SEE_RESULTS),
            (_("How concerns go"), "staff:concern_figures", Concerns.COUNT),
            (_("Centre of Responsibility"), "staff:hub_figures", SEE_FIGURES),
            (_("Issues"), "staff:initiatives", Initiatives.SEE_INITIATIVES),
        ),
    ),
    (
        _("How we work"),
        (
            (_("What callers are told"), "staff:policies", Calls.SEE_POLICIES),
            (_("Kinds of concern"), "staff:concern_kinds", Concerns.SET_KINDS),
            (_("Officers"), "staff:officers", Agencies.SEE_STAFF),
            (_("Staff"), "staff:people", Agencies.ENGAGE_STAFF),
            (_("Agreements"), "staff:agreements", Agencies.KEEP_AGREEMENTS),
            (_("Feeds"), "staff:feeds", Calls.OPEN_FEEDS),
        ),
    ),
    (
        _("Privacy"),
        (
            (_("Privacy"), "staff:privacy", Contact.ANSWER_SUBJECT),
            (_("Ledger"), "staff:ledger", Contact.ANSWER_SUBJECT),
        ),
    ),
    (_("My account"), ((_("My account"), "staff:account", Agencies.KEEP_OWN_ACCOUNT),)),
)
MOST_IN_A_ROW = 9  # more would not fit in one row of a small desk's screen


@dataclass(frozen=True, slots=True)
class Link:
    """One place in the bar; `current` is what a screen reader hears: page, true or nothing."""

    label: str
    url: str
    current: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """The bar, and below it the places of the group where one is; its name is `group`."""

    bar: list[Link]
    group: str = ""
    within: list[Link] = field(default_factory=list)


def navigation(viewer: Actor, path: str) -> Way:
    """The places that the viewer may open: all in one row where they fit, else in groups."""
    groups = [(str(label), links) for label, places in GROUPS if (links := _open(viewer, places))]
    everywhere = [link for _label, links in groups for link in links]
    here = max((link.url for link in everywhere if path.startswith(link.url)), key=len, default="")
    today = _today(viewer, path) if everywhere else []
    if len(today) + len(everywhere) <= MOST_IN_A_ROW:
        return Way(today + _marked(everywhere, here))
    group, within = next((g for g in groups if here in {link.url for link in g[1]}), ("", []))
    bar = [_of_group(label, links, here) for label, links in groups]
    return Way(today + bar, group, _marked(within, here) if len(within) > 1 else [])


def _open(viewer: Actor, places: tuple[Place, ...]) -> list[Link]:
    return [Link(str(label), reverse(name)) for label, name, right in places if viewer.may(right)]


def _today(viewer: Actor, path: str) -> list[Link]:
    """The desk's first page; a partner without a seat at the desk has none."""
    if not viewer.may(Agencies.WORK_AT_DESK):
        return []
    home = reverse("staff:home")
    return [Link(str(_("Today")), home, "page" if path == home else "")]


def _marked(links: list[Link], here: str) -> list[Link]:
    return [replace(link, current="page" if link.url == here else "") for link in links]


def _of_group(label: str, links: list[Link], here: str) -> Link:
    """The group's own link leads to its first place, and bears that place's name if alone."""
    if len(links) == 1:
        return _marked(links, here)[0]
    return Link(label, links[0].url, "true" if any(link.url == here for link in links) else "")
