"""Notify's callbacks: JSON, with the bearer token that the service's settings page was given."""

from __future__ import annotations

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from commonbeat.domains.contact import callbacks
from commonbeat.portals.machines.contact import taking

KIND = "notify"


class Receipt(msgspec.Struct):
    """The fields of a delivery receipt that we use; Notify sends more."""

    reference: str | None
    status: str


class Received(msgspec.Struct):
    """The fields of a received text that we use; Notify sends more."""

    id: str
    source_number: str
    message: str


@csrf_exempt
def texts(request: HttpRequest) -> HttpResponse:
    """A person texted us. Notify tells numbers of the country without the leading plus."""
    refusal = _refuse(request)
    if refusal:
        return refusal
    try:
        came = msgspec.json.decode(request.body, type=Received)
    except msgspec.MsgspecError:
        return taking.incomplete()
    number = came.source_number.strip()
    sender = number if number.startswith(("+", "0")) else f"+{number}"
    taking.take_text(kind=KIND, ref=came.id, sender=sender, text=came.message)
    return taking.nothing_to_say()


@csrf_exempt
def receipts(request: HttpRequest) -> HttpResponse:
    """A delivery receipt; our message key is its reference."""
    refusal = _refuse(request)
    if refusal:
        return refusal
    try:
        came = msgspec.json.decode(request.body, type=Receipt)
    except msgspec.MsgspecError:
        return taking.incomplete()
    report = callbacks.notify_report(came.status)
    taking.take_receipt(kind=KIND, key=came.reference or "", report=report)
    return taking.nothing_to_say()


def _refuse(request: HttpRequest) -> HttpResponse | None:
    if request.method != "POST":
        return taking.wrong_method(taking.POST_ONLY)
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not callbacks.secret_holds(token):
        return taking.not_proved()
    return None
