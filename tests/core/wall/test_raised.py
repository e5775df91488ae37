"""PostgreSQL itself refuses what the guards refuse, with Django bypassed."""
# ruff: noqa: S608 - the names are of our own tables

import random
import re

import psycopg
import pytest
from django.db import connection
from django.db.models import Q

from commonbeat.core.actor import NOBODY, Actor
from commonbeat.core.guarded import whole_table
from commonbeat.core.wall import owning
from commonbeat.core.wall.raising import rules
from commonbeat.core.wall.tables import guard_of, guarded_models, guarded_tables
from commonbeat.roles import RIGHTS, SEATS, Role
from tests.core.wall.direct import answers, claim, genuine
from tests.core.wall.inventing import invent_rows

GUARDED = sorted(guarded_models(), key=lambda model: model._meta.db_table)


@pytest.fixture
def raw():
    """The very session that Django uses, so that it sees the rows of the test."""
    connection.ensure_connection()
    return connection.connection


def test_a_wall_stands_around_every_guarded_table_for_its_owner_too(raw):
    standing = answers(
        raw,
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity "
        "AND relnamespace = current_schema()::regnamespace",
    )
    assert {name for (name,) in standing} == guarded_tables()
    policies = answers(
        raw, "SELECT tablename, cmd FROM pg_policies WHERE permissive = 'PERMISSIVE'"
    )
    assert set(policies) == {
        (table, cmd)
        for table in guarded_tables()
        for cmd in ("SELECT", "INSERT", "UPDATE", "DELETE")
    }


def test_who_serves_is_bound_by_it_and_nothing_warns(raw):
    assert owning.weaknesses(connection) == []


def test_without_a_viewer_nothing_is_seen_changed_deleted_or_added(raw):
    invent_rows(random.Random(7))
    for table in sorted(guarded_tables()):
        assert answers(raw, f"SELECT * FROM {table}") == []
        assert answers(raw, f"SELECT count(*) FROM {table}") == [(0,)]
        assert raw.execute(f"UPDATE {table} SET id = id").rowcount == 0
        assert raw.execute(f"DELETE FROM {table}").rowcount == 0
        with raw.cursor().copy(f"COPY {table} TO STDOUT") as out:
            assert list(out) == []
        with pytest.raises(psycopg.errors.InsufficientPrivilege), raw.transaction():
            raw.execute(f"INSERT INTO {table} DEFAULT VALUES")
    for model in GUARDED:
        assert whole_table(model).count() > 3


def test_the_wall_shows_each_viewer_the_very_rows_that_the_guard_shows(raw):
    rng = random.Random(11)
    invent_rows(rng)
    keys = keys_by_prefix()
    seen_whole, seen_in_part = set(), set()
    usual = list(usual_viewers(rng, keys))
    for n, viewer in enumerate([*usual, *(strange_viewer(rng, keys) for _ in range(15))]):
        for model in GUARDED:
            by_guard, by_wall = seen_by_guard(model, viewer), seen_by_wall(model, viewer, raw)
            # A strange set of rights may open a row and not the row that it hangs on.
            assert by_wall == by_guard if n < len(usual) else by_wall <= by_guard, (model, viewer)
            if by_wall:
                is_whole = len(by_wall) == whole_table(model).count()
                (seen_whole if is_whole else seen_in_part).add(model)
    assert seen_whole == set(GUARDED)
    assert len(seen_in_part) > len(GUARDED) * 0.6


def seen_by_guard(model, viewer):
    allowed = guard_of(model)(viewer)
    if allowed is None:
        return set()
    return set(whole_table(model).filter(allowed or Q()).values_list("pk", flat=True))


def seen_by_wall(model, viewer, raw):
    claim(raw, genuine(raw, viewer))
    rows = answers(raw, f"SELECT {model._meta.pk.column} FROM {model._meta.db_table}")
    claim(raw, "")
    return {pk for (pk,) in rows}


def usual_viewers(rng, keys):
    """Everybody in roles.py, and every seat at a table, holding this and that."""
    for rights in [*RIGHTS.values(), *SEATS.values(), *SEATS.values(), SEATED, SEATED, SEATED]:
        yield Actor("x:y", rights, held(rng, keys))
    for rights in (frozenset(), SEATED):  # and whoever holds every other thing there is
        yield Actor(
            "x:y", rights, frozenset(f"{p}{key}" for p, there in keys.items() for key in there[::2])
        )
    yield NOBODY


SEATED = frozenset().union(*SEATS.values())


