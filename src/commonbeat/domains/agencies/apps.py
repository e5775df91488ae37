"""Registers the agencies domain."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """The tables of agencies."""

    name = "commonbeat.domains.agencies"
    label = "agencies"
    default_auto_field = "django.db.models.BigAutoField"
