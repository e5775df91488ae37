"""What a GET asks for, by the rules of GeoReport v2, and what it gets wrong.

`service_request_id` overrides everything. Without dates it is the last 90 days; a given span is
90 days at the most. An empty parameter, or one of commas alone, is an absent one. Times need an
offset or Z.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.domains.concerns.public import Search

SPAN = dt.timedelta(days=90)
MOST = 1000
MOST_KINDS = 200
YEARS = range(1990, 2200)  # beyond them no concern was or will be
OPEN = ("received", "looking", "planned")
CLOSED = ("done", "not ours", "nothing", "duplicate")


@dataclass(slots=True)
class Wrong(Exception):
    """The request breaks rules: (code, description) of each, for a 400."""

    errors: list[tuple[str, str]]


def search(parameters: Mapping[str, str]) -> Search:
    """The search that the parameters describe. Raises Wrong with every fault."""
    given = {name: value.strip() for name, value in parameters.items() if value.strip(" ,")}
    if "service_request_id" in given:
        numbers = _several(given["service_request_id"])
        return Search(numbers=numbers[:MOST], size=MOST)
    errors: list[tuple[str, str]] = []
    times = {name: _time(name, given, errors) for name in _TIMES}
    states = _states(given.get("status", ""), errors)
    first, size = _page(given, errors)
    since, until = _span(times, errors)
    if errors:
        raise Wrong(errors)
    return Search(
        kinds=_several(given.get("service_code", ""))[:MOST_KINDS],
        states=states,
        since=since,
        until=until,
        updated_since=times["updated_after"],
        updated_until=times["updated_before"],
        first=first,
        size=size,
    )


def is_french(parameters: Mapping[str, str], accepted: str) -> bool:
    """Whether the asker prefers French, by `lang` or else by what the browser accepts."""
    return (parameters.get("lang") or accepted).lower().startswith("fr")


_TIMES = ("start_date", "end_date", "updated_after", "updated_before")


def _several(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _time(name: str, given: Mapping[str, str], errors: list[tuple[str, str]]) -> dt.datetime | None:
    if name not in given:
        return None
    try:
        # In an address a plus sign that nobody escaped arrives as a space.
        at = dt.datetime.fromisoformat(given[name].replace(" ", "+"))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or at.year not in YEARS:
        errors.append((name, f"{name} must be a time like 2026-05-12T16:00:00Z, with its zone."))
        return None
    return at


def _states(text: str, errors: list[tuple[str, str]]) -> list[str]:
    wanted = _several(text)
    if set(wanted) - {"open", "closed"}:
        errors.append(("status", "status is open, closed, or both with a comma."))
    return [
        s for name, states in (("open", OPEN), ("closed", CLOSED)) if name in wanted for s in states
    ]


def _page(given: Mapping[str, str], errors: list[tuple[str, str]]) -> tuple[int, int]:
    page, size = (_whole(name, given, errors) for name in ("page", "page_size"))
    size = min(size or MOST, MOST)
    return ((page or 1) - 1) * size, size


def _whole(name: str, given: Mapping[str, str], errors: list[tuple[str, str]]) -> int:
    text = given.get(name, "")
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 0 < int(text) <= 100_000):
        errors.append((name, f"{name} must be a whole number from 1."))
        return 0
    return int(text)


def _span(
    times: Mapping[str, dt.datetime | None], errors: list[tuple[str, str]]
) -> tuple[dt.datetime | None, dt.datetime | None]:
    since, until = times["start_date"], times["end_date"]
    if since and until:
        if until < since:
            errors.append(("end_date", "end_date must not be before start_date."))
        elif until - since > SPAN:
            errors.append(("end_date", "start_date and end_date may be 90 days apart at most."))
    elif since:
        until = since + SPAN
    elif until:
        since = until - SPAN
    elif not (times["updated_after"] or times["updated_before"]):
        since = clock.now() - SPAN
    return since, until
