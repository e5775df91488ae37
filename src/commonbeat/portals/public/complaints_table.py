"""The released years of complaints as the page reads them, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from commonbeat.domains.publishing import public as publishing
from commonbeat.domains.publishing.public import Released
from commonbeat.evidence.pictures.telling import too_few
from commonbeat.evidence.wording import number, percent, with_unit
from commonbeat.portals.complaint_words import CATEGORIES
from commonbeat.portals.public.table import reading_language

NAME = "complaints"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Year:
    """One year. A row that is not there, or holds nothing, is too small to show."""

    name: str
    years: tuple[str, ...]  # all that are published
    released: Released
    rows: Mapping[tuple[str, str | None, str | None], Row]

    def row(self, figure: str, category: str | None = None, outcome: str | None = None) -> Row:
        """One figure; an empty row when it is not there."""
        return self.rows.get((figure, category, outcome), {})

    def n(self, figure: str, category: str | None = None, outcome: str | None = None) -> int | None:
        """How many; None when it is too small to show."""
        found: int | None = self.row(figure, category, outcome).get("n")
        return found

    @property
    def groups(self) -> list[tuple[str | None, str]]:
        """All together first, then each category in words."""
        return [(None, _("All")), *((code, str(words)) for code, words in CATEGORIES.items())]


def year_in_force(name: str = "") -> Year | None:
    """A published year, the newest where no name is given; None when it is not published."""
    released = publishing.release(NAME)
    years = tuple(released.figures["years"]) if released else ()
    if released is None or (name and name not in years):
        return None
    name = name or years[-1]
    rows = {
        (row["figure"], row["category"], row["outcome"]): row
        for row in released.figures["rows"]
        if row["year"] == name
    }
    return Year(name, years, released, rows)


def told(n: int | None) -> str:
    """A count in words, or that it is too few to show."""
    return too_few(reading_language()) if n is None else number(n, reading_language())


def in_table(n: int | None) -> str:
    """A count for the cell of a table, where a hidden one takes little room."""
    return _("too few") if n is None else number(n, reading_language())


def days(value: float | None) -> str:
    """'12 days', or that it is too few to show."""
    language = reading_language()
    return too_few(language) if value is None else with_unit(value, "days", language)


def shares(row: Row) -> tuple[str, str] | None:
    """The shares on time and late, which make a hundred together; None when not shown."""
    if row.get("in_time") is None:
        return None
    on_time = round(100 * row["in_time"])
    language = reading_language()
    return percent(on_time / 100, language), percent((100 - on_time) / 100, language)
