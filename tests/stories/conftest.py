"""A town with the shipped policies and a dispatch feed, at noon."""

from __future__ import annotations

import datetime as dt

import pytest

from commonbeat.domains.calls import catalogue
from commonbeat.domains.calls.actions.feeds import open_feed
from commonbeat.roles import Role, actor
from commonbeat.workflows.first_setup import set_up_defaults


@pytest.fixture
def town(noon: dt.datetime) -> dt.datetime:
    """The shipped defaults and a feed named main. Gives the time, which stands still."""
    catalogue.forget()
    set_up_defaults()
    open_feed(code="main", name="Main", by=actor(Role.OPERATOR, "tests"))
    return noon
