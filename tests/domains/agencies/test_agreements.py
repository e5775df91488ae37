"""What agencies and people signed, until which day it holds, and who may come in."""

import datetime as dt

import pytest
from django.db import IntegrityError

from commonbeat.core.actor import NOBODY
from commonbeat.core.errors import NotPermitted
from commonbeat.core.models import LedgerEntry
from commonbeat.domains.agencies import errors, queries, sectors
from commonbeat.domains.agencies.actions import agreements, staff
from commonbeat.domains.agencies.models import Agency, Agreement
from commonbeat.domains.agencies.terms import Term, today
from commonbeat.roles import SIGNS_IN, Role, actor
from tests.domains.agencies.cast import OPERATOR, SEAT, SHARING, SIGNED, partner, promises, signs

LAST = dt.date(2026, 6, 30)
DAY = dt.timedelta(days=1)
KEEPER = actor(Role.PRIVACY_OFFICER, "keeper")


def standing(person, on, viewer=KEEPER):
    return queries.standing(viewer, person.key, on=on)


def test_a_partner_comes_in_with_an_agreement_and_a_promise_to_the_last_day_of_each():
    diaz = partner()
    signs("health", SHARING, until=LAST)
    promises(diaz, until=LAST - DAY)
    good = standing(diaz, LAST - DAY)
    assert good.is_good
    assert (good.agency_code, good.agreement_until) == ("health", LAST)
    the_promise_lapsed = standing(diaz, LAST)
    assert (the_promise_lapsed.agency_has_agreement, the_promise_lapsed.has_undertaking) == (
        True, False,
    )  # fmt: skip
    nothing_holds = standing(diaz, LAST + DAY)
    assert not nothing_holds.agency_has_agreement
    assert not nothing_holds.is_good


def test_nothing_holds_before_it_is_signed():
    diaz = partner()
    signs("health", SHARING, until=LAST)
    promises(diaz, until=LAST)
    assert not standing(diaz, SIGNED - DAY).is_good
    assert standing(diaz, SIGNED).is_good


def test_an_agreement_of_another_agency_or_about_a_seat_does_not_open_the_hub():
    diaz = partner()
    partner("eve", "school")
    promises(diaz, until=LAST)
    signs("school", SHARING, until=LAST)
    signs("health", SEAT, until=LAST)
    assert not standing(diaz, SIGNED).agency_has_agreement


@pytest.mark.usefixtures("noon")
def test_what_is_ended_opens_nothing_from_that_day_on():
    diaz = partner()
    agreement = signs("health", SHARING, until=LAST)
    promise = promises(diaz, until=LAST)
    agreements.end_undertaking(undertaking_key=promise.key, by=KEEPER)
    assert not standing(diaz, today()).has_undertaking
    assert standing(diaz, today() - DAY).is_good  # it held until then
    agreements.end_agreement(agreement_key=agreement.key, by=KEEPER)
    assert not standing(diaz, today()).agency_has_agreement
    with pytest.raises(errors.NoSuchAgreement):
        agreements.end_agreement(agreement_key=agreement.key, by=KEEPER)
    with pytest.raises(errors.NoSuchUndertaking):
        agreements.end_undertaking(undertaking_key=promise.key, by=KEEPER)


def test_a_renewal_holds_on_when_the_first_one_lapses():
    diaz = partner()
    promises(diaz, until=LAST)
    signs("health", SHARING, until=LAST)
    signs("health", SHARING, until=LAST + 300 * DAY, on=LAST)
    assert standing(diaz, LAST).agreement_until == LAST + 300 * DAY
    assert standing(diaz, LAST + DAY).agency_has_agreement


def test_who_left_has_no_good_standing_whatever_they_signed():
    diaz = partner()
    signs("health", SHARING, until=LAST)
    promises(diaz, until=LAST)
    staff.end_service(staff_key=diaz.key, by=OPERATOR)
    assert not standing(diaz, SIGNED).is_good


def test_everybody_sees_their_own_standing_and_only_keepers_that_of_others():
    diaz, eve = partner(), partner("eve", "school")
    own = actor(Role.PARTNER, diaz.key)
    assert standing(diaz, SIGNED, own) is not None
    assert standing(eve, SIGNED, own) is None
    assert standing(diaz, SIGNED, NOBODY) is None
    assert standing(diaz, SIGNED, actor(Role.OFFICER, "bell")) is None
    assert set(queries.standings(KEEPER, [diaz.key, eve.key, "nobody"], on=SIGNED)) == {
        diaz.key, eve.key,
    }  # fmt: skip


