"""People of a Hub table, signed in, each with their own key in their browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import Client

from commonbeat.core import clock
from commonbeat.domains.agencies.models import Staff
from commonbeat.domains.agencies.personal_keys import COOKIE, lock_into_cookie
from commonbeat.domains.hub.actions.tables import Rules
from commonbeat.portals.doors import SIGNED_IN_AT
from commonbeat.portals.partners import stamps
from commonbeat.portals.partners.hub import screen
from tests.domains.hub.cast import Cast, seat_people
from tests.domains.hub.conftest import hub, noon, words

__all__ = ["hub", "noon", "words"]
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def forget_screens(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test before kept is gone: it rolled back what it did.

    The transaction that a test runs in looks like a connection left in disorder; it stays open.
    """
    screen.forget()
    monkeypatch.setattr(stamps, "close_old_connections", lambda: None)


def client_of(staff: Staff) -> Client:
    """A browser in which somebody is signed in, without their key."""
    request = HttpRequest()
    request.session = SessionStore()
    login(request, staff, backend=settings.AUTHENTICATION_BACKENDS[-1])
    request.session[SIGNED_IN_AT] = clock.now().isoformat()
    request.session.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)
    return client


@pytest.fixture
def sign_in(hub: Cast) -> SignIn:
    """Sign somebody of the table in, by their name in the cast."""

    def signed_in(who: str, *, key: bool = True) -> Client:
        client = client_of(hub.staff[who])
        if key:
            client.cookies[COOKIE] = lock_into_cookie(hub.unlocked[who])
        return client

    return signed_in


@pytest.fixture
def elsewhere(words: int) -> Cast:
    """Another table, with people of its own."""
    return seat_people(code="ELS", rules=Rules())
