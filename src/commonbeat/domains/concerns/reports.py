"""A report as it comes in, and the rules it must keep, the same for page, text and app.

Describing a person follows the rule of two: behaviour, place and time come first; a description
needs at least two things besides ethnicity, and ethnicity is never the first or only one.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from commonbeat.domains.concerns.errors import Fault

LONGEST = 4000  # characters of a description, as Open311 has it
LONGEST_ADDRESS = 200
Answer = str | Sequence[str]

# The words that a screen or an API shows for each rule are the portals' own.
MISSING = "missing"
TOO_LONG = "too long"
NOT_A_NUMBER = "not a number"
NOT_A_TIME = "not a time with its zone"
NOT_A_CHOICE = "not one of the choices"
ONE_ONLY = "one answer only"
UNKNOWN = "not asked here"
NO_PLACE = "no place"
HALF_A_POINT = "latitude and longitude go together"
OUT_OF_RANGE = "out of range"
NOT_HERE = "far from the town"
TWO_THINGS = "at least two things besides ethnicity"
DANGER = "happening now: call the emergency number"

DESCRIPTORS = ("clothing", "build", "hair", "vehicle", "belongings")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is in force: its code, type, whether it must be answered, its choices."""

    id: int
    code: str
    asks: bool
    datatype: str
    is_required: bool
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a resident reports. Degrees are WGS 84; `asked_as` names one try, '' for none."""

    kind: str
    description: str = ""
    address: str = ""
    longitude: float | None = None
    latitude: float | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    language: str = "en"
    source: str = "page"
    app: str = ""
    asked_as: str = ""
    point_id: int | None = None


def faults_of(report: Report, questions: Sequence[Asked], *, people: bool) -> list[Fault]:
    """Every rule that the report breaks, in the order of its fields; empty when it is good."""
    found = [*_place(report), *_words(report), *_answers(report.answers, questions)]
    if people:
        found += list(_about_people(report.answers))
    return found


def _place(report: Report) -> Iterator[Fault]:
    given = (report.latitude is not None, report.longitude is not None)
    if any(given) and not all(given):
        yield Fault("lat" if not given[0] else "long", HALF_A_POINT)
    elif not any(given) and not report.address.strip():
        yield Fault("place", NO_PLACE)
    for name, value, limit in (("lat", report.latitude, 90), ("long", report.longitude, 180)):
        if value is not None and not (math.isfinite(value) and abs(value) <= limit):
            yield Fault(name, OUT_OF_RANGE)


def _words(report: Report) -> Iterator[Fault]:
    if len(report.description) > LONGEST:
        yield Fault("description", TOO_LONG)
    if len(report.address) > LONGEST_ADDRESS:
        yield Fault("address", TOO_LONG)


def _answers(answers: Mapping[str, Answer], questions: Sequence[Asked]) -> Iterator[Fault]:
    asked = {question.code: question for question in questions if question.asks}
    for code in answers:
        if code not in asked:
            yield Fault(code, UNKNOWN)
    for code, question in asked.items():
        values = values_of(answers.get(code, ""))
        if not values:
            if question.is_required:
                yield Fault(code, MISSING)
        elif rule := _broken(question, values):
            yield Fault(code, rule)


def values_of(answer: Answer) -> tuple[str, ...]:
    """The answer as its non-empty values."""
    values = (answer,) if isinstance(answer, str) else tuple(answer)
    return tuple(value.strip() for value in values if value.strip())


def _broken(question: Asked, values: tuple[str, ...]) -> str:
    if len(values) > 1 and question.datatype != "multivaluelist":
        return ONE_ONLY
    if question.datatype in ("singlevaluelist", "multivaluelist"):
        return "" if set(values) <= set(question.choices) else NOT_A_CHOICE
    check = {"number": _is_number, "datetime": _is_time}.get(question.datatype)
    if check is None:
        return TOO_LONG if len(values[0]) > LONGEST else ""
    return check(values[0])


def is_a_number(value: str) -> bool:
    """Whether an answer is a number."""
    try:
        return math.isfinite(float(value))
    except ValueError:
        return False


def _is_number(value: str) -> str:
    return "" if is_a_number(value) else NOT_A_NUMBER


def _is_time(value: str) -> str:
    try:
        at = dt.datetime.fromisoformat(value)
    except ValueError:
        return NOT_A_TIME
    return "" if at.tzinfo else NOT_A_TIME


def _about_people(answers: Mapping[str, Answer]) -> Iterator[Fault]:
    if values_of(answers.get("happening", "")) in (("now",), ("danger",)):
        yield Fault("happening", DANGER)
    described = [name for name in DESCRIPTORS if values_of(answers.get(name, ""))]
    anything = described or values_of(answers.get("ethnicity", ""))
    if anything and len(described) < 2:
        yield Fault("description_of_a_person", TWO_THINGS)
