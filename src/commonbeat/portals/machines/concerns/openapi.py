"""The OpenAPI 3.1 description of the resources of GeoReport v2, in both formats."""

from __future__ import annotations

import json
from typing import Any

from commonbeat.domains.concerns.reports import LONGEST
from commonbeat.portals.machines.concerns.updates import NAMES, STATES
from commonbeat.portals.machines.concerns.writing import TYPES

Schema = dict[str, Any]

_WORDS: Schema = {"type": ["string", "null"]}
_DEGREES: Schema = {"type": ["number", "null"]}
_TIME: Schema = {"type": ["string", "null"], "format": "date-time"}
_FLAG: Schema = {"type": "boolean"}


def _fields(*, needs: bool = True, **fields: Schema) -> Schema:
    needed = {"required": sorted(fields)} if needs else {}
    return {"type": "object", "properties": fields, **needed}


def _list_of(one: Schema) -> Schema:
    return {"type": "array", "items": one}


_ERRORS = _list_of(_fields(code={"type": "string"}, description={"type": "string"}))
_SERVICE = _fields(
    service_code={"type": "string"},
    service_name={"type": "string"},
    description=_WORDS,
    metadata=_FLAG,
    type={"enum": ["realtime", "batch", "blackbox"]},
    keywords=_WORDS,
    group=_WORDS,
)
_ATTRIBUTE = _fields(
    variable=_FLAG,
    code={"type": "string"},
    datatype={
        "enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]
    },
    required=_FLAG,
    datatype_description=_WORDS,
    order={"type": "integer", "minimum": 1},
    description=_WORDS,
    values=_list_of(_fields(key={"type": "string"}, name={"type": "string"})),
)
_REQUEST = _fields(
    service_request_id={"type": "string"},
    status={"enum": ["open", "closed"]},
    status_notes=_WORDS,
    service_name={"type": "string"},
    service_code={"type": "string"},
    description={"type": "null", "description": "What a resident wrote is never published."},
    agency_responsible=_WORDS,
    service_notice=_WORDS,
    requested_datetime=_TIME,
    updated_datetime=_TIME,
    expected_datetime=_TIME,
    address={**_WORDS, "description": "The name of the area, never the address."},
    address_id=_WORDS,
    zipcode=_WORDS,
    lat={**_DEGREES, "description": "Blurred."},
    long={**_DEGREES, "description": "Blurred."},
    media_url={**_WORDS, "description": "A photo that our staff looked at and published."},
)
_MADE = _fields(
    needs=False,
    service_request_id=_WORDS,
    token=_WORDS,
    service_notice=_WORDS,
    account_id=_WORDS,
)
_UPDATE = _fields(
    update_id={"type": "string"},
    service_request_id={"type": "string"},
    status={"enum": sorted(NAMES.values())},
    updated_datetime=_TIME,
    description=_WORDS,
    media_url=_WORDS,
)
_DISCOVERY = _fields(
    changeset=_TIME,
    contact=_WORDS,
    key_service=_WORDS,
    endpoints=_list_of(
        _fields(
            specification={"type": "string"},
            url={"type": "string"},
            changeset=_TIME,
            type={"enum": ["test", "production"]},
            formats=_list_of({"type": "string"}),
        )
    ),
)


def _asked(name: str, schema: Schema, words: str, where: str = "query") -> Schema:
    return {
        "name": name,
        "in": where,
        "required": where == "path",
        "schema": schema,
        "description": words,
    }


_TEXT: Schema = {"type": "string"}
_NAME: Schema = {"type": "string", "minLength": 1, "maxLength": 200}  # in an address
_AT: Schema = {"type": "string", "format": "date-time"}
_COUNT: Schema = {"type": "integer", "minimum": 1, "maximum": 100_000}
_TOWN = _asked("jurisdiction_id", _TEXT, "Not needed: there is one jurisdiction.")
_LANGUAGE = _asked("lang", {"enum": ["en", "fr"]}, "The language of names and questions.")
_SEARCH = (
    _TOWN,
    _LANGUAGE,
    _asked("service_request_id", _TEXT, "Numbers with commas; overrides all the others."),
    _asked("service_code", _TEXT, "Codes with commas."),
    _asked("status", {"enum": ["open", "closed", "open,closed"]}, "Both with a comma."),
    _asked("start_date", _AT, "Reported since; at most 90 days before end_date."),
    _asked("end_date", _AT, "Reported until. Without either, the last 90 days."),
    _asked("updated_after", _AT, "Changed since."),
    _asked("updated_before", _AT, "Changed until."),
    _asked("page", _COUNT, "From 1."),
    _asked("page_size", _COUNT, "1,000 at most."),
    _asked("extensions", {"enum": ["true", "false"]}, "Adds extended_attributes."),
)
_SENT = _fields(
    needs=False,
    api_key={"type": "string"},
    jurisdiction_id=_TEXT,
    service_code={"type": "string"},
    lat={"type": "number", "minimum": -90, "maximum": 90},
    long={"type": "number", "minimum": -180, "maximum": 180},
    address_string={"type": "string", "maxLength": 200},
    address_id={"type": "string", "maxLength": 200},
    email=_TEXT,
    phone=_TEXT,
    first_name=_TEXT,
    last_name=_TEXT,
    device_id=_TEXT,
    account_id=_TEXT,
    description={"type": "string", "maxLength": LONGEST},
    media_url=_TEXT,
    lang={"enum": ["en", "fr"]},
) | {
    "required": ["api_key", "service_code"],
    "patternProperties": {r"^attribute\[.+\](\[\])?$": {"type": ["string", "array"]}},
}
_SENT_WITH_PHOTO = {
    **_SENT,
    "properties": {
        **_SENT["properties"],
        "media": {"type": "string", "contentMediaType": "application/octet-stream"},
    },
}
_SENT_UPDATE = _fields(
    needs=False,
    api_key={"type": "string"},
    jurisdiction_id=_TEXT,
    service_request_id={"type": "string"},
    update_id={"type": "string", "maxLength": 60},
    status={"enum": sorted(STATES)},
    description={"type": "string", "maxLength": 600},
) | {"required": ["api_key", "service_request_id", "update_id", "status"]}

