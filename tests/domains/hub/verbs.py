"""Each verb as a wanderer tries it, who may at all, and what it does to who may read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from commonbeat.domains.hub import gate
from commonbeat.domains.hub.access import SeatRole
from commonbeat.domains.hub.actions import concluding, deciding, meetings, screening, visiting
from commonbeat.domains.hub.actions.concluding import Mobilised
from commonbeat.domains.hub.actions.tables import Rules, set_policy
from commonbeat.domains.hub.gate import Identifiers
from tests.domains.hub.invariants import MARK, Row
from tests.domains.hub.walks import ANSWERS, CARRIED, HELPED, YES
from tests.domains.hub.wanderers import Person, Town

D, A, C, K = SeatRole.DISCUSSANT, SeatRole.APPROVER, SeatRole.CHAIR, SeatRole.DATA_CLERK
Does = Callable[[Town, Person, str], object]
May = Callable[[Town, Person, str], bool]
_LIMITED_STEPS = {"elevated"}
_FILTER_4 = {"involved", "planned", "visited"}


@dataclass(frozen=True)
class Verb:
    """What it does, who may at all (whatever else is asked), and how reading changes with it."""

    does: Does
    may: May
    then: Callable[[Town, Person, str, object], None] = lambda *_: None


def _version(town: Town, key: str) -> int:
    row = town.before.situation(key)
    right = row["version"] if row else 1
    return right if town.likely(0.9) else right + town.chance.choice([-1, 1])


def _meeting(town: Town, person: Person, *, is_open: bool) -> str:
    rows = [
        row
        for row in town.before["Meeting"].values()
        if (row["closed_at"] is None or town.likely(0.03))
        if (row["opened_at"] is not None) == is_open
        if person.table is None or row["table_id"] == person.table.pk or town.likely(0.05)
    ]
    return str(town.chance.choice(rows)["key"]) if rows else "nosuchkey"


def _row(town: Town, key: str) -> Row:
    return town.before.situation(key) or {"id": 0, "step": "", "table_id": 0}


def _own_screening(town: Town, person: Person, state: str) -> tuple[str, int]:
    rows = [
        row
        for row in town.before["Screening"].values()
        if row["state"] == state and (town.likely(0.05) or _is_own(town, person, row))
    ]
    row = town.chance.choice(rows[-2:]) if rows else {"key": "nosuchkey", "version": 1}
    return str(row["key"]), int(row["version"]) if town.likely(0.95) else 99


def _is_own(town: Town, person: Person, row: Row) -> bool:
    at_theirs = person.table is not None and person.table.pk == row["table_id"]
    return at_theirs and agency_of(town, row) == person.agency


def agency_of(town: Town, row: Row) -> str:
    """The code of the agency of a row."""
    return next(code for code, one in town.casts[0].agencies.items() if one.pk == row["agency_id"])


def _draft(town: Town, who: Person, _key: str) -> object:
    answers = ANSWERS if town.likely(0.95) else {}
    given = {"answers": answers, "carried": CARRIED, "basis": "consent"}
    return screening.draft_screening(**given, consent_asked="given", by=who.actor)


def _change(town: Town, who: Person, _key: str) -> object:
    key, version = _own_screening(town, who, town.chance.choice(["draft", "approved"]))
    given = {"answers": ANSWERS, "carried": CARRIED, "basis": "statute", "consent_asked": "refused"}
    return screening.change_screening(key=key, version=version, **given, by=who.actor)


def _approve(town: Town, who: Person, _key: str) -> object:
    key, version = _own_screening(town, who, "draft")
    return screening.approve_screening(key=key, version=version, by=who.actor)


def _drop(town: Town, who: Person, _key: str) -> object:
    return screening.drop_screening(key=_own_screening(town, who, "draft")[0], by=who.actor)


def _submit(town: Town, who: Person, _key: str) -> object:
    key, version = _own_screening(town, who, "approved" if town.likely(0.9) else "draft")
    flags = {"is_emergency": town.likely(0.2), "was_reopened": town.likely(0.2)}
    return screening.submit_situation(key=key, version=version, **flags, by=who.actor)


def _came(town: Town, who: Person, _key: str, made: object) -> None:
    town.origin[str(made)] = who.agency


def _plan_meeting(town: Town, who: Person, _key: str) -> object:
    return meetings.plan_meeting(planned_for=town.now, by=who.actor)


def _open_meeting(town: Town, who: Person, _key: str) -> object:
    return meetings.open_meeting(key=_meeting(town, who, is_open=False), by=who.actor)


def _close_meeting(town: Town, who: Person, _key: str) -> object:
    return meetings.close_meeting(key=_meeting(town, who, is_open=True), by=who.actor)


def _who_stay_after_it(town: Town, who: Person, _key: str, _made: object) -> None:
    for row in town.before["Situation"].values():
        if who.table and row["table_id"] == who.table.pk and row["step"] == "elevated":
            said_in, out = town.said(row["key"])
            town.keeps_only(row["key"], (said_in | {town.origin[row["key"]]}) - out)


def _attend(town: Town, who: Person, _key: str) -> object:
    how = town.chance.choice(["room", "remote"])
    return meetings.attend(meeting_key=_meeting(town, who, is_open=True), how=how, by=who.actor)


def _leave(town: Town, who: Person, _key: str) -> object:
    return meetings.leave(meeting_key=_meeting(town, who, is_open=True), by=who.actor)


def _present(town: Town, who: Person, key: str) -> object:
    return meetings.present(situation_key=key, version=_version(town, key), by=who.actor)


def _decide(*, yes: bool) -> Does:
    def does(town: Town, who: Person, key: str) -> object:
        reason = "" if yes else town.chance.choice(["not_elevated", "not_elevated", ""])
        given = {"is_elevated": yes, "tests": YES, "reason": reason}
        return deciding.decide_threshold(
            situation_key=key, version=_version(town, key), **given, by=who.actor
        )

    return does


def _end(verb: Callable[..., object], reason: str) -> Does:
    def does(town: Town, who: Person, key: str) -> object:
        given = {"situation_key": key, "version": _version(town, key), "reason": reason}
        return verb(**given, by=who.actor)

    return does


def _nobody_reads(town: Town, _who: Person, key: str, _made: object) -> None:
    town.readers.pop(key, None)


def _out(town: Town, who: Person, key: str, _made: object) -> None:
    gone = {one.agency for one in town.people.values()} - {who.agency}
    town.keeps_only(key, gone)


def _begin(town: Town, who: Person, key: str) -> object:
    said_in, _ = town.said(key)
    lead = town.chance.choice(sorted(said_in) if said_in and town.likely(0.9) else ["school"])
    return deciding.begin_plan(
        situation_key=key, version=_version(town, key), lead=lead, by=who.actor
    )


def _change_lead(town: Town, who: Person, key: str) -> object:
    others = sorted(town.said(key)[0] - {town.lead(key)}) or ["school"]
    return deciding.change_lead(
        situation_key=key,
        version=_version(town, key),
        lead=town.chance.choice(others) if town.likely(0.9) else "school",
        by=who.actor,
    )


def _note_gone(town: Town, who: Person, _key: str) -> object:
    meeting = _meeting(town, who, is_open=True)
    there = town.there(who.table.pk) if who.table and town.likely(0.7) else []
    gone = town.chance.choice(there or list(town.people.values()))
    return meetings.note_gone(meeting_key=meeting, staff_key=gone.staff_key, by=who.actor)


def _only_those_in(town: Town, _who: Person, key: str, _made: object) -> None:
    town.keeps_only(key, town.said(key)[0])


def _plan(town: Town, who: Person, key: str) -> object:
    said_in, _ = town.said(key)
    hours = town.chance.choice([1, 20, 60, 60])
    return visiting.plan_visit(
        situation_key=key,
        version=_version(town, key),
        planned_for=town.now + dt.timedelta(hours=hours),
        agencies=sorted(said_in) if town.likely(0.9) else ["police", "housing"],
        late_reason=town.chance.choice(["", "unsafe", "unsafe"]),
        by=who.actor,
    )


def _report(town: Town, who: Person, key: str) -> object:
    visits = town.before.parts("Visit", _row(town, key)["id"])
    if town.likely(0.8):
        visits = [row for row in visits if row["reported_at"] is None] or visits
    visit = str(town.chance.choice(visits)["key"]) if visits else "nosuchkey"
    outcome = town.chance.choice(["accepted", "refused", "nobody_there", "arrested"])
    asked = town.likely(0.7)
    return visiting.report_visit(
        visit_key=visit,
        visited_at=town.now,
        outcome=outcome,
        consent_asked=asked,
        consent_given=asked and town.likely(0.7),
        by=who.actor,
    )


def _conclude(town: Town, who: Person, key: str) -> object:
    reason = town.chance.choice(["connected", "connected", "systemic", "relocated", "made_up"])
    services = town.chance.choice([HELPED, HELPED, (Mobilised("detox", "none"),), ()])
    return concluding.conclude(
        situation_key=key,
        version=_version(town, key),
        reason=reason,
        services=services,
        by=who.actor,
    )


def _open_note(town: Town, who: Person, key: str) -> object:
    town.named["tried"] = f"{MARK} {town.chance.randrange(10**9)}"
    return gate.open_note(
        situation_key=key,
        identifiers=Identifiers(town.named["tried"], "1990-01-02", f"{MARK} Street 12"),
        basis="serious_harm",
        purpose="who is involved",
        unlocked=who.unlocked,
        by=who.actor,
    )


def _entitled(town: Town, who: Person, key: str) -> set[str]:
    said_in, out = town.said(key)
    row = _row(town, key)
    if row["step"] == "elevated":
        found = [p for p in [*town.there(row["table_id"]), who] if p.agency not in out]
    else:
        found = [p for p in town.people.values() if p.agency in said_in and p.discusses]
    return {p.staff_key for p in found if p.table and p.table.pk == row["table_id"]}


def _opened(town: Town, who: Person, key: str, _made: object) -> None:
    policy = town.before["TablePolicy"][_row(town, key)["policy_id"]]
    until = town.now + dt.timedelta(days=policy["note_days"])
    replaced = [r for r in town.before["IdentityNote"].values() if r["situation_key"] == key]
    town.ends[key] = min([until, *(row["expires_at"] for row in replaced)])
    town.readers[key] = _entitled(town, who, key)
    town.named[key] = town.named["tried"]


def _read_note(town: Town, who: Person, key: str) -> object:
    return gate.read_note(situation_key=key, unlocked=who.unlocked, by=who.actor)


def _share_note(town: Town, who: Person, key: str) -> object:
    return gate.share_note(situation_key=key, unlocked=who.unlocked, by=who.actor)


def _shared(town: Town, who: Person, key: str, _made: object) -> None:
    town.readers[key] |= _entitled(town, who, key)


def _expire(_town: Town, who: Person, _key: str) -> object:
    return gate.destroy_expired(by=who.actor)


def _expired(town: Town, _who: Person, _key: str, _made: object) -> None:
    for key in [key for key in town.readers if town.ends[key] <= town.now]:
        town.readers.pop(key)


def _rules(town: Town, who: Person, _key: str) -> object:
    rules = Rules(
        note_mode=town.chance.choice(["limited", "limited", "limited", "involved", "none"]),
        note_days=town.chance.choice([1, 3, 14]),
        consensus=town.chance.choice(["all", "most", "most"]),
        quorum_sectors=town.chance.choice([2, 3]),
    )
    return set_policy(table_key=town.casts[0].table.key, rules=rules, by=who.actor)


def _at_its_table(town: Town, who: Person, key: str) -> bool:
    return who.table is not None and _row(town, key)["table_id"] == who.table.pk


def _seat(*roles: SeatRole) -> May:
    return lambda _town, who, _key: who.sits(*roles)


def _there(*roles: SeatRole) -> May:
    return lambda town, who, key: who.sits(*roles) and _at_its_table(town, who, key)


def _origin(town: Town, who: Person, key: str) -> bool:
    return who.discusses and _at_its_table(town, who, key) and town.origin[key] == who.agency


def _in(town: Town, who: Person, key: str) -> bool:
    return who.discusses and _at_its_table(town, who, key) and who.agency in town.said(key)[0]


def _leads(town: Town, who: Person, key: str) -> bool:
    return who.discusses and _at_its_table(town, who, key) and who.agency == town.lead(key)


def _chair_or_origin(town: Town, who: Person, key: str) -> bool:
    return _there(C)(town, who, key) or _origin(town, who, key)


def _clerk_or_origin(town: Town, who: Person, key: str) -> bool:
    return _there(K)(town, who, key) or _origin(town, who, key)


def _fill(town: Town, who: Person, key: str) -> object:
    return deciding.fill_card(
        situation_key=key, version=_version(town, key), carried=CARRIED, by=who.actor
    )


def _order(town: Town, who: Person, key: str) -> object:
    return meetings.order_queue(situation_keys=[key], by=who.actor)


def _say(town: Town, who: Person, key: str) -> object:
    agrees = town.likely(0.9)
    return deciding.say_agreed(situation_key=key, agrees=agrees, by=who.actor)


def _say_in(town: Town, who: Person, key: str) -> object:
    part = town.chance.choice(["informed", "consulted", "engaged", "engaged", "curious"])
    return deciding.say_in(situation_key=key, part=part, by=who.actor)


def _say_out(_town: Town, who: Person, key: str) -> object:
    return deciding.say_out(situation_key=key, by=who.actor)


def _still(town: Town, who: Person, key: str) -> object:
    return concluding.still_elevated(situation_key=key, version=_version(town, key), by=who.actor)


def _later(town: Town, who: Person, key: str) -> object:
    return concluding.record_later_check(
        situation_key=key,
        days=town.chance.choice([30, 90]),
        answer=town.chance.choice(["stable", "unknown", "fine"]),
        by=who.actor,
    )


VERBS: Mapping[str, Verb] = {
    "draft_screening": Verb(_draft, _seat(D)),
    "change_screening": Verb(_change, _seat(D)),
    "approve_screening": Verb(_approve, _seat(A)),
    "drop_screening": Verb(_drop, _seat(D)),
    "submit_situation": Verb(_submit, _seat(D), _came),
    "plan_meeting": Verb(_plan_meeting, _seat(C)),
    "call_emergency": Verb(lambda _t, who, _k: meetings.call_emergency(by=who.actor), _seat(C, D)),
    "open_meeting": Verb(_open_meeting, _seat(C)),
    "close_meeting": Verb(_close_meeting, _seat(C), _who_stay_after_it),
    "attend": Verb(_attend, _seat(D, C, K)),
    "leave": Verb(_leave, _seat(D, C, K)),
    "note_gone": Verb(_note_gone, _seat(C)),
    "order_queue": Verb(_order, _there(C)),
    "present": Verb(_present, _chair_or_origin),
    "fill_card": Verb(_fill, _clerk_or_origin),
    "say_agreed": Verb(_say, _there(D)),
    "decide_yes": Verb(_decide(yes=True), _there(C)),
    "decide_no": Verb(_decide(yes=False), _there(C), _nobody_reads),
    "withdraw": Verb(_end(deciding.withdraw, "withdrawn"), _origin, _nobody_reads),
    "end_before_plan": Verb(
        _end(deciding.end_before_plan, "single_agency"), _there(C), _nobody_reads
    ),
    "say_in": Verb(_say_in, _there(D)),
    "say_out": Verb(_say_out, _there(D), _out),
    "begin_plan": Verb(_begin, _there(C), _only_those_in),
    "change_lead": Verb(_change_lead, _there(C)),
    "plan_visit": Verb(_plan, _in),
    "report_visit": Verb(_report, _in),
    "conclude": Verb(_conclude, _leads, _nobody_reads),
    "still_elevated": Verb(_still, _leads),
    "record_later_check": Verb(_later, _leads),
    "open_note": Verb(_open_note, _origin, _opened),
    "read_note": Verb(_read_note, lambda town, who, key: town.may_read(who, key)),
    "share_note": Verb(_share_note, _origin, _shared),
    "destroy_expired": Verb(_expire, lambda _t, who, _k: who.name == "clock", _expired),
    "set_policy": Verb(_rules, lambda _t, who, _k: who.name in {"admin", "operator"}),
}
