"""Kinds, questions and concerns as GeoReport v2 names their fields."""

from __future__ import annotations

from django.conf import settings

from commonbeat.domains.concerns.listing import Row
from commonbeat.domains.concerns.public import KindView, QuestionView
from commonbeat.portals.machines.concerns.asked import CLOSED
from commonbeat.portals.machines.concerns.writing import Record

MEDIA = "/machines/open311/v2/media"


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


def request_record(row: Row, *, french: bool, extended: bool) -> Record:
    """A public concern as a request. Who reported it and their words are no field of it."""
    (number, state, kind, name, name_fr, words, agency, area, received_at, updated_at, due_at,
     closed_at, latitude, longitude, photo) = row  # fmt: skip
    record: dict[str, object] = {
        "service_request_id": number,
        "status": "closed" if state in CLOSED else "open",
        "status_notes": words or None,
        "service_name": name_fr if french else name,
        "service_code": kind,
        "description": None,
        "agency_responsible": agency or None,
        "service_notice": None,
        "requested_datetime": _at(received_at),
        "updated_datetime": _at(updated_at),
        "expected_datetime": _at(due_at),
        "address": area or None,
        "address_id": None,
        "zipcode": None,
        "lat": latitude,
        "long": longitude,
        "media_url": f"{settings.PUBLIC_URL}{MEDIA}/{photo}.jpg" if photo else None,
    }
    if extended:
        record["extended_attributes"] = {
            "state": state,
            "area": area or None,
            "closed_datetime": _at(closed_at) if closed_at else None,
        }
    return record


def _at(stored: str) -> str:
    """A time as it is stored, in UTC, with its offset."""
    return f"{stored[:10]}T{stored[11:19]}+00:00"