def strange_viewer(rng, keys):
    every = sorted(set().union(*RIGHTS.values(), SEATED))
    return Actor("x:y", frozenset(rng.sample(every, rng.randint(0, 6))), held(rng, keys))


def held(rng, keys):
    """A few subjects: under each prefix that some guard asks for, keys that are there."""
    return frozenset(
        f"{prefix}{key}"
        for prefix, there in keys.items()
        for key in rng.sample(there, min(len(there), rng.choice((0, 1, 1, 2))))
    )


def keys_by_prefix():
    found = {prefix: set() for r in rules().values() for prefix in PREFIX.findall(r.rows)}
    named = {f.related_model for model in GUARDED for f in model._meta.fields if f.is_relation}
    for model in {*GUARDED, *named}:
        for field in model._meta.fields:
            if field.name in ("key", "code") and not field.is_relation:
                for prefix in found:
                    if prefix.startswith(f"{model._meta.app_label}."):
                        found[prefix] |= set(whole_table(model).values_list(field.name, flat=True))
    found["agencies.staff:"] = {"S1", "S2", "S3"}
    assert all(found.values()), [prefix for prefix, keys in found.items() if not keys]
    return {prefix: sorted(keys) for prefix, keys in sorted(found.items())}


PREFIX = re.compile(r"wall\.held\('([^']+)'\)")


def test_a_leaky_function_an_error_or_a_plan_tells_nothing_of_a_hidden_row(raw):
    invent_rows(random.Random(3))
    noticed = []
    raw.add_notice_handler(lambda notice: noticed.append(notice.message_primary))
    raw.execute(
        "CREATE FUNCTION pg_temp.peep(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS "
        "$$ BEGIN RAISE NOTICE 'saw %', $1; RETURN true; END $$"
    )
    assert answers(raw, "SELECT * FROM contact_message WHERE pg_temp.peep(topic)") == []
    assert answers(raw, "SELECT * FROM contact_message WHERE 1 / (id - id) = 1") == []
    raw.execute("CREATE TEMP VIEW all_of_it AS SELECT * FROM contact_message")
    assert answers(raw, "SELECT * FROM all_of_it") == []
    raw.execute(
        "CREATE FUNCTION pg_temp.count_them() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS "
        "'SELECT count(*) FROM contact_message'"
    )
    assert answers(raw, "SELECT pg_temp.count_them()") == [(0,)]
    assert answers(raw, "SELECT * FROM pg_stats WHERE tablename = 'contact_message'") == []
    plan = answers(raw, "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM contact_message")
    assert "actual rows=0" in plan[0][0]
    assert noticed == []


def test_a_hidden_row_is_not_found_by_stumbling_over_it(raw):
    """Neither a key that is taken nor an upsert says that it is there."""
    invent_rows(random.Random(5))
    key = whole_table(GUARDED_POINT).values_list("key", flat=True)[0]
    insert = (
        "INSERT INTO contact_contactpoint (key, kind, key_ref, language, reach, known_at, keep_until)"
        " VALUES (%s, 'text', '', 'en', 'mobile', now(), now())"
    )
    for end in ("", " ON CONFLICT DO NOTHING", " ON CONFLICT (key) DO UPDATE SET reach = 'x'"):
        for one in (key, "no-such-key"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), raw.transaction():
                raw.execute(insert + end, [one])


GUARDED_POINT = next(model for model in GUARDED if model.__name__ == "ContactPoint")


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE contact_message DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE contact_message NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY wall_seen ON contact_message",
        "CREATE POLICY mine ON contact_message USING (true)",
        "CREATE OR REPLACE FUNCTION wall.may(text[]) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "CREATE TABLE mine (id int)",
        "UPDATE core_ledgerentry SET by = 'x'",
        "DELETE FROM core_ledgerentry",
        "ALTER TABLE core_ledgerentry DISABLE TRIGGER ALL",
        "DELETE FROM django_migrations",
        "SET session_replication_role = replica",
    ],
)
def test_whoever_serves_cannot_take_the_wall_down(raw, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege), raw.transaction():
        raw.execute(statement)


def test_turning_row_security_off_reads_an_error_and_no_row(raw):
    with pytest.raises(psycopg.errors.InsufficientPrivilege), raw.transaction():
        raw.execute("SET LOCAL row_security = off")
        raw.execute("SELECT * FROM contact_message")


def test_the_rights_of_our_own_maintenance_are_in_no_role():
    assert not {
        right for rights in RIGHTS.values() for right in rights if right.startswith("core.")
    }
    assert Role.OPERATOR in RIGHTS
