"""Kinds, questions and concerns as GeoReport v2 names their fields."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from msgspec import Struct
from msgspec.structs import asdict

from commonbeat.domains.concerns.listing import Row
from commonbeat.domains.concerns.public import KindView, QuestionView
from commonbeat.portals.machines.concerns.asked import CLOSED
from commonbeat.portals.machines.concerns.writing import Record

MEDIA = "/machines/open311/v2/media"
_CLOSED = frozenset(CLOSED)


class Request(Struct, gc=False):
    """A request, its fields in the specification's order. Times are in UTC, degrees blurred."""

    service_request_id: str
    status: str
    status_notes: str | None
    service_name: str
    service_code: str
    description: None  # what a resident wrote is never published
    agency_responsible: str | None
    service_notice: None
    requested_datetime: str
    updated_datetime: str
    expected_datetime: str
    address: str | None
    address_id: None
    zipcode: None
    lat: float | None
    long: float | None
    media_url: str | None


def service(kind: KindView, *, french: bool) -> Record:
    """A kind as a service."""
    return {
        "service_code": kind.code,
        "service_name": kind.name_fr if french else kind.name,
        "description": kind.description_fr if french else kind.description,
        "metadata": kind.has_questions,
        "type": kind.answering,
        "keywords": kind.keywords,
        "group": kind.group_fr if french else kind.group,
    }


def definition(code: str, questions: list[QuestionView], *, french: bool) -> Record:
    """The questions of a kind."""
    return {
        "service_code": code,
        "attributes": [_attribute(asked, french=french) for asked in questions],
    }


def _attribute(asked: QuestionView, *, french: bool) -> Record:
    return {
        "variable": asked.asks,
        "code": asked.code,
        "datatype": asked.datatype,
        "required": asked.is_required,
        "datatype_description": asked.hint_fr if french else asked.hint,
        "order": asked.order,
        "description": asked.words_fr if french else asked.words,
        "values": [
            {"key": key, "name": name_fr if french else name}
            for key, name, name_fr in asked.choices
        ],
    }


def requests(rows: Sequence[Row], *, french: bool) -> list[Request]:
    """Public concerns as requests. Who reported them and their words are no field of it."""
    # Written out in one piece: 1,000 of them are made for one answer.
    return [
        Request(
            number,
            "closed" if state in _CLOSED else "open",
            words or None,
            name_fr if french else name,
            kind,
            None,
            agency or None,
            None,
            f"{received_at[:10]}T{received_at[11:19]}+00:00",
            f"{updated_at[:10]}T{updated_at[11:19]}+00:00",
            f"{due_at[:10]}T{due_at[11:19]}+00:00",
            area or None,
            None,
            None,
            latitude,
            longitude,
            f"{settings.PUBLIC_URL}{MEDIA}/{photo}.jpg" if photo else None,
        )
        for (number, state, kind, name, name_fr, words, agency, area, received_at, updated_at,
             due_at, _closed_at, latitude, longitude, photo) in rows
    ]  # fmt: skip


def request_records(rows: Sequence[Row], *, french: bool, extended: bool) -> Sequence[Record]:
    """As `requests`, by name; with the extended attributes when they are asked for."""
    found: list[dict[str, object]] = [asdict(one) for one in requests(rows, french=french)]
    if extended:
        for record, row in zip(found, rows, strict=True):
            record["extended_attributes"] = {
                "state": row[1],
                "area": row[7] or None,
                "closed_datetime": f"{row[11][:10]}T{row[11][11:19]}+00:00" if row[11] else None,
            }
    return found
