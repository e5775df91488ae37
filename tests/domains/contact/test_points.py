"""Contact points: known once, sealed, stopped at once, forgotten by their key."""

import datetime as dt

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonbeat.core import clock, privacy, retention, sealed
from commonbeat.core.actor import Actor
from commonbeat.core.errors import NotPermitted
from commonbeat.core.models import LedgerEntry
from commonbeat.domains.contact.actions import points
from commonbeat.domains.contact.drafts import CONTEXTS
from commonbeat.domains.contact.errors import NoSuchPoint
from commonbeat.domains.contact.models import Consent, ContactPoint, StoppedNumber
from commonbeat.domains.contact.queries import (
    masked,
    point_of_number,
    points_by_id,
    points_by_key,
)
from tests.domains.contact.made import ANA, BEN, CARRIES, FEED, draft, known, queued, state

pytestmark = pytest.mark.usefixtures("noon")
UNTIL = dt.datetime(2026, 6, 12, tzinfo=dt.UTC)


def _know(*numbers, until=UNTIL, languages=None):
    return points.know_numbers(
        numbers=numbers, languages=languages or {}, keep_until=until, by=FEED
    )


def test_a_number_is_known_once_and_keeps_its_language():
    first = _know(ANA, BEN, languages={ANA: "fr"})
    again = _know(BEN, ANA, languages={ANA: "en"})
    assert first == again
    assert first[ANA].language == "fr"
    assert first[BEN].language == settings.LANGUAGE_CODE


def test_nothing_in_the_tables_or_the_ledger_tells_the_number():
    _know(ANA)
    row = ContactPoint.objects.seen_by(CARRIES).get()
    told = f"{row} {row.index} {bytes(row.address)!r} {list(LedgerEntry.objects.values())}"
    assert ANA[1:] not in told
    assert "5550101" not in told


def test_the_number_of_queries_does_not_depend_on_the_batch():
    few = [f"+1514555010{n}" for n in range(2)]
    many = [f"+15145550{n}" for n in range(110, 190)]
    counts = set()
    for some in (few, many):
        with CaptureQueriesContext(connection) as asked:
            _know(*some)
        counts.add(len(asked))
    assert len(counts) == 1
    assert counts.pop() <= 10


def test_an_end_moves_later_by_knowing_and_anywhere_by_keeping():
    point = _know(ANA)[ANA]
    later, earlier = UNTIL + dt.timedelta(days=1), UNTIL - dt.timedelta(days=9)
    ends = lambda: ContactPoint.objects.seen_by(CARRIES).get().keep_until  # noqa: E731
    _know(ANA, until=earlier)
    assert ends() == UNTIL
    _know(ANA, until=later)
    assert ends() == later
    points.keep_points_until(point_ids=[point.id], until=earlier, by=FEED)
    assert ends() == earlier


def test_stop_is_final_at_once_and_said_twice_changes_nothing(cho):
    point = known()
    queued(draft(point, "one"), draft(point, "two"))
    points.stop(point_key=point.key, source="text", by=CARRIES)
    points.stop(point_key=point.key, source="staff", by=cho)
    assert state("one") == state("two") == ("stopped", "stopped")
    assert points_by_id(FEED, [point.id])[point.id].is_stopped
    assert Consent.objects.count() == StoppedNumber.objects.count() == 1


def test_start_lets_texts_go_again_and_nothing_cancelled_comes_back():
    point = known()
    queued(draft(point, "before"))
    points.stop(point_key=point.key, source="text", by=CARRIES)
    queued(draft(point, "while stopped"))
    points.start(point_key=point.key, source="text", by=CARRIES)
    queued(draft(point, "after"))
    assert state("before")[0] == state("while stopped")[0] == "stopped"
    assert state("after")[0] == "queued"
    assert [c.change for c in Consent.objects.order_by("id")] == ["stop", "start"]


def test_a_caller_stops_their_own_texts_and_nobody_elses():
    ana, ben = known(ANA), known(BEN)
    caller = Actor("caller:x", frozenset({"contact.change_consent"}), frozenset({ana.subject}))
    points.stop(point_key=ana.key, source="page", by=caller)
    with pytest.raises(NoSuchPoint):
        points.stop(point_key=ben.key, source="page", by=caller)
    assert [p.is_stopped for p in points_by_id(FEED, [ana.id, ben.id]).values()] == [True, False]


def test_stop_holds_after_the_number_is_forgotten_and_comes_back():
    point = known()
    points.stop(point_key=point.key, source="text", by=CARRIES)
    with clock.moved_by(dt.timedelta(days=31)):
        retention.purge()
        again = known()
        assert again.id != point.id
        assert again.is_stopped


def test_a_forgotten_number_cannot_be_found_shown_or_opened():
    point = known()
    with clock.moved_by(dt.timedelta(days=31)):
        retention.purge()
        assert point_of_number(CARRIES, ANA) is None
    row = ContactPoint.objects.seen_by(CARRIES).get()
    assert (row.index, row.address) == (None, None)
    with pytest.raises(sealed.KeyGone):
        sealed.ring([point.key_ref]).unseal(point.key_ref, b"x" * 40, "contact.point.address")


def test_a_language_is_chosen_among_those_that_are_spoken():
    point = known()
    points.choose_language(point_key=point.key, language="fr", source="text", by=CARRIES)
    assert points_by_key(FEED, [point.key])[point.key].language == "fr"
    with pytest.raises(ValueError, match="not spoken"):
        points.choose_language(point_key=point.key, language="de", source="text", by=CARRIES)


def test_who_was_surveyed_is_noted(noon):
    point = known()
    points.note_surveyed(point_id=point.id, by=CARRIES)
    assert points_by_id(FEED, [point.id])[point.id].last_surveyed_at == noon


def test_staff_see_numbers_masked_and_eve_sees_nothing(bell, diaz, eve):
    point = known()
    assert masked(bell, [point.id]) == {point.id: "+1 ••• ••• ••01"}
    assert masked(diaz, [point.id]) == masked(eve, [point.id]) == {}
    assert point_of_number(eve, ANA) is None
    assert points_by_id(eve, [point.id]) == {}


def test_eve_may_do_nothing(eve):
    point = known()
    for refused in (
        lambda: _know_as(eve),
        lambda: points.stop(point_key=point.key, source="text", by=eve),
        lambda: points.start(point_key=point.key, source="text", by=eve),
        lambda: points.keep_points_until(point_ids=[point.id], until=UNTIL, by=eve),
        lambda: points.note_surveyed(point_id=point.id, by=eve),
    ):
        with pytest.raises(NotPermitted):
            refused()


def test_mail_addresses_are_known_without_regard_to_case():
    made = points.know_addresses(
        addresses=["Ana@example.org", "ana@example.org"], languages={}, keep_until=UNTIL, by=FEED
    )
    assert made["Ana@example.org"] == made["ana@example.org"]


def test_every_sealed_field_has_its_context():
    named = {
        f"{card.model}.{field}"
        for card in privacy.cards()
        if card.model.startswith("contact.")
        for field in card.of_kind(privacy.Kind.SEALED)
    }
    assert named == set(CONTEXTS)


def _know_as(by):
    points.know_numbers(numbers=[ANA], languages={}, keep_until=UNTIL, by=by)
