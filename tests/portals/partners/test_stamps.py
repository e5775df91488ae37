"""The live screens' question, in front of Django: one number, and hardly any work."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import DatabaseError

from commonbeat.portals.partners import stamps
from commonbeat.portals.partners.stamps import KnownStamps, LiveStamps

PATH = "/partners/live/"


class Asked:
    """Something that reads stamps, and how often it was asked."""

    def __init__(self, **known: int) -> None:
        self.known, self.n, self.fails = known, 0, False

    def __call__(self) -> dict[str, int]:
        self.n += 1
        if self.fails:
            raise DatabaseError
        return dict(self.known)


class Time:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Iterator[Time]:
    clock = Time()
    monkeypatch.setattr(stamps, "time", clock)
    return clock


def pages(environ, start):
    start("200 OK", [])
    return [b"a page"]


def ask(layer: LiveStamps, path: str, method: str = "GET", **headers: str):
    said = {}

    def start(status: str, head: list[tuple[str, str]]) -> None:
        said.update(status=status[:3], head=dict(head))

    environ = {"PATH_INFO": path, "REQUEST_METHOD": method, **headers}
    body = b"".join(layer(environ, start))
    return said["status"], said["head"], body


def test_it_gives_the_number_and_nothing_else(time):
    layer = LiveStamps(pages, KnownStamps(Asked(abc=41)))
    status, head, body = ask(layer, PATH + "abc")
    assert (status, body) == ("200", b"41")
    assert head["ETag"] == '"41"'
    assert "Set-Cookie" not in head


def test_who_knows_the_number_already_hears_that_nothing_changed(time):
    layer = LiveStamps(pages, KnownStamps(Asked(abc=41)))
    assert ask(layer, PATH + "abc", HTTP_IF_NONE_MATCH='"41"')[0] == "304"
    assert ask(layer, PATH + "abc", HTTP_IF_NONE_MATCH='"40"')[0] == "200"


def test_a_hundred_questions_within_a_fifth_of_a_second_are_one_query(time):
    asked = Asked(abc=1)
    layer = LiveStamps(pages, KnownStamps(asked))
    for _ in range(100):
        time.now += 0.001
        ask(layer, PATH + "abc")
    assert asked.n == 1
    time.now += 0.2
    ask(layer, PATH + "abc")
    assert asked.n == 2


def test_nobody_asks_and_nothing_is_read():
    asked = Asked(abc=1)
    LiveStamps(pages, KnownStamps(asked))
    assert asked.n == 0


def test_a_change_is_seen_at_the_next_reading(time):
    asked = Asked(abc=1)
    layer = LiveStamps(pages, KnownStamps(asked))
    assert ask(layer, PATH + "abc")[2] == b"1"
    asked.known["abc"] = 2
    assert ask(layer, PATH + "abc")[2] == b"1"
    time.now += 0.2
    assert ask(layer, PATH + "abc")[2] == b"2"


@pytest.mark.parametrize("token", ["", "nobodys", "abc/", "../abc", "ABC", "\0"])
def test_an_address_that_is_no_tables_is_not_found(time, token):
    layer = LiveStamps(pages, KnownStamps(Asked(abc=41)))
    status, _head, body = ask(layer, PATH + token)
    assert (status, body) == ("404", b"")


def test_nothing_can_be_sent_to_it(time):
    layer = LiveStamps(pages, KnownStamps(Asked(abc=41)))
    assert ask(layer, PATH + "abc", method="POST")[0] == "405"
    assert ask(layer, PATH + "abc", method="HEAD")[::2] == ("200", b"")


def test_everything_else_goes_on_to_the_pages(time):
    layer = LiveStamps(pages, KnownStamps(Asked()))
    assert ask(layer, "/partners/")[2] == b"a page"
    assert ask(layer, "/")[2] == b"a page"


def test_while_the_database_is_away_screens_keep_what_they_show(time):
    asked = Asked(abc=7)
    layer = LiveStamps(pages, KnownStamps(asked))
    ask(layer, PATH + "abc")
    asked.fails = True
    time.now += 1
    assert ask(layer, PATH + "abc")[2] == b"7"
    asked.fails, asked.known["abc"] = False, 8
    time.now += 1
    assert ask(layer, PATH + "abc")[2] == b"8"


def test_while_one_reads_the_others_do_not_wait(time):
    begun, may_end = threading.Event(), threading.Event()

    def slowly() -> dict[str, int]:
        if begun.is_set():
            raise AssertionError("two at once")
        if not known._known:
            return {"abc": 1}
        begun.set()
        may_end.wait(5)
        return {"abc": 2}

    known = KnownStamps(slowly)
    assert known.of("abc") == 1
    time.now += 1
    reader = threading.Thread(target=known.of, args=["abc"])
    reader.start()
    begun.wait(5)
    assert known.of("abc") == 1
    may_end.set()
    reader.join(5)
    assert known.of("abc") == 2


def test_it_reads_the_stamps_of_living_tables_in_one_query(hub, django_assert_num_queries):
    known = KnownStamps()
    with django_assert_num_queries(1):
        assert known.of(hub.table.live_token) is not None
    assert known.of("nobodys") is None
