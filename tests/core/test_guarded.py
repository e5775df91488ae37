"""A guarded table answers only to somebody who says who they are."""

import datetime as dt

import pytest

from commonbeat.core.actor import NOBODY, Actor
from commonbeat.core.guarded import UnscopedRead
from commonbeat.domains.calls.models import Caller
from commonbeat.domains.contact.actions import points
from commonbeat.domains.contact.models import ContactPoint

NUMBER = "+15145550101"


@pytest.fixture
def ana(noon, dispatch):
    known = points.know_numbers(
        numbers=[NUMBER], languages={}, keep_until=noon + dt.timedelta(days=1), by=dispatch
    )
    return known[NUMBER]


@pytest.mark.parametrize(
    "read",
    [
        lambda: list(ContactPoint.objects.all()),
        lambda: ContactPoint.objects.get(),
        lambda: ContactPoint.objects.first(),
        lambda: ContactPoint.objects.count(),
        lambda: ContactPoint.objects.exists(),
        lambda: list(ContactPoint.objects.values("key")),
        lambda: list(ContactPoint.objects.iterator()),
        lambda: ContactPoint.objects.aggregate(),
        lambda: ContactPoint.objects.update(language="fr"),
        lambda: ContactPoint.objects.all().delete(),
        lambda: list(Caller.objects.filter(contact_point__in=ContactPoint.objects.all())),
    ],
)
def test_a_read_that_does_not_say_who_looks_raises(ana, read):
    with pytest.raises(UnscopedRead):
        read()


def test_nobody_sees_nothing_and_staff_see_all(ana, bell):
    assert not ContactPoint.objects.seen_by(NOBODY).exists()
    assert ContactPoint.objects.seen_by(bell).count() == 1


def test_a_holder_sees_their_own_and_nothing_else(ana, noon, dispatch):
    points.know_numbers(
        numbers=["+15145550102"], languages={}, keep_until=noon + dt.timedelta(days=1), by=dispatch
    )
    holder = Actor("caller:x", holds=frozenset({f"contact.point:{ana.key}"}))
    assert [p.key for p in ContactPoint.objects.seen_by(holder)] == [ana.key]
