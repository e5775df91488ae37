"""The addresses of the survey page; the residents portal includes them."""

from __future__ import annotations

from django.urls import path

from commonbeat.portals.residents.surveys import pages

urlpatterns = [
    path("s/<str:token>", pages.ask, name="survey"),
    path("s/<str:token>/decline", pages.decline, name="survey_decline"),
]
