from __future__ import annotations

import pytest

from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.actions import kinds
from commonbeat.roles import Role, actor


@pytest.fixture
def ana() -> Actor:
    """Ana, a resident who says nothing of who she is."""
    return actor(Role.ANYBODY, "page")


@pytest.fixture
def shipped(operator: Actor) -> None:
    """The kinds of concern as shipped."""
    kinds.load_shipped_kinds(by=operator)
