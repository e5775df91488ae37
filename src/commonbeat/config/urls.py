"""Every URL belongs to one portal."""

from django.urls import include, path

urlpatterns = [
    path("staff/", include("commonbeat.portals.staff.urls")),
    path("partners/", include("commonbeat.portals.partners.urls")),
    path("machines/", include("commonbeat.portals.machines.urls")),
    path("demo/", include("commonbeat.portals.demo.urls")),
    path("", include("commonbeat.portals.residents.urls")),
    path("", include("commonbeat.portals.public.urls")),
]
