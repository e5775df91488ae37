"""Brings people into their contexts, lets each text come in, and sees what became of it."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.domains.concerns.models import Concern, TextReport, TipMessage, Update
from commonbeat.domains.concerns.moving import RESIDENT
from commonbeat.domains.contact import replies
from commonbeat.domains.contact.queries import messages_about, point_of_number
from commonbeat.domains.presence.queries import open_follow_ups
from commonbeat.domains.surveys import schedule
from commonbeat.domains.surveys.models import Conversation
from commonbeat.roles import Role, actor
from commonbeat.workflows import concern_intake
from commonbeat.workflows.text_replies import take_text
from tests.stories.calls import event, send
from tests.stories.texts.corpus import Case

GATEWAY = actor(Role.GATEWAY, "console")
CLOCK = actor(Role.CLOCK, "worker")
CHO = actor(Role.COORDINATOR, "cho")
MINUTE = dt.timedelta(minutes=1)
SURVEYED = ("survey", "survey, then report", "report, then survey")
# What is texted to come into a context.
STEPS = {
    "kind": ("REPORT",),
    "where": ("REPORT noise",),
    "ask": ("REPORT noise", "Mill Street"),
    "what": ("REPORT noise", "Mill Street", "4"),
    "told": ("REPORT noise", "Mill Street", "4", "no"),
    "report, then survey": ("REPORT",),
}
REGIONS = [
    "514",
    "450",
    "438",
    "613",
    "819",
    "343",
    "418",
    "581",
    "873",
    "416",
    "647",
    "437",
    "905",
    "289",
    "365",
    "519",
    "226",
    "548",
    "807",
    "705",
    "249",
    "204",
    "431",
    "306",
    "639",
    "403",
    "587",
    "780",
    "825",
    "604",
]
_refs = itertools.count()


@dataclass(frozen=True, slots=True)
class Misrouted:
    """A text of which something else became than had to."""

    case: Case
    became: str


@dataclass(frozen=True, slots=True)
class _Seen:
    is_stopped: bool
    language: str
    report: tuple[int, str] | None
    n_concerns: int
    n_words: int
    n_tips: int
    n_promises: int
    survey: tuple[int | None, bool, dt.datetime | None] | None
    n_replies: int


def misrouted(cases: Sequence[Case], chance: random.Random) -> list[Misrouted]:
    """Every case of which something else became; the cases come in shuffled.

    Needs a town with a feed named main, at noon.
    """
    people = list(zip(_numbers(), cases, strict=False))
    begun = clock.now()
    _call(people, begun)
    with clock.held_at(begun + dt.timedelta(days=2) - MINUTE):
        _come_into_contexts(people)
    with clock.held_at(begun + dt.timedelta(days=2)):
        schedule.ask_due(by=CLOCK)
    with clock.held_at(begun + dt.timedelta(days=2) + MINUTE):
        for number, case in people:
            if case.context == "survey, then report":
                say("REPORT", number)
    chance.shuffle(people)
    with clock.held_at(begun + dt.timedelta(days=2) + 2 * MINUTE):
        judged = [(case, _became(case, number)) for number, case in people]
    return [Misrouted(case, became) for case, became in judged if became != case.effect]


def say(text: str, number: str) -> None:
    """Somebody texts us."""
    ref = f"corpus{next(_refs)}"
    take_text(gateway="console", gateway_ref=ref, number=number, text=text, by=GATEWAY)


def _numbers() -> list[str]:
    return [f"+1{region}55501{last:02d}" for region in REGIONS for last in range(100)]


def _call(people: Sequence[tuple[str, Case]], at: dt.datetime) -> None:
    surveyed = [number for number, case in people if case.context in SURVEYED]
    calls = list(enumerate(surveyed))
    send(*(event(f"c{n}", "received", at, call_type="NOISE", phone=p) for n, p in calls))
    closed_at = at + 40 * MINUTE
    with clock.held_at(closed_at):
        send(*(event(f"c{n}", "closed", closed_at, disposition="18") for n, _ in calls))


def _come_into_contexts(people: Sequence[tuple[str, Case]]) -> None:
    for number, case in people:
        for text in STEPS.get(case.context, ()):
            say(text, number)
    told = {number for number, case in people if case.context == "told"}
    keys = [_concern_of(number) for number in told]
    for key in keys:
        concern_intake.answer(key=key, version=1, state="looking", words="We will go.", by=CHO)


def _concern_of(number: str) -> str:
    point = point_of_number(GATEWAY, number)
    assert point is not None
    key: str = Concern.objects.seen_by(CHO).get(contact_point=point.id).key
    return key


def _became(case: Case, number: str) -> str:
    before = _seen(number)
    say(case.text, number)
    after = _seen(number)
    effects = set(_changes(before, after))
    if not effects and after.n_replies > before.n_replies:
        effects = {_said(number)}
    return " and ".join(sorted(effects)) or "nothing"


def _changes(before: _Seen, after: _Seen) -> list[str]:
    raised = after.n_concerns > before.n_concerns
    found = {
        "stopped": after.is_stopped and not before.is_stopped,
        "tipped": after.n_tips > before.n_tips,
        "added": after.n_words > before.n_words,
        "promised": after.n_promises > before.n_promises,
        "answered": after.survey != before.survey,
        "raised": raised,
    }
    changes = [name for name, is_so in found.items() if is_so]
    if after.report != before.report and not raised:
        changes.append(_of_report(before.report, after.report))
    return changes


def _of_report(before: tuple[int, str] | None, after: tuple[int, str] | None) -> str:
    if after is None:
        return "given up"
    return "step" if before is not None and before[0] == after[0] else "begun"


def _said(number: str) -> str:
    last = _replies(number)[-1]
    known = {
        "helped": replies.help_words,
        "no call": replies.no_call,
        "not understood": replies.not_understood,
        "language": replies.language_chosen,
    }
    for name, words in known.items():
        if last in (words("en"), words("fr")):
            return name
    if "looking into it" in last or "regardons ce qui se passe" in last:
        return "stands"
    return "asked again" if "Sorry" in last or "Désolé" in last else f"said: {last}"


def _replies(number: str) -> list[str]:
    point = point_of_number(GATEWAY, number)
    views = messages_about(GATEWAY, point.subject) if point else []
    return [view.text for view in views if view.text]


def _seen(number: str) -> _Seen:
    point = point_of_number(GATEWAY, number)
    point_id = point.id if point else 0
    report = TextReport.objects.filter(contact_point=point_id).first()
    survey = Conversation.objects.filter(invitation__contact_point=point_id).first()
    words = Update.objects.seen_by(CHO).filter(concern__contact_point=point_id, by=RESIDENT)
    return _Seen(
        is_stopped=bool(point and point.is_stopped),
        language=point.language if point else "",
        report=(report.pk, report.step) if report else None,
        n_concerns=Concern.objects.seen_by(CHO).filter(contact_point=point_id).count(),
        n_words=words.count(),
        n_tips=TipMessage.objects.seen_by(CHO).count(),
        n_promises=len(open_follow_ups(CHO)),
        survey=(survey.next_position, survey.was_asked_again, survey.heard_at) if survey else None,
        n_replies=len(_replies(number)),
    )
