"""Updates of requests, as FixMyStreet and the servers it talks to exchange them.

GET tells what we wrote for the public. POST is how a partner who works on a concern for us tells
what changed there; the same update_id is taken once.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from commonbeat.domains.concerns import public
from commonbeat.domains.concerns.errors import NoSuchConcern
from commonbeat.domains.concerns.queries.kinds import partner_of_token
from commonbeat.portals.machines.concerns import asked, writing
from commonbeat.roles import Role, actor
from commonbeat.workflows import concern_intake

# The states that such servers name, as ours.
STATES = {
    "OPEN": "received",
    "REOPEN": "received",
    "FOR_TRIAGE": "received",
    "INVESTIGATING": "looking",
    "IN_PROGRESS": "looking",
    "INTERNAL_REFERRAL": "looking",
    "ACTION_SCHEDULED": "planned",
    "FIXED": "done",
    "CLOSED": "done",
    "DUPLICATE": "duplicate",
    "NO_FURTHER_ACTION": "nothing",
    "CANCELLED": "nothing",
    "NOT_COUNCILS_RESPONSIBILITY": "not ours",
}
NAMES = {
    "received": "OPEN",
    "looking": "INVESTIGATING",
    "planned": "ACTION_SCHEDULED",
    "done": "FIXED",
    "not ours": "NOT_COUNCILS_RESPONSIBILITY",
    "nothing": "NO_FURTHER_ACTION",
    "duplicate": "DUPLICATE",
}


def read(request: HttpRequest, fmt: str) -> HttpResponse:
    """The public updates of a time; start_date and end_date go together."""
    given = request.GET.dict()
    if bool(given.get("start_date", "").strip()) != bool(given.get("end_date", "").strip()):
        return writing.failed(fmt, 400, [("400", "start_date and end_date go together.")])
    dates = {name: given.get(name, "") for name in ("start_date", "end_date")}
    try:
        search = asked.search(dates)
    except asked.Wrong as wrong:
        return writing.failed(fmt, 400, wrong.errors)
    found = [
        {
            "update_id": told.key,
            "service_request_id": told.number,
            "status": NAMES[told.state],
            "updated_datetime": writing.moment(told.at),
            "description": told.words,
            "media_url": "",
        }
        for told in public.updates(search.since, search.until)
    ]
    return writing.listed(fmt, "service_request_updates", found)


def take(request: HttpRequest, fmt: str) -> HttpResponse:
    """One update from a partner with an api_key."""
    posted = {name: str(value).strip() for name, value in request.POST.items()}
    app = partner_of_token(posted.get("api_key", "") or request.headers.get("X-Api-Key", ""))
    if app is None:
        return writing.failed(fmt, 403, [("403", "api_key is missing or not known.")])
    errors = [
        (name, f"{name} is required.")
        for name in ("service_request_id", "update_id", "status")
        if not posted.get(name)
    ]
    state = STATES.get(posted.get("status", "").upper().replace(" ", "_"))
    if state is None and posted.get("status"):
        errors.append(("status", "status is not one we know."))
    if len(posted.get("description", "")) > 600:
        errors.append(("description", "description is too long: 600 characters at most."))
    if errors or state is None:
        return writing.failed(fmt, 400, errors)
    try:
        key = concern_intake.take_partner_update(
            number=posted["service_request_id"],
            app=app,
            update_id=posted["update_id"],
            state=state,
            words=posted.get("description", ""),
            by=actor(Role.APP, "open311"),
        )
    except NoSuchConcern:
        return writing.failed(fmt, 404, [("404", "service_request_id was not found.")])
    return writing.listed(fmt, "service_request_updates", [{"update_id": key}])
