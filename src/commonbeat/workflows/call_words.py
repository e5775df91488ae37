"""The words of a call's texts, filled in."""

from __future__ import annotations

import dataclasses

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonbeat.domains.calls.catalogue import Catalogue
from commonbeat.domains.calls.dispositions import in_plain_words
from commonbeat.domains.calls.followed import Followed
from commonbeat.domains.calls.planning import Planned
from commonbeat.domains.contact.drafts import Draft


def filled(
    draft: Draft, call: Followed, step: Planned, in_force: Catalogue, token: str | None
) -> Draft:
    """The draft with its text. `token` opens the caller's page; only some texts carry it."""
    values = values_of(call, draft.language) | {"link": page_url(token) if token else ""}
    policy = in_force.policies[call.call_type]
    values["minutes"] = str(int(policy.delay_after.total_seconds() // 60))
    text = in_force.words(step.milestone, draft.language, values)
    return dataclasses.replace(draft, text=text)


def needs_link(in_force: Catalogue, milestone: str, language: str) -> bool:
    """Whether a milestone's text carries the private link."""
    return "{link}" in (
        in_force.wordings.get((milestone, language))
        or in_force.wordings.get((milestone, settings.LANGUAGE_CODE), "{link}")
    )


def page_url(token: str) -> str:
    """The address of a caller's page."""
    return f"{settings.PUBLIC_URL}/c/{token}"


def status(call: Followed, language: str, token: str, in_force: Catalogue) -> str:
    """Where a call stands, as one text."""
    values = values_of(call, language) | {"link": page_url(token), "minutes": ""}
    values["outcome"] = where_it_stands(call, language)
    return in_force.words("status", language, values)


def where_it_stands(call: Followed, language: str) -> str:
    """Where a call stands, in one sentence."""
    with override(language):
        if call.closed_at:
            return in_plain_words(call.disposition, language)
        if call.arrived_at:
            return _("An officer is there.")
        if call.en_route_at:
            return _("An officer is on the way.")
        if call.dispatched_at:
            return _("An officer has been chosen for it.")
        return _("It waits for an officer.")


def values_of(call: Followed | None, language: str) -> dict[str, str]:
    """What fills the placeholders of a call's texts; the rest stays empty."""
    closed = call is not None and call.closed_at is not None
    outcome = in_plain_words(call.disposition, language) if call and closed else ""
    return {
        "service": settings.SERVICE_NAME,
        "number": call.external_id if call else "",
        "minutes": "",
        "link": "",
        "outcome": outcome,
        "until": "",
        "officer": "",
        "phone": settings.NON_EMERGENCY_NUMBER,
    }
