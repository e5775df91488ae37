"""A reader of the public pages."""

from __future__ import annotations

import pytest

from commonbeat.portals.public import kept
from tests.portals.staff.conftest import signed_in

__all__ = ["signed_in"]


@pytest.fixture(autouse=True)
def forget_pages() -> None:
    """Pages are kept for some seconds, and a test holds the clock still."""
    kept.forget()
