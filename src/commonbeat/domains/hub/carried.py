"""What a situation carries to the table: codes and a number of people, never who or where."""

from __future__ import annotations

from dataclasses import dataclass

from commonbeat.core.actor import Actor
from commonbeat.domains.hub.errors import NotComplete
from commonbeat.domains.hub.models import Code, Situation, SituationCode
from commonbeat.domains.hub.models.codes import CodeKind
from commonbeat.domains.hub.models.tables import TablePolicy
from commonbeat.domains.hub.words import code_row, code_rows

MOST_AFFECTED = 99  # people of one situation: more is a number that could tell which house


@dataclass(frozen=True, slots=True)
class Carried:
    """The de-identified card as codes. `age_band` and `sex` may be '', the rest empty."""

    kind: str
    age_band: str = ""
    sex: str = ""
    n_affected: int | None = None
    risks: tuple[str, ...] = ()
    protective: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The same as rows of the lists in force."""

    kind: Code
    age_band: Code | None
    sex: Code | None
    n_affected: int | None
    factors: tuple[Code, ...]


def chosen(carried: Carried, policy: TablePolicy) -> Chosen:
    """Find every code; raises NotComplete naming the field that is unknown, ended or off."""
    if carried.n_affected is not None and not 1 <= carried.n_affected <= MOST_AFFECTED:
        raise NotComplete(["n_affected"])
    return Chosen(
        kind=code_row(CodeKind.TYPE, carried.kind, "kind"),
        age_band=_perhaps(CodeKind.AGE_BAND, carried.age_band, "age_band"),
        sex=_perhaps(CodeKind.SEX, carried.sex, "sex"),
        n_affected=carried.n_affected,
        factors=(
            *code_rows(CodeKind.RISK, carried.risks, "risks", switched_off=policy.switched_off),
            *code_rows(CodeKind.PROTECTIVE, carried.protective, "protective"),
            *code_rows(CodeKind.FLAG, carried.flags, "flags"),
        ),
    )


def put_on(situation: Situation, card: Chosen, by: Actor) -> None:
    """Set a situation's fields (unsaved) and replace its factors; the situation has its row."""
    situation.kind, situation.age_band, situation.sex = card.kind, card.age_band, card.sex
    situation.n_affected = card.n_affected
    SituationCode.objects.seen_by(by).filter(situation=situation).delete()
    SituationCode.objects.bulk_create(
        SituationCode(situation=situation, code=code) for code in card.factors
    )


def _perhaps(kind: CodeKind, code: str, field: str) -> Code | None:
    return code_row(kind, code, field) if code else None
