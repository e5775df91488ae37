"""What became of texts: the gateway's answer, and receipts in any order."""

import datetime as dt
from itertools import permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonbeat.core import clock
from commonbeat.core.errors import NotPermitted
from commonbeat.domains.contact.actions import outcomes
from commonbeat.domains.contact.actions.outcomes import MOST_ATTEMPTS, Report
from commonbeat.domains.contact.gateways.gateway import (
    BUSY,
    LANDLINE,
    NO_SUCH_NUMBER,
    OPTED_OUT,
    HandedOver,
    Outcome,
    Rejected,
    Unknown,
)
from commonbeat.domains.contact.models import Receipt
from commonbeat.domains.contact.queries import messages_about, points_by_id, queue_health
from tests.domains.contact.made import ANA, BEN, CARRIES, draft, known, queued, row, state
from tests.domains.contact.test_delivery import MINUTE, begin, claim, recover

pytestmark = pytest.mark.usefixtures("noon")


def answered(outcome: Outcome, topic: str = "on the way", point=None) -> None:
    """A text is claimed, begun, and the gateway answers so."""
    queued(draft(point or known(), topic))
    held = claim()
    begin(*held)
    write(*((carried, outcome) for carried in held))


def write(*pairs) -> None:
    outcomes.record_outcomes(claimant="a", gateway="told", outcomes=list(pairs), by=CARRIES)


def receipt(report: Report, reason: str = "", topic: str = "on the way") -> bool:
    key = row(topic).key
    return outcomes.record_receipt(message_key=key, report=report, reason=reason, by=CARRIES)


def test_a_text_that_the_gateway_has_is_handed_over_with_its_reference(noon):
    answered(HandedOver("ref 1"))
    found = row()
    assert (found.state, found.gateway, found.gateway_ref, found.handed_at) == (
        "handed over",
        "told",
        "ref 1",
        noon,
    )


def test_no_answer_is_unknown_and_a_later_receipt_settles_it():
    answered(Unknown())
    assert state() == ("unknown", "no answer")
    assert claim() == []
    assert receipt(Report.DELIVERED)
    assert state() == ("delivered", "")


def test_a_rejected_text_fails_at_once_when_trying_again_is_no_use():
    answered(Rejected("refused", permanent=True))
    assert state() == ("failed", "refused")


def test_a_busy_gateway_is_asked_again_later_and_later_and_in_the_end_not_at_all(noon):
    point = known()
    queued(draft(point, expires_at=noon + dt.timedelta(days=2)))
    waits, at = [], noon
    for _ in range(MOST_ATTEMPTS):
        with clock.held_at(at):
            held = claim()
            begin(*held)
            write((held[0], Rejected(BUSY, permanent=False)))
            waits.append((row().not_before - at).total_seconds())
            at = row().not_before
    assert waits[:4] == [5, 20, 80, 320]
    assert max(waits) <= 900
    assert state() == ("failed", "busy")


def test_what_the_gateway_says_of_a_number_is_learnt():
    ana, ben = known(ANA), known(BEN)
    answered(Rejected(LANDLINE, permanent=True), "one", ana)
    answered(Rejected(NO_SUCH_NUMBER, permanent=True), "two", ben)
    found = points_by_id(CARRIES, [ana.id, ben.id])
    assert [found[ana.id].reach, found[ben.id].reach] == ["landline", "failed"]


def test_a_number_that_opted_out_at_the_provider_is_stopped_here_too():
    point = known()
    queued(draft(point, "next", not_before=clock.now() + MINUTE))
    answered(Rejected(OPTED_OUT, permanent=True), "one", point)
    assert points_by_id(CARRIES, [point.id])[point.id].is_stopped
    assert state("one") == ("failed", "opted out")
    assert state("next") == ("stopped", "stopped")


def test_a_receipt_that_overtakes_the_gateways_answer_stands():
    queued(draft(known()))
    held = claim()
    begin(*held)
    assert receipt(Report.DELIVERED)
    write((held[0], HandedOver("ref 1")))
    assert state() == ("delivered", "")
    assert row().gateway_ref == "ref 1"


def test_an_answer_that_comes_after_the_lease_lapsed_still_counts():
    queued(draft(known()))
    held = claim()
    begin(*held)
    with clock.moved_by(2 * MINUTE):
        recover()
        assert state()[0] == "unknown"
        write((held[0], HandedOver("ref 1")))
        assert state() == ("handed over", "")


@pytest.mark.parametrize(
    "order", list(permutations([Report.ACCEPTED, Report.FAILED, Report.DELIVERED]))
)
def test_receipts_settle_the_same_in_whatever_order_they_come(order):
    answered(HandedOver("ref 1"))
    assert [receipt(report) for report in order] == [True] * 3
    assert state() == ("delivered", "")


def test_a_repeated_receipt_changes_nothing():
    answered(HandedOver("ref 1"))
    assert receipt(Report.FAILED, LANDLINE)
    assert not receipt(Report.FAILED, LANDLINE)
    assert state() == ("failed", "landline")
    assert Receipt.objects.count() == 1
    assert messages_about(CARRIES, "calls.call:one")[0].reports == ("failed",)


def test_a_receipt_for_an_unknown_or_untried_message_changes_nothing():
    queued(draft(known()))
    assert not receipt(Report.DELIVERED)
    assert not outcomes.record_receipt(
        message_key="no such key", report=Report.DELIVERED, by=CARRIES
    )
    assert state() == ("queued", "")


def test_a_delivered_text_shows_that_the_number_can_be_texted():
    point = known()
    answered(HandedOver("ref 1"), point=point)
    receipt(Report.DELIVERED)
    assert points_by_id(CARRIES, [point.id])[point.id].reach == "mobile"


def test_the_health_counts_what_failed_and_what_is_unknown_today():
    answered(Unknown(), "one", known(ANA))
    answered(Rejected("refused", permanent=True), "two", known(BEN))
    health = queue_health(CARRIES)
    assert (health.n_waiting, health.n_failed_today, health.n_unknown_today) == (0, 1, 1)


def test_the_number_of_queries_does_not_depend_on_the_handful():
    counts = set()
    for n_texts in (2, 20):
        queued(*(draft(known(f"+15145550{100 + n}"), f"{n_texts} {n}") for n in range(n_texts)))
        held = claim(limit=50)
        with CaptureQueriesContext(connection) as asked:
            begin(*held)
            write(*((carried, HandedOver("r")) for carried in held))
        counts.add(len(asked))
    assert len(counts) == 1


def test_eve_reports_nothing(eve):
    with pytest.raises(NotPermitted):
        outcomes.record_receipt(message_key="x", report=Report.DELIVERED, by=eve)
    with pytest.raises(NotPermitted):
        outcomes.record_outcomes(claimant="a", gateway="x", outcomes=[], by=eve)
