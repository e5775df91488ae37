"""A table's month (or any closed period) on one page, and as a file in the provincial layout.

The file has one line for each count, under the field names of the Risk-driven Tracking
Database's public data. That data has a line for each discussion; this file, which leaves the
table, has none: nine factors of one situation in one town point at somebody, whatever else is
left out, and analysts are not of the table. Of rejected discussions there is only how many, with
N/A for everything else. Where a table's rules let it send lines to its province, its chair and
its data clerk take them from the table's own record (domains/hub/layout.py).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commonbeat.evidence.wording import pick
from commonbeat.workflows.hub_figures.factors import factor_view
from commonbeat.workflows.hub_figures.gaps import gap_view
from commonbeat.workflows.hub_figures.lines import View
from commonbeat.workflows.hub_figures.reading import LONG, Known
from commonbeat.workflows.hub_figures.steps import mix_view, step_view
from commonbeat.workflows.hub_figures.waits import time_view

COLUMNS = (
    "Site",
    "Period",
    "From",
    "To",
    "Status",
    "Field",
    "Value",
    "Value (French)",
    "Discussions",
    "Out of",
)
NOT_KEPT = "N/A"
HIDDEN = "suppressed"
FIELDS = ("Risk Factors", "Protective Factors", "Study Flags", "Affected Persons",
          "Assisting Agencies", "Services Mobilized")  # fmt: skip


@dataclass(frozen=True, slots=True)
class MonthPage:
    """Everything that the page of a period shows; each view went through the disclosure rule."""

    known_name: str
    steps: View
    times: View
    categories: View
    gaps: View
    mix: View | None

    def views(self) -> Iterator[View]:
        """The views in the order of the page."""
        found = (self.steps, self.times, self.categories, self.gaps, self.mix)
        yield from (view for view in found if view is not None)


def month_page(known: Known) -> MonthPage:
    """The views of the page."""
    return MonthPage(
        known_name=known.span.name,
        steps=step_view(known),
        times=time_view(known),
        categories=factor_view(known, "category"),
        gaps=gap_view(known),
        mix=mix_view(known),
    )


def as_csv(known: Known) -> str:
    """The file, with a line feed and carriage return after each line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(known):
        writer.writerow(
            [
                known.table.code,
                known.span.name,
                known.span.first.isoformat(),
                known.span.last.isoformat(),
                *row,
            ]
        )
    return text.getvalue()


Row = tuple[str, str, str, str, str, str]


def _rows(known: Known) -> Iterable[Row]:
    threshold = known.opened(
        lambda month: (month.get("elevated", 0), sum(month.get("rejections", {}).values()))
    )
    accepted, rejected = threshold or (None, None)
    total = None if threshold is None else sum(threshold)
    yield "Accepted", "Discussions", "All", "Toutes", _told(accepted), _told(total)
    yield "Rejected", "Discussions", "All", "Toutes", _told(rejected), _told(total)
    for name in FIELDS:
        yield "Rejected", name, NOT_KEPT, NOT_KEPT, NOT_KEPT, NOT_KEPT
    yield from _view_rows("Risk Factor Categories", factor_view(known, "category"))
    if known.span.period.length in LONG:
        yield from _view_rows("Risk Factors", factor_view(known, "factor"))
    yield from _view_rows("Services Not Available", gap_view(known))
    yield from _view_rows("Process", step_view(known))
    mix = mix_view(known)
    if mix is not None:
        yield from _view_rows("Originating Sector", mix, status="All")


def _view_rows(name: str, view: View, *, status: str = "Accepted") -> Iterator[Row]:
    for line in view.lines:
        n = line.estimate.n if line.estimate else None
        yield (
            status,
            name,
            pick("en", line.label, line.label_fr),
            line.label_fr,
            _told(line.n_marked),
            _told(n),
        )


def _told(n: int | None) -> str:
    return HIDDEN if n is None else str(n)
