"""What contact refuses.

Refused
├── NotANumber       the text is no telephone number that can be dialled
├── NotAnAddress     the text is no mail address
└── NoSuchPoint      there is no such contact point, or it is not yours to see
"""

from __future__ import annotations

from commonbeat.core.errors import Refused


class NotANumber(Refused):
    """The text is no telephone number that can be dialled. The text itself is not repeated."""

    def __init__(self) -> None:
        super().__init__("This is not a telephone number that can be dialled.")


class NotAnAddress(Refused):
    """The text is no mail address. The text itself is not repeated."""

    def __init__(self) -> None:
        super().__init__("This is not a mail address.")


class NoSuchPoint(Refused):
    """There is no such contact point, or the doer may not see it."""

    def __init__(self) -> None:
        super().__init__("There is no such contact point.")
