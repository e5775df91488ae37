"""The pages of the public portal."""

from __future__ import annotations

from django.urls import path

from commonbeat.portals.public import (
    complaints,
    downloads,
    figures,
    front,
    initiatives,
    language,
    officers,
    privacy,
)

app_name = "public"
urlpatterns = [
    path("", front.home, name="home"),
    path("texts/", front.texts, name="texts"),
    path("health/", front.health, name="health"),
    path("officers/", officers.directory, name="officers"),
    path("figures/", figures.overview, name="figures"),
    path("figures/columns/", downloads.columns, name="columns"),
    path("figures/call-follow-up.csv", downloads.as_csv, name="figures_csv"),
    path("figures/call-follow-up.json", downloads.as_json, name="figures_json"),
    path("figures/complaints/", complaints.newest, name="complaints"),
    path("figures/complaints/<slug:year>/", complaints.of_year, name="complaints_of"),
    path("figures/complaints.csv", complaints.as_csv, name="complaints_csv"),
    path("log/", initiatives.status_log, name="initiatives"),
    path("log/<slug:key>/", initiatives.one_issue, name="issue"),
    path("privacy/", privacy.what_we_keep, name="privacy"),
    path("language/", language.switch, name="language"),
]
