"""A person's data at the command line: shown, erased, and then nothing."""

from __future__ import annotations

import datetime as dt
import json

from click.testing import CliRunner

from commonbeat.commands.privacy import privacy
from commonbeat.core import clock
from commonbeat.domains.contact.actions.points import know_numbers
from commonbeat.roles import Role, actor

NUMBER = "+18195550101"


def _run(*arguments: str) -> str:
    done = CliRunner().invoke(privacy, list(arguments))
    assert done.exit_code == 0, done.output
    return done.output


def _know() -> None:
    know_numbers(
        numbers=[NUMBER],
        languages={NUMBER: "fr"},
        keep_until=clock.now() + dt.timedelta(days=30),
        by=actor(Role.FEED, "dispatch"),
    )


def test_the_operator_finds_what_is_held_about_a_number():
    _know()
    held = json.loads(_run("export", "819-555-0101"))
    assert [row["table"] for row in held] == ["contact.ContactPoint"]
    assert held[0]["fields"]["address"] == NUMBER


def test_the_operator_erases_it_and_nothing_is_found_then():
    _know()
    assert json.loads(_run("erase", NUMBER, "--yes"))["contact.ContactPoint"] == 1
    assert json.loads(_run("export", NUMBER)) == []
    assert "Nothing is held" in _run("erase", NUMBER, "--yes")


def test_what_is_no_number_is_refused():
    done = CliRunner().invoke(privacy, ["export", "12345"])
    assert done.exit_code == 2
    assert "not a telephone number" in done.output
