"""Registers the presence domain."""

from django.apps import AppConfig


class PresenceConfig(AppConfig):
    """The tables of presence."""

    name = "commonbeat.domains.presence"
    label = "presence"
    default_auto_field = "django.db.models.BigAutoField"
