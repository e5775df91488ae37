"""Each guard can be put on the wall, and a statement that says no viewer is stopped on the way."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from commonbeat.core.action import action
from commonbeat.core.actor import NOBODY, Actor
from commonbeat.core.guarded import GuardedManager, UnscopedRead, whole_table
from commonbeat.core.wall import telling
from commonbeat.core.wall.raising import rules
from commonbeat.core.wall.tables import guarded_models, guarded_tables
from commonbeat.core.wall.translating import NotForTheWall, rule
from commonbeat.core.wall.viewing import seen_as
from commonbeat.domains.contact.access import Right
from commonbeat.domains.contact.actions import points
from commonbeat.domains.contact.models import Consent, ContactPoint, Message, Receipt

NUMBER = "+15145550101"


@pytest.fixture
def ana(noon, dispatch):
    known = points.know_numbers(
        numbers=[NUMBER], languages={}, keep_until=noon + dt.timedelta(days=1), by=dispatch
    )
    return known[NUMBER]


def test_every_guard_can_be_put_on_the_wall():
    assert {"contact_message", "hub_situation", "hub_sealed_identitynote"} <= guarded_tables()
    assert set(rules()) == guarded_tables()


def test_a_table_of_pairs_is_guarded_with_the_table_that_it_belongs_to():
    assert "hub_visit_agencies" in guarded_tables()


def test_every_guarded_table_names_its_guard_for_whoever_comes_along_a_foreign_key():
    careless = [
        model.__name__
        for model in guarded_models()
        if not isinstance(model._default_manager, GuardedManager)
    ]
    assert careless == []


@pytest.mark.parametrize(
    ("guard", "sees_all", "rows"),
    [
        (lambda v: Q() if v.may("a") or v.may("b") else None, {"a", "b"}, ""),
        (
            lambda v: Q(key="x") if v.may("a") else None,
            set(),
            "(((SELECT wall.may(ARRAY['a']))) AND (p.\"key\" = 'x'))",
        ),
        (lambda v: Q(index__isnull=True), set(), '((p."index" IS NULL))'),
        (lambda v: ~Q(kind="it's"), set(), "(NOT (p.\"kind\" = 'it''s'))"),
    ],
)
def test_a_guard_is_written_in_sql(guard, sees_all, rows):
    assert rule(guard, ContactPoint, "p") == (sees_all, rows)


@pytest.mark.parametrize(
    "guard",
    [
        lambda v: Q() if any(held.startswith("contact.point:") for held in v.holds) else None,
        lambda v: Q(key__startswith="a"),
        lambda v: Q(known_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)),
        lambda v: ~Q(messages__state="queued"),
        lambda v: Q(key="a") ^ Q(key="b"),
    ],
)
def test_a_guard_that_cannot_be_written_in_sql_is_refused(guard):
    with pytest.raises(NotForTheWall):
        rule(guard, ContactPoint, "p")


@pytest.mark.parametrize("ask", [lambda v: v.name, lambda v: v.rights])
def test_a_guard_that_asks_for_more_than_rights_and_what_is_held_is_refused(ask):
    with pytest.raises(AttributeError):
        rule(lambda v: Q(key=ask(v)), ContactPoint, "p")


def written_out():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM contact_contactpoint")
        return cursor.fetchone()


@pytest.mark.parametrize(
    "read",
    [
        written_out,
        lambda: list(Receipt.objects.filter(message__state="queued")),
        lambda: list(Consent.objects.select_related("contact_point")),
        lambda: Consent.objects.filter(contact_point__key="x").update(source="page"),
        lambda: list(Consent.objects.filter(contact_point__messages__state="x").iterator()),
    ],
)
def test_a_join_or_a_written_out_query_that_does_not_say_who_looks_raises(ana, read):
    with pytest.raises(UnscopedRead):
        read()


def test_a_join_and_a_written_out_query_answer_whoever_says_who_looks(ana, bell):
    with seen_as(bell):
        assert written_out() == (1,)
        assert list(Receipt.objects.filter(message__state="queued")) == []


def test_a_row_is_saved_inside_an_action_and_nowhere_else(ana, bell, dispatch):
    @action(Right.KNOW_NUMBERS)
    def correct(*, by: Actor) -> None:
        point = ContactPoint.objects.seen_by(by).get()
        point.language = "fr"
        point.save()

    point = ContactPoint.objects.seen_by(bell).get()
    with pytest.raises(UnscopedRead), transaction.atomic():
        point.save()
    correct(by=dispatch)
    assert ContactPoint.objects.seen_by(bell).get().language == "fr"


def test_the_viewer_is_forgotten_when_the_read_is_over_also_when_it_fails(ana, bell):
    assert ContactPoint.objects.seen_by(bell).count() == 1
    with pytest.raises(ContactPoint.DoesNotExist):
        ContactPoint.objects.seen_by(bell).get(key="another")
    rows = ContactPoint.objects.seen_by(bell).iterator()
    with pytest.raises(UnscopedRead):
        written_out()
    assert [row.key for row in rows] == [ana.key]


def test_saying_who_looks_costs_no_query_of_its_own(ana, bell):
    ContactPoint.objects.seen_by(bell).count()  # a connection asks for its own name once
    with CaptureQueriesContext(connection) as asked:
        list(ContactPoint.objects.seen_by(bell))
        ContactPoint.objects.seen_by(bell).update(language="fr")
        list(whole_table(Message))
    assert len(asked) == 3


def test_what_cannot_be_told_without_doubt_is_not_told():
    for subject in ("contact.point:a,contact.point:b", "contact.point:x'", "a|b", "50%"):
        with pytest.raises(ValueError, match="cannot be told"):
            telling.token(Actor("x", holds=frozenset({subject})), "1.2")
    assert telling.token(NOBODY, "1.2").endswith(":1.2||")
