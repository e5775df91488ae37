"""The figures as files for whoever counts again, and what their columns mean."""

from __future__ import annotations

import csv
import io
import json

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from commonbeat.portals.public.kept import for_everybody, page
from commonbeat.portals.public.table import NAME, Table, in_force
from commonbeat.ui.table import Column

COLUMNS = ("figure", "month", "area", "group", "n", "value", "lower", "upper", "sentence")
COLUMNS_IN_FILE = (*COLUMNS, "sentence_fr")


@for_everybody
def as_csv(_request: HttpRequest) -> HttpResponse:
    """One line for each figure; an empty value is too small to show."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS_IN_FILE, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_released().released.figures["rows"])
    return _file(text.getvalue(), "csv", "text/csv; charset=utf-8")


@for_everybody
def as_json(_request: HttpRequest) -> HttpResponse:
    """The release whole, with the digest of its figures."""
    released = _released().released
    body = {
        "name": released.name,
        "version": released.version,
        "released_at": released.released_at.isoformat(),
        "digest": released.digest,
        "figures": released.figures,
    }
    return _file(json.dumps(body, ensure_ascii=False), "json", "application/json")


@for_everybody
def columns(request: HttpRequest) -> HttpResponse:
    """The data dictionary."""
    headers = [Column(_("Name")), Column(_("What it means"))]
    return page(
        request,
        "public/columns.html",
        {"headers": headers, "columns": _columns(), "figures": _figures()},
    )


def _released() -> Table:
    table = in_force()
    if table is None:
        raise Http404
    return table


def _file(text: str, ending: str, kind: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{NAME}.{ending}"'
    return response


def _columns() -> list[tuple[str, str]]:
    return [
        ("figure", _("Which figure it is; see below.")),
        ("month", _("The month, as 2026-05; empty for all months together.")),
        ("area", _("The short name of the area; empty for the whole town.")),
        ("group", _("The reason, where a figure is counted by reason; else empty.")),
        ("n", _("How many calls, callers or answers stand behind the figure.")),
        ("value", _("The figure: a count, minutes, or a share from 0 to 1.")),
        ("lower", _("The lower end of the likely range.")),
        ("upper", _("The upper end; empty also when there are too few cases to give one.")),
        ("sentence", _("The same in words, in English.")),
        ("sentence_fr", _("The same in words, in French.")),
    ]


def _figures() -> list[tuple[str, str]]:
    return [
        (
            "calls_followed",
            _("Calls of which a caller was told something. Sums hold shown months."),
        ),
        ("share_followed", _("Calls followed, out of all calls that residents made.")),
        ("minutes_to_way", _("The middle time from the call until an officer was on the way.")),
        ("minutes_to_arrival", _("The middle time from the call until an officer arrived.")),
        ("callers_told", _("Callers who were told something, out of all callers.")),
        ("callers_not_told", _("Callers told nothing in the three months to this one, by reason.")),
        ("satisfaction", _("People who were satisfied, out of those who answered.")),
        ("response_rate", _("People who answered, out of those who were asked.")),
        ("follow_ups_kept", _("Calls back made on time, out of those due and still wanted.")),
    ]