_SAYS = {
    "400": "Something is missing or wrong; each fault is listed.",
    "403": "api_key is missing or not known.",
    "404": "No such service, request, token or jurisdiction; a private one answers so too.",
    "413": "Too large.",
    "429": "Too many in this hour.",
    "503": "Busy; again after Retry-After.",
}
_READING = ("400", "404", "503")
_WRITING = ("400", "403", "404", "413", "429", "503")


def _operation(
    fmt: str, words: str, answer: Schema, asked: tuple[Schema, ...], sent: Schema | None = None
) -> Schema:
    told = {
        status: {"description": _SAYS[status], "content": _content(fmt, _ERRORS)}
        for status in (_WRITING if sent else _READING)
    }
    body = {"requestBody": {"required": True, "content": sent}} if sent else {}
    return {
        "summary": words,
        "parameters": list(asked),
        "responses": {"200": {"description": words, "content": _content(fmt, answer)}, **told},
        **body,
    }


def _content(fmt: str, schema: Schema) -> Schema:
    return {TYPES[fmt]: {"schema": schema if fmt == "json" else {"type": "string"}}}


def _paths(fmt: str) -> Schema:
    form = "application/x-www-form-urlencoded"
    sent = {form: {"schema": _SENT}, "multipart/form-data": {"schema": _SENT_WITH_PHOTO}}
    definition = _fields(service_code={"type": "string"}, attributes=_list_of(_ATTRIBUTE))
    code = _asked("service_code", _NAME, "Of a service.", "path")
    number = _asked("number", _NAME, "Of a request.", "path")
    token = _asked("token", _NAME, "Given for it.", "path")
    known = _list_of(_fields(service_request_id=_TEXT, token=_TEXT))
    since = tuple(one for one in _SEARCH if one["name"] in ("start_date", "end_date"))
    taken = _list_of(_fields(update_id={"type": "string"}))
    resources: dict[str, dict[str, Any]] = {
        "/discovery": {"get": ("Where the endpoint is", _DISCOVERY, ())},
        "/v2/services": {"get": ("What one may report", _list_of(_SERVICE), (_TOWN, _LANGUAGE))},
        "/v2/services/{service_code}": {
            "get": ("The questions of a service", definition, (code, _TOWN, _LANGUAGE))
        },
        "/v2/requests": {
            "get": ("Public requests, newest first", _list_of(_REQUEST), _SEARCH),
            "post": ("Report", _list_of(_MADE), (), sent),
        },
        "/v2/requests/{number}": {
            "get": ("One public request", _list_of(_REQUEST), (number, _TOWN, _LANGUAGE))
        },
        "/v2/tokens/{token}": {"get": ("The number of a token", known, (token, _TOWN))},
        "/v2/servicerequestupdates": {
            "get": ("What everybody was told", _list_of(_UPDATE), (*since, _TOWN)),
            "post": ("A partner tells", taken, (), {form: {"schema": _SENT_UPDATE}}),
        },
    }
    return {
        f"{path}.{fmt}": {verb: _operation(fmt, *parts) for verb, parts in verbs.items()}
        for path, verbs in resources.items()
    }


_KEY: Schema = {"type": "string", "minLength": 1, "maxLength": 40, "pattern": "^[0-9a-z]+$"}
_PHOTO: Schema = {
    "get": {
        "summary": "A published photo",
        "parameters": [_asked("key", _KEY, "Of media_url.", "path")],
        "responses": {
            "200": {"description": "The photo.", "content": {"image/jpeg": {}}},
            "404": {"description": "No such photo, or taken back.", "content": {"text/plain": {}}},
        },
    }
}

DESCRIPTION = json.dumps(
    {
        "openapi": "3.1.0",
        "info": {
            "title": "What residents report, over Open311 GeoReport v2",
            "version": "2",
            "description": (
                "Report for residents with an api_key, and follow what is public without one. "
                "The ending of the address chooses XML or JSON."
            ),
        },
        "servers": [{"url": "/machines/open311"}],
        "paths": _paths("json") | _paths("xml") | {"/v2/media/{key}.jpg": _PHOTO},
    },
    indent=1,
)
