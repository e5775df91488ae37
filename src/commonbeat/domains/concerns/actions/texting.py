"""The short conversation of a report by text: it begins, takes one answer after another, ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns import talking
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.models import ConcernKind, Question, TextReport
from commonbeat.domains.concerns.reports import Report, is_a_number
from commonbeat.domains.concerns.times import with_zone

LIVES = dt.timedelta(minutes=45)
KIND, WHERE, WHAT, ASK = "kind", "where", "what", "answer:"
AGAIN, GIVEN_UP = "again", "given up"


@dataclass(frozen=True, slots=True)
class Asks:
    """What is asked next: a step, and the choices as (English, French); or the finished report."""

    step: str
    words: tuple[str, str] = ("", "")
    choices: tuple[tuple[str, str], ...] = ()
    is_again: bool = False
    report: Report | None = None
    datatype: str = ""


@action(Right.RAISE)
def begin_text_report(*, point_id: int, rest: str, language: str, by: Actor) -> Asks:
    """Begin a report, or begin it anew; `rest` are the words after REPORT."""
    TextReport.objects.filter(contact_point_id=point_id).delete()
    talk = TextReport(
        contact_point_id=point_id,
        step=KIND,
        started_at=clock.now(),
        expires_at=clock.now() + LIVES,
    )
    kinds = _kinds()
    number = talking.named(rest, [_names(kind) for kind in kinds]) if rest else None
    if rest:
        talk.what = rest[: talking.LONGEST_WHAT]
    if number is not None:
        talk.kind_code = kinds[number - 1].code
        talk.step = WHERE
    talk.save()
    note(step=talk.step)
    return _asks(talk)


@action(Right.RAISE)
def answer_text_report(*, point_id: int, text: str, language: str, by: Actor) -> Asks | None:
    """Take the answer to what was asked last; None when no report is open."""
    talk = TextReport.objects.filter(contact_point_id=point_id, expires_at__gt=clock.now()).first()
    if talk is None:
        return None
    if talking.gives_up(text) or (talk.kind_code and not _is_in_force(talk.kind_code)):
        talk.delete()
        return Asks(GIVEN_UP)
    if not _take(talk, text):
        return _asks(talk, is_again=True)
    talk.expires_at = clock.now() + LIVES
    if talk.step:
        talk.save()
        return _asks(talk)
    report = _report(talk, language)
    talk.delete()
    note(kind=report.kind)
    return Asks("", report=report)


@action(Right.RAISE)
def forget_text_report(*, point_id: int, by: Actor) -> None:
    """Let go of what was not finished in time."""
    TextReport.objects.filter(contact_point_id=point_id, expires_at__lte=clock.now()).delete()


def _is_in_force(kind: str) -> bool:
    return ConcernKind.objects.filter(code=kind, retired_at=None).exists()


def _take(talk: TextReport, text: str) -> bool:
    """Put the answer where it belongs and go one step on; False when it is none."""
    if talk.step == KIND:
        kinds = _kinds()
        names = [_names(kind) for kind in kinds]
        numbers = talking.chosen(text, len(kinds))
        number = numbers[0] if numbers else talking.named(text, names)
        if number is None:
            return False
        talk.kind_code = kinds[number - 1].code
        talk.step = WHERE
        return True
    if talk.step == WHERE:
        if not talking.is_a_place(text):
            return False
        talk.where = text.strip()[: talking.LONGEST_WHERE]
        talk.step = _next_question(talk)
        return True
    if talk.step == WHAT:
        if not talking.is_nothing_more(text):
            talk.what = f"{talk.what} {text}".strip()[: talking.LONGEST_WHAT]
        asked = _next_question(talk)  # the town may have added one meanwhile
        talk.step = "" if asked == WHAT else asked
        return True
    return _take_answer(talk, text)


def _take_answer(talk: TextReport, text: str) -> bool:
    question = _question(talk)
    several = question.datatype == "multivaluelist"
    if not question.choices:
        answer = _written(question.datatype, text.strip())
        if not answer:
            return False
        talk.answers = {**talk.answers, question.code: [answer]}
    else:
        numbers = talking.chosen(text, len(question.choices), several=several)
        if numbers is None:
            names = [(c["name"], c["name_fr"], c["key"]) for c in question.choices]
            number = talking.named(text, names)
            numbers = [number] if number else None
        if numbers is None:
            return False
        keys = [question.choices[number - 1]["key"] for number in numbers]
        talk.answers = {**talk.answers, question.code: keys}
    talk.step = _next_question(talk)
    return True


def _written(datatype: str, text: str) -> str:
    """What was answered in one's own words, as it is kept; '' when it is no such answer."""
    if datatype == "datetime":
        return with_zone(text) or ""
    if datatype == "number" and not is_a_number(text):
        return ""
    return text[: talking.LONGEST_WHAT]


def _next_question(talk: TextReport) -> str:
    """The next question that must be answered, or what else there is to say."""
    asked = Question.objects.filter(
        kind__code=talk.kind_code, is_required=True, asks=True, closed_at=None
    ).order_by("order")
    for question in asked:
        if question.code not in talk.answers:
            return f"{ASK}{question.code}"
    return WHAT


def _question(talk: TextReport) -> Question:
    code = talk.step.removeprefix(ASK)
    return Question.objects.get(kind__code=talk.kind_code, code=code)


def _asks(talk: TextReport, *, is_again: bool = False) -> Asks:
    if talk.step == KIND:
        choices = tuple((kind.name, kind.name_fr) for kind in _kinds())
        return Asks(KIND, choices=choices, is_again=is_again)
    if talk.step.startswith(ASK):
        question = _question(talk)
        choices = tuple((c["name"], c["name_fr"]) for c in question.choices)
        words = (question.words, question.words_fr)
        return Asks(ASK, words, choices, is_again, datatype=question.datatype)
    return Asks(talk.step, is_again=is_again)


def _kinds() -> list[ConcernKind]:
    """Kinds short enough for a text: those that describe people need the page or a call."""
    rows = ConcernKind.objects.filter(retired_at=None, describes_people=False)
    return list(rows[: talking.MOST_CHOICES])


def _names(kind: ConcernKind) -> list[str]:
    return [kind.name, kind.name_fr, *(word.strip() for word in kind.keywords.split(","))]


def _report(talk: TextReport, language: str) -> Report:
    still = set(
        Question.objects.filter(kind__code=talk.kind_code, closed_at=None).values_list(
            "code", flat=True
        )
    )
    given: Mapping[str, list[str]] = talk.answers
    answers = {code: values for code, values in given.items() if code in still}
    return Report(
        kind=talk.kind_code,
        description=talk.what,
        address=talk.where,
        answers=answers,
        language=language,
        source="text",
        point_id=talk.contact_point_id,
    )
