"""Sealing what was answered until it is released, and opening it again then.

What is sealed is padded to one size, so that its length tells nothing of its content.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from commonbeat.core import sealed
from commonbeat.domains.surveys.grouping import Traits
from commonbeat.domains.surveys.models import HeldAnswer, HeldRemark, Invitation
from commonbeat.domains.surveys.months import month_after

ANSWER = "surveys.held_answer.content"
REMARK = "surveys.held_remark.content"
_ANSWER_SIZE = 240
_REMARK_SIZE = 7_000  # a thousand characters, each at most six bytes in JSON, and the rest


@dataclass(frozen=True, slots=True)
class OpenedAnswer:
    """A held answer, opened."""

    held: HeldAnswer
    question: str
    traits: Traits
    value: int


@dataclass(frozen=True, slots=True)
class OpenedRemark:
    """A held remark, opened."""

    held: HeldRemark
    text: str
    n_struck_out: int
    language: str


def hold_answers(
    invitation: Invitation, answers: Mapping[str, int], *, area_code: str, language: str
) -> None:
    """Seal each answer (question code → value) by itself, to wait for others."""
    refs, ring = sealed.make_keys(len(answers))
    HeldAnswer.objects.bulk_create(
        HeldAnswer(
            instrument_id=invitation.instrument_id,
            month=invitation.month,
            content=ring.seal(
                ref,
                _padded([code, area_code, invitation.group, language, value], _ANSWER_SIZE),
                ANSWER,
            ),
            key_ref=ref,
        )
        for ref, (code, value) in zip(refs, answers.items(), strict=True)
    )


def hold_remark(month: dt.date, text: str, n_struck_out: int, language: str) -> None:
    """Seal a screened remark, to wait for others."""
    (ref,), ring = sealed.make_keys(1)
    blob = ring.seal(ref, _padded([text, n_struck_out, language], _REMARK_SIZE), REMARK)
    HeldRemark.objects.create(month=month, content=blob, key_ref=ref)


def opened_answers(held: Sequence[HeldAnswer]) -> list[OpenedAnswer]:
    """Open held answers; one whose key is gone is left out."""
    ring = sealed.ring(row.key_ref for row in held)
    opened = []
    for row in held:
        content = _content(ring, row.key_ref, row.content, ANSWER)
        if content is not None:
            code, area, group, language, value = content
            opened.append(OpenedAnswer(row, code, Traits(area, group, language), value))
    return opened


def opened_remarks(held: Sequence[HeldRemark]) -> list[OpenedRemark]:
    """Open held remarks; one whose key is gone is left out."""
    ring = sealed.ring(row.key_ref for row in held)
    contents = [(row, _content(ring, row.key_ref, row.content, REMARK)) for row in held]
    return [OpenedRemark(row, *content) for row, content in contents if content is not None]


def _padded(content: list[str | int], size: int) -> str:
    return json.dumps(content).ljust(size)


def _content(
    ring: sealed.KeyRing, ref: str, blob: bytes | memoryview | None, context: str
) -> list[Any] | None:
    if not blob:
        return None
    try:
        content: list[Any] = json.loads(ring.unseal(ref, blob, context))
    except sealed.KeyGone:
        return None
    return content


def carry_over(waiting: Sequence[OpenedAnswer]) -> None:
    """Let answers that found too few alike wait with the next month's."""
    for answer in waiting:
        answer.held.month = month_after(answer.held.month)
    HeldAnswer.objects.bulk_update([answer.held for answer in waiting], ["month"])


def wipe_answers(rows: Sequence[HeldAnswer]) -> None:
    """Nothing is left to read of answers that were released; their keys go after the commit."""
    HeldAnswer.objects.filter(pk__in=[row.pk for row in rows]).update(content=None)
    _destroy_after_commit([row.key_ref for row in rows])


def wipe_remarks(rows: Sequence[HeldRemark]) -> None:
    """Nothing is left to read of remarks that were released; their keys go after the commit."""
    HeldRemark.objects.filter(pk__in=[row.pk for row in rows]).update(content=None)
    _destroy_after_commit([row.key_ref for row in rows])


def sweep() -> int:
    """Destroy the keys of what was released, for good, and delete the rows; how many.

    A crash right after a release may have left a key: its row waits for this.
    """
    n_swept = 0
    for rows in (
        HeldAnswer.objects.filter(content=None),
        HeldRemark.objects.filter(content=None),
    ):
        refs = dict(rows.values_list("pk", "key_ref"))
        sealed.destroy_keys(refs.values())
        n_swept += rows.model._default_manager.filter(pk__in=list(refs)).delete()[0]
    return n_swept


def _destroy_after_commit(refs: Sequence[str]) -> None:
    transaction.on_commit(lambda: sealed.destroy_keys(refs))