def test_the_standings_of_many_take_three_queries(django_assert_num_queries):
    people = [partner(f"person-{n}", f"agency-{n}") for n in range(5)]
    for n, person in enumerate(people):
        signs(f"agency-{n}", SHARING, until=LAST)
        promises(person, until=LAST)
    with django_assert_num_queries(1):
        found = queries.standings(KEEPER, [one.key for one in people], on=SIGNED)
    assert [found[one.key].is_good for one in people] == [True] * 5


@pytest.mark.parametrize(
    ("days", "term"),
    [(61, Term.HOLDS), (60, Term.RUNS_OUT), (0, Term.RUNS_OUT), (-1, Term.LAPSED)],
)
def test_the_days_to_expiry_are_counted_to_the_last_good_day(days, term):
    diaz = partner()
    signs("health", SHARING, until=LAST)
    promises(diaz, until=LAST)
    on = LAST - days * DAY
    for one in (*queries.agreements(KEEPER, on=on), *queries.undertakings(KEEPER, on=on)):
        assert (one.days_left, one.term) == (days, term)


@pytest.mark.usefixtures("noon")
def test_only_what_was_not_renewed_or_ended_on_purpose_is_a_reminder():
    diaz, eve = partner(), partner("eve", "school")
    signs("health", SHARING, until=LAST)
    signs("health", SHARING, until=LAST + 300 * DAY)  # renewed
    signs("school", SHARING, until=LAST)
    promises(diaz, until=LAST - 90 * DAY)  # lapsed
    ended = promises(eve, until=LAST)
    agreements.end_undertaking(undertaking_key=ended.key, by=KEEPER)
    found = queries.running_out(KEEPER, on=LAST - 20 * DAY)
    assert {(one.kind, one.who) for one in found} == {("undertaking", "Diaz"), (SHARING, "School")}


@pytest.mark.parametrize("role", SIGNS_IN)
def test_only_three_roles_keep_agreements(role):
    partner()
    by = actor(role, "somebody")
    may = role in {Role.ADMINISTRATOR, Role.COORDINATOR, Role.PRIVACY_OFFICER}
    signs("health", SHARING, until=LAST)
    assert bool(queries.agreements(by, on=SIGNED)) is may
    given = {"agency_code": "health", "kind": SHARING, "signed_on": SIGNED, "valid_until": LAST}
    if may:
        assert agreements.record_agreement(**given, by=by).agency.code == "health"
    else:
        with pytest.raises(NotPermitted):
            agreements.record_agreement(**given, by=by)


def test_refusals_leave_nothing_behind():
    partner()
    with pytest.raises(errors.NoSuchAgency):
        signs("nobody", SHARING, until=LAST)
    with pytest.raises(errors.EndsBeforeStart):
        signs("health", SHARING, until=SIGNED - DAY)
    with pytest.raises(ValueError, match="is not a valid"):
        signs("health", "friendship", until=LAST)
    assert not Agreement.objects.exists()


def test_the_database_itself_refuses_an_agreement_that_ends_before_it_is_signed():
    partner()
    one = signs("health", SHARING, until=LAST)
    with pytest.raises(IntegrityError):
        Agreement.objects.filter(pk=one.pk).update(valid_until=SIGNED - DAY)


def test_the_ledger_names_agencies_by_code_and_people_by_key():
    diaz = partner()
    promises(diaz, until=LAST)
    line = LedgerEntry.objects.get(verb="agencies.record_undertaking")
    assert line.codes == {"staff": diaz.key, "until": "2026-06-30"}
    assert "Diaz" not in str(line.codes)


def test_a_sector_is_one_of_the_list_and_says_who_is_police():
    partner()
    agency = staff.describe_agency(
        agency_code="health", name="Riverbend OPP", sector="police_provincial", by=OPERATOR
    )
    assert agency.is_police
    assert queries.agency(KEEPER, "health").sector == "police_provincial"
    with pytest.raises(errors.NoSuchSector):
        staff.describe_agency(agency_code="health", name="X", sector="wizards", by=OPERATOR)
    with pytest.raises(errors.NoSuchAgency):
        staff.describe_agency(agency_code="nobody", name="X", sector="fire", by=OPERATOR)
    assert not staff.describe_agency(
        agency_code="health", name="Health", sector="fire", by=OPERATOR
    ).is_police


def test_an_agency_founded_without_a_sector_is_town_police_or_another():
    police = staff.found_agency(code="p", name="P", is_police=True, by=OPERATOR)
    other = staff.found_agency(code="o", name="O", by=OPERATOR)
    assert (police.sector, other.sector) == (sectors.TOWN_POLICE, sectors.OTHER)
    assert Agency.objects.get(code="p").is_police
