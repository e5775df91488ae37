"""The tables of calls."""

from commonbeat.domains.calls.models.calls import Call, Caller, Status
from commonbeat.domains.calls.models.events import DispatchEvent, Feed, Kind
from commonbeat.domains.calls.models.policies import CallType, Milestone, TellingPolicy, Wording
from commonbeat.domains.calls.models.telling import PrivateLink, Telling

__all__ = [
    "Call",
    "CallType",
    "Caller",
    "DispatchEvent",
    "Feed",
    "Kind",
    "Milestone",
    "PrivateLink",
    "Status",
    "Telling",
    "TellingPolicy",
    "Wording",
]
