"""The inbox of concerns: what waits, the most pressing first; several at once, and undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page
from django.http import Http404, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.queries import agencies, own_account, staff_names
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.actions import bulk
from commonbeat.domains.concerns.actions.bulk import Bulk, Chosen
from commonbeat.domains.concerns.errors import NotAccepted, TooLateToUndo
from commonbeat.domains.concerns.lines import Line
from commonbeat.domains.concerns.queries import inbox as queries
from commonbeat.domains.concerns.queries.inbox import Wanted
from commonbeat.domains.concerns.queries.kinds import desk_kinds, templates
from commonbeat.domains.places.queries import areas
from commonbeat.portals.staff.concerns import area_map
from commonbeat.portals.staff.concerns.set_up import inbox_tabs
from commonbeat.portals.staff.pages import POST, DeskRequest, one_page, page, render, say, warn
from commonbeat.portals.staff.words import CONCERN_ANSWERS, CONCERN_LISTS, CONCERN_STATES, word
from commonbeat.workflows import concern_desk

SIZE = 50
FILTERS = ("state", "kind", "area", "agency", "who", "number")
Given = dict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A concern in the list, in words."""

    line: Line
    kind: str
    state: str
    owner: str


@page(Right.SEE_CONCERNS)
def concerns(request: DeskRequest) -> HttpResponseBase:
    """What waits, by due time, with a map; what is closed under its own tab."""
    viewer, given = request.actor, _given(request.GET)
    wanted = _wanted(viewer, given)
    n = queries.inbox(viewer, wanted, size=0)[1]
    here: Page[int] = one_page(range(n), request, size=SIZE)
    first = max(here.start_index() - 1, 0)
    lines, _n = queries.inbox(viewer, wanted, first=first, size=SIZE)
    chosen = {name: value for name, value in given.items() if value}
    counts = queries.counts_by_area(viewer, wanted)
    context = {
        "tabs": inbox_tabs(viewer, "concerns"),
        "rows": rows_of(viewer, lines),
        "n": n,
        "page": here,
        "query": f"{urlencode(chosen)}&" if chosen else "",
        "here": urlencode(chosen),
        "filters": _filters(viewer, given),
        "clear_url": reverse("staff:concerns") if chosen else "",
        "map": area_map.drawn(counts, queries.points(viewer, wanted), _addresses(viewer, given)),
        "n_nowhere": counts.get(None, 0),
        "may_handle": viewer.may(Right.HANDLE) and given["state"] != "over",
        "agencies": others(viewer, ""),
        "answers": list(CONCERN_ANSWERS.items()),
        "templates": _templates(viewer),
        "undoable": queries.undoable(viewer),
    }
    return render(request, "concerns/inbox.html", context)


@page(Right.HANDLE, methods=POST)
def change_many(request: DeskRequest) -> HttpResponseBase:
    """Own, hand over, answer or close the concerns that are ticked."""
    chosen = _chosen(request.POST.getlist("chosen"))
    what = request.POST.get("what", "")
    if what not in {"own", "hand-over", "answer"}:
        raise Http404
    if not chosen:
        warn(request, _("Nothing was changed: tick at least one concern."))
        return _back(request)
    try:
        done = _do(request, what, chosen)
    except NotAccepted:
        warn(request, _("Nothing was changed: choose what the residents are told."))
        return _back(request)
    if done.told:
        n = len(done.told)
        said = ngettext("%(n)d concern was changed.", "%(n)d concerns were changed.", n)
        say(request, said % {"n": n})
    if done.left:
        warn(request, _left_alone(done.left))
    return _back(request)


@page(Right.HANDLE, methods=POST)
def undo(request: DeskRequest, key: str) -> HttpResponseBase:
    """Put back what one's own bulk change changed; what has moved on since is named."""
    try:
        undone = concern_desk.undo_bulk(key=key, by=request.actor)
    except TooLateToUndo:
        warn(request, _("It is too late to undo this: the time is over or all of it moved on."))
        return _back(request)
    n = len(undone.restored)
    said = ngettext(
        "%(n)d concern is as it was, and nobody was told.",
        "%(n)d concerns are as they were, and nobody was told.",
        n,
    )
    say(request, said % {"n": n})
    if undone.left:
        said = _("Somebody has changed these since, so they stay: %(numbers)s")
        warn(request, said % {"numbers": ", ".join(undone.left)})
    return _back(request)


