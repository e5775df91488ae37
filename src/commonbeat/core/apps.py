"""Registers the core tables (ledger, rounds, heartbeats)."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The ledger and the worker's own tables."""

    name = "commonbeat.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"
