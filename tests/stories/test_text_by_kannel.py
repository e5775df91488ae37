"""Texts go out and come in through a real Kannel, our real server and our real worker."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.peers.kannel import RunningKannel, running_kannel
from tests.peers.processes import LOOPBACK, eventually, free_port
from tests.peers.server import LiveServer, live_server

pytestmark = [pytest.mark.peers, pytest.mark.xdist_group("kannel story")]

ANA, BEN = "+15145550101", "+15145550102"
US = "55500"
LONG = "Riverbend Police:" + " an officer is on the way to you now." * 6
ACCENTED = "Police de Riverbend : reçu, l’arrêt est noté. À bientôt 🙂"
QUEUE = """
import datetime as dt, json
from commonbeat.core import clock
from commonbeat.domains.contact.actions import messages, points
from commonbeat.domains.contact.drafts import Draft
from commonbeat.roles import Role, actor
by, now = actor(Role.FEED, "main"), clock.now()
until = now + dt.timedelta(days=30)
for topic, number, text in json.loads({texts!r}):
    known = points.know_numbers(numbers=[number], languages={{}}, keep_until=until, by=by)
    messages.queue_messages(drafts=[Draft(known[number].id, "update", topic, "calls.call:x",
        "en", text, now, now + dt.timedelta(hours=1))], by=by)
"""
STATES = """
import json
from commonbeat.domains.contact.queries import messages_about, point_of_number, inbound_of
from commonbeat.roles import Role, actor
by = actor(Role.GATEWAY, "tests")
point = point_of_number(by, {number!r})
print(json.dumps({{
    "states": [view.state for view in messages_about(by, "calls.call:x")],
    "heard": [said.text for said in inbound_of(by, point.id)],
    "stopped": point.is_stopped,
}}))
"""


@dataclass(frozen=True)
class Town:
    """A server with its worker, and the Kannel that carries its texts."""

    server: LiveServer
    kannel: RunningKannel

    def queue(self, *texts: tuple[str, str, str]) -> None:
        """Queue texts as (topic, number, words)."""
        self.server.run_python(QUEUE.format(texts=json.dumps(texts)))

    def known_of(self, number: str) -> dict[str, object]:
        """What our server knows of a number, and of all texts about the call."""
        told = self.server.run_python(STATES.format(number=number))
        return dict(json.loads(told.splitlines()[-1]))

    def texts_to(self, number: str) -> list[str]:
        """What a phone shows, oldest first."""
        return [text.text for text in self.kannel.network.texts_to(number)]


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    """One town for this file: its tests follow one another in time."""
    port, secret = free_port(), secrets.token_urlsafe(24)
    arrives_at = f"http://{LOOPBACK}:{port}/machines/kannel/texts"
    with running_kannel(delivered_to=arrives_at, method="POST", secret=secret) as kannel:
        env = {
            "COMMONBEAT_GATEWAY": "kannel",
            "COMMONBEAT_KANNEL_URL": kannel.sendsms_url,
            "COMMONBEAT_KANNEL_USERNAME": kannel.username,
            "COMMONBEAT_KANNEL_PASSWORD": kannel.password,
            "COMMONBEAT_GATEWAY_SECRET": secret,
            "COMMONBEAT_TEXT_SENDER": US,
        }
        with live_server(env, port=port) as server:
            yield Town(server, kannel)


def texts_leave_whole_with_their_accents_and_their_delivery_is_known(town):
    """A plain, a long and an accented text reach the phone as written, and are delivered."""
    plain = "Riverbend Police: an officer is on the way."
    town.queue(("one", ANA, plain), ("two", ANA, LONG), ("three", ANA, ACCENTED))
    eventually(lambda: len(town.texts_to(ANA)) >= 3, what="three texts", seconds=30)
    assert town.texts_to(ANA) == [plain, LONG, ACCENTED]
    parts = [(text.coding, text.n_parts) for text in town.kannel.network.texts_to(ANA)]
    assert parts == [(0, 1), (0, 2), (2, 1)]
    eventually(
        lambda: town.known_of(ANA)["states"] == ["delivered"] * 3, what="receipts", seconds=40
    )


def an_answer_comes_in_with_its_accents_and_gets_one_reply(town):
    """What a person writes arrives as written."""
    town.kannel.network.say(sender=ANA, receiver=US, text="4 ça va, merci à vous 🙂")
    eventually(lambda: len(town.texts_to(ANA)) >= 4, what="a reply", seconds=30)
    assert town.known_of(ANA)["heard"] == ["4 ça va, merci à vous 🙂"]
    assert "HELP" in town.texts_to(ANA)[-1]


def stop_ends_everything_with_one_confirmation(town):
    """ARRÊT, with its accent, ends texts; a second one hears nothing more."""
    for _ in range(2):
        town.kannel.network.say(sender=ANA, receiver=US, text="ARRÊT")
    eventually(lambda: len(town.texts_to(ANA)) >= 5, what="the confirmation", seconds=30)
    assert town.texts_to(ANA)[-1].startswith("Riverbend Police")
    town.queue(("four", ANA, "This must never arrive."), ("five", BEN, "Ben still hears us."))
    eventually(lambda: town.texts_to(BEN), what="Ben's text", seconds=30)
    assert len(town.texts_to(ANA)) == 5
    assert town.known_of(ANA)["stopped"]


def test_texts_go_out_and_come_in_through_a_real_kannel(town):
    """The three parts follow one another in time, so they are one story."""
    texts_leave_whole_with_their_accents_and_their_delivery_is_known(town)
    an_answer_comes_in_with_its_accents_and_gets_one_reply(town)
    stop_ends_everything_with_one_confirmation(town)
