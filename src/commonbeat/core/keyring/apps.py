"""Registers the key ring."""

from django.apps import AppConfig


class KeyringConfig(AppConfig):
    """The key ring's single table."""

    name = "commonbeat.core.keyring"
    label = "keyring"
    default_auto_field = "django.db.models.BigAutoField"
