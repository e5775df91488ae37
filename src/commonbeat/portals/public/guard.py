"""Anybody may enter the public portal, as nobody."""

from django.http import HttpRequest

from commonbeat.core.actor import NOBODY, Actor


def enter(_request: HttpRequest) -> Actor:
    """Nobody: the public portal reads published things only."""
    return NOBODY
