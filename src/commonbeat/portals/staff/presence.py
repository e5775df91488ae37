"""Follow-ups at the desk: late and due ones first, one press to record what became of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.queries import own_account
from commonbeat.domains.calls.access import Right as Calls
from commonbeat.domains.contact.access import Right as Contact
from commonbeat.domains.contact.actions.revealing import reveal_number
from commonbeat.domains.contact.queries import masked
from commonbeat.domains.places.queries import area_names
from commonbeat.domains.presence import actions, queries
from commonbeat.domains.presence.access import Right
from commonbeat.domains.presence.errors import AlreadySettled, NoSuchPromise
from commonbeat.evidence.proportions import Proportion, wilson
from commonbeat.portals.staff.pages import POST, DeskRequest, found, page, render, say, warn
from commonbeat.portals.staff.words import PROMISES, WHY_PROMISED, word

RECORDS: Mapping[str, Callable[..., object]] = {
    "done": actions.record_done,
    "tried": actions.record_try,
    "not-wanted": actions.record_not_wanted,
}
SHARE_OVER = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Line:
    """A promise as it stands in the list."""

    promise: queries.PromiseView
    number: str
    area: str
    call_url: str
    state: str
    reason: str
    is_own: bool


@page(Right.SEE_PROMISES)
def follow_ups(request: DeskRequest) -> HttpResponseBase:
    """Open promises, late ones first; what was settled lately; the share kept on time."""
    viewer = request.actor
    shown = "settled" if request.GET.get("show") == "settled" else "open"
    waiting = queries.open_follow_ups(viewer)
    chosen = queries.settled_follow_ups(viewer) if shown == "settled" else waiting
    just = queries.follow_up(viewer, request.GET.get("just", "").replace("\0", ""))
    context = {
        "lines": lines_of(viewer, chosen),
        "shown": shown,
        "tabs": _tabs(shown, waiting),
        "just": lines_of(viewer, [just])[0] if just else None,
        "n_late": sum(promise.is_late for promise in waiting),
        "share": kept_share(viewer),
        "may_keep": viewer.may(Right.KEEP_PROMISES),
        "may_call": viewer.may(Contact.CALL_BACK),
    }
    return render(request, "presence/follow_ups.html", context)


@page(Right.KEEP_PROMISES, methods=POST)
def record(request: DeskRequest, key: str, what: str) -> HttpResponseBase:
    """Done, tried or no longer wanted; the next page offers to undo it."""
    act = RECORDS.get(what)
    if act is None:
        raise Http404
    try:
        act(key=key, by=request.actor)
    except NoSuchPromise:
        raise Http404 from None
    except AlreadySettled:
        warn(request, _("Somebody has settled this follow-up already."))
        return redirect("staff:follow_ups")
    if what == "tried":
        say(request, _("The try is noted. The follow-up still waits."))
        return redirect("staff:follow_ups")
    return redirect(f"{reverse('staff:follow_ups')}?just={key}")


@page(Right.KEEP_PROMISES, methods=POST)
def take_back(request: DeskRequest, key: str) -> HttpResponseBase:
    """Undo a slip of the finger."""
    try:
        _act(lambda: actions.take_back(key=key, by=request.actor))
    except AlreadySettled:
        warn(request, _("This person has been promised another call since then."))
    else:
        say(request, _("The follow-up stands again."))
    return redirect("staff:follow_ups")


@page(Contact.CALL_BACK, methods=POST)
def show_number(request: DeskRequest, key: str) -> HttpResponseBase:
    """Show the number to the officer who calls back; the ledger notes who saw it and why."""
    promise = found(queries.follow_up(request.actor, key))
    number = reveal_number(
        point_id=promise.point_id or 0, reason=f"presence.follow_up:{key}", by=request.actor
    )
    line = lines_of(request.actor, [promise])[0]
    context = {"line": line, "number": number, "may_keep": True}
    return render(request, "presence/number.html", context)


@page(Right.KEEP_PROMISES, methods=POST)
def take_over(request: DeskRequest, key: str) -> HttpResponseBase:
    """Make it one's own."""
    own = found(own_account(request.actor))
    try:
        _act(lambda: actions.take_over(key=key, owner_id=own.id, by=request.actor))
    except AlreadySettled:
        warn(request, _("Somebody has settled this follow-up already."))
    else:
        say(request, _("This follow-up is yours now."))
    return redirect("staff:follow_ups")


def lines_of(viewer: Actor, promises: Iterable[queries.PromiseView]) -> list[Line]:
    """Promises with the words and the masked number of each, for any list of the desk."""
    chosen = list(promises)
    numbers = masked(viewer, [p.point_id for p in chosen if p.point_id is not None])
    areas = area_names(viewer)
    own = own_account(viewer)
    sees_calls = viewer.may(Calls.SEE_CALLS)
    return [
        Line(
            promise=one,
            number=numbers.get(one.point_id or 0, ""),
            area=areas.get(one.area_id or 0, ""),
            call_url=_call_url(one.about) if sees_calls else "",
            state=word(PROMISES, one.state),
            reason=word(WHY_PROMISED, one.reason),
            is_own=own is not None and one.owner_id == own.id,
        )
        for one in chosen
    ]


def kept_share(viewer: Actor) -> dict[str, object] | None:
    """The inputs of the figure 'kept on time' over the last 90 days; None when none fell due."""
    now = clock.now()
    kept = queries.kept_share(viewer, now - SHARE_OVER, now)
    if kept is None or kept.n_due == 0:
        return None
    return _figure(wilson(kept.n_on_time, kept.n_due))


def _figure(share: Proportion) -> dict[str, object]:
    said, low, high = share.percents(get_language() or "en")
    return {
        "value": said,
        "interval": _("Most likely between %(low)s and %(high)s.") % {"low": low, "high": high},
        "n": _("Of %(n)d follow-ups that fell due in the last 90 days.") % {"n": share.n},
        "low": share.lower * 100,
        "high": share.upper * 100,
        "at": share.estimate * 100,
    }


def _tabs(
    shown: str, waiting: list[queries.PromiseView]
) -> list[tuple[str, str, bool, int | None]]:
    url = reverse("staff:follow_ups")
    return [
        (_("Open"), url, shown == "open", len(waiting)),
        (_("Settled"), f"{url}?show=settled", shown == "settled", None),
    ]


def _call_url(about: str) -> str:
    kind, _colon, key = about.partition(":")
    return reverse("staff:call", args=[key]) if kind == "calls.call" and key else ""


def _act(change: Callable[[], object]) -> None:
    try:
        change()
    except NoSuchPromise:
        raise Http404 from None
