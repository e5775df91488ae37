"""How well the promises to callers are kept, good or bad, with how sure we are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from commonbeat.evidence.pictures.telling import too_few
from commonbeat.evidence.wording import number
from commonbeat.portals.public.kept import for_everybody, page
from commonbeat.portals.public.pictures import (
    Bars,
    Shown,
    by_area,
    by_month,
    counts_by_area,
    minutes_on_a_map,
)
from commonbeat.portals.public.reasons import in_words
from commonbeat.portals.public.table import (
    Table,
    headlines,
    in_force,
    month_words,
    reading_language,
)


@for_everybody
def overview(request: HttpRequest) -> HttpResponse:
    """All figures in force, as pictures with their tables."""
    table = in_force()
    return page(request, "public/figures.html", _context(table) if table else {})


def _context(table: Table) -> dict[str, object]:
    return {
        "table": table,
        "first": month_words(table.months[0]),
        "last": month_words(table.months[-1]),
        "figures": headlines(table),
        "minimum": table.released.figures["minimum_cell"],
        "sections": [
            _followed(table),
            _waiting(table),
            _satisfied(table),
            _called_back(table),
        ],
        "reasons": [(in_words(row["group"]), _told(row["n"])) for row in table.reasons()],
        "reasons_caption": _quarter(table),
    }


def _section(
    key: str, title: str, sentences: list[str], pictures: list[Shown | Bars | None]
) -> dict[str, object]:
    return {
        "key": key,
        "title": title,
        "sentences": [sentence for sentence in sentences if sentence],
        "pictures": [picture for picture in pictures if picture is not None],
    }


def _followed(table: Table) -> dict[str, object]:
    name = "calls_followed"
    return _section(
        "followed",
        _("Who was told what happens"),
        [
            table.sentence(name),
            _of("share_followed", table, _("Of all calls from residents: %(share)s")),
            _of("callers_told", table, _("Of all callers, this many were told: %(share)s")),
        ],
        [
            by_month(table, name, title=_("Calls followed, by month"), unit="count", kind="bars"),
            counts_by_area(table, name, title=_("Calls followed, by area")),
        ],
    )


def _waiting(table: Table) -> dict[str, object]:
    way = _("Until an officer was on the way: %(share)s")
    name = "minutes_to_arrival"
    return _section(
        "waiting",
        _("How long people waited"),
        [
            _of(name, table, _("Until an officer arrived: %(share)s")),
            _of("minutes_to_way", table, way),
        ],
        [
            by_month(table, name, title=_("Minutes until an officer arrived"), unit="minutes"),
            minutes_on_a_map(table, title=_("Minutes until an officer arrived, by area")),
        ],
    )


def _satisfied(table: Table) -> dict[str, object]:
    name = "satisfaction"
    return _section(
        "satisfied",
        _("What people said afterwards"),
        [table.sentence(name)],
        [
            by_month(table, name, title=_("Satisfied, by month"), unit="percent"),
            by_area(table, name, title=_("Satisfied, by area"), unit="percent"),
            by_month(table, "response_rate", title=_("Answered, of those asked"), unit="percent"),
        ],
    )


def _called_back(table: Table) -> dict[str, object]:
    name = "follow_ups_kept"
    return _section(
        "called-back",
        _("Calls back that we promised"),
        [_of(name, table, _("Made on time: %(share)s"))],
        [by_month(table, name, title=_("Calls back made on time"), unit="percent")],
    )


def _quarter(table: Table) -> str:
    last = table.reasons_until()
    if last is None:
        return ""
    first = last.replace(month=last.month - 2)
    return _("Callers told nothing, from %(first)s to %(last)s") % {
        "first": month_words(first),
        "last": month_words(last),
    }


def _of(figure: str, table: Table, sentence: str) -> str:
    """A sentence that ends with what a figure says."""
    return sentence % {"share": table.sentence(figure)}


def _told(n: int | None) -> str:
    return too_few(reading_language()) if n is None else number(n, reading_language())
