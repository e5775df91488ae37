"""The tables of surveys."""

from commonbeat.domains.surveys.models.answers import (
    HeldAnswer,
    HeldRemark,
    Remark,
    RemarkState,
    Response,
)
from commonbeat.domains.surveys.models.asking import Conversation, Invitation, InvitationState
from commonbeat.domains.surveys.models.instruments import Instrument, Question, Scale

__all__ = [
    "Conversation",
    "HeldAnswer",
    "HeldRemark",
    "Instrument",
    "Invitation",
    "InvitationState",
    "Question",
    "Remark",
    "RemarkState",
    "Response",
    "Scale",
]
