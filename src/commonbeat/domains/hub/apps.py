"""Registers the Hub and, apart from it, what is sealed."""

from django.apps import AppConfig


class HubConfig(AppConfig):
    """The de-identified tables of the Hub."""

    name = "commonbeat.domains.hub"
    label = "hub"
    default_auto_field = "django.db.models.BigAutoField"
