"""The settings of the suite: the product's own, with secrets for tests and a quick hasher."""

import os

os.environ.setdefault("COMMONBEAT_SECRET_KEY", "a secret for tests only, of enough length, 123")
os.environ.setdefault("COMMONBEAT_MASTER_SECRET", "another secret for tests only")
os.environ.setdefault("COMMONBEAT_GATEWAY_SECRET", "a gateway secret for tests only")
os.environ.setdefault("COMMONBEAT_MIRROR_LANGUAGE", "1")
os.environ.setdefault(
    "COMMONBEAT_STATIC_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage"
)

from commonbeat.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECOND_FACTOR_REQUIRED = False
# No static files are collected for tests.
WHITENOISE_AUTOREFRESH = True

# In memory, as Django does by itself where the engine is its own; ours is wrapped (core/engines),
# which pytest-django does not recognise when it spreads the suite over processes.
for _database in DATABASES.values():  # noqa: F405
    if "sqlite" in _database["ENGINE"]:
        _database.setdefault("TEST", {})["NAME"] = ":memory:"
