"""The gate: the one way to who a situation is about, and the only importer of `hub/sealed`.

An identity note is opened by the agency that brought the situation, with a ground and a purpose,
when the table's rules allow one. It is locked twice (locks.py): whoever holds both databases and
the master secret, but no entitled person's password, reads nothing. Each reading is a line of the
ledger. A note ends at the close, at a no, when its last reader is gone, or after the table's days,
fourteen at most, whichever comes first; then its key is destroyed, before anything else.
"""

from commonbeat.domains.hub.gate.ending import (
    destroy_expired,
    destroy_note,
    has_expired,
    has_lapsed,
    lose_lapsed,
    lose_note,
    lose_notes_of,
)
from commonbeat.domains.hub.gate.opening import PURPOSES, open_note, share_note
from commonbeat.domains.hub.gate.reading import has_note, names_in, notes_among, open_now, read_note
from commonbeat.domains.hub.gate.repeats import forget_repeats
from commonbeat.domains.hub.locks import Identifiers

__all__ = [
    "PURPOSES",
    "Identifiers",
    "destroy_expired",
    "destroy_note",
    "forget_repeats",
    "has_expired",
    "has_lapsed",
    "has_note",
    "lose_lapsed",
    "lose_note",
    "lose_notes_of",
    "names_in",
    "notes_among",
    "open_note",
    "open_now",
    "read_note",
    "share_note",
]
