"""Which services were not there when they were sought."""

from __future__ import annotations

from collections.abc import Callable

from commonbeat.evidence.periods import Group
from commonbeat.evidence.proportions import wilson
from commonbeat.workflows.hub_figures.lines import Line, View
from commonbeat.workflows.hub_figures.reading import Counts, Known
from commonbeat.workflows.hub_figures.steps import outcome

CAUTION = (
    "Of the times this kind of service was sought at the conclusion of a situation.",
    "Des fois où ce type de service a été cherché à la conclusion d’une situation.",
)


def gap_view(known: Known) -> View:
    """Of the times each kind of service was sought: how often there was none."""
    words = known.words("service")
    shown = gaps_shown(known)
    lines = [
        Line(
            code,
            word.label,
            word.label_fr,
            wilson(cell[0], sum(cell)) if (cell := shown.get(code)) else None,
            cell[0] if cell else None,
            CAUTION,
        )
        for code, word in words.items()
    ]
    lines.sort(key=lambda line: -(line.estimate.estimate if line.estimate else -1.0))
    # Not how often anything was sought: from that, the last kind hidden could be worked out.
    concluded = known.opened(lambda counts: outcome(known, counts))
    n = sum(concluded) if concluded else None
    return View("gaps", known.table, known.span, n, tuple(lines))


def gaps_shown(known: Known) -> dict[str, Group]:
    """Not there, and there, of each kind of service for which both may be shown."""
    codes = {code for tally in known.months.values() for code in tally.counts.get("services", {})}
    found = {code: known.opened(_of(code)) for code in sorted(codes)}
    return {code: cell for code, cell in found.items() if cell is not None}


def _of(code: str) -> Callable[[Counts], Group]:
    def split(counts: Counts) -> Group:
        hows = counts.get("services", {}).get(code, {})
        none = hows.get("none", 0)
        return none, sum(hows.values()) - none

    return split


def every_service(known: Known) -> dict[str, Group]:
    """Not there, and there, of every kind sought: before the rule, only to compare with."""
    found: dict[str, Group] = {}
    for month in range(known.span.period.first, known.span.period.last + 1):
        for code in known.months[month].counts.get("services", {}):
            none, some = _of(code)(known.months[month].counts)
            before = found.get(code, (0, 0))
            found[code] = before[0] + none, before[1] + some
    return found


def others_may_be_told(known: Known, mine: Group) -> bool:
    """Whether the share of all other kinds together may be told next to one of them."""
    whole = known.opened(_all)
    least = known.table.threshold
    return whole is not None and min(a - b for a, b in zip(whole, mine, strict=True)) >= least


def _all(counts: Counts) -> Group:
    hows = counts.get("services", {}).values()
    none = sum(each.get("none", 0) for each in hows)
    return none, sum(sum(each.values()) for each in hows) - none
