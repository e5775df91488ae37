"""Twilio's webhooks. The signature is checked over all that came before anything is trimmed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from commonbeat.domains.contact import callbacks
from commonbeat.portals.machines.contact import taking

KIND = "twilio"
TWIML = "text/xml; charset=utf-8"


@csrf_exempt
def texts(request: HttpRequest) -> HttpResponse:
    """A person texted us. We answer by texts of our own, so the TwiML is empty."""
    refusal = _refuse(request)
    if refusal:
        return refusal
    ref, sender = request.POST.get("MessageSid", ""), request.POST.get("From", "")
    if not ref or not sender:
        return taking.incomplete()
    taking.take_text(
        kind=KIND,
        ref=ref,
        sender=sender,
        text=request.POST.get("Body", ""),
        # Where Twilio answers STOP, START and HELP by itself, it says so in this field.
        is_answered=bool(request.POST.get("OptOutType")),
        # Its pictures lie on Twilio's own server, from where we do not fetch them.
        has_picture=request.POST.get("NumMedia", "0") not in ("", "0"),
    )
    return HttpResponse(b"<Response/>", content_type=TWIML)


@csrf_exempt
def receipts(request: HttpRequest, key: str) -> HttpResponse:
    """A status callback about one of our texts."""
    refusal = _refuse(request)
    if refusal:
        return refusal
    report, reason = callbacks.twilio_report(
        request.POST.get("MessageStatus", ""), request.POST.get("ErrorCode", "")
    )
    taking.take_receipt(kind=KIND, key=key, report=report, reason=reason)
    return taking.nothing_to_say(TWIML)


def _refuse(request: HttpRequest) -> HttpResponse | None:
    if request.method != "POST":
        return taking.wrong_method(taking.POST_ONLY)
    signature = request.headers.get("X-Twilio-Signature", "")
    holds = callbacks.twilio_signature_holds(request.get_full_path(), request.POST, signature)
    return None if holds else taking.not_proved()
