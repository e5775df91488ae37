"""The town words a kind of concern, and decides what it asks."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Max

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.asking import kind_of
from commonbeat.domains.concerns.errors import Fault, NoSuchKind, NoSuchQuestion, NotAccepted
from commonbeat.domains.concerns.guarding import may_close
from commonbeat.domains.concerns.models import ConcernKind, Question
from commonbeat.domains.concerns.reports import MISSING, NOT_A_CHOICE, TOO_LONG, UNKNOWN
from commonbeat.domains.concerns.talking import MOST_CHOICES
from commonbeat.domains.concerns.wording import free_code, trimmed

MOST_QUESTIONS = 20
TOO_MANY = "too many"
TWICE = "twice the same"
GUARDS_PEOPLE = "this question keeps people from being described unfairly"
LONGEST_CHOICE = 80
LISTS = ("singlevaluelist", "multivaluelist")
# What a resident can answer on each way in.
DATATYPES = ("string", "text", "number", "datetime", *LISTS)
_WORDS = {
    "name": (120, True),
    "name_fr": (120, True),
    "description": (400, False),
    "description_fr": (400, False),
}
_ASKED = {"words": (300, True), "words_fr": (300, True), "hint": (200, False)}


@action(Right.SET_KINDS)
def word_kind(
    *, code: str, name: str, name_fr: str, description: str, description_fr: str, by: Actor
) -> None:
    """Name and describe a kind anew; its code stays. Raises NoSuchKind, NotAccepted."""
    given = {"name": name, "name_fr": name_fr}
    given |= {"description": description, "description_fr": description_fr}
    said = trimmed(given, _WORDS)
    _in_both("description", said)
    if not ConcernKind.objects.filter(code=code).update(**said):
        raise NoSuchKind("There is no such kind of concern.")
    note(kind=code)


@action(Right.SET_KINDS)
def add_question(
    *,
    kind: str,
    words: str,
    words_fr: str,
    datatype: str,
    hint: str = "",
    hint_fr: str = "",
    is_required: bool = False,
    choices: Sequence[tuple[str, str]] = (),
    by: Actor,
) -> str:
    """Ask one thing more of a kind, after the others; returns the question's code.

    `choices` are (English, French) of the list types, 2 to 9, so that they can be answered by
    text too. Raises NoSuchKind, NotAccepted.
    """
    of = kind_of(kind)
    given = {"words": words, "words_fr": words_fr, "hint": hint, "hint_fr": hint_fr}
    said = trimmed(given, _ASKED | {"hint_fr": (200, False)})
    _in_both("hint", said)
    _refuse_too_many(of)
    listed = _choices(datatype, choices)
    code = free_code(words, set(of.questions.values_list("code", flat=True)))
    last = of.questions.aggregate(last=Max("order"))["last"] or 0
    Question.objects.create(
        kind=of,
        code=code,
        datatype=datatype,
        is_required=is_required,
        order=last + 1,
        choices=listed,
        **said,
    )
    note(kind=kind, question=code, is_required=is_required)
    return code


@action(Right.SET_KINDS)
def close_question(*, kind: str, code: str, by: Actor) -> None:
    """Ask it no more; what was answered stays with its question.

    Raises NoSuchQuestion, and NotAccepted for those that guard how a person is described.
    """
    if not may_close(kind, code):
        raise NotAccepted([Fault("question", GUARDS_PEOPLE)])
    rows = Question.objects.filter(kind__code=kind, code=code, closed_at=None)
    if not rows.update(closed_at=clock.now()):
        raise NoSuchQuestion("There is no such question.")
    note(kind=kind, question=code)


@action(Right.SET_KINDS)
def use_question_again(*, kind: str, code: str, by: Actor) -> None:
    """Ask a closed question again, where it stood. Raises NoSuchQuestion, NotAccepted."""
    rows = Question.objects.filter(kind__code=kind, code=code, closed_at__isnull=False)
    row = rows.select_related("kind").first()
    if row is None:
        raise NoSuchQuestion("There is no such question that was closed.")
    _refuse_too_many(row.kind)
    rows.update(closed_at=None)
    note(kind=kind, question=code)


@action(Right.SET_KINDS)
def move_question(*, kind: str, code: str, is_earlier: bool, by: Actor) -> None:
    """Ask it before the one before it, or after the one after it; at an end nothing changes.

    Raises NoSuchQuestion, and NotAccepted where it would change the order in which a person is
    described: behaviour, place and time first, ethnicity last.
    """
    asked = list(Question.objects.filter(kind__code=kind, asks=True, closed_at=None))
    place = next((n for n, one in enumerate(asked) if one.code == code), None)
    if place is None:
        raise NoSuchQuestion("There is no such question.")
    other = place - 1 if is_earlier else place + 1
    note(kind=kind, question=code, is_earlier=is_earlier)
    if not 0 <= other < len(asked):
        return
    one, two = asked[place], asked[other]
    if not may_close(kind, one.code) and not may_close(kind, two.code):
        raise NotAccepted([Fault("question", GUARDS_PEOPLE)])
    _swap(one, two)


def _swap(one: Question, two: Question) -> None:
    # No two questions of a kind stand at one place, not even for a moment.
    free = one.kind.questions.aggregate(last=Max("order"))["last"] + 1
    for row, order in ((one, free), (two, one.order), (one, two.order)):
        Question.objects.filter(pk=row.pk).update(order=order)


def _refuse_too_many(kind: ConcernKind) -> None:
    if kind.questions.filter(closed_at=None).count() >= MOST_QUESTIONS:
        raise NotAccepted([Fault("words", TOO_MANY)])


def _in_both(name: str, said: dict[str, str]) -> None:
    """Words in one language only would leave the others without. Raises NotAccepted."""
    if bool(said[name]) != bool(said[f"{name}_fr"]):
        raise NotAccepted([Fault(f"{name}_fr" if said[name] else name, MISSING)])


def _choices(datatype: str, given: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    if datatype not in DATATYPES:
        raise NotAccepted([Fault("datatype", NOT_A_CHOICE)])
    if datatype not in LISTS:
        if given:
            raise NotAccepted([Fault("choices", UNKNOWN)])
        return []
    if rule := _broken(given):
        raise NotAccepted([Fault("choices", rule)])
    keys: list[str] = []
    for name, _name_fr in given:
        keys.append(free_code(name, set(keys)))
    return [
        {"key": key, "name": name, "name_fr": name_fr}
        for key, (name, name_fr) in zip(keys, given, strict=True)
    ]


def _broken(given: Sequence[tuple[str, str]]) -> str:
    words = [said for pair in given for said in pair]
    if len(given) < 2 or not all(words):
        return MISSING
    if len(given) > MOST_CHOICES:
        return TOO_MANY
    if any(len(said) > LONGEST_CHOICE for said in words):
        return TOO_LONG
    names = [name.casefold() for name, _fr in given]
    return TWICE if len(set(names)) < len(names) else ""
