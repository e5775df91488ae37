"""How a kind of concern is worded, and what it asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.actions import questions as acting
from commonbeat.domains.concerns.errors import NoSuchKind, NoSuchQuestion, NotAccepted
from commonbeat.domains.concerns.queries import kinds as reading
from commonbeat.domains.concerns.queries.kinds import DeskKind, DeskQuestion
from commonbeat.portals.staff.concerns.inbox import in_french
from commonbeat.portals.staff.concerns.set_up_forms import KindWordsForm, QuestionForm
from commonbeat.portals.staff.concerns.set_up_words import DATATYPES, show_faults
from commonbeat.portals.staff.pages import FORM, POST, DeskRequest, found, page, render, say, warn
from commonbeat.portals.staff.words import word

WORDS = ("name", "name_fr", "description", "description_fr")


@page(Right.SET_KINDS, methods=FORM)
def word_kind(request: DeskRequest, code: str) -> HttpResponseBase:
    """Name and describe a kind; its code stays as it was published."""
    kind = found(reading.desk_kind(request.actor, code))
    form = KindWordsForm(
        request.POST or None, initial={name: getattr(kind, name) for name in WORDS}
    )
    if form.is_valid():
        try:
            acting.word_kind(code=code, by=request.actor, **form.cleaned_data)
        except NotAccepted as refused:
            show_faults(form, refused.faults)
        except NoSuchKind:
            raise Http404 from None
        else:
            say(request, _("It is saved. Residents read these words from now on."))
            return redirect("staff:concern_kind", code=code)
    return render(request, "concerns/word_kind.html", _named(kind) | {"form": form})


@page(Right.SET_KINDS, methods=FORM)
def add_question(request: DeskRequest, code: str) -> HttpResponseBase:
    """Ask one thing more."""
    kind = found(reading.desk_kind(request.actor, code))
    form = QuestionForm(request.POST or None)
    if form.is_valid():
        try:
            acting.add_question(kind=code, by=request.actor, **form.cleaned_data)
        except NotAccepted as refused:
            show_faults(form, refused.faults)
        except NoSuchKind:
            raise Http404 from None
        else:
            say(request, _("Residents are asked this from now on."))
            return redirect("staff:concern_kind", code=code)
    return render(request, "concerns/add_question.html", _named(kind) | {"form": form})


@page(Right.SET_KINDS, methods=POST)
def change_question(request: DeskRequest, code: str, question: str, what: str) -> HttpResponseBase:
    """Close a question, ask it again, or ask it earlier or later than the next one."""
    acts: dict[str, Callable[..., None]] = {
        "close": acting.close_question,
        "use": acting.use_question_again,
        "earlier": partial(acting.move_question, is_earlier=True),
        "later": partial(acting.move_question, is_earlier=False),
    }
    if what not in acts:
        raise Http404
    try:
        acts[what](kind=code, code=question, by=request.actor)
    except NoSuchQuestion:
        raise Http404 from None
    except NotAccepted:
        warn(request, _refused(what))
    else:
        say(request, _said(what))
    return redirect("staff:concern_kind", code=code)


def questions_of(viewer: Actor, kind: str) -> list[dict[str, object]]:
    """What a kind asks, in words, in order; what it asked before at the end."""
    asked = reading.desk_questions(viewer, kind)
    # Whether it and the one after it may change places: guarding questions keep their order.
    swaps = [
        one.closed_at is None and two.closed_at is None and (one.may_close or two.may_close)
        for one, two in pairwise(asked)
    ]
    return [
        _in_words(one) | {"may_be_earlier": earlier, "may_be_later": later}
        for one, earlier, later in zip(asked, [False, *swaps], [*swaps, False], strict=False)
    ]


def _in_words(one: DeskQuestion) -> dict[str, object]:
    return {
        "question": one,
        "words": in_french(one.words, one.words_fr),
        "hint": in_french(one.hint, one.hint_fr),
        "answered": word(DATATYPES, one.datatype),
        "choices": ", ".join(in_french(name, name_fr) for name, name_fr in one.choices),
    }


def _said(what: str) -> str:
    if what in ("earlier", "later"):
        return _("Residents are asked in this order from now on.")
    if what == "close":
        return _("Nobody is asked this any more. What was answered stays with its question.")
    return _("Residents are asked this again.")


def _refused(what: str) -> str:
    if what == "close":
        return _(
            "Nothing was changed: this question keeps people from being described unfairly, so it "
            "is always asked."
        )
    if what in ("earlier", "later"):
        return _(
            "Nothing was changed: what somebody did comes before what they look like, so these "
            "questions keep their order."
        )
    return _("Nothing was changed: there are too many questions already. Close another one first.")


def _named(kind: DeskKind) -> dict[str, object]:
    return {"kind": kind, "name": in_french(kind.name, kind.name_fr)}
