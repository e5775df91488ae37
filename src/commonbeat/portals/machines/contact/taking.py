"""What the three gateways' addresses share: take a text, take a receipt, and refuse.

Whatever was proved to come from the gateway is answered 200, also when it changes nothing: a
repeated call, an unknown message, a sender that is no telephone number. Else it would be sent
again and again.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from commonbeat.core.actor import Actor
from commonbeat.domains.contact import numbers
from commonbeat.domains.contact.actions import outcomes
from commonbeat.domains.contact.actions.outcomes import Report
from commonbeat.portals.machines.problems import problem
from commonbeat.roles import Role, actor
from commonbeat.workflows import text_replies

POST_ONLY = {"Allow": "POST"}
READS = {"Allow": "GET, POST"}


def the_gateway(kind: str) -> Actor:
    """The actor of a gateway that has proved who it is."""
    return actor(Role.GATEWAY, kind)


def take_text(
    *,
    kind: str,
    ref: str,
    sender: str,
    text: str,
    is_answered: bool = False,
    has_picture: bool = False,
) -> None:
    """Take a text that a gateway brings. A short code or a name as sender is passed over."""
    try:
        number = numbers.e164(sender, settings.PHONE_REGION)
    except numbers.NotANumber:
        return
    text_replies.take_text(
        gateway=kind,
        gateway_ref=ref,
        number=number,
        text=text,
        is_answered=is_answered,
        has_picture=has_picture,
        by=the_gateway(kind),
    )


def take_receipt(*, kind: str, key: str, report: Report | None, reason: str = "") -> None:
    """Take a receipt that a gateway brings; None settles nothing."""
    if report is not None:
        outcomes.record_receipt(message_key=key, report=report, reason=reason, by=the_gateway(kind))


def nothing_to_say(content_type: str = "text/plain; charset=utf-8") -> HttpResponse:
    """200 with no body: some gateways would text a body back."""
    return HttpResponse(b"", content_type=content_type)


def not_proved() -> HttpResponse:
    """The caller did not prove to be the gateway."""
    return problem(401, "The secret or signature is missing or wrong.")


def wrong_method(allowed: dict[str, str]) -> HttpResponse:
    """The gateway is set up with another method."""
    return problem(405, "This address takes other methods.", headers=allowed)


def incomplete() -> HttpResponse:
    """A field that we cannot do without is missing or cannot be read."""
    return problem(400, "A field that is needed is missing or cannot be read.")
