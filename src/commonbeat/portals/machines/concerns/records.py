"""Kinds, questions and concerns as GeoReport v2 names their fields."""

from __future__ import annotations

from commonbeat.domains.concerns.public import KindView, QuestionView, Shown
from commonbeat.portals.machines.concerns.asked import CLOSED
from commonbeat.portals.machines.concerns.writing import Record, moment


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


def request_record(shown: Shown, *, french: bool, extended: bool) -> Record:
    """A public concern as a request. Who reported it and their words are no field of it."""
    record: dict[str, object] = {
        "service_request_id": shown.number,
        "status": "closed" if shown.state in CLOSED else "open",
        "status_notes": shown.words,
        "service_name": shown.kind_name_fr if french else shown.kind_name,
        "service_code": shown.kind,
        "description": "",
        "agency_responsible": shown.agency,
        "service_notice": "",
        "requested_datetime": moment(shown.received_at),
        "updated_datetime": moment(shown.updated_at),
        "expected_datetime": moment(shown.due_at),
        "address": shown.area,
        "address_id": "",
        "zipcode": "",
        "lat": shown.latitude,
        "long": shown.longitude,
        "media_url": "",
    }
    if extended:
        record["extended_attributes"] = {
            "state": shown.state,
            "area": shown.area,
            "closed_datetime": moment(shown.closed_at),
        }
    return record
