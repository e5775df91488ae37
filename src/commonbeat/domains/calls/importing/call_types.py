"""What a file calls the type of a call becomes a call type: code, label and group."""

from __future__ import annotations

from commonbeat.domains.calls.importing.batches import FoundType
from commonbeat.domains.calls.importing.mapping import TypeRule

CODE_LENGTH = 60
LABEL_LENGTH = 120
GROUP_LENGTH = 40
UNGROUPED = "other"


def found_type(text: str, rule: TypeRule) -> FoundType:
    """The type that a text of the file names. A code too long for the database is cut."""
    parts = rule.pattern.fullmatch(text) if rule.pattern else None
    named = parts.groupdict() if parts else {}
    code = named.get("code") or text
    label = named.get("label") or code
    group = named.get("group") or UNGROUPED
    group = rule.groups.get(group, group).lower()[:GROUP_LENGTH]
    return FoundType(
        code=code.strip()[:CODE_LENGTH].rstrip(),
        label=_sentence(label)[:LABEL_LENGTH],
        group=group,
        is_sensitive=group in rule.sensitive_groups,
    )


def _sentence(label: str) -> str:
    text = " ".join(label.split())
    return text.capitalize() if text.isupper() else text
