"""The questions that keep a person from being described unfairly; no town closes them."""

from __future__ import annotations

from commonbeat.domains.concerns.shipped.kinds import KINDS

_GUARDING = frozenset(
    (kind.code, ask.code) for kind in KINDS if kind.describes_people for ask in kind.questions
)


def may_close(kind: str, question: str) -> bool:
    """Whether a question of a kind may be closed."""
    return (kind, question) not in _GUARDING
