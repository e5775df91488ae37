"""The released table as pages read it: rows found by figure, month and area, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonbeat.domains.publishing import public as publishing
from commonbeat.domains.publishing.public import Released
from commonbeat.evidence.pictures.telling import too_few
from commonbeat.evidence.wording import number, percent, with_unit

NAME = "call-follow-up"

Row = Mapping[str, Any]


def reading_language() -> str:
    """The language of the reader, as evidence wants it."""
    return get_language() or "en"


@dataclass(frozen=True, slots=True)
class Table:
    """The figures in force. A row that is not there is too small to show."""

    released: Released
    rows: Mapping[tuple[str, str | None, str | None], Row]

    @property
    def months(self) -> list[dt.date]:
        """The months it covers, oldest first."""
        return [dt.date.fromisoformat(f"{month}-01") for month in self.released.figures["months"]]

    @property
    def areas(self) -> list[tuple[str, str]]:
        """The code and the name of each area, in the reader's language."""
        french = reading_language().startswith("fr")
        listed = self.released.figures["areas"]
        return [(a["code"], (a["name_fr"] if french else "") or a["name"]) for a in listed]

    def row(self, figure: str, *, month: dt.date | None = None, area: str | None = None) -> Row:
        """One figure; an empty row when it is not there."""
        return self.rows.get((figure, f"{month:%Y-%m}" if month else None, area), {})

    def sentence(self, figure: str) -> str:
        """What a figure of the whole town says, in the reader's language."""
        french = reading_language().startswith("fr")
        return str(self.row(figure).get("sentence_fr" if french else "sentence", ""))

    def reasons_until(self) -> dt.date | None:
        """The last month of the quarter that the reasons are of."""
        rows = self.reasons()
        return dt.date.fromisoformat(f"{rows[0]['month']}-01") if rows else None

    def reasons(self) -> list[Row]:
        """Why callers were told nothing, the most frequent first and the hidden ones last."""
        rows = [r for r in self.released.figures["rows"] if r["figure"] == "callers_not_told"]
        return sorted(rows, key=lambda row: -(row["n"] or 0))


@dataclass(frozen=True, slots=True)
class Headline:
    """A number of the whole town, as the component wants it."""

    label: str
    value: str
    unit: str = ""
    interval: str = ""
    n: str = ""
    low: float | None = None
    high: float | None = None
    at: float | None = None


def in_force() -> Table | None:
    """The released table, or None when nothing was released yet."""
    released = publishing.release(NAME)
    if released is None:
        return None
    rows = {
        (row["figure"], row["month"], row["area"]): row
        for row in released.figures["rows"]
        if row["group"] is None
    }
    return Table(released, rows)


def headlines(table: Table) -> list[Headline]:
    """The four numbers that matter most, good or bad."""
    return [
        _count(table),
        _time(table),
        _share(table, "satisfaction", _("Satisfied, of those who answered")),
        _share(table, "follow_ups_kept", _("Calls back made on time")),
    ]


def month_words(month: dt.date, *, short: bool = False) -> str:
    """'May 2026', or 'May' for an axis."""
    return date_format(month, "M Y" if short else "YEAR_MONTH_FORMAT")


def _count(table: Table) -> Headline:
    label, n = _("Calls followed"), table.row("calls_followed").get("n")
    if n is None:
        return Headline(label, too_few(reading_language()))
    first, last = month_words(table.months[0]), month_words(table.months[-1])
    period = _("from %(first)s to %(last)s") % {"first": first, "last": last}
    return Headline(label, number(n, reading_language()), n=period)


def _time(table: Table) -> Headline:
    label, row = _("Until an officer arrived"), table.row("minutes_to_arrival")
    if row.get("value") is None:
        return Headline(label, too_few(reading_language()))
    value, *unit = _minutes(row["value"]).split("\N{NO-BREAK SPACE}")
    interval = "" if row["upper"] is None else _range(_minutes, row)
    middle = _("half of %(n)s calls took this long or less") % {"n": _plain(row["n"])}
    return Headline(label, value, " ".join(unit), interval, middle)


def _share(table: Table, figure: str, label: str) -> Headline:
    row = table.row(figure)
    if row.get("value") is None:
        return Headline(label, too_few(reading_language()))
    low, high, at = (100 * row[part] for part in ("lower", "upper", "value"))
    base = _("out of %(n)s") % {"n": _plain(row["n"])}
    rate = table.row("response_rate").get("value")
    if figure == "satisfaction" and rate is not None:
        told = {"n": _plain(row["n"]), "share": _percent(rate)}
        base = _("%(n)s people answered, %(share)s of those asked") % told
    return Headline(label, _percent(row["value"]), "", _range(_percent, row), base, low, high, at)


def _range(say: Callable[[float], str], row: Row) -> str:
    limits = {"low": say(row["lower"]), "high": say(row["upper"])}
    return _("likely between %(low)s and %(high)s") % limits


def _plain(n: float) -> str:
    return number(n, reading_language())


def _percent(share: float) -> str:
    return percent(share, reading_language())


def _minutes(value: float) -> str:
    return with_unit(value, "minutes", reading_language())
