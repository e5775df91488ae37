"""The de-identified tables of the Hub."""

from commonbeat.domains.hub.models.codes import Code
from commonbeat.domains.hub.models.meetings import Attendance, Meeting
from commonbeat.domains.hub.models.screening import Screening
from commonbeat.domains.hub.models.situations import (
    Accord,
    Involvement,
    Situation,
    SituationCode,
    SituationRemark,
)
from commonbeat.domains.hub.models.tables import HubTable, Seat, TablePolicy
from commonbeat.domains.hub.models.tallies import MonthTally
from commonbeat.domains.hub.models.visits import LaterCheck, ServiceMobilised, Visit

__all__ = [
    "Accord",
    "Attendance",
    "Code",
    "HubTable",
    "Involvement",
    "LaterCheck",
    "Meeting",
    "MonthTally",
    "Screening",
    "Seat",
    "ServiceMobilised",
    "Situation",
    "SituationCode",
    "SituationRemark",
    "TablePolicy",
    "Visit",
]
