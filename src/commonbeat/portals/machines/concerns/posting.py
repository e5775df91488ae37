"""POST /requests: an app with a key reports a concern for a resident."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict

from commonbeat.core import clock
from commonbeat.core.floods import is_flood
from commonbeat.domains.concerns import public, reports
from commonbeat.domains.concerns.errors import NoSuchKind, NotAccepted
from commonbeat.domains.concerns.photos import LARGEST_FILE, Clean, NotAPhoto, TooLarge, cleaned
from commonbeat.domains.concerns.queries.kinds import app_of_token
from commonbeat.domains.concerns.queries.tries import was_sent
from commonbeat.domains.concerns.reports import Report
from commonbeat.domains.contact.numbers import NotANumber, e164
from commonbeat.portals.machines.concerns import writing
from commonbeat.roles import Role, actor
from commonbeat.workflows import concern_intake

MOST_AN_HOUR = 2_000  # reports of one app
HOUR = dt.timedelta(hours=1)
APP = actor(Role.APP, "open311")
NOTICE = "Photos and links behind media_url are not fetched; send the photo as the file 'media'."
TOO_LARGE = "media may be 12 MB and 60 million pixels, 24 million as PNG or WebP."

SAYS = {
    reports.MISSING: "is required.",
    reports.TOO_LONG: "is too long.",
    reports.NOT_A_NUMBER: "must be a number.",
    reports.NOT_A_TIME: "must be a time with its zone, like 2026-05-12T16:00:00Z.",
    reports.NOT_A_CHOICE: "must be one of the keys listed for it.",
    reports.ONE_ONLY: "takes one value.",
    reports.UNKNOWN: "is not asked by this service.",
    reports.NO_PLACE: "is required: lat and long, or address_string.",
    reports.HALF_A_POINT: "is required when the other of lat and long is given.",
    reports.OUT_OF_RANGE: "is out of range.",
    reports.NOT_HERE: "and long are far from this town: report it where it is.",
    reports.TWO_THINGS: "needs at least two things besides ethnicity.",
}


@dataclass(slots=True)
class _Unfit(Exception):
    errors: list[tuple[str, str]]


def take(request: HttpRequest, fmt: str) -> HttpResponse:
    """Take one report; the answer holds its number, or a token, or neither, by its kind."""
    app = app_of_token(_field(request.POST, "api_key") or request.headers.get("X-Api-Key", ""))
    if app is None:
        return writing.failed(fmt, 403, [("403", "api_key is missing or not known.")])
    if is_flood("open311", app, most=MOST_AN_HOUR):
        answer = writing.failed(fmt, 429, [("429", "Too many reports in this hour.")])
        answer.headers["Retry-After"] = "600"
        return answer
    try:
        return _take(request, fmt, app)
    except _Unfit as unfit:
        return writing.failed(fmt, 400, unfit.errors)
    except NotAccepted as refused:
        return writing.failed(fmt, 400, [_said(f.field, f.rule) for f in refused.faults])
    except NoSuchKind:
        return writing.failed(fmt, 404, [("404", "service_code was not found.")])


def _take(request: HttpRequest, fmt: str, app: str) -> HttpResponse:
    code = _field(request.POST, "service_code")
    if not code:
        raise _Unfit([("service_code", "service_code is required.")])
    photos = _photos(request)
    report = _report(request.POST, photos, code, app)
    raised = concern_intake.take_report(
        report=report,
        number=_number(_field(request.POST, "phone")),
        mail=_mail(_field(request.POST, "email")),
        photos=photos,
        by=APP,
    )
    kind = next(kind for kind in public.kinds() if kind.code == code)
    record = {
        "service_request_id": raised.number,
        "service_notice": NOTICE if _field(request.POST, "media_url") else "",
        "account_id": "",
    }
    if kind.answering == "batch":
        record = {"token": raised.token, **record}
        del record["service_request_id"]
    elif kind.answering == "blackbox":
        del record["service_request_id"]
    return writing.listed(fmt, "service_requests", [record])


def _report(
    posted: MultiValueDict[str, str], photos: Sequence[Clean], code: str, app: str
) -> Report:
    errors: list[tuple[str, str]] = []
    longitude, latitude = (_degrees(posted, name, errors) for name in ("long", "lat"))
    if errors:
        raise _Unfit(errors)
    return Report(
        kind=code,
        description=_field(posted, "description"),
        address=_field(posted, "address_string") or _field(posted, "address_id"),
        longitude=longitude,
        latitude=latitude,
        answers=_answers(posted),
        language="fr" if _field(posted, "lang").startswith("fr") else settings.LANGUAGE_CODE[:2],
        source="app",
        app=app[:120],
        asked_as=_same_try(posted, photos, app[:120]),
    )


def _answers(posted: MultiValueDict[str, str]) -> Mapping[str, list[str]]:
    """The fields attribute[CODE] and attribute[CODE][], whichever a client writes."""
    found: dict[str, list[str]] = {}
    for name in posted:
        if name.startswith("attribute[") and name.removesuffix("[]").endswith("]"):
            code = name.removeprefix("attribute[").removesuffix("[]").removesuffix("]")
            found.setdefault(code, []).extend(v for v in posted.getlist(name) if v.strip())
    return {code: values for code, values in found.items() if values}


def _degrees(
    posted: MultiValueDict[str, str], name: str, errors: list[tuple[str, str]]
) -> float | None:
    text = _field(posted, name)
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        errors.append(_said(name, reports.NOT_A_NUMBER))
        return None


def _same_try(posted: MultiValueDict[str, str], photos: Sequence[Clean], app: str) -> str:
    """What a retry of the same POST has in common within an hour: GeoReport has no such field."""
    said = repr(sorted((name, posted.getlist(name)) for name in posted if name != "api_key"))
    what = hashlib.sha256(said.encode())
    for photo in photos:  # another photo of the same place is another report
        what.update(photo.jpeg)
    now, earlier = clock.now(), clock.now() - HOUR
    before = _in_hour(what, earlier)  # the clock may have struck since the first try
    return before if was_sent(APP, app, before, since=earlier) else _in_hour(what, now)


def _in_hour(what: hashlib._Hash, at: dt.datetime) -> str:
    named = what.copy()
    named.update(at.strftime("%Y%m%d%H").encode())
    return named.hexdigest()[:40]


def _photos(request: HttpRequest) -> list[Clean]:
    try:
        sent = request.FILES.getlist("media")[:3]
        return [cleaned(one.read(LARGEST_FILE + 1)) for one in sent]
    except TooLarge:
        raise _Unfit(
            [("media", "media is too large: 12 MB, and 60 million pixels (24 if no JPEG).")]
        ) from None
    except NotAPhoto:
        raise _Unfit([("media", "media must be a JPEG, PNG or WebP photo.")]) from None


def _number(text: str) -> str:
    if not text:
        return ""
    try:
        return e164(text, settings.PHONE_REGION)
    except NotANumber:
        raise _Unfit([("phone", "phone must be a telephone number.")]) from None


def _mail(text: str) -> str:
    if text and ("@" not in text or len(text) > 254 or any(c.isspace() for c in text)):
        raise _Unfit([("email", "email must be a mail address.")])
    return text


def _field(posted: Mapping[str, str], name: str) -> str:
    return str(posted.get(name, "")).strip()


def _said(field: str, rule: str) -> tuple[str, str]:
    return field, f"{field} {SAYS.get(rule, 'is not accepted: ' + rule + '.')}"
