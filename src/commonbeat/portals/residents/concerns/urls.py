"""The addresses of what residents bring."""

from __future__ import annotations

from django.urls import path

from commonbeat.portals.residents.concerns import complaining, following, reporting, seeing, tipping

urlpatterns = [
    path("complain", complaining.complain, name="complain"),
    path("k/<str:token>", complaining.follow, name="complaint"),
    path("thanks", complaining.thank, name="thank"),
    path("tip", tipping.tip, name="tip"),
    path("report", reporting.kinds, name="report_kinds"),
    path("report/<slug:kind>", reporting.report, name="report"),
    path("concerns", seeing.every, name="concerns"),
    path("concerns/<str:number>", seeing.one, name="seen"),
    path("r/<str:token>", following.follow, name="concern"),
    path("r/<str:token>/not-fixed", following.not_fixed, name="concern_not_fixed"),
    path("r/<str:token>/add", following.add, name="concern_add"),
]
