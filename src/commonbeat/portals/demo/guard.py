"""The demonstration's pages exist only in the demonstration."""

from django.conf import settings
from django.http import Http404, HttpRequest

from commonbeat.core.actor import Actor
from commonbeat.roles import Role, actor


def enter(_request: HttpRequest) -> Actor:
    """The gateway's actor, because the demo phone stands for the telephone network."""
    if not settings.DEMO:
        raise Http404
    return actor(Role.GATEWAY, "demo")
