"""What goes wrong between machines, said as RFC 9457 problem details.

The texts are fixed: nothing of what was sent comes back in them.
"""

from __future__ import annotations

import msgspec
from django.http import HttpResponse

from commonbeat.domains.calls.reading import Rule

KINDS = {
    400: ("not-acceptable", "What was sent cannot be taken"),
    401: ("no-token", "A valid token is needed"),
    405: ("wrong-method", "This method is not for this address"),
    411: ("no-length", "The length must be said before the body"),
    413: ("too-large", "Too much at once"),
    415: ("wrong-type", "This content type is not read here"),
    503: ("busy", "Not taken now; send it again"),
}


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """One rule that one event breaks."""

    index: int
    field: str
    rule: Rule
    detail: str
    event_id: str = ""


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Problem details (RFC 9457). `errors` names each event that was not taken."""

    type: str
    title: str
    status: int
    detail: str
    line: int = 0
    column: int = 0
    errors: list[Report] = []


def problem(
    status: int,
    detail: str,
    *,
    line: int = 0,
    column: int = 0,
    errors: list[Report] | None = None,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """An answer of application/problem+json; `line` and `column` count from 1."""
    kind, title = KINDS[status]
    body = Problem(
        f"urn:commonbeat:problem:{kind}", title, status, detail, line, column, errors or []
    )
    return HttpResponse(
        msgspec.json.encode(body),
        status=status,
        content_type="application/problem+json",
        headers=headers,
    )
