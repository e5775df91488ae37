"""A screening as its own agency sees it, and what it still lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from commonbeat.core.actor import Actor
from commonbeat.domains.hub.carried import Carried, chosen
from commonbeat.domains.hub.errors import NotComplete
from commonbeat.domains.hub.models import Screening, TablePolicy
from commonbeat.domains.hub.models.codes import CodeKind
from commonbeat.domains.hub.models.screening import ScreeningState
from commonbeat.domains.hub.words import code_row, code_rows, codes

ANSWERS = ("yes", "partly", "no")
CONSENTS = ("given", "refused", "not asked")
NEVER_WITHOUT = ("authority", "nameless")  # no table hears it unless the answer is a plain yes
KEPT = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ScreeningView:
    """One screening. `missing` names what it lacks before it can be approved and submitted.

    `answers` maps the codes of the ten questions to 'yes', 'partly' or 'no'. `is_mine`: the
    viewer's hand was the last on it, so that somebody else must approve it.
    """

    key: str
    state: str
    version: int
    carried: Carried
    basis: str
    consent_asked: str
    drafted_at: dt.datetime
    approved_at: dt.datetime | None
    submitted_at: dt.datetime | None
    situation_key: str
    keep_until: dt.datetime
    is_mine: bool
    missing: tuple[str, ...]
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"hub.screening:{self.key}"

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed."""
        return self.state in {ScreeningState.DRAFT, ScreeningState.APPROVED}


def screening_view(row: Screening, viewer: Actor) -> ScreeningView:
    """A row as its agency sees it."""
    return ScreeningView(
        key=row.key,
        state=row.state,
        version=row.version,
        answers=dict(row.answers),
        carried=carried_of(row),
        basis=row.basis,
        consent_asked=row.consent_asked,
        drafted_at=row.drafted_at,
        approved_at=row.approved_at,
        submitted_at=row.submitted_at,
        situation_key=row.situation_key,
        keep_until=row.keep_until,
        is_mine=row.drafted_by == viewer.name,
        missing=tuple(missing(row)),
    )


def carried_of(row: Screening) -> Carried:
    """What a screening would carry to the table."""
    given: dict[str, Any] = dict(row.carried)
    for name in ("risks", "protective", "flags"):
        given[name] = tuple(given.get(name, ()))
    return Carried(**({"kind": ""} | given))


def refuse_other_than_codes(
    answers: Mapping[str, str], carried: Carried, basis: str, consent: str, policy: TablePolicy
) -> None:
    """Raise NotComplete for anything that is no code: a draft has no room for a name either."""
    code_rows(CodeKind.CHECK, answers, "answers")
    if not set(answers.values()) <= set(ANSWERS):
        raise NotComplete(["answers"])
    if basis:
        code_row(CodeKind.BASIS, basis, "basis")
    if consent and consent not in CONSENTS:
        raise NotComplete(["consent_asked"])
    chosen(carried, policy)


def missing(row: Screening) -> list[str]:
    """What a screening lacks: the codes of questions, and the names of fields."""
    questions = [one.code for one in codes(CodeKind.CHECK)]
    lacking = [code for code in questions if code not in row.answers]
    lacking += [
        code for code in NEVER_WITHOUT if code in row.answers and row.answers[code] != "yes"
    ]
    lacks = {
        "basis": not row.basis,
        "consent_asked": not row.consent_asked
        or (row.basis == "consent" and row.consent_asked != "given"),
        "risks": not row.carried.get("risks"),
    }
    return lacking + [name for name, is_lacking in lacks.items() if is_lacking]


def as_stored(carried: Carried) -> dict[str, Any]:
    """The card as the draft's row keeps it."""
    return asdict(carried)
