"""How concerns go: what other agencies make of what they are offered, and what is not fixed.

Counts are by agency, kind and area, and never by person.
"""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponseBase
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.queries.hand_overs import AgencyLine, ledger_of_agencies
from commonbeat.domains.concerns.queries.inbox import not_fixed_by_kind_and_area
from commonbeat.domains.concerns.queries.kinds import desk_kinds
from commonbeat.domains.places.queries import area_names
from commonbeat.evidence.disclosure import PUBLIC_THRESHOLD, OpenCross, open_cross
from commonbeat.portals.staff.concerns.hand_over_bars import drawn
from commonbeat.portals.staff.concerns.inbox import in_french
from commonbeat.portals.staff.pages import DeskRequest, page, render
from commonbeat.portals.staff.words import HANDED_BACK, word
from commonbeat.ui.table import Column

OVER = dt.timedelta(days=365)
FEW = gettext_lazy("too few")


@page(Right.COUNT)
def concern_figures(request: DeskRequest) -> HttpResponseBase:
    """The ledger of hand-overs by agency, and what residents say is not fixed."""
    viewer, since = request.actor, clock.now() - OVER
    ledger = ledger_of_agencies(viewer, since)
    context = {
        "svg": drawn(ledger) if any(line.n_offered for line in ledger) else None,
        "sentence": _sentence(ledger),
        "ledger_headers": _headers(),
        "ledger_rows": [_row(line) for line in ledger],
        "least": PUBLIC_THRESHOLD,
        "may_see": viewer.may(Right.SEE_CONCERNS),
    }
    return render(request, "concerns/figures.html", context | _not_fixed(viewer, since))


def _sentence(ledger: list[AgencyLine]) -> str:
    n = sum(line.n_offered for line in ledger)
    said = ngettext(
        "%(n)d concern was offered to another agency in the last 12 months.",
        "%(n)d concerns were offered to other agencies in the last 12 months.",
        n,
    )
    return said % {"n": n}


def _headers() -> list[Column | str]:
    return [
        _("Agency"),
        Column(_("Offered"), numeric=True),
        Column(_("Accepted"), numeric=True),
        Column(_("Handed back"), numeric=True),
        Column(_("Waiting"), numeric=True),
        _("Why handed back"),
        Column(_("Days to an answer (median)"), numeric=True),
        Column(_("Open with them now"), numeric=True),
    ]


def _row(line: AgencyLine) -> list[object]:
    why = ", ".join(f"{word(HANDED_BACK, reason)} ({n})" for reason, n in line.handed_back)
    days = "" if line.median_days is None else number_format(line.median_days, decimal_pos=1)
    return [
        line.name,
        line.n_offered,
        line.n_accepted,
        line.n_handed_back,
        line.n_waiting,
        why or "–",
        days or "–",
        line.n_open_now,
    ]


def _not_fixed(viewer: Actor, since: dt.datetime) -> dict[str, object]:
    """Kinds down, areas across, with what may be shown of each count."""
    counts = dict(not_fixed_by_kind_and_area(viewer, since))
    if not counts:
        return {"fixed_rows": []}
    opened = open_cross(counts)
    kinds = {one.code: in_french(one.name, one.name_fr) for one in desk_kinds(viewer)}
    names = area_names(viewer)
    areas = sorted(opened.columns, key=lambda area: names.get(area or 0, "~"))
    headers: list[Column | str] = [_("Kind")]
    headers += [Column(names.get(area or 0, _("No area")), numeric=True) for area in areas]
    headers += [Column(_("Together"), numeric=True)]
    rows = [
        [kinds.get(kind, kind), *(_cell(opened.shown[kind, area]) for area in areas), _cell(n)]
        for kind, n in opened.rows.items()
    ]
    rows.append([_("Together"), *(_cell(opened.columns[a]) for a in areas), _cell(opened.total)])
    return {"fixed_headers": headers, "fixed_rows": rows, "fixed_sentence": _hidden(opened)}


def _hidden(opened: OpenCross[str, int | None]) -> str:
    if not opened.n_hidden:
        return _("All numbers are shown.")
    return _("Numbers below %(least)d are not shown, nor others that would give them away.") % {
        "least": opened.threshold
    }


def _cell(n: int | None) -> object:
    return FEW if n is None else n
