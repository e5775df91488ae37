"""The rules that whatever dispatch sends must keep, and what is said when it does not.

A fault names the field and the rule, never the value: what dispatch sends is personal, so it
must not come back in an answer, nor reach a log.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

import msgspec
from django.conf import settings
from django.conf.locale import LANG_INFO

from commonbeat.core import clock
from commonbeat.domains.calls.events import Event
from commonbeat.domains.contact.errors import NotANumber
from commonbeat.domains.contact.numbers import e164

AHEAD = dt.timedelta(minutes=5)  # how far dispatch's clock may run before ours
EARLIEST = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
LONGEST_NUMBER = 60  # characters, as people write numbers
# Control characters, and halves of characters that no text can hold.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class Rule(StrEnum):
    """Every rule that can be broken."""

    MISSING = "missing"
    UNKNOWN_FIELD = "unknown_field"
    WRONG_TYPE = "wrong_type"
    UNKNOWN_VALUE = "unknown_value"
    TOO_LONG = "too_long"
    BLANK = "blank"
    OUT_OF_RANGE = "out_of_range"
    CHARACTERS = "characters"
    NOT_A_TIME = "not_a_time"
    NO_ZONE = "no_zone"
    IN_FUTURE = "in_future"
    TOO_OLD = "too_old"
    NO_PLACE = "no_place"
    ITSELF = "itself"
    NOT_A_NUMBER = "not_a_number"
    UNKNOWN_LANGUAGE = "unknown_language"
    NOT_A_LOCATION = "not_a_location"
    CONFLICT = "conflict"


DETAILS: dict[Rule, str] = {
    Rule.MISSING: "This field is required.",
    Rule.UNKNOWN_FIELD: "There is a field here that is not in the description of the feed.",
    Rule.WRONG_TYPE: "This value has the wrong type.",
    Rule.UNKNOWN_VALUE: "This value is not one of those allowed.",
    Rule.TOO_LONG: "This text is too long.",
    Rule.BLANK: "This text is empty.",
    Rule.OUT_OF_RANGE: "This number is outside the range allowed.",
    Rule.CHARACTERS: "This text holds control characters or broken characters.",
    Rule.NOT_A_TIME: "This is not a time in the form of RFC 3339.",
    Rule.NO_ZONE: "This time needs an offset, such as Z or -04:00.",
    Rule.IN_FUTURE: "This time is more than five minutes ahead.",
    Rule.TOO_OLD: "This time is before the year 2000.",
    Rule.NO_PLACE: "0, 0 is not a place in town. Leave the location out when it is not known.",
    Rule.ITSELF: "A call cannot be merged into itself.",
    Rule.NOT_A_NUMBER: "This is not a telephone number. The event was kept without it.",
    Rule.UNKNOWN_LANGUAGE: "This language code is not known. The event was kept without it.",
    Rule.NOT_A_LOCATION: "This location cannot be read. The event was kept without it.",
    Rule.CONFLICT: "This id was sent before with other content. The first one stands.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Which rule a field breaks. Holds nothing of what was sent."""

    field: str
    rule: Rule

    @property
    def detail(self) -> str:
        """A sentence for the person who builds the connection."""
        return DETAILS[self.rule]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one thing that dispatch sent comes to: events, and faults that did not stop them.

    `ignored` says that there was nothing in it to follow: a test call, for example.
    """

    events: tuple[Event, ...]
    warnings: tuple[Fault, ...] = ()
    ignored: bool = False


class Unacceptable(ValueError):
    """Something that dispatch sent breaks a rule and cannot be taken."""

    def __init__(self, field: str, rule: Rule) -> None:
        self.fault = Fault(field, rule)
        super().__init__(f"{field}: {rule}")


def text(value: str | None, field: str) -> str:
    """The text without surrounding spaces; raises Unacceptable for control characters."""
    if not value:
        return ""
    if _UNPRINTABLE.search(value):
        raise Unacceptable(field, Rule.CHARACTERS)
    return value.strip()


def required(value: str, field: str) -> str:
    """As `text`, and something must be left."""
    kept = text(value, field)
    if not kept:
        raise Unacceptable(field, Rule.BLANK)
    return kept


def instant(value: dt.datetime, field: str) -> dt.datetime:
    """The time in UTC; raises Unacceptable when it has no zone or cannot be true."""
    if value.tzinfo is None:
        raise Unacceptable(field, Rule.NO_ZONE)
    if value < EARLIEST:
        raise Unacceptable(field, Rule.TOO_OLD)
    if value > clock.now() + AHEAD:
        raise Unacceptable(field, Rule.IN_FUTURE)
    return value.astimezone(dt.UTC)


def phone(value: str) -> str | None:
    """The number in E.164, or None when it is not a number."""
    if len(value) > LONGEST_NUMBER:
        return None
    try:
        return e164(value, settings.PHONE_REGION)
    except NotANumber:
        return None


def language(value: str) -> str | None:
    """The language's code without its region, or None when there is no such language."""
    code = re.split("[-_]", value.strip().lower(), maxsplit=1)[0]
    return code if code in LANG_INFO and len(code) <= 3 else None


_AT = re.compile(r" - at `\$\.?(.*)`$")
_NAME = re.compile(r"missing required field `(\w+|\$id)`")
_MEANINGS = (
    ("missing required field", Rule.MISSING),
    ("unknown field", Rule.UNKNOWN_FIELD),
    ("with a timezone", Rule.NO_ZONE),
    ("datetime", Rule.NOT_A_TIME),
    ("Invalid enum value", Rule.UNKNOWN_VALUE),
    ("of length <=", Rule.TOO_LONG),
    ("of length >=", Rule.BLANK),
    ("out of range", Rule.OUT_OF_RANGE),
    (" >= ", Rule.OUT_OF_RANGE),
    (" <= ", Rule.OUT_OF_RANGE),
)


def fault_of(error: msgspec.ValidationError) -> Fault:
    """The fault that a decoder's message means, without the values that it may hold."""
    message = str(error)
    at = _AT.search(message)
    parts = [at.group(1)] if at else []
    rule = next((rule for words, rule in _MEANINGS if words in message), Rule.WRONG_TYPE)
    if rule is Rule.MISSING and (name := _NAME.search(message)):
        parts.append(name.group(1))
    return Fault(".".join(parts), rule)
