"""The gate: who may open, read and lose an identity note, and when nobody can any more."""

from __future__ import annotations

import datetime as dt

import pytest

from commonbeat.core import clock, ledger, sealed
from commonbeat.core.errors import NotPermitted
from commonbeat.core.guarded import whole_table
from commonbeat.core.keyring.models import SealedKey
from commonbeat.domains.agencies.actions.agreements import (
    end_agreement,
    end_undertaking,
    record_agreement,
)
from commonbeat.domains.agencies.models import Agreement, AgreementKind, Undertaking
from commonbeat.domains.agencies.personal_keys import unwrap
from commonbeat.domains.agencies.terms import today
from commonbeat.domains.hub import gate, locks, schedule
from commonbeat.domains.hub.actions import deciding, meetings
from commonbeat.domains.hub.actions.tables import Rules, end_seat
from commonbeat.domains.hub.errors import (
    Locked,
    NoNoteHere,
    NoSuchSituation,
    NotComplete,
    NoteGone,
    NotTheirs,
)
from commonbeat.domains.hub.gate import Identifiers
from commonbeat.domains.hub.models import Situation
from commonbeat.domains.hub.queries import stamps
from commonbeat.domains.hub.sealed.models import IdentityNote, NoteReader
from commonbeat.roles import Role, actor
from tests.domains.hub import walks
from tests.domains.hub.cast import SPEAKERS, Cast, give_key, seat_people

WHO = Identifiers(name="Jo Marker", born_on="1990-05-31", address="12 Elm Street")
A_DAY = dt.timedelta(days=1)


def open_note(hub: Cast, key: str, who: str = "ana", **given: object) -> gate.opening.Opened:
    usual: dict[str, object] = {
        "identifiers": WHO,
        "basis": "serious_harm",
        "purpose": "who is involved",
        "unlocked": hub.unlocked[who],
        "by": hub.by[who],
    }
    return gate.open_note(situation_key=key, **(usual | given))  # type: ignore[arg-type]


def read(hub: Cast, key: str, who: str) -> Identifiers:
    return gate.read_note(situation_key=key, unlocked=hub.unlocked[who], by=hub.by[who])


def readers(hub: Cast, key: str) -> set[str]:
    """Those of the cast who can read the note, each tried with their own key."""
    can = set()
    for who in hub.by:
        try:
            read(hub, key, who)
        except (NoteGone, NotPermitted):
            assert not gate.has_note(hub.by[who], key)
        else:
            can.add(who)
    return can


@pytest.fixture
def noted(hub: Cast) -> str:
    """A situation at filter 3 with a note that the five discussants may read."""
    key = walks.elevate(hub)
    open_note(hub, key)
    return key


def test_those_at_the_meeting_read_it_and_nobody_else(hub, noted):
    assert readers(hub, noted) == set(SPEAKERS)
    who = read(hub, noted, "bell")
    assert (who.name, who.born_on, who.address) == (WHO.name, WHO.born_on, WHO.address)


def test_who_did_not_come_to_the_meeting_does_not_read_it(hub):
    key = walks.submit(hub)
    walks.meet(hub, ("ana", "bell", "cho"))
    walks.present(hub, key)
    walks.agree(hub, key, ("ana", "bell", "cho"))
    walks.decide(hub, key)
    assert open_note(hub, key).n_readers == 3
    assert readers(hub, key) == {"ana", "bell", "cho"}


def test_each_reading_is_a_line_of_the_ledger_and_names_nobody(hub, noted):
    for _ in range(2):
        read(hub, noted, "bell")
    lines = [e for e in ledger.latest() if e.verb == "hub.read_note"]
    assert len(lines) == 2
    assert lines[0].by == hub.by["bell"].name
    assert lines[0].subject == f"hub.situation:{noted}"
    assert "Marker" not in str(ledger.latest())
    assert list(ledger.breaks()) == []


def test_no_text_of_it_shows_the_name(hub, noted):
    assert "Marker" not in repr(WHO)
    assert "Elm" not in repr(read(hub, noted, "ana"))


@pytest.mark.parametrize("who", ["bell", "cho"])
def test_only_the_agency_that_brought_it_opens_a_note(hub, who):
    key = walks.elevate(hub)
    with pytest.raises(NotTheirs):
        open_note(hub, key, who)


@pytest.mark.parametrize("who", ["chair", "clerk", "lead", "police_approver"])
def test_who_does_not_discuss_neither_opens_nor_reads(hub, noted, who):
    with pytest.raises(NotPermitted):
        open_note(hub, noted, who)
    with pytest.raises(NotPermitted):
        read(hub, noted, who)


def test_there_is_no_note_before_filter_3(hub):
    key = walks.submit(hub)
    with pytest.raises(NoNoteHere):
        open_note(hub, key)
    walks.meet(hub)
    walks.present(hub, key)
    with pytest.raises(NoNoteHere):
        open_note(hub, key)


