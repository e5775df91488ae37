"""What is declared is done: things are forgotten in time, shown on request, erased on request."""

import datetime as dt

import pytest

from commonbeat.core import clock, retention, sealed
from commonbeat.core.keyring.models import SealedKey
from commonbeat.core.subject import erase, held_about
from commonbeat.domains.contact.actions import points
from commonbeat.domains.contact.drafts import CONTEXTS
from commonbeat.domains.contact.models import ContactPoint
from commonbeat.domains.contact.queries import point_of_number

NUMBER = "+15145550101"


@pytest.fixture
def ana(noon, dispatch):
    return points.know_numbers(
        numbers=[NUMBER], languages={}, keep_until=noon + dt.timedelta(days=30), by=dispatch
    )[NUMBER]


def test_a_number_is_forgotten_when_its_time_is_over_and_its_key_with_it(ana, noon, gateway):
    retention.purge()
    assert point_of_number(gateway, NUMBER) is not None
    with clock.held_at(noon + dt.timedelta(days=31)):
        before = [p for p in retention.purge(dry_run=True) if p.model == "contact.ContactPoint"]
        assert before[0].n_rows == 1
        retention.purge()
        assert point_of_number(gateway, NUMBER) is None
        assert retention.purge(dry_run=True)
    row = ContactPoint.objects.seen_by(gateway).get()
    assert (row.index, row.address) == (None, None)
    assert not SealedKey.objects.filter(ref=ana.key_ref).exists()


def test_purging_twice_changes_nothing_more(ana, noon):
    with clock.held_at(noon + dt.timedelta(days=31)):
        retention.purge()
        assert sum(done.n_rows for done in retention.purge()) == 0


def test_a_person_is_shown_what_is_held(ana):
    [held] = [h for h in held_about(ana.id, contexts=CONTEXTS) if h.model == "contact.ContactPoint"]
    assert held.fields["address"] == NUMBER


def test_erasing_forgets_at_once_also_in_a_copy_of_the_database(ana, gateway):
    blob = bytes(ContactPoint.objects.seen_by(gateway).get().address)
    assert erase(ana.id)["contact.ContactPoint"] == 1
    assert point_of_number(gateway, NUMBER) is None
    with pytest.raises(sealed.KeyGone):
        sealed.ring([ana.key_ref]).unseal(
            ana.key_ref, blob, CONTEXTS["contact.ContactPoint.address"]
        )
