"""Registers the concerns domain."""

from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    """The tables of concerns, tips, complaints and commendations."""

    name = "commonbeat.domains.concerns"
    label = "concerns"
    default_auto_field = "django.db.models.BigAutoField"
