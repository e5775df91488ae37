"""The tables of concerns."""

from commonbeat.domains.concerns.models.concerns import (
    BulkChange,
    Concern,
    ConcernAnswer,
    HandOver,
    Photo,
    Update,
)
from commonbeat.domains.concerns.models.feedback import (
    Commendation,
    Complaint,
    ComplaintStage,
    OversightBody,
)
from commonbeat.domains.concerns.models.kinds import AppKey, ConcernKind, Question, ReplyTemplate
from commonbeat.domains.concerns.models.outside import Forwarding, OutsideServer, Route
from commonbeat.domains.concerns.models.talking import TextReport
from commonbeat.domains.concerns.models.tips import Tip, TipAlias, TipFile, TipMessage

__all__ = [
    "AppKey",
    "BulkChange",
    "Commendation",
    "Complaint",
    "ComplaintStage",
    "Concern",
    "ConcernAnswer",
    "ConcernKind",
    "Forwarding",
    "HandOver",
    "OutsideServer",
    "OversightBody",
    "Photo",
    "Question",
    "ReplyTemplate",
    "Route",
    "TextReport",
    "Tip",
    "TipAlias",
    "TipFile",
    "TipMessage",
    "Update",
]
