"""Registers the initiatives domain."""

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    """The tables of initiatives."""

    name = "commonbeat.domains.initiatives"
    label = "initiatives"
    default_auto_field = "django.db.models.BigAutoField"
