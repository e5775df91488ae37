"""The rights of surveys."""

from __future__ import annotations

from enum import StrEnum


class Right(StrEnum):
    """What one may do with surveys."""

    INVITE = "surveys.invite"
    ANSWER = "surveys.answer"
    RELEASE_ANSWERS = "surveys.release_answers"
    SEE_RESULTS = "surveys.see_results"
    REVIEW_REMARKS = "surveys.review_remarks"
    SET_INSTRUMENTS = "surveys.set_instruments"