def rows_of(viewer: Actor, lines: Iterable[Line]) -> list[Row]:
    """Lines in words."""
    chosen = list(lines)
    names = staff_names(viewer, [line.owner_id for line in chosen if line.owner_id])
    return [
        Row(
            line,
            in_french(line.kind_name, line.kind_name_fr),
            word(CONCERN_STATES, line.state),
            names.get(line.owner_id or 0, ""),
        )
        for line in chosen
    ]


def in_french(words: str, words_fr: str) -> str:
    """Whichever of the two the reader reads."""
    return words_fr if (get_language() or "").startswith("fr") and words_fr else words


def others(viewer: Actor, but: str) -> list[tuple[str, str]]:
    """The agencies that a concern can be handed to: all but the police and the one it is with."""
    return [
        (one.code, one.name) for one in agencies(viewer) if not one.is_police and one.code != but
    ]


def _do(request: DeskRequest, what: str, chosen: list[Chosen]) -> Bulk:
    by, posted = request.actor, request.POST
    if what == "own":
        own = own_account(by)
        if own is None:
            raise Http404
        return concern_desk.take_on_many(chosen=chosen, owner_id=own.id, by=by)
    if what == "hand-over":
        return bulk.hand_over_many(chosen=chosen, to=posted.get("agency", ""), by=by)
    state, template = posted.get("state", ""), posted.get("template", "")
    return concern_desk.answer_many(chosen=chosen, state=state, template=template, by=by)


def _left_alone(numbers: Iterable[str]) -> str:
    said = _(
        "These were left as they are, because somebody changed them meanwhile, they are closed, "
        "or that agency has them already: %(numbers)s"
    )
    return said % {"numbers": ", ".join(numbers)}


def _chosen(ticked: Iterable[str]) -> list[Chosen]:
    pairs = (one.partition(":") for one in ticked)
    return [
        Chosen(key, int(version))
        for key, _colon, version in pairs
        if version.isascii() and version.isdigit() and len(version) < 9
    ]


def _back(request: DeskRequest) -> HttpResponseBase:
    given = _given(QueryDict(request.POST.get("here", "")))
    query = urlencode({name: value for name, value in given.items() if value})
    return redirect(f"{reverse('staff:concerns')}{'?' if query else ''}{query}")


def _given(asked: Mapping[str, str]) -> Given:
    return {name: asked.get(name, "").replace("\0", "").strip()[:60] for name in FILTERS}


def _wanted(viewer: Actor, given: Given) -> Wanted:
    """What the address asks for; what does not exist there is left out."""
    own = own_account(viewer) if given["who"] == "me" else None
    known = {str(one.id): one.id for one in areas(viewer)}
    return Wanted(
        kind=given["kind"],
        area_id=known.get(given["area"]),
        agency=given["agency"],
        owner_id=own.id if own else None,
        owned_by_nobody=given["who"] == "nobody",
        state=given["state"] if given["state"] in queries.STATES else "open",
        number=given["number"],
    )


def _addresses(viewer: Actor, given: Given) -> dict[int, str]:
    others = {name: value for name, value in given.items() if value and name != "area"}
    return {
        one.id: f"{reverse('staff:concerns')}?{urlencode({**others, 'area': one.id})}"
        for one in areas(viewer)
    }


def _templates(viewer: Actor) -> list[tuple[str, str]]:
    return [(one.key, in_french(one.words, one.words_fr)) for one in templates(viewer, "")]


def _filters(viewer: Actor, given: Given) -> list[dict[str, object]]:
    kinds = [(one.code, in_french(one.name, one.name_fr)) for one in desk_kinds(viewer)]
    places = [(str(one.id), one.label) for one in areas(viewer)]
    who = [("me", _("Mine")), ("nobody", _("Nobody’s yet"))]
    with_whom = [(queries.OURS, _("Ours")), *others(viewer, "")]
    states = [(code, str(said)) for code, said in CONCERN_LISTS.items() if code != "open"]
    return [
        _filter("state", _("Which"), states, given, str(CONCERN_LISTS["open"])),
        _filter("area", _("Area"), places, given, _("All")),
        _filter("kind", _("Kind"), kinds, given, _("All")),
        _filter("agency", _("With whom"), with_whom, given, _("All")),
        _filter("who", _("Looked after by"), who, given, _("Anybody")),
    ]


def _filter(
    name: str, label: str, choices: list[tuple[str, str]], given: Given, otherwise: str
) -> dict[str, object]:
    chosen = [(value, text, value == given[name]) for value, text in choices]
    return {"name": name, "label": label, "choices": [("", otherwise, not given[name]), *chosen]}
