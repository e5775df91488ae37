"""One concern at the desk: what was told, what became of it, and every next step.

Each form carries the version that its page showed. When somebody else was faster, nothing is
lost: what was typed comes back over the concern as it is now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from commonbeat.core.actor import Actor
from commonbeat.core.errors import Refused
from commonbeat.core.screening import identifiers
from commonbeat.domains.agencies.queries import own_account
from commonbeat.domains.concerns import errors
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.actions import forwarding, handling, placing
from commonbeat.domains.concerns.queries import concerns as reading
from commonbeat.domains.concerns.queries.concerns import Whole
from commonbeat.domains.concerns.queries.forwarding import forwardings, places_to_go
from commonbeat.domains.concerns.queries.kinds import templates
from commonbeat.domains.places.public import areas
from commonbeat.portals.staff.concerns.forms import AnswerForm, PublicWordsForm
from commonbeat.portals.staff.concerns.inbox import in_french, others, rows_of
from commonbeat.portals.staff.concerns.telling import facts_of, language_of, steps_of
from commonbeat.portals.staff.pages import POST, DeskRequest, found, page, render, say, warn
from commonbeat.portals.staff.words import FORWARDED, HANDED_BACK, TRACES, word
from commonbeat.workflows import concern_desk

CHANGED, REFUSED = 409, 422
Act = Callable[[DeskRequest, str, int], object]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something was not done, and what was typed for it."""

    text: str
    status: int
    typed: Mapping[str, str]


@page(Right.SEE_CONCERNS)
def concern(request: DeskRequest, key: str) -> HttpResponseBase:
    """One concern; `?template=KEY` begins the answer with its words."""
    shown = found(reading.whole(request.actor, key))
    return _shown(request, shown, AnswerForm(initial=_begun(request, shown)))


@page(Right.HANDLE, methods=POST)
def answer(request: DeskRequest, key: str) -> HttpResponseBase:
    """Tell the resident where it stands; words for everybody are screened first."""
    shown = found(reading.whole(request.actor, key))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _shown(request, shown, form)
    given = form.cleaned_data
    if given["is_public"] and _finds(form, given["words"], given["looked"]):
        return _shown(request, shown, form)
    try:
        concern_desk.answer(
            key=key,
            version=given["version"],
            state=given["state"],
            words=given["words"],
            is_public=given["is_public"],
            by=request.actor,
        )
    except Refused as refusal:
        return _answer_refused(request, key, form, refusal)
    if shown.has_contact:
        say(request, _("It is noted, and the resident is told."))
    else:
        say(request, _("It is noted. The resident left no way to be told, and may look it up."))
    return redirect("staff:concern", key=key)


@page(Right.HANDLE, methods=POST)
def publish_words(request: DeskRequest, key: str) -> HttpResponseBase:
    """Set what everybody may read, or take it back."""
    shown = found(reading.whole(request.actor, key))
    form = PublicWordsForm(request.POST, prefix="public")
    if not form.is_valid():
        return _shown(request, shown, AnswerForm(), public=form)
    given = form.cleaned_data
    if _finds(form, given["words"], given["looked"]):
        return _shown(request, shown, AnswerForm(), public=form)
    try:
        handling.publish_words(
            key=key, version=given["version"], words=given["words"], by=request.actor
        )
    except Refused as refusal:
        form.add_error(None, _why_not(refusal))
        status = CHANGED if isinstance(refusal, errors.ChangedMeanwhile) else REFUSED
        anew = found(reading.whole(request.actor, key))
        return _shown(request, anew, AnswerForm(), public=form, status=status)
    say(request, _("It is saved. This is what everybody may read now."))
    return redirect("staff:concern", key=key)


@page(Right.HANDLE, methods=POST)
def change(request: DeskRequest, key: str, what: str) -> HttpResponseBase:
    """Own it, join it to another, say where it is, hand it over, or note how they answered."""
    if what not in ACTS:
        raise Http404
    found(reading.whole(request.actor, key))
    try:
        ACTS[what](request, key, _version(request))
    except Refused as refusal:
        changed = isinstance(refusal, errors.ChangedMeanwhile)
        problem = Problem(_why_not(refusal), CHANGED if changed else REFUSED, request.POST)
        anew = found(reading.whole(request.actor, key))
        return _shown(request, anew, AnswerForm(), problem=problem)
    say(request, _said()[what])
    return redirect("staff:concern", key=key)


@page(Right.FORWARD, methods=POST)
def forward(request: DeskRequest, key: str) -> HttpResponseBase:
    """Send it on to another server; a worker does, and follows it there."""
    server = request.POST.get("server", "").replace("\0", "")
    try:
        forwarding.forward(key=key, server=server, by=request.actor)
    except errors.NoSuchConcern:
        raise Http404 from None
    except Refused:
        warn(request, _("Nothing was sent on: it is closed, or cannot go there."))
    else:
        say(request, _("It waits to be sent on. What they do with it shows here."))
    return redirect("staff:concern", key=key)


def _own(request: DeskRequest, key: str, version: int) -> object:
    own = found(own_account(request.actor))
    return concern_desk.take_on(key=key, version=version, owner_id=own.id, by=request.actor)


def _join(request: DeskRequest, key: str, version: int) -> object:
    number = request.POST.get("number", "").replace("\0", "").strip()
    return concern_desk.join_duplicate(key=key, version=version, of_number=number, by=request.actor)


def _hand_over(request: DeskRequest, key: str, version: int) -> object:
    to = request.POST.get("agency", "").replace("\0", "")
    return handling.hand_over(key=key, version=version, to=to, by=request.actor)


