"""The rights of initiatives."""

from enum import StrEnum


class Right(StrEnum):
    """What one may do with issues and recommendations."""

    SEE_INITIATIVES = "initiatives.see"
    RAISE_ISSUES = "initiatives.raise_issues"  # issues, evidence, opportunities, indicators
    RECOMMEND = "initiatives.recommend"
    NOTE_PROGRESS = "initiatives.note_progress"
    RECORD_REPLIES = "initiatives.record_replies"
    PUBLISH_LOG = "initiatives.publish_log"  # publish an issue, or close it
