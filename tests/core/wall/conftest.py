"""What only PostgreSQL can show is collected where the suite runs on it (make test-postgresql)."""

from django.conf import settings

on_postgresql = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
collect_ignore = [] if on_postgresql else ["test_raised.py", "test_told.py"]
