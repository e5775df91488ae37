"""The last net below the rule that no log line holds personal data.

Records pass with telephone numbers, e-mail addresses and private-page tokens struck out, and
without the traceback's values: an exception is named by its kind and place only.
"""

from __future__ import annotations

import logging
import re
import traceback

_NUMBER = re.compile(r"\+?\d[\d\s().-]{7,}\d")
_MAIL = re.compile(r"[^\s@/]+@[^\s@/]+\.\w+")
_TOKEN = re.compile(r"(?<![\w])[2-9A-Za-z]{21,}(?![\w])")


def struck_out(text: str) -> str:
    """`text` with everything that looks like a number, an address or a token removed."""
    return _TOKEN.sub("[token]", _MAIL.sub("[address]", _NUMBER.sub("[number]", text)))


class NoPersonalData(logging.Filter):
    """Rewrites each record before any handler writes it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record pass, struck out."""
        record.msg = struck_out(record.getMessage())
        record.args = ()
        if record.exc_info:
            record.msg += _where(record.exc_info[1])
            record.exc_info, record.exc_text = None, None
        return True


def _where(error: BaseException | None) -> str:
    if error is None:
        return ""
    places = [
        f"{frame.filename.rsplit('/src/', 1)[-1]}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)[-4:]
    ]
    return f" [{type(error).__name__} at {' < '.join(reversed(places))}]"
