"""The list that many apps ask for, answered in front of Django: the same answer, and not for long."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonbeat.domains.concerns import public
from commonbeat.domains.concerns.actions import kinds, raising
from commonbeat.domains.concerns.models import Concern
from commonbeat.domains.concerns.reports import Report
from commonbeat.portals.machines.concerns import public_list
from commonbeat.portals.machines.concerns.public_list import PATH, Kept, PublicList
from commonbeat.roles import Role, actor

pytestmark = pytest.mark.usefixtures("one_connection")

CHO = actor(Role.COORDINATOR, "cho")


class Time:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


class Django:
    """Django's own answer, and how often it was asked."""

    def __init__(self) -> None:
        self.pages, self.n = get_wsgi_application(), 0

    def __call__(self, environ, start):
        self.n += 1
        return self.pages(environ, start)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Iterator[Time]:
    clock = Time()
    monkeypatch.setattr(public_list, "time", clock)
    return clock


@pytest.fixture
def django(operator, noon) -> Django:
    kinds.load_shipped_kinds(by=operator)
    return Django()


@pytest.fixture
def layer(django: Django, time: Time) -> PublicList:
    """The layer after its first answer, from which it has the headers."""
    made = PublicList(django)
    assert ask(made)[0] == "200"
    assert django.n == 1
    time.now += 10
    return made


def ask(application, query: str = "", method: str = "GET", **more: str):
    said = {}

    def start(status: str, headers: list[tuple[str, str]], *_rest: object) -> None:
        said.update(status=status[:3], headers=dict(headers))

    environ = {
        "PATH_INFO": PATH,
        "REQUEST_METHOD": method,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": None,
        **more,
    }
    body = b"".join(application(environ, start))
    return said["status"], said["headers"], body


def raised(kind: str = "graffiti", **changes: object) -> str:
    report = Report(kind=kind, address="Mill Street", latitude=45.4, longitude=-72.5, **changes)
    return raising.raise_concern(report=report, by=actor(Role.ANYBODY, "page")).number


QUESTIONS = (
    "",
    "page_size=1",
    "page_size=1&page=2",
    "service_code=graffiti,abandoned-vehicle&status=open",
    "status=closed",
    "status=&service_code=",
    "start_date=2026-05-01T00:00:00Z",
    "start_date=2026-05-01T00%3A00%3A00-04%3A00&end_date=2026-05-30T00:00:00Z",
    "updated_after=2026-05-12T00:00:00+00:00",
    "lang=fr",
    "service_request_id=26-0000001,none",
    "service_request_id=none",
    "what=ever",
)


@pytest.mark.parametrize("query", QUESTIONS)
@pytest.mark.parametrize("language", ["en", "fr-CA,fr;q=0.9"])
def test_the_answer_is_the_one_that_django_gives(layer, django, query, language) -> None:
    for _ in range(3):
        raised()
    n = django.n
    status, headers, body = ask(layer, query, HTTP_ACCEPT_LANGUAGE=language)
    assert django.n == n
    theirs = ask(django, query, HTTP_ACCEPT_LANGUAGE=language)
    del theirs[1]["Content-Language"]
    assert (status, headers, body) == theirs


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("status=lost", "400"),
        ("page=0", "400"),
        ("start_date=yesterday", "400"),
        ("service_code=%00", "400"),
        ("jurisdiction_id=elsewhere", "404"),
        ("extensions=true", "200"),
        ("service_code=" + "x" * 3000, "200"),
        ("service_code=b\xc3\xa9", "200"),
    ],
)
def test_what_is_unusual_is_left_to_django(layer, django, query, status) -> None:
    assert ask(layer, query)[0] == status
    assert django.n == 2


def test_other_methods_and_addresses_are_left_to_django(layer, django) -> None:
    assert ask(layer, method="DELETE")[0] == "405"
    assert ask(layer, PATH_INFO="/machines/open311/v2/services.json")[0] == "200"
    assert django.n == 3


def test_the_same_question_is_looked_up_once_a_second(layer, time) -> None:
    number = raised()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answers = {ask(layer, "page_size=5")[2] for _ in range(20)}
    assert len(queries) == 1
    assert [one["service_request_id"] for one in json.loads(answers.pop())] == [number]
    time.now += public_list.AGAIN
    with CaptureQueriesContext(connection) as queries:
        ask(layer, "page_size=5")
    assert len(queries) == 1


def test_a_concern_that_is_taken_back_is_gone_a_second_later(layer, time) -> None:
    number = raised()
    assert number.encode() in ask(layer)[2]
    Concern.objects.seen_by(CHO).filter(number=number).update(is_public=False)
    time.now += public_list.AGAIN
    assert ask(layer)[2] == b"[]"


def test_a_new_concern_is_there_a_second_later(layer, time) -> None:
    assert ask(layer)[2] == b"[]"
    number = raised()
    time.now += public_list.AGAIN
    assert number.encode() in ask(layer)[2]


def test_a_private_kind_is_never_listed(layer) -> None:
    private = next(kind for kind in public.kinds() if not kind.is_public and not kind.has_questions)
    number = raised(private.code, description="Every day at the school gate.")
    assert number.encode() not in ask(layer)[2]


def test_an_answer_in_clear_lends_no_headers_to_one_over_tls(layer, django, settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    n = django.n
    ask(layer, HTTP_X_FORWARDED_PROTO="https")
    assert django.n == n + 1
    ask(layer, HTTP_X_FORWARDED_PROTO="https")
    assert django.n == n + 1


def test_cookies_of_the_first_asker_are_not_given_to_others(operator, time) -> None:
    def pages(_environ, start):
        start("200 OK", [("Set-Cookie", "sessionid=1"), ("Content-Length", "2"), ("X-Kept", "1")])
        return [b"[]"]

    layer = PublicList(pages)
    assert ask(layer)[1]["Set-Cookie"]
    headers = ask(layer, "page_size=3")[1]
    assert headers == {"X-Kept": "1", "Content-Length": "2"}


def test_what_is_kept_has_an_end(time) -> None:
    kept = Kept()
    for n in range(100):
        kept.put((str(n), False), b"x" * 2**20)
    assert kept.get(("99", False))
    assert kept.get(("0", False)) is None
    held = sum(kept.get((str(n), False)) is not None for n in range(100))
    assert held * 2**20 <= public_list.ROOM
    time.now += public_list.AGAIN
    assert kept.get(("99", False)) is None
