"""Setting the words: each change is a new version, and the old ones stay."""

from __future__ import annotations

from django.db.models import Max

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.calls.access import Right
from commonbeat.domains.calls.errors import MissingStop, UnknownPlaceholder
from commonbeat.domains.calls.models import Wording
from commonbeat.domains.calls.preview import placeholders_of
from commonbeat.domains.calls.shipped.wordings import PLACEHOLDERS, TEXTS

STOP_WORDS = ("STOP", "ARRET", "ARRÊT")


@action(Right.SET_POLICIES)
def set_wording(*, milestone: str, language: str, text: str, by: Actor) -> Wording:
    """Put a new text in force; raises UnknownPlaceholder or MissingStop."""
    text = text.strip()
    _refuse_unknown_placeholders(text)
    if milestone == "received" and language in {"en", "fr"}:
        _refuse_missing_stop(text)
    same = Wording.objects.filter(milestone=milestone, language=language)
    last = same.aggregate(last=Max("version"))["last"] or 0
    same.filter(in_force=True).update(in_force=False)
    wording = Wording(
        milestone=milestone,
        language=language,
        version=last + 1,
        text=text,
        made_at=clock.now(),
        made_by=by.name,
    )
    wording.full_clean()
    wording.save()
    note(milestone=milestone, language=language, version=wording.version)
    return wording


@action(Right.SET_POLICIES)
def install_shipped_wordings(*, by: Actor) -> int:
    """Add the shipped texts that are not there yet; count the new ones."""
    known = set(Wording.objects.values_list("milestone", "language"))
    new = [
        (milestone, language, text)
        for milestone, texts in TEXTS.items()
        for language, text in texts.items()
        if (milestone, language) not in known
    ]
    for milestone, language, text in new:
        set_wording(milestone=milestone, language=language, text=text, by=by)
    return len(new)


def _refuse_unknown_placeholders(text: str) -> None:
    unknown = placeholders_of(text) - PLACEHOLDERS
    if unknown:
        raise UnknownPlaceholder(", ".join(sorted(unknown)))


def _refuse_missing_stop(text: str) -> None:
    if not any(word in text for word in STOP_WORDS):
        raise MissingStop("STOP")
