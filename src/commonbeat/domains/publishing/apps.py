"""Registers the publishing domain."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """The tables of publishing."""

    name = "commonbeat.domains.publishing"
    label = "publishing"
    default_auto_field = "django.db.models.BigAutoField"
