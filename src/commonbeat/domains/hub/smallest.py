"""The smallest count that is told of a table, by how sensitive its rules say its figures are."""

from __future__ import annotations

from collections.abc import Mapping

SMALLEST: Mapping[str, int] = {"low": 11, "medium": 15, "high": 20}
