"""The chain of an issue as steps, and recommendations as rows of a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonbeat.domains.initiatives.queries import IssueView, RecommendationView
from commonbeat.portals.staff.initiatives.words import LEVELS, STALE, STATE_KINDS, STATES
from commonbeat.portals.staff.words import word


@dataclass(frozen=True, slots=True)
class Row:
    """A recommendation as it stands in a list."""

    one: RecommendationView
    state: str
    kind: str
    level: str
    stale: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the chain, as ui/timeline.html takes it."""

    label: str
    state: str
    note: str = ""
    time: None = None


def rows_of(recommended: Iterable[RecommendationView]) -> list[Row]:
    """Recommendations with their words."""
    return [
        Row(
            one=one,
            state=word(STATES, one.state),
            kind=STATE_KINDS[one.state],
            level=word(LEVELS, one.level),
            stale=tuple(word(STALE, why) for why in one.stale),
        )
        for one in recommended
    ]


def chain_steps(view: IssueView) -> list[Step]:
    """Issue, evidence, opportunity, recommendation, answer, done: how far it has come."""
    n_evidence, n_ideas = len(view.evidence), len(view.opportunities)
    asked = [one for one in view.recommendations if one.state != "superseded"]
    answered = [one for one in asked if one.replied_on]
    done = [one for one in asked if one.state == "implemented"]
    links = [
        (_("Issue"), True, ""),
        (
            _("Evidence"),
            bool(n_evidence),
            ngettext("%(n)d piece", "%(n)d pieces", n_evidence) % {"n": n_evidence},
        ),
        (
            _("Opportunity"),
            bool(n_ideas),
            ngettext("%(n)d noted", "%(n)d noted", n_ideas) % {"n": n_ideas},
        ),
        (
            _("Recommendation"),
            bool(asked),
            ngettext("%(n)d made", "%(n)d made", len(asked)) % {"n": len(asked)},
        ),
        (_("Answer"), bool(answered), _share(len(answered), len(asked))),
        (_("Done"), bool(done), _share(len(done), len(asked))),
    ]
    first = next((place for place, (_l, is_there, _n) in enumerate(links) if not is_there), None)
    return [
        Step(label, "done" if is_there else "current" if place == first else "next", told)
        for place, (label, is_there, told) in enumerate(links)
    ]


def _share(part: int, whole: int) -> str:
    return _("%(part)d of %(whole)d") % {"part": part, "whole": whole}
