"""Concerns for tests, raised through the front door."""

from __future__ import annotations

from commonbeat.domains.agencies.actions import staff
from commonbeat.domains.concerns.actions.bulk import Chosen
from commonbeat.domains.concerns.lines import Line
from commonbeat.domains.concerns.photos import Clean
from commonbeat.domains.concerns.queries.inbox import Wanted, inbox
from commonbeat.domains.concerns.reports import Report
from commonbeat.roles import Role, actor
from commonbeat.workflows import concern_intake

ANA_PAGE = actor(Role.ANYBODY, "page")
CHO = actor(Role.COORDINATOR, "cho")
OPERATOR = actor(Role.OPERATOR, "tests")
ANA_PHONE = "+18195550101"


def raised(
    kind: str = "noise", *, number: str = "", language: str = "en", photos: tuple[Clean, ...] = ()
) -> str:
    """A concern's key; with a number, the resident is told of it."""
    answers = {"when": ["night"]} if kind == "noise" else {}
    report = Report(
        kind=kind,
        description="Loud music each night",
        address="by the mill",
        longitude=-72.52,
        latitude=45.40,
        answers=answers,
        language=language,
    )
    return concern_intake.take_report(report=report, number=number, photos=photos, by=ANA_PAGE).key


def works(code: str = "works", name: str = "Public Works") -> str:
    """Another agency; its code."""
    staff.found_agency(code=code, name=name, sector="other", by=OPERATOR)
    return code


def line(key: str, state: str = "open") -> Line:
    """The concern as the inbox has it."""
    return next(one for one in inbox(CHO, Wanted(state=state))[0] if one.key == key)


def as_listed(*keys: str) -> list[Chosen]:
    """Concerns ticked in the list as it is now."""
    return [Chosen(key, line(key).version) for key in keys]
