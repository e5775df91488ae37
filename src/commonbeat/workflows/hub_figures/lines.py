"""What a view of figures is made of: lines with their base, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from commonbeat.evidence.results import Estimate
from commonbeat.evidence.wording import number, pick
from commonbeat.workflows.hub_figures.spans import Span

TOO_FEW = ("too few to show", "trop peu pour être montré")


@dataclass(frozen=True, slots=True)
class Table:
    """A Hub table as analysts see it; `threshold` is the smallest count shown."""

    key: str
    code: str
    name: str
    name_fr: str
    threshold: int

    def text(self, language: str) -> str:
        """Its name in a language."""
        return pick(language, self.name, self.name_fr or self.name)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. An estimate of None is too small to show, or would give another away."""

    code: str
    label: str
    label_fr: str
    estimate: Estimate | None
    n_marked: int | None = None
    caution: tuple[str, str] = ("", "")

    def text(self, language: str) -> str:
        """What the figure is of."""
        return pick(language, self.label, self.label_fr)

    def sentence(self, language: str) -> str:
        """The figure in words."""
        colon = pick(language, ":", "\N{NO-BREAK SPACE}:")
        said = self.estimate.sentence(language) if self.estimate else pick(language, *TOO_FEW)
        return f"{self.text(language)}{colon} {said}"

    def careful(self, language: str) -> str:
        """What to keep in mind when reading it; '' for nothing."""
        return pick(language, *self.caution)


@dataclass(frozen=True, slots=True)
class View:
    """Figures of one table and one period. `n` is their base; None when even it is too small."""

    name: str
    table: Table
    span: Span
    n: int | None
    lines: tuple[Line, ...]

    @property
    def n_hidden(self) -> int:
        """How many lines may not be shown."""
        return sum(line.estimate is None for line in self.lines)

    def base(self, language: str) -> str:
        """How many situations stand behind it."""
        return pick(language, *TOO_FEW) if self.n is None else number(self.n, language)
