"""What there is to find: drafts, a rejected situation, a note, another table; and who looks.

Every secret has a mark of its own, so that a page, a file or a copy can be searched for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonbeat.domains.agencies.personal_keys import COOKIE, lock_into_cookie
from commonbeat.domains.hub import gate
from commonbeat.domains.hub.actions import screening
from commonbeat.domains.hub.carried import Carried
from commonbeat.roles import Role
from tests.domains.agencies.cast import engage
from tests.domains.hub import walks
from tests.domains.hub.cast import Cast
from tests.domains.hub.filling import drafted
from tests.portals.partners.conftest import client_of

NOWHERE = "0" * 20
NAME, BORN, ADDRESS = "Zzyzx Quill", "1901-04-01", "12 Nowhere Lane"
WHO = (NAME, "Quill", BORN, "Nowhere")
REJECTED_FACTOR = "gambling-chronic"  # came up in the rejected situation and nowhere else
DRAFTED_FACTOR = "gangs-member"
Attackers = dict[str, Client]


@dataclass
class Stage:
    """Two tables. The police of each have a draft, an approved one and a note at filter 3."""

    riv: Cast
    els: Cast
    draft: str = ""
    approved: str = ""
    rejected: str = ""
    noted: str = ""
    els_draft: str = ""
    els_noted: str = ""
    meeting: str = ""
    keys: list[str] = field(default_factory=list)


def client(cast: Cast, who: str) -> Client:
    """Somebody signed in, with their own key in the browser."""
    browser = client_of(cast.staff[who])
    browser.cookies[COOKIE] = lock_into_cookie(cast.unlocked[who])
    return browser


def write_note(cast: Cast, key: str) -> None:
    """The police say who it is about."""
    gate.open_note(
        situation_key=key,
        identifiers=gate.Identifiers(name=NAME, born_on=BORN, address=ADDRESS),
        basis="serious_harm",
        purpose="who is involved",
        unlocked=cast.unlocked["ana"],
        by=cast.by["ana"],
    )


def reject(cast: Cast) -> str:
    """A situation of the police that the table did not take up, in a meeting that is open."""
    carried = Carried(kind="person", age_band="18-24", sex="another", risks=(REJECTED_FACTOR,))
    key = walks.submit(cast, carried=carried)
    walks.meet(cast)
    walks.present(cast, key)
    walks.decide(cast, key, yes=False)
    return key


def elevate(cast: Cast) -> str:
    """A situation at filter 3, in the meeting that is open, with a note."""
    key = walks.submit(cast)
    walks.present(cast, key)
    walks.agree(cast, key)
    walks.decide(cast, key)
    write_note(cast, key)
    return key


def draft(cast: Cast) -> str:
    """A draft of the police."""
    carried = Carried(kind="person", age_band="18-24", sex="another", risks=(DRAFTED_FACTOR,))
    return drafted(cast, carried=carried).key


def approved(cast: Cast) -> str:
    """A screening of the police that may go to the table, and has not."""
    one = drafted(cast)
    screening.approve_screening(key=one.key, version=1, by=cast.approver_of("ana"))
    return one.key


@pytest.fixture
def stage(hub: Cast, elsewhere: Cast) -> Stage:
    """Everything there is to find."""
    set_up = Stage(hub, elsewhere)
    set_up.rejected, set_up.noted = reject(hub), elevate(hub)
    set_up.draft, set_up.approved = draft(hub), approved(hub)
    walks.meet(elsewhere)
    set_up.els_noted, set_up.els_draft = elevate(elsewhere), draft(elsewhere)
    set_up.meeting = walks.Meeting.objects.get(table=elsewhere.table).key
    return set_up


@pytest.fixture
def attackers(stage: Stage) -> Attackers:
    """Everybody who looks, by what they are."""
    riv, els = stage.riv, stage.els
    return {
        "a member of another agency": client(riv, "bell"),
        "a member of another table": client(els, "ana"),
        "a chair": client(riv, "chair"),
        "a data clerk": client(riv, "clerk"),
        "an approver of another agency": client(riv, "school_approver"),
        "a privacy lead": client(riv, "lead"),
        "an analyst": client_of(engage("diaz", Role.ANALYST)),
        "a partner without a seat": client_of(engage("fay", Role.PARTNER)),
        "an administrator": client_of(engage("admin", Role.ADMINISTRATOR)),
        "a privacy officer": client_of(engage("officer", Role.PRIVACY_OFFICER)),
    }


def bare(answer: object, *keys: str) -> tuple[int, str, str]:
    """Status, address and body, with each key and token that a page repeats made alike."""
    body = (
        b"".join(answer).decode()
        if getattr(answer, "streaming", False)
        else (answer.content.decode("utf-8", "replace"))
    )  # type: ignore[attr-defined]
    where = str(answer.headers.get("Location", ""))  # type: ignore[attr-defined]
    for key in keys:
        body, where = body.replace(key, "KEY"), where.replace(key, "KEY")
    body = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", body)
    return answer.status_code, where, re.sub(r'nonce="[^"]+"', "", body)  # type: ignore[attr-defined]


def work_of(do: Callable[[], object]) -> list[str]:
    """The shape of each statement that something sends to the database, values left out."""
    with CaptureQueriesContext(connection) as caught:
        do()
    return [shape(one["sql"]) for one in caught.captured_queries]


def shape(sql: str) -> str:
    """A statement without its values."""
    sql = re.sub(r"'(?:[^']|'')*'", "?", sql)
    sql = re.sub(r"\bs\d+_x\d+\b", "SAVEPOINT", sql)
    return re.sub(r"\b\d+\b", "?", sql)
