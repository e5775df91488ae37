"""How long complaints took and how they ended, by year: late as plainly as on time."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from commonbeat.portals.complaint_words import OUTCOMES
from commonbeat.portals.public.complaints_table import (
    NAME,
    Year,
    days,
    in_table,
    shares,
    told,
    year_in_force,
)
from commonbeat.portals.public.kept import for_everybody, page
from commonbeat.portals.public.pictures import Bar
from commonbeat.portals.public.table import Headline
from commonbeat.ui.table import Column

LOCAL, INVESTIGATION = "local_response", "investigation"
LIMITS = {LOCAL: 30, INVESTIGATION: 120}  # days
COLUMNS = (
    "year", "figure", "category", "outcome", "n", "median_days", "p90_days", "in_time",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """One figure in words, as bars, and as a table."""

    key: str
    title: str
    sentences: list[str]
    bars: list[Bar]
    headers: list[Column]
    rows: Sequence[Sequence[str]]


@for_everybody
def newest(request: HttpRequest) -> HttpResponse:
    """The newest year that is over."""
    return _page(request, year_in_force())


@for_everybody
def of_year(request: HttpRequest, year: str) -> HttpResponse:
    """An earlier year."""
    found = year_in_force(year)
    if found is None:
        raise Http404
    return _page(request, found)


@for_everybody
def as_csv(_request: HttpRequest) -> HttpResponse:
    """Every year, one line for each figure; an empty number is too small to show."""
    year = year_in_force()
    if year is None:
        raise Http404
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(year.released.figures["rows"])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{NAME}.csv"'
    return response


def _page(request: HttpRequest, year: Year | None) -> HttpResponse:
    context: dict[str, object] = {"year": year}
    if year:
        context |= {
            "figures": _headlines(year),
            "sections": [
                _stage(year, LOCAL, _("How long the unit took to answer")),
                _stage(year, INVESTIGATION, _("How long an investigation took")),
                _until_closed(year),
                _outcomes(year),
                _received(year),
            ],
            "others": [one for one in reversed(year.years) if one != year.name],
            "minimum": year.released.figures["minimum_cell"],
            "columns": _columns(),
            "column_headers": [Column(_("Name")), Column(_("What it means"))],
        }
    return page(request, "public/complaints.html", context)


def _headlines(year: Year) -> list[Headline]:
    return [
        Headline(_("Complaints that came in"), told(year.n("received"))),
        Headline(_("Complaints that were closed"), told(year.n("closed"))),
        _headline(year, LOCAL, _("Until the unit answered")),
        _headline(year, INVESTIGATION, _("Until an investigation ended")),
    ]


def _headline(year: Year, figure: str, label: str) -> Headline:
    row = year.row(figure)
    if not row.get("n"):
        return Headline(label, told(None))
    value, *unit = days(row["median_days"]).split("\N{NO-BREAK SPACE}")
    half = _("half of %(n)s took this long or less") % {"n": told(row["n"])}
    return Headline(label, value, " ".join(unit), _on_time_and_late(year, figure), half)


def _on_time_and_late(year: Year, figure: str, category: str | None = None) -> str:
    parts = shares(year.row(figure, category))
    if parts is None:
        return told(None)
    return _("%(on_time)s on time, %(late)s late") % {"on_time": parts[0], "late": parts[1]}


def _stage(year: Year, figure: str, title: str) -> Section:
    limit = days(LIMITS[figure])
    groups = year.groups
    return Section(
        key=figure.replace("_", "-"),
        title=title,
        sentences=[
            _("It may take %(limit)s, from the day the step began.") % {"limit": limit},
            *_took(year, figure),
            _("Still open past the limit when the year ended: %(n)s.")
            % {"n": told(year.n(f"{figure}_overdue"))},
        ],
        bars=[
            Bar(label, _on_time_and_late(year, figure, code), _at(year, figure, code))
            for code, label in groups
        ],
        headers=_headers(_("What it was about"), _("How many"), *_times(), _("On time"), _("Late")),
        rows=[
            (label, *_times_of(year, figure, code), *(shares(year.row(figure, code)) or ("–", "–")))
            for code, label in groups
        ],
    )


def _took(year: Year, figure: str) -> list[str]:
    row = year.row(figure)
    if not row.get("n"):
        return []
    values = {"half": days(row["median_days"]), "most": days(row["p90_days"])}
    sentences = [_("Half took %(half)s or less, and nine of ten %(most)s or less.") % values]
    if parts := shares(row):
        given = {"on_time": parts[0], "late": parts[1]}
        sentences.append(_("%(on_time)s were on time, and %(late)s were late.") % given)
    return sentences


def _at(year: Year, figure: str, category: str | None) -> float | None:
    share = year.row(figure, category).get("in_time")
    return None if share is None else 100 * share


def _times() -> tuple[str, str]:
    return _("Half took at most"), _("Nine of ten took at most")


def _times_of(year: Year, figure: str, category: str | None) -> tuple[str, str, str]:
    row = year.row(figure, category)
    if not row.get("n"):
        return in_table(None), "–", "–"
    return in_table(row["n"]), days(row["median_days"]), days(row["p90_days"])


def _until_closed(year: Year) -> Section:
    figure, groups = "until_closed", year.groups
    medians = [year.row(figure, code).get("median_days") for code, _label in groups]
    slowest = max((value for value in medians if value), default=1)
    return Section(
        key="until-closed",
        title=_("From coming in to the end"),
        sentences=_took(year, figure),
        bars=[
            Bar(label, days(value), None if value is None else 100 * value / slowest)
            for (_code, label), value in zip(groups, medians, strict=True)
        ],
        headers=_headers(_("What it was about"), _("How many"), *_times()),
        rows=[(label, *_times_of(year, figure, code)) for code, label in groups],
    )


def _outcomes(year: Year) -> Section:
    ends = [(code, str(words)) for code, words in OUTCOMES.items()]
    return Section(
        key="outcomes",
        title=_("How they ended"),
        sentences=[_("Of all complaints closed in the year.")],
        bars=_counted([(label, year.n("closed", None, code)) for code, label in ends]),
        headers=_headers(_("What it was about"), *(label for _c, label in ends), _("All")),
        rows=[
            (
                label,
                *(in_table(year.n("closed", group, code)) for code, _l in ends),
                in_table(year.n("closed", group)),
            )
            for group, label in year.groups
        ],
    )


def _received(year: Year) -> Section:
    groups = year.groups
    return Section(
        key="received",
        title=_("What they were about"),
        sentences=[_("Of all complaints that came in in the year.")],
        bars=_counted([(label, year.n("received", code)) for code, label in groups if code]),
        headers=_headers(_("What it was about"), _("Came in"), _("Closed")),
        rows=[
            (label, in_table(year.n("received", code)), in_table(year.n("closed", code)))
            for code, label in groups
        ],
    )


def _counted(found: Sequence[tuple[str, int | None]]) -> list[Bar]:
    most = max((n for _label, n in found if n is not None), default=0) or 1
    return [Bar(label, told(n), None if n is None else 100 * n / most) for label, n in found]


def _headers(first: str, *others: str) -> list[Column]:
    return [Column(first), *(Column(label, numeric=True) for label in others)]


def _columns() -> list[tuple[str, str]]:
    return [
        ("year", _("The year in which it happened.")),
        (
            "figure",
            _(
                "received, closed, until_closed (from coming in to the end), local_response, "
                "investigation; with _overdue: still open past the limit when the year ended."
            ),
        ),
        ("category", _("What the complaints were about; empty for all.")),
        ("outcome", _("How they ended; empty for all.")),
        ("n", _("How many; empty when too few to show.")),
        ("median_days", _("Half took so many days or less.")),
        ("p90_days", _("Nine of ten took so many days or less.")),
        ("in_time", _("The share within the limit, from 0 to 1.")),
    ]
