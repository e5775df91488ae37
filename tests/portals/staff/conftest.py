"""Signed-in readers of the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from commonbeat.roles import Role
from tests.domains.agencies.cast import PASSWORD, engage

SignIn = Callable[[Role], Client]


@pytest.fixture
def signed_in() -> SignIn:
    """A browser of somebody in a role, signed in through the front door."""

    def sign_in(role: Role) -> Client:
        client = Client()
        name = role.value.replace(" ", "-")
        engage(name, role)
        answer = client.post("/staff/sign-in/", {"sign_in_name": name, "password": PASSWORD})
        assert answer.status_code == 302
        return client

    return sign_in
