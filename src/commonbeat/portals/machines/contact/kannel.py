"""Kannel's `get-url` or `post-url` for texts, and its `dlr-url` for receipts.

A text's own reference is Kannel's message id (%I), which stays the same when Kannel repeats the
request. Without one, time, sender and words together stand for it.
"""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from commonbeat.core import clock
from commonbeat.domains.contact import callbacks
from commonbeat.portals.machines.contact import taking

KIND = "kannel"
# Charsets that Kannel brings texts in; anything else is read as UTF-8.
CHARSETS = frozenset({"utf-8", "utf-16-be", "utf-16", "iso8859-1", "cp1252", "ascii"})


@dataclass(frozen=True, slots=True)
class _Spoken:
    sender: str
    text: str
    ref: str


@csrf_exempt
def texts(request: HttpRequest) -> HttpResponse:
    """A person texted us. The answer's body is empty, or Kannel would text it back."""
    if request.method not in ("GET", "POST"):
        return taking.wrong_method(taking.READS)
    if not callbacks.secret_holds(request.GET.get("secret", "")):
        return taking.not_proved()
    spoken = _spoken(request)
    if not spoken.sender:
        return taking.incomplete()
    taking.take_text(kind=KIND, ref=spoken.ref, sender=spoken.sender, text=spoken.text)
    return taking.nothing_to_say()


@csrf_exempt
def receipts(request: HttpRequest, key: str) -> HttpResponse:
    """A delivery report about one of our texts."""
    if request.method not in ("GET", "POST"):
        return taking.wrong_method(taking.READS)
    if not callbacks.receipt_secret_holds(key, request.GET.get("secret", "")):
        return taking.not_proved()
    report = callbacks.kannel_report(request.GET.get("status", ""))
    taking.take_receipt(kind=KIND, key=key, report=report)
    return taking.nothing_to_say()


def _spoken(request: HttpRequest) -> _Spoken:
    query = _raw_query(request)
    charset = _charset(query.get("charset", b"").decode("ascii", "replace"))
    posted = request.method == "POST"
    raw = request.body if posted else query.get("text", b"")
    header = request.headers.get("X-Kannel-From", "") if posted else ""
    sender = header or query.get("sender", b"").decode("utf-8", "replace")
    text = raw.decode(charset, "replace")
    told = query.get("message_id", b"").decode("ascii", "replace")
    when = request.headers.get("X-Kannel-Time", "") or query.get("time", b"").decode(
        "ascii", "replace"
    )
    return _Spoken(sender.strip(), text, told or _made_ref(sender, text, when))


def _raw_query(request: HttpRequest) -> dict[str, bytes]:
    """The query's values as bytes: a text may come in UTF-16, which no string reader survives."""
    pairs = parse_qsl(
        request.META.get("QUERY_STRING", ""), keep_blank_values=True, encoding="latin-1"
    )
    return {name: value.encode("latin-1") for name, value in pairs}


def _charset(name: str) -> str:
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return "utf-8"
    return known if known in CHARSETS else "utf-8"


def _made_ref(sender: str, text: str, when: str) -> str:
    # Without a time of Kannel's own, a repeat within the same minute is taken for the same text.
    minute = when or f"{clock.now():%Y-%m-%dT%H:%M}"
    return hashlib.sha256("\n".join((sender, text, minute)).encode()).hexdigest()[:40]
