"""Registers the calls domain."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """The tables of calls."""

    name = "commonbeat.domains.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"
