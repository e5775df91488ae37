"""The officer of an area, as the desk and as residents see them."""

import datetime as dt

import pytest
from django.utils import translation

from commonbeat.core.errors import NotPermitted
from commonbeat.domains.agencies import errors, public, queries
from commonbeat.domains.agencies.actions import postings, staff
from commonbeat.domains.agencies.models import Posting
from commonbeat.roles import Role
from tests.domains.agencies.cast import OPERATOR, area, engage

MAY = dt.date(2026, 5, 1)


def post(bell, place, **more) -> Posting:
    given = {
        "public_name": "Constable Bell",
        "public_phone": "+18195550111",
        "hours": "Weekdays",
        "hours_fr": "En semaine",
        "starts_on": MAY,
        "by": OPERATOR,
    }
    return postings.post_officer(staff_key=bell.key, area_id=place.pk, **(given | more))


def test_residents_see_the_officer_of_their_area_from_the_first_day_to_the_last():
    bell, place = engage("bell", Role.OFFICER), area()
    posting = post(bell, place)
    postings.end_posting(posting_key=posting.key, ends_on=dt.date(2026, 5, 9), by=OPERATOR)
    on = {day: public.officer_for_area(place.pk, dt.date(2026, 5, day)) for day in (1, 9, 10)}
    assert on[1] == on[9]
    assert on[1]
    assert on[1].name == "Constable Bell"
    assert on[10] is None
    assert public.officer_for_area(place.pk, dt.date(2026, 4, 30)) is None
    assert public.officer_for_area(None, MAY) is None


def test_residents_read_the_hours_and_the_area_in_their_language():
    bell, place = engage("bell", Role.OFFICER), area()
    post(bell, place)
    with translation.override("fr"):
        officer = public.officer_for_area(place.pk, MAY)
    assert officer
    assert (officer.hours, officer.area_name) == ("En semaine", "Vieux-Moulin")


def test_the_latest_posting_is_the_one_shown():
    bell, cho, place = engage("bell", Role.OFFICER), engage("cho", Role.COORDINATOR), area()
    post(bell, place)
    post(cho, place, public_name="Sergeant Cho", starts_on=dt.date(2026, 5, 3))
    officer = public.officer_for_area(place.pk, dt.date(2026, 5, 4))
    assert officer
    assert officer.name == "Sergeant Cho"


def test_an_officer_out_of_service_is_shown_no_more(cho):
    bell, place = engage("bell", Role.OFFICER), area()
    post(bell, place)
    assert len(queries.postings(cho, on=MAY)) == 1
    staff.end_service(staff_key=bell.key, by=OPERATOR)
    assert public.officer_for_area(place.pk, MAY) is None
    assert public.officers(MAY) == []
    assert queries.postings(cho, on=MAY) == []


def test_a_posting_needs_a_way_to_reach_the_officer_and_an_area():
    bell, place = engage("bell", Role.OFFICER), area()
    with pytest.raises(errors.NotReachable):
        post(bell, place, public_phone="")
    with pytest.raises(errors.NoSuchStaff):
        postings.post_officer(
            staff_key="nobody",
            area_id=place.pk,
            public_name="x",
            public_phone="1",
            starts_on=MAY,
            by=OPERATOR,
        )
    place.pk = place.pk + 1000
    with pytest.raises(errors.NoSuchArea):
        post(bell, place)


def test_a_posting_cannot_end_before_it_starts():
    posting = post(engage("bell", Role.OFFICER), area())
    with pytest.raises(errors.EndsBeforeStart):
        postings.end_posting(posting_key=posting.key, ends_on=dt.date(2026, 4, 1), by=OPERATOR)
    with pytest.raises(errors.NoSuchPosting):
        postings.end_posting(posting_key="none", ends_on=MAY, by=OPERATOR)


def test_an_officer_cannot_post_anybody(bell, eve):
    person, place = engage("bell", Role.OFFICER), area()
    with pytest.raises(NotPermitted):
        post(person, place, by=bell)
    post(person, place)
    assert queries.postings(eve, on=MAY) == []
