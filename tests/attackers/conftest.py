"""A house in which there is something to find, and everybody who would like to find it."""

from __future__ import annotations

from tests.attackers.stage import Stage, attackers, stage
from tests.domains.hub.conftest import hub, noon, words
from tests.portals.partners.conftest import elsewhere, forget_screens

__all__ = [
    "Stage",
    "attackers",
    "elsewhere",
    "forget_screens",
    "hub",
    "noon",
    "stage",
    "words",
]
