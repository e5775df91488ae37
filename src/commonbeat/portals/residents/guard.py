"""Who enters with a private link: the views turn the link into the actor that holds it."""

from django.http import HttpRequest

from commonbeat.core.actor import NOBODY, Actor


def enter(_request: HttpRequest) -> Actor:
    """Nobody yet: the token in the path is opened by the page that it belongs to."""
    return NOBODY
