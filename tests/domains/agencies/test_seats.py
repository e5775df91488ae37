"""A partner's seat inside the service: what it may hold, and when it is open."""

import datetime as dt

import pytest

from commonbeat.core import clock
from commonbeat.core.actor import NOBODY
from commonbeat.core.errors import NotPermitted
from commonbeat.core.models import LedgerEntry
from commonbeat.domains.agencies import errors, queries
from commonbeat.domains.agencies.actions import agreements, seats, staff
from commonbeat.domains.agencies.models import ServiceSeat
from commonbeat.domains.agencies.queries.seats import SeatState
from commonbeat.domains.agencies.seats import SEAT_RIGHTS
from commonbeat.domains.agencies.terms import today
from commonbeat.roles import RIGHTS, SEAT_MAY_HOLD, SIGNS_IN, Role, actor, seated_in_service
from tests.domains.agencies.cast import OPERATOR, SEAT, SHARING, engage, partner, promises, signs

DAY = dt.timedelta(days=1)
START, LAST = dt.date(2026, 5, 12), dt.date(2026, 6, 30)
OVERSEER = actor(Role.PRIVACY_OFFICER, "overseer")
COUNTS = ("calls.count_calls",)

pytestmark = pytest.mark.usefixtures("noon")


def grant(person, *, rights=COUNTS, starts_on=START, ends_on=LAST, by=OPERATOR):
    return seats.grant_seat(
        staff_key=person.key, rights=rights, starts_on=starts_on, ends_on=ends_on, by=by
    )


def seated_diaz():
    diaz = partner()
    signs("health", SEAT, until=LAST)
    promises(diaz, until=LAST)
    return diaz, grant(diaz)


def current(person, on=START):
    return queries.current_seat(actor(Role.PARTNER, person.key), person.key, on=on)


def test_a_seat_is_open_from_its_first_day_to_its_last():
    diaz, _seat = seated_diaz()
    assert current(diaz, START - DAY) is None
    assert current(diaz, START).rights == COUNTS
    assert current(diaz, LAST) is not None
    assert current(diaz, LAST + DAY) is None


def test_a_seat_ends_at_once_when_somebody_ends_it():
    diaz, seat = seated_diaz()
    seats.end_seat(seat_key=seat.key, by=OPERATOR)
    assert current(diaz) is None
    with pytest.raises(errors.NoSuchSeat):
        seats.end_seat(seat_key=seat.key, by=OPERATOR)


def test_a_seat_is_shut_while_the_agreement_or_the_promise_behind_it_does_not_hold():
    diaz = partner()
    agreement = signs("health", SEAT, until=LAST)
    grant(diaz)
    assert current(diaz) is None  # nothing promised yet
    promise = promises(diaz, until=START + DAY)
    assert current(diaz, START + DAY) is not None
    assert current(diaz, START + 2 * DAY) is None
    (shown,) = queries.seats(OVERSEER, on=START + 2 * DAY)
    assert shown.state is SeatState.SHUT
    promises(diaz, until=LAST)
    assert current(diaz, START + 2 * DAY) is not None
    agreements.end_agreement(agreement_key=agreement.key, by=OPERATOR)
    assert current(diaz, today()) is None
    assert promise.ended_on is None


def test_a_seat_is_shut_to_who_is_no_partner_any_more():
    diaz, _seat = seated_diaz()
    staff.change_role(staff_key=diaz.key, role="officer", by=OPERATOR)
    assert current(diaz) is None
    staff.change_role(staff_key=diaz.key, role="partner", by=OPERATOR)
    staff.end_service(staff_key=diaz.key, by=OPERATOR)
    assert current(diaz) is None
    assert [one.state for one in queries.seats(OVERSEER, on=START)] == [SeatState.OVER]


@pytest.mark.parametrize(
    "rights",
    [(), ("calls.open_feeds",), ("calls.count_calls", "agencies.engage_staff"), ("nonsense",)],
)
def test_a_seat_holds_only_what_is_on_the_list(rights):
    diaz = partner()
    signs("health", SEAT, until=LAST)
    with pytest.raises(errors.NothingGranted):
        grant(diaz, rights=rights)
    assert not ServiceSeat.objects.exists()


def test_rights_written_into_the_table_behind_our_back_are_not_held():
    diaz, seat = seated_diaz()
    ServiceSeat.objects.filter(pk=seat.pk).update(
        rights=["calls.count_calls", "contact.read_messages", "agencies.engage_staff"]
    )
    found = current(diaz)
    held = seated_in_service(diaz.key, seat=found.subject, granted=found.rights).rights
    assert held == RIGHTS[Role.SEATED_PARTNER] | {"calls.count_calls"}


