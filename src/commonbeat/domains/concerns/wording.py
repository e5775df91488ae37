"""The rules of what the town writes when it sets things up: nothing missing, nothing too long."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.text import slugify

from commonbeat.domains.concerns.errors import Fault, NotAccepted
from commonbeat.domains.concerns.reports import MISSING, TOO_LONG

LONGEST_CODE = 60
Rules = Mapping[str, tuple[int, bool]]  # the field: its longest in characters, must it be there


def trimmed(given: Mapping[str, str], rules: Rules) -> dict[str, str]:
    """What was given, without spaces around it. Raises NotAccepted with every fault."""
    said = {name: given.get(name, "").strip() for name in rules}
    faults = [
        Fault(name, TOO_LONG if said[name] else MISSING)
        for name, (longest, is_needed) in rules.items()
        if len(said[name]) > longest or (is_needed and not said[name])
    ]
    if faults:
        raise NotAccepted(faults)
    return said


def free_code(words: str, taken: set[str]) -> str:
    """A code made of words that nothing else has."""
    begun = slugify(words)[: LONGEST_CODE - 4].strip("-_") or "one"
    tried = (begun if n == 1 else f"{begun}-{n}" for n in range(1, len(taken) + 2))
    return next(code for code in tried if code not in taken)