def test_a_table_without_notes_has_none_at_any_filter(words):
    hub = seat_people(rules=Rules(note_mode="none"))
    key = walks.involve(hub)
    with pytest.raises(NoNoteHere):
        open_note(hub, key)


def test_where_only_the_involved_may_know_there_is_no_note_at_filter_3(words):
    hub = seat_people(rules=Rules(note_mode="involved"))
    key = walks.elevate(hub)
    with pytest.raises(NoNoteHere):
        open_note(hub, key)
    for who in ("ana", "cho"):
        deciding.say_in(situation_key=key, part="engaged", by=hub.by[who])
    walks.begin(hub, key)
    open_note(hub, key)
    assert readers(hub, key) == {"ana", "cho"}


def test_after_the_close_no_note_is_opened(hub):
    key = walks.close(hub)
    with pytest.raises((NoNoteHere, NoSuchSituation)):
        open_note(hub, key)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"basis": ""}, "basis"),
        ({"basis": "Jo told me"}, "basis"),
        ({"purpose": "curiosity"}, "purpose"),
        ({"identifiers": Identifiers(name=" ")}, "name"),
        ({"identifiers": Identifiers(name="J" * 121)}, "name"),
    ],
)
def test_a_note_needs_a_ground_a_purpose_and_a_name(hub, given, missing):
    key = walks.elevate(hub)
    with pytest.raises(NotComplete) as refused:
        open_note(hub, key, **given)
    assert missing in refused.value.missing


def test_the_ground_stands_in_the_ledger(hub, noted):
    line = next(e for e in ledger.latest() if e.verb == "hub.open_note")
    assert line.codes["basis"] == "serious_harm"
    assert line.codes["n_readers"] == 5


def test_another_persons_key_opens_nothing(hub, noted):
    with pytest.raises(Locked):
        gate.read_note(situation_key=noted, unlocked=hub.unlocked["bell"], by=hub.by["ana"])


def test_a_new_key_of_the_same_person_opens_nothing(hub, noted):
    fresh = give_key(hub.staff["bell"])
    with pytest.raises(NoteGone):
        gate.read_note(situation_key=noted, unlocked=fresh, by=hub.by["bell"])


def test_an_agency_that_says_out_loses_it_at_that_instant(hub, noted):
    deciding.say_out(situation_key=noted, by=hub.by["bell"])
    assert readers(hub, noted) == set(SPEAKERS) - {"bell"}
    row = whole_table(NoteReader).get(staff_key=hub.staff["bell"].key)
    assert bytes(row.wrapped) == b""
    assert row.lost_at is not None


def test_screens_are_told_when_somebody_loses_it(hub, noted):
    before = stamps.stamps()
    deciding.say_out(situation_key=noted, by=hub.by["bell"])
    assert stamps.stamps() != before


def test_at_filter_4_only_the_involved_keep_it(hub, noted):
    for who in ("ana", "cho"):
        deciding.say_in(situation_key=noted, part="engaged", by=hub.by[who])
    walks.begin(hub, noted)
    assert readers(hub, noted) == {"ana", "cho"}
    lost = whole_table(NoteReader).exclude(lost_at=None)
    assert {bytes(row.wrapped) for row in lost} == {b""}


def test_when_the_meeting_closes_the_undecided_lose_it(hub, noted):
    deciding.say_in(situation_key=noted, part="engaged", by=hub.by["cho"])
    meeting = walks.Meeting.objects.get()
    meetings.close_meeting(key=meeting.key, by=hub.by["chair"])
    assert readers(hub, noted) == {"ana", "cho"}


@pytest.mark.parametrize("end", ["reject", "withdraw", "conclude"])
def test_every_end_destroys_the_key(hub, noted, end):
    ref = whole_table(IdentityNote).get().key_ref
    version = walks.version(hub, noted)
    if end == "reject":
        deciding.end_before_plan(
            situation_key=noted, version=version, reason="single_agency", by=hub.by["chair"]
        )
    elif end == "withdraw":
        deciding.withdraw(
            situation_key=noted, version=version, reason="withdrawn", by=hub.by["ana"]
        )
    else:
        for who in ("ana", "cho"):
            deciding.say_in(situation_key=noted, part="engaged", by=hub.by[who])
        walks.begin(hub, noted)
        walks.report(hub, walks.plan(hub, noted))
        walks.conclude(hub, noted)
    assert not SealedKey.objects.filter(ref=ref).exists()
    assert whole_table(IdentityNote).count() == whole_table(NoteReader).count() == 0
    assert readers(hub, noted) == set()
    assert any(e.verb == "hub.destroy_identity_note" for e in ledger.latest())


