"""Too much came from one place in an hour: the form comes back as it was filled in."""

from __future__ import annotations

from django.http import HttpResponse

TOO_MANY = 429
AN_HOUR = "3600"  # seconds


def flooded(answer: HttpResponse) -> HttpResponse:
    """The page with what was typed, as the answer to a flood."""
    answer.status_code = TOO_MANY
    answer.headers["Retry-After"] = AN_HOUR
    return answer
