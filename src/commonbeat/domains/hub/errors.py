"""What the Hub refuses. A text names the rule and never a person.

Refused
├── NoSuchTable            no such table, or one where the doer has no seat
├── NoSuchMeeting          no such meeting at this table
├── NoSuchSituation        no such situation or screening, or it may not be seen
├── ChangedMeanwhile       somebody else changed it since the page was shown; nothing was lost
├── NoMeeting              the table does not meet now
├── AnotherIsOpen          another meeting of the table is open
├── FilterSkipped          the step before has not been taken
├── NotComplete            something the rule asks for is missing; `missing` names the fields
├── NoQuorum               too few sectors are at the table
├── NoAccord               the table's rule of consensus is not met
├── TooEarly               its day has not come
├── NotTheirs              only the disclosing, leading or an involved agency may do this
├── NoNoteHere             the table's policy does not allow an identity note at this step
├── NoteGone               the identity note is destroyed, expired or was never there
├── NoTextHere             the table's rules allow no remarks
├── OwnDraft               nobody approves what they drafted
├── NotTogether            who watches over a table holds no other seat there
├── Locked                 the doer's own key is locked: sign in again to read
└── NamesSomebody          a text names somebody or says where they live; `found` says what kind
"""

from __future__ import annotations

from collections.abc import Sequence

from commonbeat.core.errors import Refused


class NoSuchTable(Refused):
    """There is no such table, or the doer has no seat there."""


class NoSuchMeeting(Refused):
    """There is no such meeting."""


class NoSuchSituation(Refused):
    """There is no such situation or screening."""


class ChangedMeanwhile(Refused):
    """Somebody else changed it since the page was shown."""


class NoMeeting(Refused):
    """The table does not meet now."""


class AnotherIsOpen(Refused):
    """Another meeting of the table is open."""


class FilterSkipped(Refused):
    """The step before has not been taken."""


class NotComplete(Refused):
    """Something that the rule asks for is missing; `missing` names the fields."""

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        super().__init__("Missing: " + ", ".join(self.missing))


class NoQuorum(Refused):
    """Too few sectors are at the table."""


class NoAccord(Refused):
    """The table's rule of consensus is not met."""


class TooEarly(Refused):
    """Its day has not come."""


class NotTheirs(Refused):
    """Only the disclosing, leading or an involved agency may do this."""


class NoNoteHere(Refused):
    """The table's policy allows no identity note at this step."""


class NoteGone(Refused):
    """The identity note is destroyed, expired or was never there."""


class NoTextHere(Refused):
    """The table's rules allow no remarks."""


class OwnDraft(Refused):
    """Nobody approves what they drafted."""


class NotTogether(Refused):
    """Who watches over a table holds no other seat there."""


class Locked(Refused):
    """The doer's own key is locked."""


class NamesSomebody(Refused):
    """A text names somebody or says where they live; `found` says what kind of thing."""

    def __init__(self, found: Sequence[str]) -> None:
        self.found = tuple(found)
        super().__init__("The text holds: " + ", ".join(self.found))
