"""Engaging staff, and what happens when service ends."""

import datetime as dt

import pytest
from django.test import Client

from commonbeat.core.actor import NOBODY
from commonbeat.core.errors import NotPermitted
from commonbeat.core.models import LedgerEntry
from commonbeat.domains.agencies import errors, queries
from commonbeat.domains.agencies.access import STAFF_ROLES
from commonbeat.domains.agencies.actions import account, staff
from commonbeat.roles import SIGNS_IN, Role, actor
from tests.domains.agencies.cast import OPERATOR, PASSWORD, engage


def test_the_roles_of_people_are_the_roles_that_sign_in():
    assert tuple(role.value for role in SIGNS_IN) == STAFF_ROLES


def test_somebody_engaged_has_a_role_and_a_password_that_is_only_kept_hashed():
    bell = engage("Bell", Role.OFFICER)
    assert bell.sign_in_name == "bell"
    assert bell.role == "officer"
    assert bell.check_password(PASSWORD)
    assert PASSWORD not in bell.password


def test_nobody_can_be_engaged_as_a_machine():
    staff.found_agency(code="police", name="Police", by=OPERATOR)
    for role in ("operator", "clock", "feed", ""):
        with pytest.raises(errors.NoSuchRole):
            staff.engage_staff(
                sign_in_name="eve",
                display_name="Eve",
                agency_code="police",
                role=role,
                password=PASSWORD,
                by=OPERATOR,
            )


def test_one_name_signs_in_one_person_whatever_its_case():
    engage("Bell", Role.OFFICER)
    with pytest.raises(errors.NameTaken):
        engage(" BELL ", Role.ANALYST)


def test_a_weak_password_is_refused_with_the_rules_it_breaks():
    with pytest.raises(errors.WeakPassword) as refused:
        engage("bell", Role.OFFICER, password="password")
    assert len(refused.value.reasons) == 2


def test_an_officer_cannot_engage_anybody_and_the_refusal_is_written_down(bell):
    with pytest.raises(NotPermitted):
        staff.engage_staff(
            sign_in_name="eve",
            display_name="Eve",
            agency_code="police",
            role="officer",
            password=PASSWORD,
            by=bell,
        )
    assert LedgerEntry.objects.get().outcome == "refused"


def test_a_new_role_holds_from_the_next_page_on():
    bell = engage("bell", Role.OFFICER)
    staff.change_role(staff_key=bell.key, role="analyst", by=OPERATOR)
    assert queries.staff_member(OPERATOR, bell.key) is None  # the operator has no desk
    line = LedgerEntry.objects.get(verb="agencies.change_role")
    assert line.codes == {"was": "officer", "role": "analyst"}


def test_the_last_administrator_stays():
    admin = engage("admin", Role.ADMINISTRATOR)
    with pytest.raises(errors.LastAdministrator):
        staff.change_role(staff_key=admin.key, role="officer", by=OPERATOR)
    with pytest.raises(errors.LastAdministrator):
        staff.end_service(staff_key=admin.key, by=OPERATOR)
    engage("second", Role.ADMINISTRATOR)
    staff.end_service(staff_key=admin.key, by=OPERATOR)


def test_the_end_of_service_ends_every_session_and_takes_the_name_away(client: Client):
    bell = engage("bell", Role.OFFICER)
    client.force_login(bell, backend="django.contrib.auth.backends.ModelBackend")
    assert client.session.get("_auth_user_id") == str(bell.pk)
    staff.end_service(staff_key=bell.key, by=OPERATOR)
    assert client.session.get("_auth_user_id") is None
    bell.refresh_from_db()
    assert not bell.is_active
    assert bell.display_name == "—"
    assert "bell" not in bell.sign_in_name.removeprefix("ended-" + bell.key)
    assert not bell.has_usable_password()
    with pytest.raises(errors.NoSuchStaff):
        staff.end_service(staff_key=bell.key, by=OPERATOR)


def test_a_password_set_for_somebody_signs_them_out(client: Client):
    bell = engage("bell", Role.OFFICER)
    client.force_login(bell, backend="django.contrib.auth.backends.ModelBackend")
    staff.set_password(staff_key=bell.key, password="quite another 34 lamps", by=OPERATOR)
    assert client.session.get("_auth_user_id") is None


def test_one_changes_ones_own_password_by_showing_the_present_one():
    bell = engage("bell", Role.OFFICER)
    by = actor(Role.OFFICER, bell.key)
    with pytest.raises(errors.WrongPassword):
        account.change_own_password(present="no", password="quite another 34 lamps", by=by)
    account.change_own_password(present=PASSWORD, password="quite another 34 lamps", by=by)
    bell.refresh_from_db()
    assert bell.check_password("quite another 34 lamps")


def test_one_chooses_a_language_that_the_desk_has():
    bell = engage("bell", Role.OFFICER)
    by = actor(Role.OFFICER, bell.key)
    account.choose_own_language(language="fr", by=by)
    own = queries.own_account(by)
    assert own
    assert own.language == "fr"
    with pytest.raises(ValueError, match="language"):
        account.choose_own_language(language="tlh", by=by)


def test_a_refused_sign_in_is_written_down_without_a_name():
    with pytest.raises(NotPermitted):
        account.sign_in(by=NOBODY)
    line = LedgerEntry.objects.get()
    assert (line.verb, line.by, line.outcome) == ("agencies.sign_in", "nobody", "refused")


def test_only_those_who_engage_staff_read_sign_in_names(bell, admin, eve):
    engage("diaz", Role.ANALYST)
    assert [view.sign_in_name for view in queries.staff_in_service(admin)] == ["diaz"]
    assert [view.sign_in_name for view in queries.staff_in_service(bell)] == [""]
    assert queries.staff_in_service(eve) == []
    assert queries.former_staff(bell) == []
    assert queries.agencies(eve) == []
    assert queries.own_account(eve) is None


def test_lists_of_staff_and_postings_take_one_query(admin, django_assert_num_queries):
    for name in ("bell", "cho", "diaz"):
        engage(name, Role.OFFICER)
    with django_assert_num_queries(1):
        assert len(queries.staff_in_service(admin)) == 3
    with django_assert_num_queries(1):
        queries.postings(admin, on=dt.date(2026, 5, 1))
    with django_assert_num_queries(1):
        queries.doers(admin, ["officer:a", "operator:b"])
