"""Sets the invented town up: its areas, agencies, accounts, officers, feed and quick policies."""

from __future__ import annotations

import datetime as dt

from commonbeat.core import clock
from commonbeat.core.action import story
from commonbeat.domains.agencies.actions import agreements, postings, seats, staff
from commonbeat.domains.agencies.terms import today
from commonbeat.domains.calls.actions import feeds, policies
from commonbeat.domains.calls.planning import Milestone
from commonbeat.domains.calls.queries import policies as known
from commonbeat.domains.places import actions as places
from commonbeat.domains.places.geojson import Properties
from commonbeat.domains.places.queries import areas
from commonbeat.portals.demo.accounts import ACCOUNTS
from commonbeat.roles import Role, actor
from commonbeat.simulation import town

PROPERTIES = Properties(name="name", code="code", name_fr="name_fr", population="population")
BY = actor(Role.OPERATOR, "demonstration")


def settle() -> str:
    """Set the town up; returns the token of its dispatch feed."""
    with story():
        places.import_areas(features=town.features(), mapping=PROPERTIES, by=BY)
        _engage()
        opened = feeds.open_feed(name="Invented dispatch", code="dispatch", by=BY)
    return opened.token


def quicken_policies() -> None:
    """In the demonstration nobody waits: a survey comes half a minute after closing, not a day."""
    with story():
        for kind in known.types(actor(Role.COORDINATOR, "demonstration")):
            if kind.policy is None or not kind.policy.tells:
                continue
            policies.set_policy(
                call_type=kind.code,
                tells=True,
                pauses=dict.fromkeys(policies.PAUSES, dt.timedelta(0))
                | {Milestone.CLOSED: dt.timedelta(seconds=5)},
                delay_after=dt.timedelta(minutes=2),
                quiet_from=dt.time(0),
                quiet_until=dt.time(0),
                surveys=True,
                survey_after=dt.timedelta(seconds=30),
                follows_up=kind.code == "BURGLARY",
                by=BY,
            )


def _engage() -> None:
    staff.found_agency(
        code="police", name="Riverbend Police", name_fr="Police de Riverbend", is_police=True, by=BY
    )
    staff.found_agency(
        code="health",
        name="Riverbend Mental Health",
        name_fr="Santé mentale de Riverbend",
        sector="mental_health",
        by=BY,
    )
    engaged = {
        account.role: staff.engage_staff(
            sign_in_name=account.sign_in_name,
            display_name=f"The {account.role}",
            agency_code="health" if account.role == Role.PARTNER else "police",
            role=account.role,
            password=account.password,
            by=BY,
        )
        for account in ACCOUNTS
    }
    seat_partner(engaged[Role.PARTNER].key)
    officer = engaged[Role.OFFICER]
    for number, area in enumerate(areas(BY)):
        postings.post_officer(
            staff_key=officer.key,
            area_id=area.id,
            public_name=f"Officer {number + 1}",
            public_phone=f"+1 819-555-{110 + number:04d}",
            hours="Monday to Friday, 9:00 to 17:00",
            hours_fr="Du lundi au vendredi, de 9 h à 17 h",
            languages="English, français",
            starts_on=clock.now().date() - dt.timedelta(days=365),
            by=BY,
        )


def seat_partner(staff_key: str) -> str:
    """The health partner signed everything and works with the investigators; the seat's key.

    The promise runs out in a month, so that the desk's first page has something to remind of.
    """
    on = today()
    signed_on, until = on - dt.timedelta(days=200), on + dt.timedelta(days=165)
    for kind in ("information sharing", "seat in service"):
        agreements.record_agreement(
            agency_code="health", kind=kind, signed_on=signed_on, valid_until=until, by=BY
        )
    agreements.record_undertaking(
        staff_key=staff_key,
        signed_on=signed_on,
        valid_until=on + dt.timedelta(days=28),
        by=BY,
    )
    seat = seats.grant_seat(
        staff_key=staff_key,
        rights=("calls.count_calls", "calls.see_calls", "surveys.see_results"),
        starts_on=on - dt.timedelta(days=60),
        ends_on=on + dt.timedelta(days=120),
        by=BY,
    )
    return seat.key
