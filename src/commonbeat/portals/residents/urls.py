"""The pages of a resident with a private link in their hand."""

from __future__ import annotations

from django.urls import include, path

from commonbeat.portals.residents import calls

app_name = "residents"
urlpatterns = [
    path("c/<str:token>", calls.follow, name="call"),
    path("c/<str:token>/call-me", calls.call_me, name="call_me"),
    path("c/<str:token>/texts", calls.texts, name="texts"),
    path("", include("commonbeat.portals.residents.surveys.urls")),
    path("", include("commonbeat.portals.residents.concerns.urls")),
]
