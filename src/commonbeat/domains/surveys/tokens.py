"""The private link of an invitation's page.

The token is derived from the invitation's random key under the master secret (HMAC-SHA256, 128
bits): it can be told again to whoever may have it, and is stored only as a hash. It dies with
the invitation.
"""

from __future__ import annotations

from django.conf import settings

from commonbeat.core import sealed

TOKEN_LENGTH = 32


def token_of(key: str) -> str:
    """The token that opens the page of the invitation with this key."""
    return sealed.blind_index(key, "surveys.page")[:TOKEN_LENGTH]


def page_url(key: str) -> str:
    """The address of that page."""
    return f"{settings.PUBLIC_URL}/s/{token_of(key)}"