def test_after_its_days_nobody_reads_it_even_while_the_clock_stands(hub, noted):
    ref = whole_table(IdentityNote).get().key_ref
    with clock.moved_by(A_DAY * 14 - dt.timedelta(seconds=1)):
        assert readers(hub, noted) == set(SPEAKERS)
    with clock.moved_by(A_DAY * 14):
        assert readers(hub, noted) == set()
        assert not SealedKey.objects.filter(ref=ref).exists()
    for who in SPEAKERS:  # turning the clock back does not bring the key back
        with pytest.raises(NoteGone):
            read(hub, noted, who)


def test_a_table_may_keep_it_for_fewer_days(words):
    hub = seat_people(rules=Rules(note_days=2))
    key = walks.elevate(hub)
    open_note(hub, key)
    with clock.moved_by(A_DAY * 2):
        assert readers(hub, key) == set()


def test_the_clock_destroys_what_has_expired(hub, noted, the_clock):
    with clock.moved_by(A_DAY * 13):
        assert schedule.destroy_expired_notes(by=the_clock) == 0
    with clock.moved_by(A_DAY * 14):
        assert schedule.destroy_expired_notes(by=the_clock) == 1
        assert schedule.destroy_expired_notes(by=the_clock) == 0
    assert whole_table(IdentityNote).count() == 0
    assert SealedKey.objects.count() == 0
    assert ledger.latest()[0].verb == "hub.destroy_expired"


@pytest.mark.parametrize("who", ["ana", "chair", "lead"])
def test_only_the_clock_ends_what_has_expired(hub, who):
    with pytest.raises(NotPermitted):
        gate.destroy_expired(by=hub.by[who])
    assert not gate.has_expired(hub.by[who])


def test_a_second_note_replaces_the_first_and_lasts_no_longer(hub, noted):
    first = whole_table(IdentityNote).get()
    with clock.moved_by(A_DAY * 5):
        open_note(hub, noted, identifiers=Identifiers(name="Jo Marker Roe"))
        second = whole_table(IdentityNote).get()
        assert read(hub, noted, "bell").name == "Jo Marker Roe"
    assert second.expires_at == first.expires_at
    assert not SealedKey.objects.filter(ref=first.key_ref).exists()


def test_who_comes_later_reads_it_when_the_agency_shares_it(hub):
    key = walks.submit(hub)
    walks.meet(hub, ("ana", "bell", "cho"))
    walks.present(hub, key)
    walks.agree(hub, key, ("ana", "bell", "cho"))
    walks.decide(hub, key)
    open_note(hub, key)
    meetings.attend(meeting_key=walks.Meeting.objects.get().key, how="remote", by=hub.by["diaz"])
    assert readers(hub, key) == {"ana", "bell", "cho"}
    gate.share_note(situation_key=key, unlocked=hub.unlocked["ana"], by=hub.by["ana"])
    assert readers(hub, key) == {"ana", "bell", "cho", "diaz"}
    with pytest.raises(NotTheirs):
        gate.share_note(situation_key=key, unlocked=hub.unlocked["bell"], by=hub.by["bell"])


def share(hub: Cast, key: str) -> None:
    gate.share_note(situation_key=key, unlocked=hub.unlocked["ana"], by=hub.by["ana"])


def test_who_is_out_gets_it_back_only_once_they_are_in_and_it_is_shared_anew(hub, noted):
    deciding.say_out(situation_key=noted, by=hub.by["bell"])
    share(hub, noted)
    assert "bell" not in readers(hub, noted)
    deciding.say_in(situation_key=noted, part="informed", by=hub.by["bell"])
    assert "bell" not in readers(hub, noted)
    share(hub, noted)
    assert "bell" in readers(hub, noted)
    deciding.say_out(situation_key=noted, by=hub.by["bell"])
    assert "bell" not in readers(hub, noted)


def test_who_lost_it_undecided_when_the_meeting_closed_gets_it_once_they_are_in(hub, noted):
    deciding.say_in(situation_key=noted, part="engaged", by=hub.by["cho"])
    meetings.close_meeting(key=walks.Meeting.objects.get().key, by=hub.by["chair"])
    assert readers(hub, noted) == {"ana", "cho"}
    for who in ("ana", "diaz"):
        deciding.say_in(situation_key=noted, part="engaged", by=hub.by[who])
    walks.begin(hub, noted, "health")
    share(hub, noted)
    assert readers(hub, noted) == {"ana", "cho", "diaz"}


def test_a_lapsed_agreement_loses_it_that_day(hub, noted, operator):
    agreement = Agreement.objects.get(agency=hub.agencies["school"])
    end_agreement(agreement_key=agreement.key, by=operator)
    with pytest.raises(NoteGone):
        read(hub, noted, "bell")
    read(hub, noted, "cho")


