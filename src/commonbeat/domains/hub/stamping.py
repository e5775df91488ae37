"""A table's stamp grows with each change that a screen shows, so that screens know to ask."""

from __future__ import annotations

from django.db.models import F

from commonbeat.domains.hub.models import HubTable


def bump(table_id: int) -> None:
    """Let every screen of the table ask anew. Call it last: it holds the table's row."""
    HubTable.objects.filter(pk=table_id).update(stamp=F("stamp") + 1)


def stamps() -> dict[str, int]:
    """The stamp of each living table by the token of its live address. Numbers, and no more."""
    return dict(HubTable.objects.filter(ended_on=None).values_list("live_token", "stamp"))
