"""Registers the surveys domain."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """The tables of surveys."""

    name = "commonbeat.domains.surveys"
    label = "surveys"
    default_auto_field = "django.db.models.BigAutoField"
