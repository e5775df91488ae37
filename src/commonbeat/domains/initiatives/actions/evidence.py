"""Adding what shows an issue, and what could be done about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.initiatives.access import Right
from commonbeat.domains.initiatives.errors import NotComplete
from commonbeat.domains.initiatives.models import Evidence, Opportunity
from commonbeat.domains.initiatives.models.issues import EvidenceKind
from commonbeat.domains.initiatives.standing import is_public, known_indicator, open_issue
from commonbeat.domains.initiatives.writing import Written, kept


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it was shown, after the disclosure rule: a sentence, and perhaps its table.

    `headers` and `rows` are the words of the table; `covers_from` and `covers_until` its period.
    """

    sentence: str
    sentence_fr: str
    source: str
    source_fr: str
    covers_from: dt.date
    covers_until: dt.date
    headers: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@action(Right.RAISE_ISSUES)
def freeze_figure(*, issue_key: str, figure: Figure, by: Actor) -> Evidence:
    """Keep a figure of the Hub as evidence, as it reads today. Its words are ours."""
    return _added(
        Evidence(
            issue=open_issue(issue_key),
            kind=EvidenceKind.HUB_FIGURE,
            sentence=figure.sentence,
            sentence_fr=figure.sentence_fr,
            source=figure.source,
            source_fr=figure.source_fr,
            covers_from=figure.covers_from,
            covers_until=figure.covers_until,
            table=_table(figure.headers, figure.rows),
        ),
        by,
    )


@action(Right.RAISE_ISSUES)
def add_document(
    *,
    issue_key: str,
    sentence: Written,
    source: Written,
    covers_from: dt.date | None = None,
    covers_until: dt.date | None = None,
    by: Actor,
) -> Evidence:
    """Add what a report or a study says. Raises NamesSomebody, NotComplete (its period)."""
    issue = open_issue(issue_key)
    said = kept(sentence, field="sentence", is_public=is_public(issue))
    named = kept(source, field="source", is_public=is_public(issue), is_organisation=True)
    if covers_from and covers_until and covers_until < covers_from:
        raise NotComplete("covers_until")
    return _added(
        Evidence(
            issue=issue,
            kind=EvidenceKind.DOCUMENT,
            sentence=said.text,
            sentence_fr=said.text_fr,
            source=named.text,
            source_fr=named.text_fr,
            covers_from=covers_from,
            covers_until=covers_until,
        ),
        by,
    )


@action(Right.RAISE_ISSUES)
def add_indicator(*, issue_key: str, indicator_key: str, sentence: Written, by: Actor) -> Evidence:
    """Add an indicator with what it shows, and its readings as they are today.

    Raises NoSuchIndicator, NotComplete (it has no reading), NamesSomebody.
    """
    issue, indicator = open_issue(issue_key), known_indicator(indicator_key)
    said = kept(sentence, field="sentence", is_public=is_public(issue))
    readings = list(indicator.readings.all())
    if not readings:
        raise NotComplete("indicator")
    rows = [
        (f"{one.covers_from} – {one.covers_until}", one.value, one.compared) for one in readings
    ]
    return _added(
        Evidence(
            issue=issue,
            kind=EvidenceKind.INDICATOR,
            indicator=indicator,
            sentence=said.text,
            sentence_fr=said.text_fr,
            source=indicator.source,
            source_fr=indicator.source_fr or indicator.source,
            covers_from=readings[0].covers_from,
            covers_until=readings[-1].covers_until,
            table=_table(("period", "value", "compared"), rows),
        ),
        by,
    )


@action(Right.RAISE_ISSUES)
def add_opportunity(*, issue_key: str, text: Written, by: Actor) -> Opportunity:
    """Note what could be done. Raises NamesSomebody, NotInBothLanguages."""
    issue = open_issue(issue_key)
    said = kept(text, field="text", is_public=is_public(issue))
    opportunity = Opportunity(
        issue=issue,
        text=said.text,
        text_fr=said.text_fr,
        noted_at=clock.now(),
        noted_by=by.name,
    )
    opportunity.save()
    return opportunity


def _added(evidence: Evidence, by: Actor) -> Evidence:
    evidence.added_at, evidence.added_by = clock.now(), by.name
    evidence.save()
    note(kind=evidence.kind)
    return evidence


def _table(
    headers: Sequence[str], rows: Sequence[Sequence[object]]
) -> dict[str, list[object]] | None:
    return {"headers": list(headers), "rows": [list(row) for row in rows]} if rows else None
