"""The public log: what was found, who was asked to change it, and what became of that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonbeat.domains.initiatives import public as initiatives
from commonbeat.domains.initiatives.public import Log, PublicIssue, PublicRecommendation
from commonbeat.portals.public.initiatives_words import AFFECTED, ISSUES, LEVELS, ORIGINS, STATES
from commonbeat.portals.public.kept import for_everybody, page

KINDS = {"implemented": "success", "proposed": "info", "accepted": "info", "partly": "info"}
ORDER = ("implemented", "accepted", "partly", "proposed", "declined", "superseded")


@dataclass(frozen=True, slots=True)
class Bar:
    """How many recommendations stand so, for ui/bars.html."""

    label: str
    text: str
    at: float


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the chain of an issue, for ui/timeline.html."""

    label: str
    state: str
    note: str = ""
    time: None = None


@for_everybody
def status_log(request: HttpRequest) -> HttpResponse:
    """Every published issue, with how its recommendations stand."""
    log = initiatives.log()
    context = {
        "log": log,
        "bars": _bars(log),
        "oldest": _days(log.oldest_days),
        "headers": [_("Asked"), _("What"), _("Due"), _("Answered"), _("Where it stands")],
        "issues": [
            (line, str(ISSUES[line.state]), [_row(one) for one in line.recommendations])
            for line in log.issues
        ],
    }
    return page(request, "public/initiatives.html", context)


@for_everybody
def one_issue(request: HttpRequest, key: str) -> HttpResponse:
    """One issue as a chain: found, shown, possible, asked, answered, done."""
    issue = initiatives.published_issue(key)
    if issue is None:
        raise Http404
    context = {
        "issue": issue,
        "state": str(ISSUES[issue.state]),
        "origin": str(ORIGINS[issue.origin]),
        "affected": [str(AFFECTED[code]) for code in issue.affected],
        "steps": _chain(issue),
        "asked": [
            (one, _standing(one), _kind(one), str(LEVELS[one.level]))
            for one in issue.recommendations
        ],
    }
    return page(request, "public/issue.html", context)


def _row(one: PublicRecommendation) -> list[str]:
    answered = date_format(one.replied_on, "DATE_FORMAT") if one.replied_on else _("not yet")
    due = date_format(one.due_on, "DATE_FORMAT")
    return [one.addressee, one.text, due, answered, _standing(one)]


def _standing(one: PublicRecommendation) -> str:
    if one.is_past_due:
        return _("%(state)s, past its day") % {"state": STATES[one.state]}
    if one.is_stale:
        return _("%(state)s, nothing heard for 60 days") % {"state": STATES[one.state]}
    return str(STATES[one.state])


def _kind(one: PublicRecommendation) -> str:
    return "error" if one.is_past_due else KINDS.get(one.state, "neutral")


def _bars(log: Log) -> list[Bar]:
    most = max(log.n_by_state.values(), default=0)
    return [
        Bar(str(STATES[state]), str(log.n_by_state[state]), 100 * log.n_by_state[state] / most)
        for state in ORDER
        if log.n_by_state.get(state)
    ]


def _days(n: int | None) -> str:
    return "" if n is None else ngettext("%(n)d day", "%(n)d days", n) % {"n": n}


def _chain(issue: PublicIssue) -> list[Step]:
    asked = [one for one in issue.recommendations if one.state != "superseded"]
    answered = [one for one in asked if one.replied_on]
    done = [one for one in asked if one.state == "implemented"]
    links = [
        (_("What is wrong"), True, ""),
        (_("What shows it"), bool(issue.evidence), _count(issue.evidence)),
        (_("What could be done"), bool(issue.opportunities), _count(issue.opportunities)),
        (_("Who was asked"), bool(asked), _count(asked)),
        (_("What they answered"), bool(answered), _count(answered)),
        (_("What was done"), bool(done), _count(done)),
    ]
    first = next((place for place, (_l, is_there, _n) in enumerate(links) if not is_there), None)
    return [
        Step(label, "done" if is_there else "current" if place == first else "next", told)
        for place, (label, is_there, told) in enumerate(links)
    ]


def _count(things: Sequence[object]) -> str:
    return str(len(things)) if things else ""
