"""A month's discussions as the province's tracking database lays them out: a line for each.

The layout is that of the Risk-driven Tracking Database's public data: what kind of discussion,
who brought it, age group and sex, factors and flags, agencies, services, how it ended; of one that
was rejected there is N/A for all but the kind, the sector and the reason. A table sends such lines
to its province. They are of single discussions, so more is left out here than the layout asks:

- No number. Agencies keep the number beside the name in their own files.
- No day, only months; no agency, only its sector; five people and more are alike.
- Age group and sex only where so many discussions of the kind had both at this table, and a
  factor, strength, flag or service only where it came up so often, as the smallest count told of
  the table's figures (11, 15 or 20). A rarer risk factor is told as its category, if that is not
  rare itself.
- A local word of the table is not in the province's list, and is told as a local one.
- The lines stand in the order of their own words: not in that of the meetings.

What is left still describes single situations. That is why a table's rules must allow it, after a
privacy assessment; why only its chair and its data clerk may take the file; and why analysts get
counts instead (workflows/hub_figures/month.py).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone, translation

from commonbeat.domains.agencies.sectors import sector_label
from commonbeat.domains.hub import groups
from commonbeat.domains.hub.reading import Card, Word

COLUMNS = (
    "Site", "Month Opened", "Month Concluded", "Discussion Type", "Status",
    "Originating Sector", "Age Group", "Sex", "Affected Persons", "Risk Factors",
    "Protective Factors", "Study Flags", "Lead Agency", "Assisting Agencies",
    "Services Mobilized", "Conclusion Group", "Conclusion Reason",
)  # fmt: skip
NOT_KEPT, HIDDEN, LOCAL, NONE = "N/A", "suppressed", "Local addition", "None"
MANY = 5
HOW = {
    "informed": "Informed of service",
    "connected": "Connected to service",
    "engaged": "Engaged with service",
    "refused": "Refused service",
    "none": "No service available",
}
Name = tuple[str, str]  # of a list, and of a word or a group in it
People = tuple[str, str, str]  # the codes of kind, age group and sex
Service = tuple[Word, str]  # and how it was mobilised


@dataclass(frozen=True, slots=True)
class Often:
    """How often words came up at the table so far, each under its list (such as 'risk').

    `codes` and `groups` are counted in situations, `people` by kind, age group and sex. `least` is
    how often makes a word no rare one; `local` are the table's own words.
    """

    codes: Mapping[Name, int]
    groups: Mapping[Name, int]
    people: Mapping[People, int]
    least: int
    local: frozenset[Name]

    def label(self, kind: str, one: Word) -> str:
        """A word of a list as it is told."""
        if (kind, one.code) in self.local:
            return LOCAL
        if self.codes.get((kind, one.code), 0) >= self.least:
            return one.label
        if self.groups.get((kind, one.group), 0) >= self.least:
            return groups.group_label(one.group)
        return HIDDEN

    def listed(self, kind: str, words: Iterable[Word]) -> str:
        """Words of a list, each once, by name."""
        return _listed(self.label(kind, one) for one in words)


def month_file(
    site: str, cards: Sequence[Card], services: Mapping[str, Sequence[Service]], often: Often
) -> str:
    """The file of some discussions that are over; `services` by the key of each."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    with translation.override("en"):
        lines = [(site, *_line(one, services.get(one.key, ()), often)) for one in cards]
    writer.writerows(sorted(lines))
    return text.getvalue()


def _line(one: Card, services: Sequence[Service], often: Often) -> tuple[str, ...]:
    kind, sector = _told("type", one.kind, often), sector_label(one.sector)
    reason = _told("rejection" if one.step != "closed" else "conclusion", one.reason, often)
    head = (f"{one.opened_on:%Y-%m}", _month(one.concluded_at), kind)
    if one.step != "closed":
        return (*head, "Rejected", sector, *[NOT_KEPT] * 9, NOT_KEPT, reason)
    age, sex = _person(one, often)
    assisting = [i.agency.sector for i in one.involvements if i.is_in and not i.is_lead]
    return (
        *head,
        "Closed",
        sector,
        age,
        sex,
        _how_many(one.n_affected),
        often.listed("risk", one.risks),
        often.listed("protective", one.protective),
        often.listed("flag", one.flags),
        sector_label(one.lead.sector) if one.lead else NONE,
        _listed(map(sector_label, assisting)),
        _listed(f"{often.label('service', word)}: {HOW[how]}" for word, how in services),
        groups.group_label(one.reason.group) if one.reason else NONE,
        reason,
    )


def _person(one: Card, often: Often) -> tuple[str, str]:
    age, sex = one.age_band, one.sex
    people = one.kind.code, age.code if age else "", sex.code if sex else ""
    if often.people.get(people, 0) < often.least:
        return HIDDEN, HIDDEN
    return age.label if age else NONE, sex.label if sex else NONE


def _how_many(n: int | None) -> str:
    if n is None:
        return NONE
    return f"{MANY} or more" if n >= MANY else str(n)


def _told(kind: str, word: Word | None, often: Often) -> str:
    if word is None:
        return NONE
    return LOCAL if (kind, word.code) in often.local else word.label


def _listed(words: Iterable[str]) -> str:
    return "; ".join(sorted(set(words))) or NONE


def _month(at: dt.datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m}" if at else NONE
