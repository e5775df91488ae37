"""The second factor at sign-in."""

import time

import pytest
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from commonbeat.core.actor import NOBODY
from commonbeat.core.errors import NotPermitted
from commonbeat.core.models import LedgerEntry
from commonbeat.domains.agencies import errors, queries, totp
from commonbeat.domains.agencies.actions import second_factor, staff
from commonbeat.roles import Role, actor
from tests.domains.agencies.cast import OPERATOR, engage


def code_of(secret: str) -> str:
    """What an authenticator app would show now."""
    totp = TOTP(bytes.fromhex(secret))
    totp.time = time.time()
    return f"{totp.token():06d}"


def test_a_code_from_the_telephone_makes_it_the_second_factor():
    bell = engage("bell", Role.OFFICER)
    by = actor(Role.OFFICER, bell.key)
    secret = totp.new_secret()
    second_factor.confirm_second_factor(secret=secret, code=code_of(secret), by=by)
    own = queries.own_account(by)
    assert own
    assert own.has_second_factor


def test_a_wrong_code_leaves_the_earlier_second_factor_in_place():
    bell = engage("bell", Role.OFFICER)
    by = actor(Role.OFFICER, bell.key)
    first, other = totp.new_secret(), totp.new_secret()
    second_factor.confirm_second_factor(secret=first, code=code_of(first), by=by)
    with pytest.raises(errors.WrongCode):
        second_factor.confirm_second_factor(secret=other, code="000000x", by=by)
    assert TOTPDevice.objects.get().key == first


def test_a_lost_telephone_is_taken_away_by_an_administrator():
    bell = engage("bell", Role.OFFICER)
    secret = totp.new_secret()
    by = actor(Role.OFFICER, bell.key)
    second_factor.confirm_second_factor(secret=secret, code=code_of(secret), by=by)
    staff.remove_second_factor(staff_key=bell.key, by=OPERATOR)
    assert not TOTPDevice.objects.exists()


def test_the_picture_says_the_service_and_the_secret_in_base_32():
    shown = totp.candidate("00" * 20, label="bell")
    assert shown.secret == "A" * 32
    assert shown.uri.startswith("otpauth://totp/Riverbend%20Police:bell?secret=AAAA")


def test_a_refused_code_is_written_down_without_a_name():
    with pytest.raises(NotPermitted):
        second_factor.pass_second_factor(by=NOBODY)
    assert LedgerEntry.objects.get().outcome == "refused"
