"""Who the suite is to PostgreSQL: the owner makes the databases, the serving role runs the tests."""

from django.conf import settings
from django.db import connections

CONNECTS = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
_serving: dict[str, dict[str, object]] = {}


def become_owner() -> None:
    """Connect as the role that owns the tables, where there is one apart."""
    for alias, owner in settings.OWNER_DATABASES.items():
        if owner:
            _serving.setdefault(alias, _of(connections[alias].settings_dict))
            _connect(alias, _of(owner))


def become_server() -> None:
    """Connect as the role that serves, which may empty tables here so that tests can begin anew."""
    for alias in _serving:
        role = settings.SERVING_ROLES[alias]
        with connections[alias].cursor() as cursor:
            cursor.execute(f'GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO "{role}"')
        _connect(alias, _serving[alias])


def _of(database: dict[str, object]) -> dict[str, object]:
    return {name: database[name] for name in CONNECTS}


def _connect(alias: str, as_whom: dict[str, object]) -> None:
    connections[alias].close()
    connections[alias].settings_dict.update(as_whom)
