"""What a situation carries to the table: codes and a number of people, never who or where."""

from __future__ import annotations

from dataclasses import dataclass

from commonbeat.core.actor import Actor
from commonbeat.domains.hub.code_lists import in_force, one_in_force
from commonbeat.domains.hub.errors import NotComplete
from commonbeat.domains.hub.models import Code, Situation, SituationCode
from commonbeat.domains.hub.models.codes import CodeKind
from commonbeat.domains.hub.models.tables import TablePolicy

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
    if set(carried.risks) & set(policy.switched_off):
        raise NotComplete(["risks"])
    if carried.n_affected is not None and not 1 <= carried.n_affected <= MOST_AFFECTED:
        raise NotComplete(["n_affected"])
    return Chosen(
        kind=one_in_force(CodeKind.TYPE, carried.kind, missing="kind"),
        age_band=_perhaps(CodeKind.AGE_BAND, carried.age_band, "age_band"),
        sex=_perhaps(CodeKind.SEX, carried.sex, "sex"),
        n_affected=carried.n_affected,
        factors=(
            *in_force(CodeKind.RISK, carried.risks, missing="risks"),
            *in_force(CodeKind.PROTECTIVE, carried.protective, missing="protective"),
            *in_force(CodeKind.FLAG, carried.flags, missing="flags"),
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
    return one_in_force(kind, code, missing=field) if code else None
