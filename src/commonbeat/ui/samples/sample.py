"""The shape of one example in the gallery."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Inputs = Mapping[str, object]


@dataclass(frozen=True)
class Sample:
    """One component in one state; inputs that depend on the time are made when shown."""

    title: str
    inputs: Inputs | Callable[[], Inputs]

    def given(self) -> dict[str, object]:
        """The inputs, made now."""
        return dict(self.inputs() if callable(self.inputs) else self.inputs)
