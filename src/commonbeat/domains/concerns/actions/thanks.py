"""A resident says thanks; it reaches the officer and the leader. Nobody counts it by officer."""

from __future__ import annotations

import datetime as dt

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.core.keys import new_token, token_hash
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.errors import Fault, NoSuchThanks, NotAccepted
from commonbeat.domains.concerns.models import Commendation

LONGEST = 1000
KEPT = dt.timedelta(days=2 * 365)


@action(Right.SAY)
def say_thanks(
    *,
    about: str,
    words: str,
    officer_id: int | None,
    area_id: int | None,
    may_be_told: bool,
    language: str,
    by: Actor,
) -> str:
    """Take thanks in; returns the token of its private page. Raises NotAccepted."""
    faults = [Fault("words", "missing")] if not words.strip() else []
    faults += [Fault("words", "too long")] if len(words) > LONGEST else []
    faults += [Fault("about", "too long")] if len(about) > 120 else []
    if faults:
        raise NotAccepted(faults)
    at, token = clock.now(), new_token()
    Commendation.objects.create(
        token_hash=token_hash(token),
        about=about.strip(),
        officer_id=officer_id,
        area_id=area_id,
        words=words.strip(),
        may_be_told=may_be_told,
        language=language,
        received_at=at,
        expires_at=at + KEPT,
    )
    return token


@action(Right.PASS_ON_THANKS)
def pass_on_thanks(*, key: str, officer_id: int, by: Actor) -> None:
    """Let the officer who is thanked read it. Raises NoSuchThanks."""
    rows = Commendation.objects.seen_by(by).filter(key=key)
    if not rows.update(officer_id=officer_id, passed_on_at=clock.now(), passed_on_by=by.name):
        raise NoSuchThanks("There are no such thanks.")
    note(passed_on=True)


@action(Right.SEE_OWN_THANKS)
def note_seen(*, by: Actor) -> int:
    """Note that the officer has read what was passed on to them."""
    rows = Commendation.objects.seen_by(by).filter(seen_at=None)
    return rows.update(seen_at=clock.now())
