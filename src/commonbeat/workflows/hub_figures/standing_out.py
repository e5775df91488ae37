"""What stands out and might be worth an issue: suggestions for a person, never an issue."""

from __future__ import annotations

from dataclasses import dataclass

from commonbeat.core.actor import Actor
from commonbeat.evidence.patterns.changes import share_changes
from commonbeat.evidence.patterns.gaps import service_gaps
from commonbeat.evidence.periods import Period
from commonbeat.evidence.wording import pick
from commonbeat.workflows.hub_figures.factors import elevated, factor_words, shown_counts
from commonbeat.workflows.hub_figures.gaps import (
    every_service,
    gaps_shown,
    others_may_be_told,
)
from commonbeat.workflows.hub_figures.pairs import pair_view
from commonbeat.workflows.hub_figures.reading import Known, know
from commonbeat.workflows.hub_figures.spans import named

MOST_PAIRS = 10


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing that stands out. `kind` is 'gap', 'pair', 'change' or 'wait list'."""

    kind: str
    code: str
    said: str
    said_fr: str
    q: float

    def sentence(self, language: str) -> str:
        """What stands out, in words."""
        return pick(language, self.said, self.said_fr)


def suggestions(viewer: Actor, known: Known) -> list[Suggestion]:
    """Gaps, pairs and changes that stand out of what is shown; at most 5 % by chance.

    Pairs and changes are looked for in whole years and five years.
    """
    return [*_gaps(known), *_pairs(known), *_changes(viewer, known)]


def _gaps(known: Known) -> list[Suggestion]:
    """Services against all the others; told only of services that are shown themselves."""
    cells, shown = every_service(known), gaps_shown(known)
    if len(cells) < 2:
        return []
    words = known.words("service")
    found = service_gaps(
        [none for none, _some in cells.values()],
        [sum(cell) for cell in cells.values()],
        codes=list(cells),
    )
    names = {c: (words[c].label, words[c].label_fr) if c in words else (c, c) for c in cells}
    return [
        Suggestion(
            "gap",
            gap.service,
            gap.sentence("en", {c: n[0] for c, n in names.items()}),
            gap.sentence("fr", {c: n[1] for c, n in names.items()}),
            gap.q,
        )
        for gap in found.found
        if gap.service in shown and others_may_be_told(known, shown[gap.service])
    ]


def _pairs(known: Known) -> list[Suggestion]:
    views = [pair_view(known, grouping) for grouping in ("factor", "category")]
    return [
        Suggestion(
            "pair",
            f"{line.pair.first}+{line.pair.second}",
            line.sentence("en"),
            line.sentence("fr"),
            line.pair.q,
        )
        for view in views
        if view is not None
        for line in view.lines[:MOST_PAIRS]
    ]


def _changes(viewer: Actor, known: Known) -> list[Suggestion]:
    """Categories, and the waiting list, whose share changed since the period before."""
    period = known.span.period
    if period.length not in (12, 60):
        return []
    earlier = know(
        viewer, known.table.key, named(Period(period.first - period.length, period.length))
    )
    if earlier is None:
        return []
    now, before = known.opened(elevated), earlier.opened(elevated)
    counts_now, counts_before = _counts(known), _counts(earlier)
    both = sorted(set(counts_now) & set(counts_before))
    if now is None or before is None or not both:
        return []
    found = share_changes(
        [counts_now[code] for code in both],
        now[0],
        [counts_before[code] for code in both],
        before[0],
        codes=both,
    )
    words = factor_words(known, "category") | {"wait_list": ("Waiting lists", "Listes d’attente")}
    return [
        Suggestion(
            "wait list" if change.code == "wait_list" else "change",
            change.code,
            change.sentence("en", {code: said[0] for code, said in words.items()}),
            change.sentence("fr", {code: said[1] for code, said in words.items()}),
            change.q,
        )
        for change in found.found
    ]


def _counts(known: Known) -> dict[str, int]:
    counts = shown_counts(known, "category", known.span.period)
    waiting = known.opened(
        lambda month: (
            month.get("flags", {}).get("wait_list", 0),
            month.get("elevated", 0) - month.get("flags", {}).get("wait_list", 0),
        )
    )
    return counts | ({"wait_list": waiting[0]} if waiting else {})
