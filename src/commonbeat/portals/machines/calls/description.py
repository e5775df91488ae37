"""The OpenAPI 3.1 description of the feed, made of the very shapes that decode what is sent."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from commonbeat.domains.calls.eido_document import Eido
from commonbeat.portals.machines.calls.decoding import MOST_EVENTS
from commonbeat.portals.machines.calls.shapes import Answer, DispatchEvent
from commonbeat.portals.machines.problems import KINDS, Problem

_SCHEMAS, _COMPONENTS = msgspec.json.schema_components(
    [DispatchEvent, Eido, Answer, Problem], ref_template="#/components/schemas/{name}"
)
_EVENT, _EIDO, _ANSWER, _PROBLEM = _SCHEMAS
_INTRODUCTION = (
    "Send each event as it happens, or several at once. Events may come late, twice and in any "
    "order: the outcome is the same. The good events of a batch are taken, and each bad one is "
    "reported by its place in the batch. Send a batch again when you are not sure that it arrived."
)
_EXAMPLE = {
    "event_id": "26-000123-1",
    "call_id": "26-000123",
    "kind": "received",
    "at": "2026-05-12T12:00:00-04:00",
    "call_type": "NOISE",
    "location": {"longitude": -75.7, "latitude": 45.43},
    "caller": {"phone": "+18195550101", "language": "fr"},
}


def _many(one: dict[str, Any]) -> dict[str, Any]:
    listed = {"type": "array", "items": one, "minItems": 1, "maxItems": MOST_EVENTS}
    wrapped = {
        "type": "object",
        "properties": {"events": listed},
        "required": ["events"],
        "additionalProperties": False,
    }
    return {"anyOf": [one, listed, wrapped]}


def _responses() -> dict[str, Any]:
    problems = {
        str(status): {
            "description": title,
            "content": {"application/problem+json": {"schema": _PROBLEM}},
        }
        for status, (_, title) in KINDS.items()
    }
    taken = {
        "description": "The good events were taken",
        "content": {"application/json": {"schema": _ANSWER}},
    }
    return {"200": taken, **problems}


def _described() -> dict[str, Any]:
    events = {
        "post": {
            "operationId": "sendEvents",
            "summary": "Send events",
            "description": _INTRODUCTION,
            "security": [{"bearer": []}, {"header": []}],
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {
                        "schema": _many({"anyOf": [_EVENT, _EIDO]}),
                        "example": _EXAMPLE,
                    },
                    "application/eido+json": {"schema": _many(_EIDO)},
                },
            },
            "responses": _responses(),
        }
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Commonbeat dispatch feed", "version": "1"},
        "paths": {"/machines/dispatch/events": events},
        "components": {
            "schemas": _COMPONENTS,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "header": {"type": "apiKey", "in": "header", "name": "X-Feed-Token"},
            },
        },
    }


DESCRIPTION: bytes = json.dumps(_described()).encode()
