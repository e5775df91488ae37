"""A form that is sent twice, by a double press or a slow line, is taken once."""

from __future__ import annotations

import re
import secrets

from django.http import HttpRequest


def new_form() -> str:
    """The name of a form: 128 random bits, so that nobody else can send it again."""
    return secrets.token_hex(16)


def same_form(request: HttpRequest) -> str:
    """The name that the form carries however often it is sent; '' for what is none of ours."""
    name = request.POST.get("asked_as", "")
    return name if re.fullmatch("[0-9a-f]{32}", name) else ""
