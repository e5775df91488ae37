"""A line of a view as evidence: its sentence and the table around it, as they read today."""

from __future__ import annotations

from commonbeat.domains.initiatives.actions.evidence import Figure
from commonbeat.evidence.wording import number
from commonbeat.workflows.hub_figures.lines import Line, View
from commonbeat.workflows.hub_figures.pairs import PairLine, PairView

SOURCE = ("Figures of %s, after the disclosure rule", "Chiffres de %s, après la règle de diffusion")


def frozen(view: View | PairView, code: str) -> Figure | None:
    """The figure of a line; None when the view has no such line, or it may not be shown.

    The code of a pair is its two codes with a plus sign between them.
    """
    if isinstance(view, PairView):
        return _pair(view, code)
    line = next((one for one in view.lines if one.code == code), None)
    if line is None or line.estimate is None:
        return None
    return _figure(view, line, tuple(_row(one) for one in view.lines if one.estimate))


def _pair(view: PairView, code: str) -> Figure | None:
    line = next((one for one in view.lines if f"{one.pair.first}+{one.pair.second}" == code), None)
    if line is None:
        return None
    rows = tuple((one.text("en"), number(one.pair.n_together, "en")) for one in view.lines)
    return _figure(view, line, rows)


def _figure(
    view: View | PairView, line: Line | PairLine, rows: tuple[tuple[str, ...], ...]
) -> Figure:
    return Figure(
        sentence=line.sentence("en"),
        sentence_fr=line.sentence("fr"),
        source=SOURCE[0] % view.table.text("en"),
        source_fr=SOURCE[1] % view.table.text("fr"),
        covers_from=view.span.first,
        covers_until=view.span.last,
        headers=("Figure", "Value"),
        rows=rows,
    )


def _row(line: Line) -> tuple[str, ...]:
    estimate = line.estimate
    said = "" if estimate is None else estimate.sentence("en")
    return line.text("en"), said
