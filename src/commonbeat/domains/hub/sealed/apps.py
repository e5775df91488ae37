"""Registers the sealed tables."""

from django.apps import AppConfig


class SealedConfig(AppConfig):
    """The identity notes of the Hub."""

    name = "commonbeat.domains.hub.sealed"
    label = "hub_sealed"
    default_auto_field = "django.db.models.BigAutoField"
