"""From rows to what a viewer may see: words in both languages, agencies, cards.

Everything here is frozen and holds no row, so that a page can walk no further than this.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonbeat.domains.agencies.models import Agency
from commonbeat.domains.hub.models import Code


@dataclass(frozen=True, slots=True)
class Word:
    """One entry of a list as it read when it was chosen, in both languages."""

    code: str
    label: str
    label_fr: str
    group: str = ""
    theme: str = ""

    def text(self, language: str) -> str:
        """Its label in a language; English for every other than French."""
        return self.label_fr if language.startswith("fr") else self.label


@dataclass(frozen=True, slots=True)
class AgencyName:
    """An agency at the table."""

    code: str
    name: str
    name_fr: str
    sector: str

    def text(self, language: str) -> str:
        """Its name in a language; English where it has no French one."""
        return (self.name_fr or self.name) if language.startswith("fr") else self.name


@dataclass(frozen=True, slots=True)
class AccordView:
    """What an agency said at the threshold."""

    agency: AgencyName
    agrees: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class InvolvementView:
    """An agency that said in or out. `part`: 'informed', 'consulted', 'engaged', or ''."""

    agency: AgencyName
    is_in: bool
    part: str
    is_lead: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Tests:
    """The four tests of acutely elevated risk; None until the table decided."""

    interest: bool | None
    probability: bool | None
    severity: bool | None
    many_agencies: bool | None

    def failed(self) -> list[str]:
        """The names of the tests that are not answered with yes."""
        return [name for name in self.__slots__ if not getattr(self, name)]


@dataclass(frozen=True, slots=True)
class Card:
    """One situation as the table sees it. A rejected one has only what rejection leaves.

    `step` is a value of Step. `version` goes back with each action. `is_mine`: the viewer's
    agency brought it; `is_lead`, `is_in`: it leads, it is in. `due_at` is the end of the visit
    clock, which runs from filter 4; `is_late`: no visit was made by then. `has_note`: there is an
    identity note that this viewer may read now.
    """

    key: str
    number: str
    step: str
    is_open: bool
    version: int
    position: int
    opened_on: dt.date
    kind: Word
    sector: str
    reason: Word | None
    age_band: Word | None
    sex: Word | None
    n_affected: int | None
    risks: tuple[Word, ...]
    protective: tuple[Word, ...]
    flags: tuple[Word, ...]
    originator: AgencyName | None
    lead: AgencyName | None
    is_emergency: bool
    was_reopened: bool
    discussed_before: bool | None
    presented_at: dt.datetime | None
    decided_at: dt.datetime | None
    is_elevated: bool | None
    tests: Tests
    accords: tuple[AccordView, ...]
    involvements: tuple[InvolvementView, ...]
    involved_at: dt.datetime | None
    due_at: dt.datetime | None
    is_late: bool
    first_visit_at: dt.datetime | None
    n_visits: int
    concluded_at: dt.datetime | None
    remark: str
    note_mode: str
    allows_text: bool
    has_note: bool
    is_mine: bool
    is_lead: bool
    is_in: bool

    @property
    def my_accord(self) -> bool | None:
        """What the viewer's agency said at the threshold; None when it has not."""
        return next((one.agrees for one in self.accords if one.is_mine), None)

    @property
    def my_involvement(self) -> InvolvementView | None:
        """Whether the viewer's agency said in or out; None when it has not."""
        return next((one for one in self.involvements if one.is_mine), None)


def word(code: Code) -> Word:
    """A row of a list as a word."""
    return Word(code.code, code.label, code.label_fr, code.group, code.theme)


def agency_name(agency: Agency) -> AgencyName:
    """A row of an agency as its name."""
    return AgencyName(agency.code, agency.name, agency.name_fr, agency.sector)