def _area(request: DeskRequest, key: str, version: int) -> object:
    area = request.POST.get("area", "").replace("\0", "")
    return placing.say_area(key=key, version=version, area=area, by=request.actor)


def _accept(request: DeskRequest, key: str, version: int) -> object:
    return concern_desk.accept_offer(key=key, version=version, by=request.actor)


def _hand_back(request: DeskRequest, key: str, version: int) -> object:
    reason = request.POST.get("reason", "")
    return handling.hand_back(key=key, version=version, reason=reason, by=request.actor)


ACTS: Mapping[str, Act] = {
    "own": _own,
    "join": _join,
    "hand-over": _hand_over,
    "area": _area,
    "accept": _accept,
    "hand-back": _hand_back,
}


def _said() -> dict[str, str]:
    return {
        "own": _("You look after it now."),
        "join": _("It is closed as the same as the other one."),
        "hand-over": _("It is offered to them. It stays ours until they accept."),
        "area": _("It is noted where it is."),
        "accept": _("It is theirs now."),
        "hand-back": _("It is noted that they handed it back."),
    }


def _why_not(refusal: Refused) -> str:
    said: Mapping[type[Refused], str] = {
        errors.ChangedMeanwhile: _(
            "Somebody else changed this concern meanwhile. Nothing was saved, and what you wrote "
            "is still here. Look at what changed, then send again."
        ),
        errors.AlreadyOver: _("Nothing was changed: it is closed."),
        errors.NoSuchConcern: _("Nothing was changed: there is no other concern with this number."),
        errors.NoSuchAgency: _("Nothing was changed: choose another agency."),
        errors.NoSuchOffer: _("Nothing was changed: no hand-over is waiting."),
        errors.NotAccepted: _("Nothing was changed: something is missing or too long."),
    }
    return said.get(type(refusal), _("Nothing was changed."))


def _finds(form: AnswerForm | PublicWordsForm, words: str, looked: bool) -> bool:
    """Say on the form what in words for everybody could lead to somebody; True if it says so."""
    traces = identifiers(words)
    if not traces or looked:
        return False
    form.traces = [(word(TRACES, one.trace), one.words) for one in traces]
    form.add_error(
        "words", _("Everybody could read this, and something in it could lead to somebody.")
    )
    return True


def _answer_refused(
    request: DeskRequest, key: str, form: AnswerForm, refusal: Refused
) -> HttpResponseBase:
    status = CHANGED if isinstance(refusal, errors.ChangedMeanwhile) else REFUSED
    anew = found(reading.whole(request.actor, key))
    if anew.closed_at is not None:  # there is no form any more to show it in
        problem = Problem(_why_not(refusal), status, request.POST)
        return _shown(request, anew, form, problem=problem)
    form.add_error(None, _why_not(refusal))
    return _shown(request, anew, form, status=status)


def _begun(request: DeskRequest, shown: Whole) -> dict[str, object]:
    """The answer as a template begins it, in the language of the resident."""
    state = "looking" if shown.line.state == "received" else shown.line.state
    chosen = request.GET.get("template", "")
    for one in templates(request.actor, shown.line.kind):
        if one.key == chosen:
            french = shown.language.startswith("fr")
            return {"state": state, "words": one.words_fr if french else one.words}
    return {"state": state}


def _version(request: DeskRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _shown(
    request: DeskRequest,
    shown: Whole,
    form: AnswerForm,
    *,
    public: PublicWordsForm | None = None,
    problem: Problem | None = None,
    status: int = 0,
) -> HttpResponseBase:
    viewer, line = request.actor, shown.line
    public = public or PublicWordsForm(initial={"words": shown.public_words}, prefix="public")
    wrong = form.errors or public.errors
    own = own_account(viewer)
    context = {
        "concern": shown,
        "row": rows_of(viewer, [line])[0],
        "facts": facts_of(shown),
        "language": language_of(shown),
        "steps": steps_of(shown),
        "answer_form": form,
        "public_form": public,
        "problem": problem,
        "is_own": own is not None and line.owner_id == own.id,
        "may_handle": viewer.may(Right.HANDLE) and shown.closed_at is None,
        "may_publish": viewer.may(Right.HANDLE) and shown.is_public,
        "may_hide": viewer.may(Right.HANDLE),
        "templates": [
            (one.key, in_french(one.words, one.words_fr)) for one in templates(viewer, line.kind)
        ],
        "agencies": others(viewer, line.agency),
        "reasons": list(HANDED_BACK.items()),
        "areas": [(area.code, area.label) for area in areas()] if line.longitude is None else [],
    } | _sent_on(viewer, shown)
    response = render(request, "concerns/concern.html", context)
    response.status_code = problem.status if problem else status or (REFUSED if wrong else 200)
    return response


def _sent_on(viewer: Actor, shown: Whole) -> dict[str, object]:
    """To which servers it was sent, how it stands there, and where it may still go."""
    sent = forwardings(viewer, shown.line.key)
    waits = any(one.state in ("refused", "unknown") for one in sent)
    known = {one.server for one in sent if one.state != "closed"}  # what they closed goes again
    places = places_to_go(viewer, shown.line.kind) if shown.closed_at is None else []
    return {
        "places": [(code, name) for code, name in places if code not in known],
        "forwarded": [
            (one.server_name, word(FORWARDED, one.state), one.outside_number) for one in sent
        ],
        "must_settle": waits and viewer.may(Right.FORWARD),
    }
