"""Signing in to the desk."""

import datetime as dt

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.test import Client

from commonbeat.core import clock
from commonbeat.core.models import LedgerEntry
from commonbeat.domains.agencies import totp
from commonbeat.domains.agencies.actions import second_factor, staff
from commonbeat.domains.agencies.models import Staff
from commonbeat.roles import Role, actor
from tests.domains.agencies.cast import OPERATOR, PASSWORD, engage
from tests.domains.agencies.test_second_factor import code_of

SIGN_IN = "/staff/sign-in/"


def try_to(client: Client, name: str, password: str):
    return client.post(SIGN_IN, {"sign_in_name": name, "password": password})


def test_the_desk_sends_everybody_to_the_sign_in_page(client):
    answer = client.get("/staff/")
    assert answer.status_code == 302
    assert answer.url == SIGN_IN


def test_name_and_password_open_the_desk(signed_in):
    answer = signed_in(Role.OFFICER).get("/staff/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_a_sign_in_makes_a_new_session_key(client):
    engage("bell", Role.OFFICER)
    client.get(SIGN_IN)
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    try_to(client, "bell", PASSWORD)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(client):
    engage("bell", Role.OFFICER)
    wrong_name = try_to(client, "nobody", PASSWORD)
    wrong_password = try_to(client, "bell", "wrong")
    assert wrong_name.status_code == wrong_password.status_code == 422
    same = [
        page.content.decode().replace(name, "").split("csrfmiddlewaretoken")[1][90:]
        for page, name in ((wrong_name, "nobody"), (wrong_password, "bell"))
    ]
    assert same[0] == same[1]


def test_a_wrong_name_costs_the_same_work_as_a_wrong_password(client, monkeypatch):
    engage("bell", Role.OFFICER)
    worked = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *given: worked.append(1) or encode(*given)
    )
    try_to(client, "nobody", "wrong")
    n_unknown, worked[:] = len(worked), []
    try_to(client, "bell", "wrong")
    assert n_unknown == len(worked) == 1


def test_a_refused_sign_in_is_written_down_without_the_name(client):
    engage("bell", Role.OFFICER)
    try_to(client, "bell", "wrong")
    line = LedgerEntry.objects.get(verb="agencies.sign_in")
    assert (line.by, line.outcome) == ("nobody", "refused")


@pytest.mark.parametrize("name", ["bell", "somebody-unknown"])
def test_five_wrong_tries_lock_the_name_whether_it_exists_or_not(client, name):
    engage("bell", Role.OFFICER)
    answers = [try_to(client, name, "wrong").status_code for _ in range(5)]
    assert answers[:4] == [422] * 4
    assert answers[4] == 429
    locked = try_to(client, name.upper(), PASSWORD)  # another case is the same name
    assert locked.status_code == 429
    assert "15" in locked.content.decode()


def test_the_lockout_keeps_neither_the_name_nor_an_address(client):
    from axes.models import AccessAttempt

    try_to(client, "ZZPRIVATE-bell", "wrong")
    row = AccessAttempt.objects.get()
    assert row.ip_address is None
    assert "ZZPRIVATE" not in f"{row.username}{row.post_data}{row.get_data}".upper()


def test_a_new_password_from_an_administrator_ends_the_lockout(client):
    bell = engage("bell", Role.OFFICER)
    for _ in range(5):
        try_to(client, "bell", "wrong")
    staff.set_password(staff_key=bell.key, password="quite another 34 lamps", by=OPERATOR)
    assert try_to(client, "bell", "quite another 34 lamps").status_code == 302


def test_a_session_is_over_after_twelve_hours(signed_in):
    client = signed_in(Role.OFFICER)
    with clock.moved_by(dt.timedelta(hours=11, minutes=59)):
        assert client.get("/staff/").status_code == 200
    with clock.moved_by(dt.timedelta(hours=12)):
        assert client.get("/staff/").status_code == 302
    assert client.get("/staff/").status_code == 302  # gone for good


def test_signing_out_needs_a_press_not_a_link(signed_in):
    client = signed_in(Role.OFFICER)
    assert client.get("/staff/sign-out/").status_code == 405
    assert client.get("/staff/").status_code == 200
    client.post("/staff/sign-out/")
    assert client.get("/staff/").status_code == 302


def test_the_end_of_service_is_felt_at_once(signed_in):
    client = signed_in(Role.OFFICER)
    staff.end_service(staff_key=Staff.objects.get().key, by=OPERATOR)
    assert client.get("/staff/").status_code == 302


def test_a_new_role_is_felt_at_once(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    engage("second", Role.ADMINISTRATOR)
    assert client.get("/staff/people/").status_code == 200
    key = Staff.objects.get(sign_in_name="administrator").key
    staff.change_role(staff_key=key, role="officer", by=OPERATOR)
    assert client.get("/staff/people/").status_code == 404


def test_a_part_of_a_page_that_refreshes_sends_the_whole_page_to_sign_in(client):
    answer = client.get("/staff/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == SIGN_IN


def test_where_the_town_asks_for_it_a_second_factor_is_set_up_first(signed_in, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client = signed_in(Role.OFFICER)
    assert client.get("/staff/", follow=True).redirect_chain[-1][0] == (
        "/staff/second-factor/set-up/"
    )
    page = client.get("/staff/second-factor/set-up/")
    assert b"<svg" in page.content
    secret = client.session["second_factor_candidate"]
    wrong = client.post("/staff/second-factor/set-up/", {"code": "12"})
    assert wrong.status_code == 422
    done = client.post("/staff/second-factor/set-up/", {"code": code_of(secret)})
    assert done.status_code == 302
    assert client.get("/staff/").status_code == 200


def test_a_password_alone_neither_enters_nor_replaces_a_second_factor(client):
    bell = engage("bell", Role.OFFICER)
    secret = totp.new_secret()
    second_factor.confirm_second_factor(
        secret=secret, code=code_of(secret), by=actor(Role.OFFICER, bell.key)
    )
    try_to(client, "bell", PASSWORD)
    for path in ("/staff/", "/staff/second-factor/set-up/", "/staff/account/"):
        assert client.get(path).url == "/staff/second-factor/"
    wrong = client.post("/staff/second-factor/", {"code": "000 000"})
    assert wrong.status_code == 422
    assert LedgerEntry.objects.filter(verb="agencies.pass_second_factor").count() == 1


def test_a_code_opens_the_desk_and_works_once(client, settings):
    bell = engage("bell", Role.OFFICER)
    secret = totp.new_secret()
    second_factor.confirm_second_factor(
        secret=secret, code=code_of(secret), by=actor(Role.OFFICER, bell.key)
    )
    from django_otp.plugins.otp_totp.models import TOTPDevice

    TOTPDevice.objects.update(last_t=-1)  # as if the set-up was some time ago
    code = code_of(secret)
    try_to(client, "bell", PASSWORD)
    assert client.post("/staff/second-factor/", {"code": code}).url == "/staff/"
    assert client.get("/staff/").status_code == 200
    other = Client()
    try_to(other, "bell", PASSWORD)
    assert other.post("/staff/second-factor/", {"code": code}).status_code == 422
