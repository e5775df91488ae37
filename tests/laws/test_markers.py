"""A whole story is told with marked secrets; then we look for them where they must never be.

The secrets are a caller's number, what they text, and what they write on the survey page. They
are searched for in the logs, the ledger, every answer of every machine page, every public page,
and in every column of every table of the database itself.
"""

from __future__ import annotations

import datetime as dt
import json
import logging

import pytest
from django.db import connection

from commonbeat.core import clock
from commonbeat.core.logs import NoPersonalData
from commonbeat.core.models import LedgerEntry
from commonbeat.core.wall.viewing import KEEPER, seen_as
from commonbeat.domains.calls.actions.feeds import open_feed
from commonbeat.domains.calls.models import Call
from commonbeat.domains.contact.carrying import Carrier
from commonbeat.domains.surveys.actions import asking
from commonbeat.roles import Role, actor
from commonbeat.workflows.call_followup import status_text
from commonbeat.workflows.first_setup import set_up_defaults
from commonbeat.workflows.follow_ups import remind_of_promises
from commonbeat.workflows.text_replies import take_text

DIGITS = "4385550187"
NUMBER = f"+1{DIGITS}"
WORDS = "zzprivate the blue door"
PUBLIC_PAGES = ("/", "/figures/", "/officers/", "/privacy/", "/texts/")
PHONE = actor(Role.GATEWAY, "console")
CLOCK = actor(Role.CLOCK, "worker")


@pytest.fixture
def told(noon, client, caplog, monkeypatch):
    """The story. Gives every answer that a machine or the public got on the way."""
    caplog.set_level(logging.DEBUG)
    answers = []
    set_up_defaults()
    token = open_feed(code="main", name="Main", by=actor(Role.OPERATOR, "x")).token

    def dispatch(**event):
        given = {"call_id": "26-1", "at": clock.now().isoformat()} | event
        sent = client.post(
            "/machines/dispatch/events",
            json.dumps(given),
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )
        answers.append(sent.content.decode())

    caller = {"phone": NUMBER}
    dispatch(event_id="e1", kind="received", call_type="NOISE", caller=caller)
    dispatch(event_id="e1", kind="received", call_type="VANDAL", caller=caller)
    dispatch(event_id="e2", kind=WORDS, caller=caller)
    dispatch(event_id="e3", kind="closed", at="yesterday", caller={"phone": f"{NUMBER}x{WORDS}"})
    carrier = Carrier(by=PHONE, n_threads=1)
    with clock.moved_by(dt.timedelta(minutes=5)):
        carrier.carry_due()
        dispatch(event_id="e4", kind="closed", disposition="01")
        for number, text in enumerate(("STATUS", "CALL ME", WORDS, "STOP", "START")):
            take_text(
                gateway="console", gateway_ref=str(number), number=NUMBER, text=text, by=PHONE
            )
    with clock.moved_by(dt.timedelta(hours=26)):
        asking.ask_due(by=CLOCK)
        remind_of_promises(by=CLOCK)
        take_text(gateway="console", gateway_ref="a", number=NUMBER, text="4", by=PHONE)
    carrier.close()
    answers += [client.get(page).content.decode() for page in PUBLIC_PAGES]
    answers.append(client.get("/c/" + "z" * 21).content.decode())
    return answers


def marks_in(text: str) -> list[str]:
    flat = text.replace(" ", "").replace("-", "")
    return [mark for mark in (DIGITS, "zzprivate", "bluedoor") if mark in flat.lower()]


def test_no_log_line_holds_a_mark(told, caplog):
    assert caplog.records is not None
    for record in caplog.records:
        if record.name.startswith("django.db.backends"):
            continue  # the text of queries, which is logged only when a developer asks for it
        NoPersonalData().filter(record)
        assert marks_in(record.getMessage()) == [], record.name


def test_no_line_of_the_ledger_holds_a_mark(told):
    lines = [json.dumps(row, default=str) for row in LedgerEntry.objects.values()]
    assert len(lines) > 10
    assert [line for line in lines if marks_in(line)] == []


def test_no_answer_to_a_machine_and_no_public_page_holds_a_mark(told):
    assert len(told) > 8
    assert [answer for answer in told if marks_in(answer)] == []


def test_no_column_of_the_database_holds_a_mark(told):
    assert Call.objects.get().closed_at is not None
    with seen_as(KEEPER), connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            for row in cursor.fetchall():
                said = " ".join(
                    bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v)
                    for v in row
                )
                assert marks_in(said) == [], table


def test_the_law_of_markers_finds_a_mark():
    assert marks_in("call +1 438-555-0187 about the blue door") == [DIGITS, "bluedoor"]
    assert status_text(0, "en", by=PHONE) is None
