"""A concern goes from one running town to another, is closed there, and comes back closed."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.peers.processes import eventually
from tests.peers.server import SET_UP, LiveServer, live_server

pytestmark = pytest.mark.peers

NAMES = """
import datetime as dt
from commonbeat.core import clock
from commonbeat.domains.concerns.actions import forwarding as actions, handling, kinds, outside
from commonbeat.domains.concerns.queries import concerns
from commonbeat.domains.concerns.queries.concerns import Wanted, inbox
from commonbeat.domains.concerns.queries.forwarding import forwardings, to_settle
from commonbeat.domains.concerns.reports import Report
from commonbeat.roles import Role, actor
from commonbeat.workflows import concern_intake, forwarding
operator, cho = actor(Role.OPERATOR, "operator"), actor(Role.COORDINATOR, "cho")
worker = actor(Role.CLOCK, "worker")
def later(hours, work):
    with clock.moved_by(dt.timedelta(hours=hours)):
        return work(by=worker)
def add(code, endpoint, key, service="noise"):
    outside.add_server(code=code, name=code, endpoint=endpoint, api_key=key, by=operator)
    outside.add_route(kind="noise", server=code, service_code=service, by=operator)
def raised():
    report = Report(kind="noise", longitude=-72.52, latitude=45.4, answers={"when": ["night"]})
    by = actor(Role.ANYBODY, "page")
    return concern_intake.take_report(report=report, number="+15145550101", by=by).key
def where(key):
    one = forwardings(cho, key)[-1]
    return one.state, one.last_answer
"""
LOOPBACK_ALLOWED = {"COMMONBEAT_OPEN311_MAY_USE_LOOPBACK": "1"}


@pytest.fixture(scope="module")
def there() -> Iterator[LiveServer]:
    with live_server(workers=0) as running:
        yield running


@pytest.fixture(scope="module")
def here() -> Iterator[LiveServer]:
    with live_server(LOOPBACK_ALLOWED, workers=0) as running:
        yield running


def told(site: LiveServer, script: str) -> list[str]:
    return site.run_python(NAMES + script).strip().splitlines()


def test_forwarded_closed_there_and_closed_here(here: LiveServer, there: LiveServer) -> None:
    key = told(there, 'print(kinds.open_app(name="Their neighbour", by=operator))')[-1]
    endpoint = f"{there.base_url}/machines/open311/v2"
    sent = f"""
add("county", {endpoint!r}, {key!r})
mine = raised()
actions.forward(key=mine, server="county", by=cho)
forwarding.send_waiting(by=worker)
print(mine, forwardings(cho, mine)[0].outside_number)
"""
    mine, number = told(here, sent)[-1].split()
    closed = f"""
[line], _ = inbox(cho, Wanted(number={number!r}))
whole = concerns.whole(cho, line.key)
print(whole.answers[0].values, whole.has_contact)
handling.answer(
    key=line.key, version=1, state="done", words="We spoke to them.", is_public=True, by=cho
)
"""
    assert told(there, closed)[-1] == "('night',) False"
    followed = f"""
print(later(2, forwarding.ask_what_became))
whole = concerns.whole(cho, {mine!r})
print(whole.line.state, where({mine!r})[0])
print(whole.updates[-1].words)
print(len(concern_intake.messages_about(cho, "concerns.concern:" + {mine!r})))
"""
    assert told(here, followed)[-4:] == ["1", "done closed", "We spoke to them.", "2"]


def test_what_they_refuse_and_a_key_that_is_wrong_reach_the_desk(
    here: LiveServer, there: LiveServer
) -> None:
    endpoint = f"{there.base_url}/machines/open311/v2"
    key = told(there, 'print(kinds.open_app(name="Another neighbour", by=operator))')[-1]
    script = f"""
add("wrong-key", {endpoint!r}, "no such key")
add("wrong-service", {endpoint!r}, {key!r}, service="abandoned-vehicle")
mine = raised()
for server in ("wrong-key", "wrong-service"):
    actions.forward(key=mine, server=server, by=cho)
forwarding.send_waiting(by=worker)
for one in to_settle(cho):
    print(one.server, one.last_answer)
"""
    assert told(here, script)[-2:] == ["wrong-key 403 403", "wrong-service 400 how-long"]


def test_killed_while_sending_nothing_is_sent_twice(here: LiveServer) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        silent.settimeout(60)
        endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}"
        # Without answers nothing is asked before it is sent.
        script = f"""
add("silent", {endpoint!r}, "a key")
from commonbeat.domains.concerns.models import ConcernAnswer
from commonbeat.core.actor import Actor
mine = raised()
ConcernAnswer.objects.seen_by(cho).filter(concern__key=mine).delete()
actions.forward(key=mine, server="silent", by=cho)
print(mine)
"""
        mine = told(here, script)[-1]
        sends = f"{SET_UP}{NAMES}forwarding.send_waiting(by=worker)"
        worker = subprocess.Popen(
            [sys.executable, "-c", sends], env=dict(here.env), cwd=here.folder
        )
        connection, _ = silent.accept()
        try:
            assert connection.recv(4096).startswith(b"POST /requests.json")
            worker.kill()
            worker.wait()
        finally:
            connection.close()
        after = f"""
print(where({mine!r})[0])
later(1, forwarding.send_waiting)
print(*where({mine!r}))
"""
        assert told(here, after)[-2:] == ["sending", "unknown stopped while sending"]
        silent.settimeout(0.1)
        with pytest.raises(TimeoutError):
            silent.accept()


def test_a_town_that_is_down_gets_it_when_it_is_back(here: LiveServer, there: LiveServer) -> None:
    key = told(there, 'print(kinds.open_app(name="A third neighbour", by=operator))')[-1]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    script = f"""
add("away", "http://127.0.0.1:{port}/machines/open311/v2", {key!r})
mine = raised()
actions.forward(key=mine, server="away", by=cho)
forwarding.send_waiting(by=worker)
print(mine, *where(mine))
"""
    mine, *stands = told(here, script)[-1].split()
    assert stands == ["queued", "out", "of", "reach"]
    with live_server(dict(there.env), workers=0, port=port, prepare=False) as back:
        eventually(back.server.is_running, what="the other town")
        again = f"later(1, forwarding.send_waiting)\nprint(where({mine!r})[0])"
        assert told(here, again)[-1] == "sent"
