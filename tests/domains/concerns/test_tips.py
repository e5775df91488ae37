"""Anonymous tips: a receipt opens the thread, nothing says who, and it ends."""

from __future__ import annotations

import datetime as dt

import pytest

from commonbeat.core import clock, retention, sealed
from commonbeat.core.actor import Actor
from commonbeat.core.errors import NotPermitted
from commonbeat.core.models import LedgerEntry
from commonbeat.domains.concerns import receipts
from commonbeat.domains.concerns.actions import tips as leaving
from commonbeat.domains.concerns.actions.tips import Left
from commonbeat.domains.concerns.errors import NoSuchTip, NotAccepted, ThreadFull
from commonbeat.domains.concerns.models import Tip
from commonbeat.domains.concerns.photos import cleaned
from commonbeat.domains.concerns.queries import tips
from commonbeat.roles import Role, actor
from tests.domains.concerns.pictures import WHERE, a_photo

WORDS = "They sell behind the old mill on Fridays."


@pytest.fixture(autouse=True)
def _noon(noon: dt.datetime) -> None:
    """Every test is at noon."""


def leave(ana: Actor, **changes: object) -> Left:
    given: dict[str, object] = {"topic": "drugs", "words": WORDS, "area_id": None, "language": "en"}
    return leaving.leave_tip(**given | changes, by=ana)  # type: ignore[arg-type]


def with_receipt(receipt: str) -> Actor:
    key = tips.key_of_receipt(receipt)
    return actor(Role.CALLER, "receipt", holds=frozenset({f"concerns.tip:{key}"}))


def test_a_receipt_is_nine_words_of_at_least_112_bits() -> None:
    assert receipts.bits() >= 112
    receipt = receipts.new_receipt()
    assert len(receipt.split()) == 9
    assert receipts.normal(f"  {receipt.upper().replace(' ', '-')}\n") == receipt
    assert receipts.normal("too few words") == ""


def test_the_receipt_opens_the_thread_however_it_is_typed(ana: Actor) -> None:
    left = leave(ana)
    holder = with_receipt(left.receipt.upper())
    thread = tips.thread(holder, left.key)
    assert thread is not None
    assert [said.words for said in thread.messages] == [WORDS]
    assert not thread.receipt_confirmed


def test_a_wrong_word_opens_nothing(ana: Actor) -> None:
    left = leave(ana)
    words = left.receipt.split()
    for place in (0, 8):
        wrong = [*words]
        wrong[place] = "bada" if words[place] != "bada" else "dabo"
        assert tips.key_of_receipt(" ".join(wrong)) is None
    assert tips.key_of_receipt("") is None


def test_the_thread_goes_both_ways(ana: Actor, cho: Actor) -> None:
    left = leave(ana)
    leaving.open_tip(key=left.key, by=cho)
    leaving.answer_tip(key=left.key, words="Which door?", by=cho)
    holder = with_receipt(left.receipt)
    leaving.add_words(key=left.key, words="The green one.", by=holder)
    thread = tips.thread(cho, left.key)
    assert thread is not None
    assert [(m.is_ours, m.words) for m in thread.messages[1:]] == [
        (True, "Which door?"),
        (False, "The green one."),
    ]
    assert thread.state == "read"
    [line] = tips.tips(cho)
    assert (line.n_messages, line.waits_for_us) == (3, True)


def test_a_receipt_opens_no_other_tip_and_no_list(ana: Actor, bell: Actor, eve: Actor) -> None:
    first, second = leave(ana), leave(ana)
    holder = with_receipt(first.receipt)
    assert tips.thread(holder, second.key) is None
    assert tips.tips(holder) == []
    assert tips.thread(bell, first.key) is None
    assert tips.thread(eve, first.key) is None
    with pytest.raises(NoSuchTip):
        leaving.add_words(key=second.key, words="x", by=holder)
    with pytest.raises(NotPermitted):
        leaving.answer_tip(key=first.key, words="x", by=bell)


def test_what_is_stored_says_neither_the_words_nor_the_hour(ana: Actor) -> None:
    left = leave(ana)
    row = Tip.objects.seen_by(actor(Role.CLOCK, "test")).get(key=left.key)
    stored = " ".join(str(getattr(row, field.attname)) for field in Tip._meta.concrete_fields)
    assert "mill" not in stored
    assert left.receipt.split()[0] not in stored
    assert type(row.received_on) is dt.date
    written = " ".join(f"{e.by} {e.subject} {e.codes}" for e in LedgerEntry.objects.all())
    assert "mill" not in written


def test_a_photo_travels_without_where_it_was_taken(ana: Actor, cho: Actor) -> None:
    left = leave(ana, photos=[cleaned(a_photo().read())])
    thread = tips.thread(cho, left.key)
    assert thread is not None
    [key] = thread.files
    jpeg = tips.tip_file(cho, key)
    assert jpeg is not None
    assert jpeg.startswith(b"\xff\xd8")
    assert WHERE not in jpeg
    assert b"Exif" not in jpeg


def test_a_tip_expires_with_its_key_and_talking_does_not_renew_it(
    ana: Actor, cho: Actor, noon: dt.datetime
) -> None:
    left = leave(ana)
    ref = Tip.objects.seen_by(cho).get(key=left.key).key_ref
    with clock.held_at(noon + dt.timedelta(days=89)):
        leaving.add_words(key=left.key, words="Still there.", by=with_receipt(left.receipt))
    with clock.held_at(noon + dt.timedelta(days=90)):
        assert tips.key_of_receipt(left.receipt) is None
        retention.purge()
        assert tips.tips(cho) == []
        with pytest.raises(sealed.KeyGone):
            sealed.ring([ref]).unseal(ref, b"0" * 40, leaving.MESSAGE)


def test_an_ended_tip_is_gone_at_once(ana: Actor, cho: Actor) -> None:
    left = leave(ana)
    leaving.end_tip(key=left.key, by=cho)
    assert tips.thread(cho, left.key) is None
    assert tips.key_of_receipt(left.receipt) is None


def test_empty_and_endless_words_are_refused(ana: Actor) -> None:
    for words, rule in (("  ", "missing"), ("x" * 4001, "too long")):
        with pytest.raises(NotAccepted) as refused:
            leave(ana, words=words)
        assert refused.value.faults[0].rule == rule
    with pytest.raises(NotAccepted):
        leave(ana, topic="people")


def test_a_thread_has_an_end(ana: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaving, "MOST_MESSAGES", 2)
    left = leave(ana)
    holder = with_receipt(left.receipt)
    leaving.add_words(key=left.key, words="more", by=holder)
    with pytest.raises(ThreadFull):
        leaving.add_words(key=left.key, words="and more", by=holder)


def test_a_tip_that_was_answered_without_being_opened_is_not_new(ana: Actor, cho: Actor) -> None:
    left = leave(ana)
    leaving.answer_tip(key=left.key, words="Which door?", by=cho)
    [line] = tips.tips(cho)
    assert (line.state, line.waits_for_us) == ("read", False)
    leaving.pass_on(key=left.key, to="patrol", by=cho)
    leaving.answer_tip(key=left.key, words="Thank you.", by=cho)
    assert tips.tips(cho)[0].state == "passed on"


def test_an_answer_that_is_refused_leaves_a_tip_new(ana: Actor, cho: Actor) -> None:
    left = leave(ana)
    with pytest.raises(NotAccepted):
        leaving.answer_tip(key=left.key, words=" ", by=cho)
    assert tips.tips(cho)[0].state == "new"
