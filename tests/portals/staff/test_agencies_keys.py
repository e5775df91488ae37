"""The personal key at the front door: in one's own browser, for the partners' pages alone."""

import pytest
from django.test import Client

from commonbeat.domains.agencies.models import PersonalKey
from commonbeat.domains.agencies.personal_keys import (
    COOKIE,
    WillNotOpen,
    from_cookie,
    public_keys,
    unwrap,
    wrap_for,
)
from commonbeat.roles import Role, actor
from tests.domains.agencies.cast import PASSWORD, engage, partner

NEW = "quite another 34 lamps"


def sign_in(client: Client, name: str, password: str = PASSWORD):
    return client.post("/staff/sign-in/", {"sign_in_name": name, "password": password})


@pytest.mark.parametrize("is_https", [True, False])
def test_the_key_goes_to_ones_own_browser_for_the_partners_pages_alone(client, settings, is_https):
    settings.SESSION_COOKIE_SECURE = is_https
    diaz = partner()
    cookie = sign_in(client, "diaz").cookies[COOKIE]
    assert cookie["path"] == "/partners/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert bool(cookie["secure"]) is is_https
    assert cookie["max-age"] == 12 * 60 * 60
    key = from_cookie(cookie.value, diaz.key)
    public = public_keys(actor(Role.PARTNER, diaz.key), [diaz.key])[diaz.key]
    assert unwrap(key, wrap_for(public, b"secret")) == b"secret"


def test_every_sign_in_opens_the_same_key_and_no_session_holds_it(client):
    diaz = partner()
    first = sign_in(client, "diaz").cookies[COOKIE].value
    key = from_cookie(first, diaz.key)
    kept = str(dict(client.session.items()))
    assert key.private.hex() not in kept
    assert first not in kept
    second = sign_in(Client(), "diaz").cookies[COOKIE].value
    assert first != second
    assert from_cookie(second, diaz.key) == key


def test_signing_out_takes_the_key_away(client):
    partner()
    sign_in(client, "diaz")
    cookie = client.post("/staff/sign-out/").cookies[COOKIE]
    assert cookie.value == ""
    assert (cookie["path"], cookie["max-age"]) == ("/partners/", 0)


def test_a_refused_sign_in_gives_no_key(client):
    partner()
    assert COOKIE not in sign_in(client, "diaz", "wrong").cookies
    assert not PersonalKey.objects.exists()


def test_ones_own_new_password_keeps_the_key(client):
    diaz = engage("diaz", Role.OFFICER)
    key = from_cookie(sign_in(client, "diaz").cookies[COOKIE].value, diaz.key)
    given = {"present": PASSWORD, "password": NEW}
    assert client.post("/staff/account/password/", given).status_code == 302
    again = sign_in(Client(), "diaz", NEW).cookies[COOKIE].value
    assert from_cookie(again, diaz.key) == key


def test_an_administrator_who_gives_a_password_and_signs_in_with_it_reads_nothing_of_before(
    client, signed_in
):
    diaz = partner()
    sign_in(client, "diaz")
    own = actor(Role.PARTNER, diaz.key)
    before = public_keys(own, [diaz.key])[diaz.key]
    note = wrap_for(before, b"the key of a note")
    page = f"/staff/people/{diaz.key}/password/"
    assert signed_in(Role.ADMINISTRATOR).post(page, {"password": NEW}).status_code == 302
    as_diaz = sign_in(Client(), "diaz", NEW).cookies[COOKIE].value
    key = from_cookie(as_diaz, diaz.key)
    assert key is not None
    with pytest.raises(WillNotOpen):
        unwrap(key, note)
    assert public_keys(own, [diaz.key])[diaz.key] != before