def test_a_lapsed_promise_loses_it_that_day(hub, noted, operator):
    promise = Undertaking.objects.get(staff=hub.staff["bell"])
    end_undertaking(undertaking_key=promise.key, by=operator)
    with pytest.raises(NoteGone):
        read(hub, noted, "bell")


def test_who_loses_their_seat_loses_it_that_day(hub, noted, operator):
    end_seat(seat_key=hub.seats["bell"].key, by=operator)
    with pytest.raises(NoteGone):
        read(hub, noted, "bell")
    row = whole_table(NoteReader).get(staff_key=hub.staff["bell"].key)
    assert bytes(row.wrapped) == b""


def test_who_lapsed_and_signed_again_gets_it_when_it_is_shared_anew(
    hub, noted, operator, the_clock
):
    agreement = Agreement.objects.get(agency=hub.agencies["school"])
    end_agreement(agreement_key=agreement.key, by=operator)
    schedule.end_lapsed_readings(by=the_clock)
    share(hub, noted)
    assert "bell" not in readers(hub, noted)
    record_agreement(
        agency_code="school",
        kind=AgreementKind.INFORMATION_SHARING,
        signed_on=today(),
        valid_until=today() + dt.timedelta(days=30),
        by=operator,
    )
    share(hub, noted)
    assert readers(hub, noted) == set(SPEAKERS)


def test_the_clock_clears_what_is_wrapped_for_the_lapsed(hub, noted, operator, the_clock):
    assert schedule.end_lapsed_readings(by=the_clock) == 0
    agreement = Agreement.objects.get(agency=hub.agencies["school"])
    end_agreement(agreement_key=agreement.key, by=operator)
    assert schedule.end_lapsed_readings(by=the_clock) == 1
    assert schedule.end_lapsed_readings(by=the_clock) == 0
    row = whole_table(NoteReader).get(staff_key=hub.staff["bell"].key)
    assert bytes(row.wrapped) == b""
    assert readers(hub, noted) == set(SPEAKERS) - {"bell"}


def test_when_nobody_may_read_it_any_more_it_is_destroyed(hub, noted, operator):
    for who in SPEAKERS:
        end_seat(seat_key=hub.seats[who].key, by=operator)
    assert whole_table(IdentityNote).count() == 0
    assert SealedKey.objects.count() == 0


def test_hidden_lost_expired_and_absent_are_told_alike(hub, noted, words):
    sea = seat_people(code="SEA")
    deciding.say_out(situation_key=noted, by=hub.by["bell"])
    texts = set()
    for cast, who, key in (
        (hub, "ana", "no-such-key"),
        (hub, "bell", noted),
        (sea, "ana", noted),
    ):
        with pytest.raises(NoteGone) as refused:
            read(cast, key, who)
        texts.add((type(refused.value), str(refused.value), refused.value.args))
    assert len(texts) == 1


def test_another_table_neither_opens_nor_reads(hub, noted, words):
    sea = seat_people(code="SEA")
    with pytest.raises(NoSuchSituation):
        open_note(sea, noted)
    assert readers(sea, noted) == set()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.OPERATOR, Role.PRIVACY_OFFICER])
def test_the_desk_sees_no_note(hub, noted, role):
    viewer = actor(role, "x")
    assert not gate.has_note(viewer, noted)
    with pytest.raises(NotPermitted):
        gate.read_note(situation_key=noted, unlocked=hub.unlocked["ana"], by=viewer)


def test_the_record_holds_no_path_to_the_note(hub, noted):
    row = Situation.objects.seen_by(hub.by["chair"]).get(key=noted)
    assert not hasattr(row, "note")
    assert "Marker" not in str(vars(row))


def test_notes_of_many_situations_take_one_read(hub, noted, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert gate.notes_among(hub.by["ana"], [noted, "another"]) == {noted}


def test_the_length_of_what_is_sealed_says_nothing_of_the_name(hub, noted):
    long = len(bytes(whole_table(IdentityNote).get().sealed))
    open_note(hub, noted, identifiers=Identifiers(name="X"))
    assert len(bytes(whole_table(IdentityNote).get().sealed)) == long


def test_a_ring_key_alone_and_a_half_alone_open_nothing(hub, noted):
    row = whole_table(IdentityNote).get()
    reader = whole_table(NoteReader).get(staff_key=hub.staff["ana"].key)
    half = unwrap(hub.unlocked["ana"], reader.wrapped, context=row.subject)
    whole = {"ref": row.key_ref, "context": row.subject, "subject": ""}
    ring = sealed.ring([row.key_ref])
    assert locks.unlock(bytes(row.sealed), half=half, ring=ring, **whole).name == WHO.name
    with pytest.raises(sealed.KeyGone):
        locks.unlock(bytes(row.sealed), half=locks.new_half(), ring=ring, **whole)
    with pytest.raises(sealed.KeyGone):
        locks.unlock(bytes(row.sealed), half=half, ring=sealed.ring([]), **whole)
