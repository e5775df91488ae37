"""A client of GeoReport v2: one request at a time, no redirects, short waits, small answers."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, SSLError

from commonbeat.domains.concerns.outside.addresses import NotAllowed, NotFound, Target, target
from commonbeat.domains.concerns.outside.parcels import (
    Later,
    Outcome,
    Parcel,
    Refused,
    Sent,
    Server,
    Standing,
    Unknown,
    Watched,
)

CONNECT, READ, WHOLE = 5.0, 15.0, 30.0  # seconds
LARGEST = 2 * 2**20  # bytes of an answer
LONGEST_NAME = 120
_FORM = "application/x-www-form-urlencoded; charset=utf-8"
_LATER = frozenset({429, 500, 501, 502, 503})
_PERHAPS_TAKEN = frozenset({408, 504})


@dataclass(slots=True)
class NoAnswer(Exception):
    """Nothing was heard; `was_sent`: perhaps the question arrived all the same."""

    reason: str
    was_sent: bool


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes


def send(parcel: Parcel) -> Outcome:
    """Report the concern there, once."""
    try:
        known = _definition(parcel)
        form = _form(parcel, known)
        answer = _ask(parcel.server, "requests", form=form)
    except NoAnswer as silent:
        return Unknown(silent.reason) if silent.was_sent else Later(silent.reason)
    except NotAllowed as refused:
        return Refused(str(refused))
    return _understood(answer)


def number_of(watched: Watched) -> str:
    """The number behind the token; '' when they have none yet, or did not answer."""
    found = _first(watched.server, f"tokens/{quote(watched.token, safe='')}")
    return _name(found.get("service_request_id"))


def standing(watched: Watched) -> Standing | None:
    """How it stands there; None when they did not say."""
    found = _first(watched.server, f"requests/{quote(watched.number, safe='')}")
    status = str(found.get("status") or "").lower()
    if status not in ("open", "closed"):
        return None
    notes = str(found.get("status_notes") or "")
    return Standing(status, notes.strip(), _name(found.get("updated_datetime")))


def _definition(parcel: Parcel) -> Mapping[str, Any]:
    """Their questions by code: another city need not ask what ours does."""
    if not parcel.answers:
        return {}
    path = f"services/{quote(parcel.service_code, safe='')}"
    try:
        answer = _ask(parcel.server, path)
    except NoAnswer as silent:
        raise NoAnswer(silent.reason, was_sent=False) from None
    if answer.status != 200:
        if answer.status in _LATER | _PERHAPS_TAKEN:
            raise NoAnswer(f"answered {answer.status}", was_sent=False)
        return {}
    found = _read(answer.body)
    asked = found.get("attributes") if isinstance(found, dict) else None
    listed = [one for one in asked or () if isinstance(one, dict)]
    return {str(one.get("code")): one for one in listed if one.get("variable", True)}


def _form(parcel: Parcel, known: Mapping[str, Any]) -> list[tuple[str, str]]:
    fields = {
        "api_key": parcel.server.api_key,
        "jurisdiction_id": parcel.server.jurisdiction_id,
        "service_code": parcel.service_code,
        "lat": "" if parcel.latitude is None else str(parcel.latitude),
        "long": "" if parcel.longitude is None else str(parcel.longitude),
        "address_string": parcel.address,
        "description": parcel.description,
    }
    form = [(name, value) for name, value in fields.items() if value]
    for code, values in parcel.answers.items():
        if code in known:
            several = known[code].get("datatype") == "multivaluelist"
            taken = _taken(values, known[code].get("values") or ())
            name = f"attribute[{code}][]" if several else f"attribute[{code}]"
            form += [(name, value) for value in (taken if several else taken[:1])]
    return form


def _taken(values: Sequence[str], listed: Sequence[Any]) -> list[str]:
    keys = {str(one.get("key")) for one in listed if isinstance(one, dict)}
    return [value for value in values if not keys or value in keys]


def _understood(answer: _Answer) -> Outcome:
    if answer.status in (200, 201):
        found = _read(answer.body)
        first = found[0] if isinstance(found, list) and found else None
        if not isinstance(first, dict):
            return Unknown("answer not understood")
        return Sent(_name(first.get("service_request_id")), _name(first.get("token")))
    if answer.status in _LATER:
        return Later(f"answered {answer.status}")
    if answer.status in _PERHAPS_TAKEN:
        return Unknown(f"answered {answer.status}")
    return Refused(f"{answer.status} {_codes(answer.body)}".strip()[:LONGEST_NAME])


def _codes(body: bytes) -> str:
    """The codes of their errors; what they say in words may hold what the resident said."""
    found = _read(body)
    listed = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    codes = [str(one.get("code") or "") for one in listed[:5]]
    return " ".join(code for code in codes if re.fullmatch(r"[\w.-]{1,40}", code, re.ASCII))


def _first(server: Server, path: str) -> Mapping[str, Any]:
    """The one record of a list; empty when there is none or nobody answered."""
    try:
        answer = _ask(server, path)
    except (NoAnswer, NotAllowed):
        return {}
    found = _read(answer.body) if answer.status == 200 else None
    first = found[0] if isinstance(found, list) and found else found
    return first if isinstance(first, dict) else {}


def _name(value: object) -> str:
    return str(value)[:LONGEST_NAME] if isinstance(value, str | int) and value else ""


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _ask(server: Server, path: str, *, form: list[tuple[str, str]] | None = None) -> _Answer:
    """One question. Raises NoAnswer, NotAllowed."""
    try:
        at = target(server.endpoint)
    except NotFound as unknown:
        raise NoAnswer(str(unknown), was_sent=False) from None
    url = f"{at.path}/{path}.json"
    if form is None and server.jurisdiction_id:
        url += "?" + urlencode({"jurisdiction_id": server.jurisdiction_id})
    try:
        with _pool(at) as pool:
            return _heard(pool, url, at, form)
    except (NewConnectionError, ConnectTimeoutError):
        raise NoAnswer("out of reach", was_sent=False) from None
    except SSLError:
        raise NoAnswer("no safe connection", was_sent=False) from None
    except (HTTPError, OSError):
        raise NoAnswer("no answer", was_sent=True) from None


def _pool(at: Target) -> urllib3.HTTPConnectionPool:
    """A connection to the address that was checked; the certificate must carry the name."""
    waits = urllib3.Timeout(connect=CONNECT, read=READ)
    if at.scheme == "http":
        return urllib3.HTTPConnectionPool(at.address, at.port, timeout=waits, retries=False)
    return urllib3.HTTPSConnectionPool(
        at.address,
        at.port,
        timeout=waits,
        retries=False,
        cert_reqs="CERT_REQUIRED",
        server_hostname=at.host,
        assert_hostname=at.host,
    )


def _heard(
    pool: urllib3.HTTPConnectionPool, url: str, at: Target, form: list[tuple[str, str]] | None
) -> _Answer:
    headers = {"Host": f"{at.host}:{at.port}", "Accept": "application/json"}
    headers |= {"Accept-Encoding": "identity", "User-Agent": "Commonbeat"}
    until = time.monotonic() + WHOLE
    answer = pool.urlopen(
        "GET" if form is None else "POST",
        url,
        body=None if form is None else urlencode(form).encode(),
        headers=headers if form is None else headers | {"Content-Type": _FORM},
        redirect=False,
        preload_content=False,
        decode_content=False,
    )
    try:
        body = bytearray()
        for part in answer.stream(2**14):
            body += part
            if len(body) > LARGEST or time.monotonic() > until:
                raise NoAnswer("answer too large or too slow", was_sent=True)
        return _Answer(answer.status, bytes(body))
    finally:
        answer.close()
