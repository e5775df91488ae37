"""Posting officers to areas, with the contact that residents see."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError

from commonbeat.core.action import action
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies import errors
from commonbeat.domains.agencies.access import Right
from commonbeat.domains.agencies.keeping import in_service
from commonbeat.domains.agencies.models import Posting, Staff


@action(Right.POST_OFFICERS)
def post_officer(
    *,
    staff_key: str,
    area_id: int,
    public_name: str,
    starts_on: dt.date,
    public_phone: str = "",
    public_email: str = "",
    hours: str = "",
    hours_fr: str = "",
    languages: str = "",
    substitute_key: str = "",
    by: Actor,
) -> Posting:
    """Show an officer, and how to reach them, to the residents of an area from a day on.

    Raises NoSuchStaff, NoSuchArea or NotReachable.
    """
    if not public_phone and not public_email:
        raise errors.NotReachable
    posting = Posting(
        staff=in_service(staff_key),
        area_id=area_id,
        public_name=public_name.strip(),
        public_phone=public_phone,
        public_email=public_email,
        hours=hours,
        hours_fr=hours_fr,
        languages=languages,
        substitute=_substitute(substitute_key),
        starts_on=starts_on,
    )
    _refuse_unknown_area(posting)
    posting.save()
    return posting


@action(Right.POST_OFFICERS)
def end_posting(*, posting_key: str, ends_on: dt.date, by: Actor) -> Posting:
    """Set the last day on which residents see the posting.

    Raises NoSuchPosting or EndsBeforeStart.
    """
    posting = Posting.objects.select_for_update().filter(key=posting_key).first()
    if posting is None:
        raise errors.NoSuchPosting
    if ends_on < posting.starts_on:
        raise errors.EndsBeforeStart
    posting.ends_on = ends_on
    posting.save(update_fields=["ends_on"])
    return posting


def _substitute(staff_key: str) -> Staff | None:
    return in_service(staff_key) if staff_key else None


def _refuse_unknown_area(posting: Posting) -> None:
    try:
        posting.full_clean()
    except ValidationError as error:
        if "area" in error.error_dict:
            raise errors.NoSuchArea from None
        raise
