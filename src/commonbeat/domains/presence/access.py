"""The rights of presence."""

from enum import StrEnum


class Right(StrEnum):
    """What one may do with follow-ups."""

    PROMISE = "presence.promise"
    ASK_FOR_CALL = "presence.ask_for_call"
    KEEP_PROMISES = "presence.keep_promises"
    SEE_PROMISES = "presence.see_promises"
    REMIND = "presence.remind"