def test_the_list_is_of_rights_to_read_that_desk_staff_hold_too():
    assert frozenset(SEAT_RIGHTS) == SEAT_MAY_HOLD
    assert frozenset().union(*(RIGHTS[role] for role in SIGNS_IN)) >= SEAT_MAY_HOLD
    verbs = {right.partition(".")[2].partition("_")[0] for right in SEAT_MAY_HOLD}
    assert verbs == {"see", "count"}
    assert SEAT_MAY_HOLD.isdisjoint({"contact.see_masked", "contact.read_messages"})


def test_a_seat_needs_a_partner_whose_agency_signed_for_the_whole_term():
    bell, diaz = engage("bell", Role.OFFICER), partner()
    partner("eve", "school")
    with pytest.raises(errors.NotAPartner):
        grant(bell)
    signs("health", SHARING, until=LAST)
    signs("school", SEAT, until=LAST)
    with pytest.raises(errors.NoAgreement):
        grant(diaz)
    signs("health", SEAT, until=LAST - DAY)
    with pytest.raises(errors.NoAgreement):
        grant(diaz)
    with pytest.raises(errors.EndsBeforeStart):
        grant(diaz, ends_on=START - DAY)
    assert grant(diaz, ends_on=LAST - DAY).agreement.agency.code == "health"
    with pytest.raises(errors.SeatTaken):
        grant(diaz, starts_on=LAST - DAY, ends_on=LAST - DAY)


@pytest.mark.parametrize("role", SIGNS_IN)
def test_only_the_administrator_grants_and_only_the_privacy_officer_reads_what_was_opened(role):
    diaz, seat = seated_diaz()
    seats.end_seat(seat_key=seat.key, by=OPERATOR)
    by = actor(role, "somebody")
    if role is Role.ADMINISTRATOR:
        grant(diaz, by=by)
    else:
        with pytest.raises(NotPermitted):
            grant(diaz, by=by)
    note_one(diaz, grant_again(diaz))
    assert bool(queries.readings(by, ServiceSeat.objects.latest("pk").key)) is (
        role is Role.PRIVACY_OFFICER
    )
    sees = role in {Role.ADMINISTRATOR, Role.PRIVACY_OFFICER}
    assert bool(queries.seats(by, on=START)) is sees


def grant_again(person):
    ServiceSeat.objects.filter(ended_at=None).update(ended_at=clock.now(), ended_by="tests")
    return grant(person)


def note_one(person, seat):
    by = seated_in_service(person.key, seat=seat.subject, granted=seat.rights)
    seats.note_reading(page="calls", record="", by=by)


def test_a_reading_stands_in_the_ledger_under_the_seat():
    diaz, seat = seated_diaz()
    note_one(diaz, seat)
    line = LedgerEntry.objects.get(verb="agencies.note_reading")
    assert (line.subject, line.by) == (seat.subject, f"partner:{diaz.key}")
    assert line.codes == {"page": "calls", "record": ""}
    (reading,) = queries.readings(OVERSEER, seat.key)
    assert (reading.page, reading.at) == ("calls", clock.now())


def test_nobody_notes_a_reading_from_a_seat_that_is_not_theirs():
    diaz, seat = seated_diaz()
    eve = partner("eve", "school")
    for by in (
        seated_in_service(eve.key, seat=seat.subject, granted=COUNTS),
        seated_in_service(diaz.key, seat="agencies.service_seat:other", granted=COUNTS),
    ):
        with pytest.raises(errors.NoSuchSeat):
            seats.note_reading(page="calls", by=by)
    for by in (NOBODY, actor(Role.PARTNER, diaz.key)):
        with pytest.raises(NotPermitted):
            seats.note_reading(page="calls", by=by)


def test_nobody_but_the_overseers_sees_the_seat_of_another():
    diaz, _seat = seated_diaz()
    eve = actor(Role.PARTNER, "eve")
    assert queries.current_seat(eve, diaz.key, on=START) is None
    assert queries.current_seat(OVERSEER, diaz.key, on=START) is not None


def test_the_list_of_seats_takes_one_query(django_assert_num_queries):
    seated_diaz()
    with django_assert_num_queries(1):
        queries.seats(OVERSEER, on=START)
