"""Straight to PostgreSQL with the serving role, past Django and past every guard."""

import contextlib
from collections.abc import Iterator

import psycopg
from django.db import connection

from commonbeat.core.actor import Actor
from commonbeat.core.wall.telling import SETTING, token


@contextlib.contextmanager
def psycopg_session() -> Iterator[psycopg.Connection]:
    """A session of one's own, as whoever knows the web process's password would open it."""
    named = connection.settings_dict
    with psycopg.connect(
        host=named["HOST"],
        port=named["PORT"],
        user=named["USER"],
        password=named["PASSWORD"],
        dbname=named["NAME"],
        autocommit=True,
    ) as session:
        yield session


def answers(session: psycopg.Connection, question: str, *values: object) -> list[tuple]:
    """Every row that a statement gives."""
    return session.execute(question, values or None).fetchall()


def claim(session: psycopg.Connection, said: str) -> None:
    """Set the viewer's setting for the rest of this session."""
    session.execute("SELECT set_config(%s, %s, false)", [SETTING, said])


def genuine(session: psycopg.Connection, viewer: Actor) -> str:
    """The token with which our own process would tell this viewer in this session."""
    ((name,),) = answers(session, "SELECT wall.session()")
    return token(viewer, name)
