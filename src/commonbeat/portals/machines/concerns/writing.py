"""Answers in the two formats of GeoReport v2, from the same plain values.

In JSON a list stands bare, identifiers are strings and what is empty is null; in XML every field
is an element, empty ones too. Times carry their offset. Nothing of what was sent comes back.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

import msgspec
from django.http import HttpResponse

TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
Value = object
Record = Mapping[str, Value]

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_encode = msgspec.json.Encoder(enc_hook=str).encode
# What stands between a list and its entries in XML.
_ENTRY = {
    "services": "service",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}


def json_of(structs: Sequence[msgspec.Struct]) -> bytes:
    """Structs as a bare array; what is empty in them is None already."""
    return _encode(structs)


def written(structs: Sequence[msgspec.Struct]) -> HttpResponse:
    """Structs as an answer in JSON."""
    return _answer("json", json_of(structs), 200)


def listed(fmt: str, root: str, records: Sequence[Record], *, status: int = 200) -> HttpResponse:
    """A list of records: a bare array in JSON, `root` with an element each in XML."""
    if fmt == "json":
        return _answer(fmt, _encode([_plain(record) for record in records]), status)
    top = ET.Element(root)
    for record in records:
        _fill(ET.SubElement(top, _ENTRY[root]), record)
    return _answer(fmt, _xml(top), status)


def single(fmt: str, root: str, record: Record) -> HttpResponse:
    """One record: an object in JSON, `root` itself in XML."""
    if fmt == "json":
        return _answer(fmt, _encode(_plain(record)), 200)
    top = ET.Element(root)
    _fill(top, record)
    return _answer(fmt, _xml(top), 200)


def failed(fmt: str, status: int, errors: Sequence[tuple[str, str]]) -> HttpResponse:
    """What went wrong: (code, description) of each fault."""
    records = [{"code": code, "description": text} for code, text in errors]
    return listed(fmt, "errors", records, status=status)


def moment(at: dt.datetime | None) -> str | None:
    """A time with its offset, to the second."""
    return at.isoformat(timespec="seconds") if at else None


def _answer(fmt: str, body: bytes, status: int) -> HttpResponse:
    response = HttpResponse(body, status=status, content_type=TYPES[fmt])
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _plain(value: Value) -> Value:
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return None if value == "" else value


def _fill(element: ET.Element, record: Record) -> None:
    for name, value in record.items():
        inner = ET.SubElement(element, name)
        if isinstance(value, Mapping):
            _fill(inner, value)
        elif isinstance(value, (list, tuple)):
            for entry in value:
                deeper = ET.SubElement(inner, _ENTRY[name])
                if isinstance(entry, Mapping):
                    _fill(deeper, entry)
                else:
                    deeper.text = _text(entry)
        else:
            inner.text = _text(value)


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    # Characters that XML 1.0 cannot hold would make the whole answer unreadable.
    return _NOT_XML.sub("", str(value))


def _xml(top: ET.Element) -> bytes:
    body: bytes = ET.tostring(top, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body
