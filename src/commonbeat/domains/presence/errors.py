"""What presence refuses.

Refused
├── NoSuchPromise   there is no such follow-up, or it may not be seen
└── AlreadySettled  the promise is done or no longer wanted
"""

from commonbeat.core.errors import Refused


class NoSuchPromise(Refused):
    """There is no such follow-up."""


class AlreadySettled(Refused):
    """The promise is done or no longer wanted."""
