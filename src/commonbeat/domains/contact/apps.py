"""Registers the contact domain."""

from django.apps import AppConfig


class ContactConfig(AppConfig):
    """The tables of contact."""

    name = "commonbeat.domains.contact"
    label = "contact"
    default_auto_field = "django.db.models.BigAutoField"
