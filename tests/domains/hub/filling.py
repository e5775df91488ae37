"""A screening filled in as it should be, and situations at each step up to the queue."""

from __future__ import annotations

from commonbeat.domains.hub.actions.screening import (
    approve_screening,
    draft_screening,
    submit_situation,
)
from commonbeat.domains.hub.carried import Carried
from commonbeat.domains.hub.models.codes import CodeKind
from commonbeat.domains.hub.screened import ScreeningView
from commonbeat.domains.hub.words import codes
from tests.domains.hub.cast import Cast

CARRIED = Carried(
    kind="person",
    age_band="18-24",
    sex="female",
    n_affected=None,
    risks=("housing-none", "mental-suspected", "drugs-abuse"),
    protective=("good_friends",),
    flags=("homeless",),
)


def answered(**otherwise: str) -> dict[str, str]:
    """The ten questions answered with yes, but for those named."""
    return {one.code: "yes" for one in codes(CodeKind.CHECK)} | otherwise


def drafted(hub: Cast, who: str = "ana", **given: object) -> ScreeningView:
    """A complete draft."""
    whole: dict[str, object] = {
        "answers": answered(),
        "carried": CARRIED,
        "basis": "serious_harm",
        "consent_asked": "not asked",
    }
    return draft_screening(**(whole | given), by=hub.by[who])  # type: ignore[arg-type]


def submitted(hub: Cast, who: str = "ana", **given: object) -> str:
    """The key of a situation in the queue, approved in its agency."""
    draft = drafted(hub, who, **given)
    approve_screening(key=draft.key, version=1, by=hub.approver_of(who))
    return submit_situation(key=draft.key, version=2, by=hub.by[who])
