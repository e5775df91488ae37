"""What concerns refuse. A text names the rule and never a person.

Refused
├── NotAccepted       a report breaks rules; `faults` names each field and rule
├── NoSuchKind        no such kind, or it is retired
├── NoSuchConcern     no such concern, or it may not be seen
├── ChangedMeanwhile  somebody else changed it since the page was shown; nothing was lost
├── AlreadyOver       it is closed; say not fixed to open it again
├── NotOver           it is still open
├── NoSuchAgency      no other agency with this code
├── NoSuchOffer       no hand-over is waiting for this agency
├── NoSuchTip         no such tip, or it is over
├── ThreadFull        the thread has as many messages as it may
├── NoSuchComplaint   no such complaint, or it may not be seen
├── StageSkipped      that stage does not come next
├── NoSuchThanks      no such thanks, or they may not be seen
├── NoSuchServer      no such outside server, or it is closed
├── NoSuchRoute       this kind does not go to that server
├── NoSuchBody        no such independent body
├── NoSuchQuestion    no such question, or it is closed
├── NoRoute           this kind goes to no service of that server
├── NotWaiting        the forwarding does not wait for what was asked
└── TooLateToUndo     the bulk change is older than a quarter of an hour, or something moved on
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commonbeat.core.errors import Refused


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule that a report breaks: the field's name and the rule's code (see reports.py)."""

    field: str
    rule: str


class NotAccepted(Refused):
    """The report breaks rules; nothing was stored."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.field}: {fault.rule}" for fault in self.faults))


class NoSuchKind(Refused):
    """There is no such kind of concern."""


class NoSuchConcern(Refused):
    """There is no such concern."""


class ChangedMeanwhile(Refused):
    """Somebody else changed it since the page was shown."""


class AlreadyOver(Refused):
    """The concern is closed."""


class NotOver(Refused):
    """The concern is still open."""


class NoSuchAgency(Refused):
    """There is no other agency with this code."""


class NoSuchOffer(Refused):
    """No hand-over is waiting for this agency."""


class NoSuchTip(Refused):
    """There is no such tip, or it is over."""


class ThreadFull(Refused):
    """The thread has as many messages as it may."""


class NoSuchComplaint(Refused):
    """There is no such complaint."""


class StageSkipped(Refused):
    """That stage does not come next."""


class NoSuchThanks(Refused):
    """There are no such thanks."""


class TooLateToUndo(Refused):
    """The bulk change can no longer be undone."""


class NoSuchServer(Refused):
    """There is no such outside server, or it is closed."""


class NoSuchRoute(Refused):
    """This kind does not go to that server."""


class NoSuchBody(Refused):
    """There is no such independent body."""


class NoSuchQuestion(Refused):
    """There is no such question, or it is closed."""


class NoRoute(Refused):
    """This kind goes to no service of that server."""


class NotWaiting(Refused):
    """The forwarding is in another state."""
