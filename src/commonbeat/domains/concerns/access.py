"""The rights of concerns, and who may see one."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import Q

from commonbeat.core.actor import Actor


class Right(StrEnum):
    """What one may do with concerns."""

    RAISE = "concerns.raise"  # a resident, an app with a key, the text desk
    UPDATE = "concerns.update"  # a partner's server tells what became of a public concern there
    FOLLOW_OWN = "concerns.follow_own"  # with the private link: read, say not fixed
    SEE_CONCERNS = "concerns.see_concerns"  # the inbox
    HANDLE = "concerns.handle"  # own, answer, hand over, close
    WORK_FOR_AGENCY = "concerns.work_for_agency"  # a partner, on what is their agency's
    SET_KINDS = "concerns.set_kinds"  # kinds, questions, templates, keys of apps
    FORWARD = "concerns.forward"  # to another server, and follow it there
    COUNT = "concerns.count"
    KEEP_TIME = "concerns.keep_time"
    LEAVE_TIP = "concerns.leave_tip"  # anybody, without saying who
    FOLLOW_TIP = "concerns.follow_tip"  # with the receipt
    READ_TIPS = "concerns.read_tips"  # the few who answer tips
    SAY = "concerns.say"  # a resident complains or commends
    FOLLOW_COMPLAINT = "concerns.follow_complaint"  # with the private link
    HANDLE_COMPLAINTS = "concerns.handle_complaints"
    PASS_ON_THANKS = "concerns.pass_on_thanks"  # noqa: S105 - a right
    SEE_OWN_THANKS = "concerns.see_own_thanks"  # an officer, what residents said to them
    SET_ROUTES = "concerns.set_routes"  # outside servers, independent bodies


_ALL = (Right.SEE_CONCERNS, Right.HANDLE, Right.FORWARD, Right.COUNT, Right.KEEP_TIME)


def concerns_guard(viewer: Actor) -> Q | None:
    """The desk and the clock see all; the holder of a private link their own.

    A partner sees what is their agency's ('agencies.agency:CODE'), and what is offered to it.
    """
    return _guard(viewer, "")


def parts_guard(viewer: Actor) -> Q | None:
    """Photos, answers and updates: as the concern itself."""
    return _guard(viewer, "concern__")


def tips_guard(viewer: Actor) -> Q | None:
    """Those who answer tips and the clock see all; the holder of a receipt their own."""
    return _tip_guard(viewer, "key")


def tip_parts_guard(viewer: Actor) -> Q | None:
    """Messages, files and aliases: as the tip itself."""
    return _tip_guard(viewer, "tip__key")


def complaints_guard(viewer: Actor) -> Q | None:
    """Those who handle complaints and the clock see all; the holder of a link their own."""
    return _complaint_guard(viewer, "key")


def stages_guard(viewer: Actor) -> Q | None:
    """The stages of a complaint: as the complaint itself."""
    return _complaint_guard(viewer, "complaint__key")


def thanks_guard(viewer: Actor) -> Q | None:
    """Those who pass thanks on and the clock see all; an officer what residents said to them."""
    if viewer.may(Right.PASS_ON_THANKS) or viewer.may(Right.KEEP_TIME):
        return Q()
    if viewer.may(Right.SEE_OWN_THANKS):
        return Q(officer__key__in=_held(viewer, "agencies.staff:"), passed_on_at__isnull=False)
    own = _held(viewer, "concerns.commendation:")
    return Q(key__in=own) if own else None


def _complaint_guard(viewer: Actor, path: str) -> Q | None:
    if viewer.may(Right.HANDLE_COMPLAINTS) or viewer.may(Right.KEEP_TIME):
        return Q()
    own = _held(viewer, "concerns.complaint:")
    return Q(**{f"{path}__in": own}) if own else None


def _guard(viewer: Actor, path: str) -> Q | None:
    if any(viewer.may(right) for right in _ALL):
        return Q()
    own = _held(viewer, "concerns.concern:")
    seen = Q(**{f"{path}key__in": own}) if own else Q()
    if viewer.may(Right.WORK_FOR_AGENCY) and (agencies := agencies_of(viewer)):
        seen |= Q(**{f"{path}agency__code__in": agencies})
        seen |= Q(**{f"{path}offered_to__code__in": agencies})
    return seen or None


def agencies_of(viewer: Actor) -> list[str]:
    """The codes of the agencies for which the viewer works."""
    return _held(viewer, "agencies.agency:")


def _tip_guard(viewer: Actor, path: str) -> Q | None:
    if viewer.may(Right.READ_TIPS) or viewer.may(Right.KEEP_TIME):
        return Q()
    own = _held(viewer, "concerns.tip:")
    return Q(**{f"{path}__in": own}) if own else None


def _held(viewer: Actor, prefix: str) -> list[str]:
    return [held.removeprefix(prefix) for held in viewer.holds if held.startswith(prefix)]
