"""How a concern changes: only as the page that asked for it showed it, and told in one line.

The actions decide who may do what; here is what they all share.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F

from commonbeat.core import clock
from commonbeat.core.action import note
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.models import Agency
from commonbeat.domains.concerns.errors import (
    AlreadyOver,
    ChangedMeanwhile,
    Fault,
    NoSuchAgency,
    NoSuchConcern,
    NoSuchOffer,
    NotAccepted,
)
from commonbeat.domains.concerns.models import Concern, HandOver, Update
from commonbeat.domains.concerns.models.concerns import OVER, State
from commonbeat.domains.concerns.reports import MISSING, NOT_A_CHOICE, TOO_LONG

LONGEST_WORDS = 600
UNDO_FOR = dt.timedelta(minutes=15)  # a bulk change
# Why an agency hands a concern back.
REASONS = ("not ours", "no means", "wrong place", "more needed")
RESIDENT = "resident"  # who an update is by when the resident said it
WITHDRAWN = "withdrawn"  # we took the offer back ourselves


@dataclass(frozen=True, slots=True)
class Told:
    """A change, and what the resident is to be told of it: whom, in which language, what.

    `version` is the concern's after the change. `is_news` is False where nothing changed that a
    resident would want to hear; `update` is the key of what their page now shows, '' for nothing.
    """

    key: str
    number: str
    point_id: int | None
    language: str
    state: str
    words: str
    version: int = 0
    is_news: bool = True
    update: str = ""

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"concerns.concern:{self.key}"


def seen_concern(key: str, by: Actor) -> Concern:
    """The concern, if the doer may see it. Raises NoSuchConcern."""
    concern: Concern | None = Concern.objects.seen_by(by).filter(key=key).first()
    if concern is None:
        raise NoSuchConcern("There is no such concern.")
    return concern


def open_concern(key: str, by: Actor) -> Concern:
    """The concern, if it is still open. Raises NoSuchConcern, AlreadyOver."""
    concern = seen_concern(key, by)
    refuse_over(concern)
    return concern


def refuse_over(concern: Concern) -> None:
    """Raises AlreadyOver for one that is closed."""
    if concern.state in OVER:
        raise AlreadyOver("It is closed.")


def checked_words(words: str) -> str:
    """Words for a resident. Raises NotAccepted above 600 characters."""
    if len(words.strip()) > LONGEST_WORDS:
        raise NotAccepted([Fault("words", TOO_LONG)])
    return words.strip()


def checked_state(state: str) -> State:
    """A state that the desk may set. Raises NotAccepted."""
    if state not in State.values or state in (State.RECEIVED, State.DUPLICATE):
        raise NotAccepted([Fault("state", NOT_A_CHOICE if state else MISSING)])
    return State(state)


def offer_to(concern: Concern, code: str, by: Actor) -> HandOver:
    """Offer a concern to another agency; what was offered before is withdrawn.

    Raises NoSuchAgency where the agency is unknown or has the concern already.
    """
    to = Agency.objects.filter(code=code).first()
    if to is None or to.pk == concern.agency_id:
        raise NoSuchAgency("There is no other agency with this code.")
    withdraw_offer(concern, by)
    return HandOver.objects.create(
        concern=concern,
        from_agency_id=concern.agency_id,
        to_agency=to,
        offered_at=clock.now(),
        offered_by=by.name,
    )


def withdraw_offer(concern: Concern, by: Actor) -> None:
    """Take back the offer that waits, if one does."""
    earlier = waiting_offer(concern, by)
    if earlier is not None:
        settle(earlier, "handed back", WITHDRAWN, by)


def waiting_offer(concern: Concern, by: Actor) -> HandOver | None:
    """The offer that waits for an answer, or None."""
    rows = HandOver.objects.seen_by(by).filter(concern=concern, state="offered")
    offer: HandOver | None = rows.first()
    return offer


def the_offer(concern: Concern, by: Actor) -> HandOver:
    """The offer that waits for an answer. Raises NoSuchOffer."""
    offer = waiting_offer(concern, by)
    if offer is None:
        raise NoSuchOffer("No hand-over is waiting.")
    return offer


def settle(offer: HandOver, state: str, reason: str, by: Actor) -> None:
    """Note how an agency answered an offer."""
    HandOver.objects.seen_by(by).filter(pk=offer.pk).update(
        state=state, reason=reason, settled_at=clock.now(), settled_by=by.name
    )


def accepted(concern: Concern, version: int, by: Actor) -> Told:
    """The agency takes what it was offered: the concern is theirs. Raises NoSuchOffer."""
    offer = the_offer(concern, by)
    settle(offer, "accepted", "", by)
    return move(
        concern,
        version,
        looked_at(concern),
        "",
        by,
        agency_id=offer.to_agency_id,
        offered_to_id=None,
        owner_id=None,
    )


def handed_back(concern: Concern, version: int, reason: str, by: Actor) -> Told:
    """The agency hands back what it was offered. Raises NoSuchOffer, NotAccepted."""
    if reason not in REASONS:
        raise NotAccepted([Fault("reason", NOT_A_CHOICE if reason else MISSING)])
    offer = the_offer(concern, by)
    settle(offer, "handed back", reason, by)
    claim(concern, version, by, offered_to_id=None)
    note(reason=reason)
    return told_of(concern, "", version + 1, is_news=False)


def claim(concern: Concern, version: int, by: Actor, **changes: object) -> None:
    """Change the row only if nobody else has since the page was shown. Raises ChangedMeanwhile."""
    n_changed = (
        Concern.objects.seen_by(by)
        .filter(pk=concern.pk, version=version)
        .update(version=F("version") + 1, updated_at=clock.now(), **changes)
    )
    if not n_changed:
        raise ChangedMeanwhile("Somebody else changed it meanwhile.")


def move(
    concern: Concern,
    version: int,
    state: State,
    words: str,
    by: Actor,
    *,
    is_public: bool = False,
    outside: str = "",
    **changes: object,
) -> Told:
    """Bring a concern into a state, with words for the resident. Raises ChangedMeanwhile."""
    closed_at = clock.now() if state in OVER else None
    if closed_at and concern.offered_to_id:
        withdraw_offer(concern, by)
        changes["offered_to_id"] = None
    if concern.state in OVER and closed_at is None:  # open again: its time begins anew
        changes["due_at"] = clock.now() + dt.timedelta(days=concern.kind.due_days)
    claim(concern, version, by, state=state, closed_at=closed_at, **changes)
    words = words.strip()
    is_news = bool(concern.state != state or words or outside)
    concern.state = state
    note(state=state.value)
    if not is_news:
        return told_of(concern, words, version + 1, is_news=False)
    made = Update.objects.create(
        concern=concern,
        state=state,
        words=words,
        is_public=is_public and concern.is_public,
        from_outside=outside,
        at=clock.now(),
        by=by.name,
    )
    return told_of(concern, words, version + 1, update=made.key)


def told_of(
    concern: Concern, words: str, version: int, *, is_news: bool = True, update: str = ""
) -> Told:
    """What is to be told of a change."""
    return Told(
        concern.key,
        concern.number,
        concern.contact_point_id,
        concern.language,
        str(concern.state),
        words,
        version,
        is_news,
        update,
    )


def looked_at(concern: Concern) -> State:
    """The state once somebody has taken it: what was only received is now looked into."""
    return State.LOOKING if concern.state == State.RECEIVED else State(concern.state)
