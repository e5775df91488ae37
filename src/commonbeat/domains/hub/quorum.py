"""Who is at a meeting, whose word counts there, and whether enough sectors are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from commonbeat.domains.agencies.models import Agency
from commonbeat.domains.agencies.terms import today
from commonbeat.domains.hub.access import SeatRole
from commonbeat.domains.hub.errors import NoAccord, NoMeeting, NoQuorum
from commonbeat.domains.hub.models import Attendance, Meeting, TablePolicy
from commonbeat.domains.hub.models.tables import Consensus
from commonbeat.domains.hub.signed import people_in_good_standing


@dataclass(frozen=True, slots=True)
class Attending:
    """A seat that somebody now takes at a meeting."""

    staff_key: str
    person: str
    agency: Agency
    role: str
    how: str

    @property
    def discusses(self) -> bool:
        """Whether its agency's word counts at the threshold and its sector for the quorum."""
        return self.role == SeatRole.DISCUSSANT


def held_today(prefix: str = "") -> Q:
    """The condition that a seat is held today; `ends_on` is the first day without it.

    `prefix` is the path to the seat, such as 'seat__'.
    """
    on = today()
    lasts = Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gt": on})
    return Q(**{f"{prefix}starts_on__lte": on}) & lasts


def attending(meeting_id: int) -> list[Attending]:
    """The seats at a meeting now, by agency and person.

    One whose term is over, or what is signed for it has lapsed, is not there any more: nobody
    could speak for it.
    """
    rows = Attendance.objects.filter(held_today("seat__"), meeting=meeting_id, left_at=None)
    rows = rows.filter(seat__staff__in=people_in_good_standing())
    rows = rows.select_related("seat__staff", "seat__agency")
    return [
        Attending(
            row.seat.staff.key,
            row.seat.staff.display_name,
            row.seat.agency,
            row.seat.role,
            row.how,
        )
        for row in rows.order_by("seat__agency__name", "seat__staff__display_name", "seat__role")
    ]


def meeting_now(table_id: int) -> Meeting:
    """The open meeting of a table, held for this change; raises NoMeeting."""
    rows = Meeting.objects.select_for_update().filter(table=table_id, closed_at=None)
    meeting = rows.exclude(opened_at=None).first()
    if meeting is None:
        raise NoMeeting
    return meeting


def discussing(meeting_id: int) -> dict[int, Agency]:
    """The agencies whose discussants are at a meeting now, by id."""
    return {one.agency.pk: one.agency for one in attending(meeting_id) if one.discusses}


def refuse_without_quorum(agencies: dict[int, Agency], policy: TablePolicy) -> None:
    """Raise NoQuorum when the agencies there come from fewer sectors than the rules ask for."""
    if len({agency.sector for agency in agencies.values()}) < policy.quorum_sectors:
        raise NoQuorum


def refuse_without_accord(agencies: dict[int, Agency], agreed: Collection[int], rule: str) -> None:
    """Raise NoAccord unless all of the agencies there agree, or two thirds where that is the rule.

    An agency that has not said anything has not agreed.
    """
    n_there, n_agreed = len(agencies), len(agencies.keys() & set(agreed))
    enough = n_agreed == n_there if rule == Consensus.ALL else 3 * n_agreed >= 2 * n_there
    if not n_there or not enough:
        raise NoAccord
