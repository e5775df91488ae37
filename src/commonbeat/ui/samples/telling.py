"""Examples of the components that tell a reader something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils.safestring import mark_safe

from commonbeat.core import clock
from commonbeat.ui.samples.sample import Inputs, Sample

SENTENCE = "An officer from the north district looked at your report this morning."
ICONS = [
    "check",
    "beat",
    "clock",
    "info",
    "warning",
    "stop",
    "phone",
    "message",
    "search",
    "forward",
    "back",
    "cross",
    "chevron",
    "person",
    "dot",
]


def _step(label: str, state: str, minutes_ago: int | None = None, note: str = "") -> Inputs:
    ago = None if minutes_ago is None else dt.timedelta(minutes=minutes_ago)
    time = None if ago is None else clock.now() - ago
    return {"label": label, "state": state, "time": time, "note": note}


def _under_way() -> Inputs:
    steps = [
        _step("We have your call", "done", 41),
        _step("It waited longer than usual", "done", 21, "Other calls came first. Sorry."),
        _step("Officers are on the way", "current", 4, "You do not need to do anything now."),
        _step("Officers are with you", "next"),
        _step("Closed, and what came of it", "next"),
    ]
    return {"label": "Where your call stands", "steps": steps}


def _just_begun() -> Inputs:
    first = _step("We have your call", "current", 1, "We text you when this changes.")
    return {"steps": [first, _step("Officers are on the way", "next"), _step("Closed", "next")]}


def _all_done() -> Inputs:
    return {
        "steps": [
            _step("We have your call", "done", 3000),
            _step("Officers came", "done", 2950),
            _step("Closed", "done", 2900, "A report was written. Its number is in our text."),
        ]
    }


def _message(direction: str, text: str, minutes_ago: int, state: str = "") -> Inputs:
    time = clock.now() - dt.timedelta(minutes=minutes_ago)
    return {"direction": direction, "text": text, "time": time, "state": state}


def _thread() -> Inputs:
    messages = [
        _message("out", "Riverbend Police: we have your call. Reply STOP to end.", 41, "delivered"),
        _message("out", "Officers are on the way.\nhttps://example.org/c/8dk2", 4, "delivered"),
        _message("in", "CALL ME", 3),
        _message("out", "Someone will call you by 17:00.", 3, "sent"),
    ]
    foot = mark_safe('<p class="muted small">A reply form can stand here.</p>')
    return {
        "title": "Riverbend Police",
        "note": "+1 514-555-0101",
        "messages": messages,
        "foot": foot,
    }


def _notice(kind: str, text: str, **more: str) -> Sample:
    return Sample(kind, {"kind": kind, "text": text, **more})


def _badge(kind: str, text: str, **more: str) -> Sample:
    return Sample(kind, {"kind": kind, "text": text, **more})


def _person(**more: str) -> Inputs:
    return {
        "name": "Constable Bell",
        "role": "Community officer",
        "phone": "+1 514-555-0110",
        "phone_link": "+15145550110",
        **more,
    }


def _late(make: Callable[[], Inputs], title: str) -> Sample:
    return Sample(title, make)


TELLING: dict[str, list[Sample]] = {
    "mark": [Sample("decoration beside the name", {})],
    "icon": [Sample(name, {"name": name}) for name in ICONS],
    "badge": [
        _badge("neutral", "Queued"),
        _badge("info", "On the way"),
        _badge("success", "Told"),
        _badge("warning", "Late"),
        _badge("error", "Not delivered"),
        _badge("neutral", "Waiting", icon="clock"),
    ],
    "notice": [
        _notice("info", "This page closes thirty days after your call."),
        _notice("success", "You will not get any more texts from us.", title="Stopped"),
        _notice("warning", "No event has come for 12 minutes.", url="#notice", action="See why"),
        _notice("error", "Your answer was kept. Please send it again.", title="Not sent"),
    ],
    "card": [
        Sample("plain", {"title": "What happens next", "text": SENTENCE}),
        Sample(
            "with a link and a badge",
            {
                "title": "Ask for a call back",
                "text": "Someone who knows about your call will phone you.",
                "url": "#card",
                "action": "Ask now",
                "badge_kind": "info",
                "badge_text": "Usually within a day",
                "level": 3,
            },
        ),
    ],
    "timeline": [
        _late(_under_way, "under way"),
        _late(_just_begun, "just begun"),
        _late(_all_done, "all done"),
    ],
    "person_card": [
        Sample(
            "everything known",
            _person(
                area="Old Mill",
                email="bell@example.org",
                hours="Tuesday to Saturday, 14:00 to 22:00",
                languages="English, French, Punjabi",
            ),
        ),
        Sample("only a phone", _person()),
    ],
    "phone_bubbles": [
        _late(_thread, "a conversation"),
        Sample("nothing yet", {"title": "No one has written", "messages": []}),
    ],
    "empty": [
        Sample(
            "nothing to do",
            {"title": "No follow-ups are due", "text": "Well done.", "level": 3},
        ),
        Sample(
            "with a way on",
            {
                "title": "No officers yet",
                "text": "Residents see a name here once you add one.",
                "url": "#empty",
                "action": "Add an officer",
            },
        ),
    ],
}
