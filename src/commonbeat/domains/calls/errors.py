"""What calls refuse.

Refused
├── NoSuchType          no call type has this code
├── SensitiveType       callers of a sensitive type are never told anything
├── UnknownPlaceholder  a wording uses a placeholder that nothing fills
├── MissingStop         the first text a caller gets must say how to stop
├── NoSuchFeed          no open feed has this code
└── FeedExists          another feed has, or had, this code
"""

from commonbeat.core.errors import Refused


class NoSuchType(Refused):
    """No call type has this code."""


class SensitiveType(Refused):
    """Callers of a sensitive type are never told anything."""


class UnknownPlaceholder(Refused):
    """A wording uses a placeholder that nothing fills."""


class MissingStop(Refused):
    """The first text a caller gets must say how to stop."""


class NoSuchFeed(Refused):
    """No open feed has this code."""


class FeedExists(Refused):
    """Another feed has, or had, this code."""
