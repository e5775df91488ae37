"""The live list of calls, with what each caller was told and why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonbeat.core.actor import Actor
from commonbeat.domains.calls.access import Right
from commonbeat.domains.calls.queries.desk import CallRow, Filters, calls_for
from commonbeat.domains.calls.queries.policies import types
from commonbeat.domains.contact.queries import message_states
from commonbeat.domains.places.queries import area_names, areas
from commonbeat.portals.staff.pages import DeskRequest, page, render
from commonbeat.portals.staff.words import STATUSES, TEXT_NAMES, UNSAID, word

Choice = tuple[str, str, bool]
SENT = frozenset({"handed over", "delivered", "unknown"})
LAST_PAGE = 200  # further back a filter helps more than turning pages


@dataclass(frozen=True, slots=True)
class Line:
    """A call in the list: `told` are milestones in words, `why_not` reasons in words."""

    call: CallRow
    label: str
    area: str
    status: str
    told: tuple[str, ...]
    why_not: tuple[str, ...]


@page(Right.SEE_CALLS)
def calls(request: DeskRequest) -> HttpResponseBase:
    """The newest calls first; the first page renews itself."""
    filters = _asked(request)
    number = _page_number(request)
    found = calls_for(request.actor, filters, page=number)
    query = urlencode({name: value for name, value in _given(filters).items() if value})
    url = reverse("staff:calls")
    context = {
        "lines": lines_of(request.actor, found.rows),
        "filters": _filter_bar(request.actor, filters),
        "clear_url": url if query else "",
        "newer": f"{url}?{_join(query, number - 1)}" if number > 1 else "",
        "older": f"{url}?{_join(query, number + 1)}" if found.has_more else "",
        "here": f"{url}?{query}" if query else url,
        "renews": number == 1,
    }
    return render(request, "calls/calls.html", context)


def lines_of(viewer: Actor, calls: Iterable[CallRow]) -> list[Line]:
    """The lines of some calls."""
    names, chosen = area_names(viewer), list(calls)
    keys = [one.message_key for call in chosen for one in call.tellings]
    states = message_states(viewer, keys)
    return [line_of(call, names, states) for call in chosen]


def line_of(call: CallRow, names: Mapping[int, str], states: Mapping[str, str]) -> Line:
    """The line of one call; `names` of areas are in the reader's language, by id.

    A text counts as told once the gateway has it: one that still waits may yet be taken back.
    """
    told = dict.fromkeys(
        word(TEXT_NAMES, one.milestone)
        for one in call.tellings
        if one.told and states.get(one.message_key) in SENT
    )
    reasons = dict.fromkeys(
        word(UNSAID, one.reason) for one in call.tellings if not one.told and one.reason
    )
    if not call.n_callers and not reasons:
        reasons = {word(UNSAID, "no number"): None}
    return Line(
        call,
        type_label(call),
        names.get(call.area_id or 0, ""),
        word(STATUSES, call.status),
        tuple(told),
        tuple(reasons),
    )


def type_label(call: CallRow) -> str:
    """The call's type in the reader's language."""
    french = (get_language() or "").startswith("fr")
    return (call.type_label_fr if french else call.type_label) or _("No type yet")


def _asked(request: DeskRequest) -> Filters:
    """The filters in the address; what does not exist there is left out."""
    area = request.GET.get("area", "")
    status, told = request.GET.get("status", ""), request.GET.get("told", "")
    known = {str(one.id): one.id for one in areas(request.actor)}
    return Filters(
        area_id=known.get(area),
        call_type=request.GET.get("type", "").replace("\0", "")[:60],
        status=status if status in STATUSES else "",
        told=told if told in {"told", "not told"} else "",
    )


def _given(filters: Filters) -> dict[str, str]:
    return {
        "area": str(filters.area_id or ""),
        "type": filters.call_type,
        "status": filters.status,
        "told": filters.told,
    }


def _page_number(request: DeskRequest) -> int:
    asked = request.GET.get("page", "")
    return min(max(int(asked), 1), LAST_PAGE) if asked.isascii() and asked.isdigit() else 1


def _join(query: str, number: int) -> str:
    return f"{query}&page={number}" if query else f"page={number}"


def _filter_bar(viewer: Actor, filters: Filters) -> list[dict[str, object]]:
    french = (get_language() or "").startswith("fr")
    kinds = [(kind.code, (kind.label_fr if french else "") or kind.label) for kind in types(viewer)]
    kinds.sort(key=lambda kind: kind[1].casefold())
    given = _given(filters)
    if given["type"] and given["type"] not in dict(kinds):
        kinds.append((given["type"], given["type"]))
    return [
        _filter("area", _("Area"), [(str(one.id), one.label) for one in areas(viewer)], given),
        _filter("type", _("Type"), kinds, given),
        _filter("status", _("Status"), [(code, str(STATUSES[code])) for code in STATUSES], given),
        _filter("told", _("Told"), [("told", _("Told")), ("not told", _("Not told"))], given),
    ]


def _filter(
    name: str, label: str, choices: list[tuple[str, str]], given: dict[str, str]
) -> dict[str, object]:
    everything: list[Choice] = [("", _("All"), not given[name])]
    chosen = [(value, text, value == given[name]) for value, text in choices]
    return {"name": name, "label": label, "choices": everything + chosen}
