"""Whether a request can be read at all: its size, its form, and no NUL in it."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

LARGEST_BODY = 40 * 2**20  # bytes: three photos and the fields
NUL = "\0"


def unreadable(request: HttpRequest, named: Iterable[str]) -> tuple[int, str] | None:
    """Why the request cannot be read, as a status and a text; None when it can.

    `named` are the parts of the address. Reads the form, so that no view meets a broken one.
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        return 400, "Content-Length must be a number."
    if len(length) > 12 or int(length) > LARGEST_BODY:
        return 413, "The request is larger than 40 MB."
    try:
        given = (request.GET, request.POST)
        n_files = len(request.FILES)
    except RequestDataTooBig:
        return 413, "The fields of the form are larger than 2 MB."
    except (TooManyFieldsSent, TooManyFilesSent):
        return 400, "The form has too many fields or files."
    except (MultiPartParserError, BadRequest, UnreadablePostError):
        return 400, "The form cannot be read."
    words = [word for each in given for name, values in each.lists() for word in (name, *values)]
    if any(NUL in word for word in (*words, *named)):
        return 400, "A NUL character is in what was sent."
    return (400, "The form has too many files.") if n_files > 20 else None
