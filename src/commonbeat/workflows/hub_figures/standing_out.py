"""What stands out and might be worth an issue: suggestions for a person, never an issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commonbeat.core.actor import Actor
from commonbeat.evidence.patterns.changes import ShareChange, share_changes
from commonbeat.evidence.patterns.gaps import Gaps, service_gaps
from commonbeat.evidence.periods import Group, Period
from commonbeat.evidence.wording import pick
from commonbeat.workflows.hub_figures.factors import elevated, factor_words, shown_counts
from commonbeat.workflows.hub_figures.gaps import (
    every_service,
    gaps_shown,
    others_may_be_told,
)
from commonbeat.workflows.hub_figures.pairs import pair_view, pairs_tested
from commonbeat.workflows.hub_figures.reading import LONG, Counts, Known, know
from commonbeat.workflows.hub_figures.spans import named

MOST_PAIRS = 10
Counted = tuple[int, dict[str, int]]
PAIRED = ("factor", "category")


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
    return stands_out(known, before(viewer, known))


def before(viewer: Actor, known: Known) -> Known | None:
    """The year or the five years before the same; None when they are not all closed."""
    period = known.span.period
    if period.length not in LONG:
        return None
    earlier = Period(period.first - period.length, period.length)
    return know(viewer, known.table.key, named(earlier))


def stands_out(known: Known, earlier: Known | None) -> list[Suggestion]:
    """What stands out of a period, and beside the one before, as far as both may be shown."""
    return [*_gaps(known), *_pairs(known), *(_changes(known, earlier) if earlier else [])]


def unruled(known: Known, earlier: Known | None) -> set[tuple[str, str]]:
    """Kind and code of all that stands out of the counts before the disclosure rule.

    Only to judge the rule on an invented table: no page may tell it.
    """
    cells = every_service(known)
    gaps = _tested_gaps(cells).found if len(cells) > 1 else ()
    is_long = known.span.period.length in LONG
    both = [pairs_tested(known, one).found for one in PAIRED] if is_long else []
    changes = _tested_changes(_every(known), _every(earlier)) if earlier else ()
    return {
        *(("gap", gap.service) for gap in gaps),
        *(("pair", f"{pair.first}+{pair.second}") for found in both for pair in found),
        *((_kind(change.code), change.code) for change in changes),
    }


def _gaps(known: Known) -> list[Suggestion]:
    """Services against all the others; told only of services that are shown themselves."""
    cells, shown = every_service(known), gaps_shown(known)
    if len(cells) < 2:
        return []
    words = known.words("service")
    found = _tested_gaps(cells)
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


def _tested_gaps(cells: Mapping[str, Group]) -> Gaps:
    return service_gaps(
        [none for none, _some in cells.values()],
        [sum(cell) for cell in cells.values()],
        codes=list(cells),
    )


def _pairs(known: Known) -> list[Suggestion]:
    views = [pair_view(known, grouping) for grouping in PAIRED]
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


def _changes(known: Known, earlier: Known) -> list[Suggestion]:
    """Categories, and the waiting list, whose share changed since the period before."""
    found = _tested_changes(_shown(known), _shown(earlier))
    words = factor_words(known, "category") | {"wait_list": ("Waiting lists", "Listes d’attente")}
    return [
        Suggestion(
            _kind(change.code),
            change.code,
            change.sentence("en", {code: said[0] for code, said in words.items()}),
            change.sentence("fr", {code: said[1] for code, said in words.items()}),
            change.q,
        )
        for change in found
    ]


def _kind(code: str) -> str:
    return "wait list" if code == "wait_list" else "change"


def _tested_changes(now: Counted, then: Counted) -> tuple[ShareChange, ...]:
    (n_now, counts_now), (n_then, counts_then) = now, then
    both = sorted(set(counts_now) & set(counts_then))
    if not both:
        return ()
    return share_changes(
        [counts_now[code] for code in both],
        n_now,
        [counts_then[code] for code in both],
        n_then,
        codes=both,
    ).found


def _shown(known: Known) -> Counted:
    """How many situations, and of them those of each category and the waiting list, if shown."""
    base = known.opened(elevated)
    if base is None:
        return 0, {}
    counts = shown_counts(known, "category", known.span.period)
    waiting = known.opened(_waiting)
    return base[0], counts | ({"wait_list": waiting[0]} if waiting else {})


def _every(known: Known) -> Counted:
    found, period = known.margins("category"), known.span.period
    counts = {code: found.count(code, period) for code in found.column}
    months = [known.months[m].counts for m in range(period.first, period.last + 1)]
    return found.n_of(period), counts | {"wait_list": sum(_waiting(month)[0] for month in months)}


def _waiting(month: Counts) -> Group:
    n = month.get("flags", {}).get("wait_list", 0)
    return n, month.get("elevated", 0) - n
