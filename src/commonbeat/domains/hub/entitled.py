"""Who is entitled to an identity note at this moment, by the rules that the situation came under.

At filter 3, where the rules say 'limited': the discussants at the open meeting. At filter 4, where
they say 'limited' or 'involved': the discussants of the agencies that are in. Never an agency that
said out, nor anybody whose seat is over, whose agency's agreement or whose own promise has lapsed.
"""

from __future__ import annotations

from django.db.models import QuerySet

from commonbeat.core.actor import Actor
from commonbeat.domains.hub.access import SeatRole, agency_of, staff_of
from commonbeat.domains.hub.errors import NoNoteHere
from commonbeat.domains.hub.models import Involvement, Meeting, Seat, Situation
from commonbeat.domains.hub.models.situations import Step
from commonbeat.domains.hub.models.tables import NoteMode
from commonbeat.domains.hub.quorum import attending, held_today
from commonbeat.domains.hub.signed import in_good_standing

_FILTER_4 = (Step.INVOLVED, Step.PLANNED, Step.VISITED)


def refuse_where_none_may_be(situation: Situation) -> None:
    """Raise NoNoteHere unless the table's rules allow a note at this step."""
    mode = situation.policy.note_mode
    at_3 = situation.step == Step.ELEVATED and mode == NoteMode.LIMITED
    at_4 = situation.step in _FILTER_4 and mode in {NoteMode.LIMITED, NoteMode.INVOLVED}
    if not (at_3 or at_4):
        raise NoNoteHere


def readers_now(situation: Situation, discloser: Actor, eyes: Actor) -> dict[str, int]:
    """The people entitled now: staff key → agency id. `eyes` see what agencies said."""
    if situation.step == Step.ELEVATED:
        staff_keys = _at_the_meeting(situation) | {staff_of(discloser)}
        seats = _discussants(situation).filter(staff__key__in=staff_keys)
        seats = seats.exclude(agency__in=_said(situation, eyes, is_in=False))
    else:
        seats = _discussants(situation).filter(agency__in=_said(situation, eyes, is_in=True))
    found = dict(seats.values_list("staff__key", "agency_id"))
    good = in_good_standing(found)
    return {key: agency for key, agency in found.items() if key in good}


def is_still_entitled(situation: Situation, by: Actor, eyes: Actor) -> bool:
    """Whether somebody who was entitled when it was opened still is."""
    key, agency = staff_of(by), agency_of(by)
    seats = _discussants(situation).filter(staff__key=key, agency__code=agency)
    if situation.step == Step.ELEVATED:
        seats = seats.exclude(agency__in=_said(situation, eyes, is_in=False))
    elif situation.step in _FILTER_4:
        seats = seats.filter(agency__in=_said(situation, eyes, is_in=True))
    else:
        return False
    return seats.exists() and key in in_good_standing([key])


def _discussants(situation: Situation) -> QuerySet[Seat]:
    return Seat.objects.filter(held_today(), table=situation.table_id, role=SeatRole.DISCUSSANT)


def _at_the_meeting(situation: Situation) -> set[str]:
    meetings = Meeting.objects.filter(table=situation.table_id, closed_at=None)
    meeting = meetings.exclude(opened_at=None).first()
    if meeting is None:
        return set()
    return {one.staff_key for one in attending(meeting.pk) if one.discusses}


def _said(situation: Situation, eyes: Actor, *, is_in: bool) -> list[int]:
    said = Involvement.objects.seen_by(eyes).filter(situation=situation, is_in=is_in)
    return list(said.values_list("agency_id", flat=True))
