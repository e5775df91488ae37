"""Who enters among machines: the views check the feed's token or the gateway's signature."""

from django.http import HttpRequest

from commonbeat.core.actor import NOBODY, Actor


def enter(_request: HttpRequest) -> Actor:
    """Nobody yet: each machine shows its own kind of proof to its own view."""
    return NOBODY
