"""Every read of surveys. The figures know what was said; nothing here knows who said it."""

from commonbeat.domains.surveys.queries.asked import (
    SEALED_IN,
    AskedQuestion,
    OpenQuestion,
    SurveyPage,
    has_open_question,
    may_be_answering,
    page_token,
    survey_page,
)
from commonbeat.domains.surveys.queries.figures import MINIMUM_AT_THE_DESK, results
from commonbeat.domains.surveys.queries.reviewing import RemarkView, remarks
from commonbeat.domains.surveys.queries.waiting import Work, is_to_be_asked, work
from commonbeat.domains.surveys.results import (
    Asking,
    GroupResult,
    NotAsked,
    QuestionResult,
    Results,
)

__all__ = [
    "MINIMUM_AT_THE_DESK",
    "SEALED_IN",
    "AskedQuestion",
    "Asking",
    "GroupResult",
    "NotAsked",
    "OpenQuestion",
    "QuestionResult",
    "RemarkView",
    "Results",
    "SurveyPage",
    "Work",
    "has_open_question",
    "is_to_be_asked",
    "may_be_answering",
    "page_token",
    "remarks",
    "results",
    "survey_page",
    "work",
]
