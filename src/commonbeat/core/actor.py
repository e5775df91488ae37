"""Who does something: staff, a feed, the clock, or a resident with a link in their hand."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """The doer of a change and the viewer of a read.

    `name` is what the ledger keeps: a kind and a random key, never a person's name.
    `rights` are what roles.py grants. `holds` are the subjects ('calls.call:KEY')
    that a resident's private link opens, and nothing else.
    """

    name: str
    rights: frozenset[str] = frozenset()
    holds: frozenset[str] = field(default_factory=frozenset)

    def may(self, right: str) -> bool:
        """Whether this actor holds the right."""
        return right in self.rights


NOBODY = Actor(name="nobody")
