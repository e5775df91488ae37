"""Putting questionnaires in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.surveys.access import Right
from commonbeat.domains.surveys.instruments import AFTER_A_CALL, SHIPPED, Wording
from commonbeat.domains.surveys.models import Instrument, Question, Scale


@dataclass(frozen=True, slots=True)
class Installed:
    """The version in force."""

    subject: str
    version: int
    is_new: bool


@action(Right.SET_INSTRUMENTS)
def install_default_instrument(*, code: str = AFTER_A_CALL, by: Actor) -> Installed:
    """Put a shipped questionnaire in force; running it again changes nothing.

    When the product ships other words than those in force, they become the next version, and
    the version before is still what its answers are read by.
    """
    in_force = Instrument.objects.filter(code=code, in_force=True).first()
    if in_force is not None and _asks(in_force) == SHIPPED[code]:
        return Installed(in_force.subject, in_force.version, is_new=False)
    made = _new_version(code, SHIPPED[code], by)
    note(questionnaire=code, version=made.version)
    return Installed(made.subject, made.version, is_new=True)


def _asks(instrument: Instrument) -> tuple[Wording, ...]:
    return tuple(
        Wording(q.code, Scale(q.scale), q.text, q.text_fr, by_text=q.by_text)
        for q in instrument.questions.all()
    )


def _new_version(code: str, wordings: Sequence[Wording], by: Actor) -> Instrument:
    Instrument.objects.filter(code=code, in_force=True).update(in_force=False)
    newest = Instrument.objects.filter(code=code).order_by("-version").first()
    made = Instrument.objects.create(
        code=code,
        version=newest.version + 1 if newest else 1,
        made_at=clock.now(),
        made_by=by.name,
    )
    Question.objects.bulk_create(
        Question(
            instrument=made,
            position=place,
            code=wording.code,
            scale=wording.scale,
            text=wording.text,
            text_fr=wording.text_fr,
            by_text=wording.by_text,
        )
        for place, wording in enumerate(wordings, start=1)
    )
    return made
