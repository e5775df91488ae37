"""What PostgreSQL is told of the viewer, how long it lasts, and what it believes."""

import datetime as dt
import hashlib
import hmac
import threading

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from commonbeat.core.actor import NOBODY, Actor
from commonbeat.core.guarded import UnscopedRead
from commonbeat.core.wall import viewing
from commonbeat.core.wall.telling import token
from commonbeat.core.wall.viewing import KEEPER, seen_as
from commonbeat.domains.contact.actions import messages, points
from commonbeat.domains.contact.drafts import Draft
from commonbeat.domains.contact.models import ContactPoint, Message
from commonbeat.roles import Role, actor
from tests.core.wall.direct import answers, claim, genuine, psycopg_session

NUMBERS = ["+15145550101", "+15145550102"]


@pytest.fixture
def texts(noon, transactional_db):
    """Two numbers, and a text that waits for each."""
    feed = actor(Role.FEED, "dispatch")
    until = noon + dt.timedelta(days=1)
    known = points.know_numbers(numbers=NUMBERS, languages={}, keep_until=until, by=feed)
    drafts = [
        Draft(point.id, "update", f"topic {n}", "calls.call:X", "en", "Hello", noon, until)
        for n, point in enumerate(known.values())
    ]
    messages.queue_messages(drafts=drafts, by=feed)
    return list(known.values())


def left_behind():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('commonbeat.viewer', true)")
        return cursor.fetchone()[0] or ""


def test_nothing_is_left_for_the_next_statement(texts, bell):
    assert Message.objects.seen_by(bell).count() == 2
    assert left_behind() == ""
    with transaction.atomic():
        assert Message.objects.seen_by(bell).count() == 2
        assert left_behind() == ""


def test_nothing_is_left_by_a_statement_that_fails_nor_by_what_is_rolled_back(texts, bell):
    with transaction.atomic():
        with pytest.raises(DatabaseError), transaction.atomic(), seen_as(bell):
            connection.cursor().execute("SELECT 1 / 0 FROM contact_message")
        assert left_behind() == ""
        with transaction.atomic():
            Message.objects.seen_by(bell).update(language="fr")
            transaction.set_rollback(True)
        assert left_behind() == ""
        assert Message.objects.seen_by(bell).filter(language="en").count() == 2


def test_nothing_is_left_on_a_connection_that_the_next_request_uses(texts, bell, client):
    Message.objects.seen_by(bell).count()
    for viewer, n_seen in ((NOBODY, 0), (bell, 2), (NOBODY, 0)):
        assert Message.objects.seen_by(viewer).count() == n_seen or viewer is NOBODY
        with seen_as(viewer), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM contact_message")
            assert cursor.fetchone() == (n_seen,)


def test_another_thread_is_nobody_until_it_says_who(texts, bell):
    found = []

    def look():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM contact_message")
        except UnscopedRead:
            found.append("stopped")
        finally:
            connection.close()

    with seen_as(bell):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert found == ["stopped"]


def test_the_narrowest_viewer_counts_where_one_acts_within_another(texts, bell):
    holder = Actor("caller:x", holds=frozenset({f"contact.point:{texts[0].key}"}))
    with seen_as(bell), connection.cursor() as cursor:
        with seen_as(holder):
            cursor.execute("SELECT count(*) FROM contact_message")
            assert cursor.fetchone() == (1,)
        cursor.execute("SELECT count(*) FROM contact_message")
        assert cursor.fetchone() == (2,)


def test_a_setting_is_believed_in_the_session_for_which_it_was_signed_and_in_no_other(texts, bell):
    with psycopg_session() as one, psycopg_session() as other:
        said = genuine(one, bell)
        claim(one, said)
        claim(other, said)
        assert answers(one, "SELECT count(*) FROM contact_message") == [(2,)]
        assert answers(other, "SELECT count(*) FROM contact_message") == [(0,)]


def forged(session, viewer):
    (name,) = answers(session, "SELECT wall.session()")[0]
    true = genuine(session, viewer)
    claimed = true[65:]
    yield ""
    yield claimed
    yield true[:-1]
    yield true + ",contact.point:x"
    yield true.replace("contact.see_masked", "contact.know_numbers")
    yield f"{'0' * 64}:{claimed}"
    yield f"{hashlib.sha256(claimed.encode()).hexdigest()}:{claimed}"
    yield f"{hmac.digest(b'', claimed.encode(), 'sha256').hex()}:{claimed}"
    yield f":{name}|core.keep|"
    yield token(KEEPER, "")
    yield token(KEEPER, name + ".1")


def test_a_forged_setting_opens_nothing(texts, bell):
    with psycopg_session() as session:
        for said in forged(session, bell):
            claim(session, said)
            assert answers(session, "SELECT * FROM contact_contactpoint") == [], said
        claim(session, genuine(session, bell))
        assert len(answers(session, "SELECT * FROM contact_contactpoint")) == 2


def test_the_signing_key_is_not_to_be_read_by_whoever_serves(texts):
    with psycopg_session() as session:
        for question in (
            "SELECT * FROM wall.pads",
            "COPY wall.pads TO STDOUT",
            "CREATE TEMP VIEW peep AS SELECT * FROM wall.pads; SELECT * FROM peep",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute(question)


def test_a_function_of_ones_own_on_the_search_path_changes_nothing(texts):
    with psycopg_session() as session:
        session.execute(
            "CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT $1';"
            "CREATE FUNCTION pg_temp.pg_backend_pid() RETURNS int LANGUAGE sql AS 'SELECT 1';"
            "CREATE FUNCTION pg_temp.current_setting(text, boolean) RETURNS text LANGUAGE sql "
            "AS $$SELECT 'x'$$; SET search_path = pg_temp, pg_catalog, public"
        )
        assert answers(session, "SELECT * FROM public.contact_message") == []


def test_while_writing_only_what_was_written_comes_back(texts, noon):
    """An INSERT hands back its row to whoever wrote it, though they may not see it later."""
    point = ContactPoint(kind="text", known_at=noon, keep_until=noon)
    with seen_as(NOBODY):
        point.save()
    assert point.pk
    assert not ContactPoint.objects.seen_by(NOBODY).exists()
    with seen_as(NOBODY), viewing.writing("contact_message", NOBODY), connection.cursor() as cursor:
        cursor.execute("UPDATE contact_message SET language = 'fr'")
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM contact_message")
        assert cursor.rowcount == 0


def test_rows_are_read_in_handfuls_without_a_cursor_that_outlives_its_viewer(texts, bell):
    with transaction.atomic():
        rows = Message.objects.seen_by(bell).order_by("id").iterator(chunk_size=1)
        assert len(list(rows)) == 2
    with (
        pytest.raises(UnscopedRead),
        seen_as(bell),
        transaction.atomic(),
        connection.chunked_cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM contact_message")


def test_many_statements_at_once_are_told_too(texts, bell):
    keys = [(point.id,) for point in texts]
    with seen_as(bell), connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE contact_message SET language = 'fr' WHERE contact_point_id = %s", keys
        )
    assert Message.objects.seen_by(bell).filter(language="fr").count() == 2
    assert left_behind() == ""
