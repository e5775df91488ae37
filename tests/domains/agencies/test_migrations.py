"""Data that a migration changes."""

from importlib import import_module

from django.apps import apps

from commonbeat.domains.agencies.models import Agency

MIGRATION = "commonbeat.domains.agencies.migrations.0003_police_agencies_have_a_sector"


def test_police_founded_before_sectors_become_municipal_police_and_others_stay():
    for code, is_police, sector in (
        ("old", True, "other"), ("rcmp", True, "police_federal"), ("health", False, "other"),
    ):  # fmt: skip
        Agency.objects.create(code=code, name=code, is_police=is_police, sector=sector)
    import_module(MIGRATION).give_police_a_sector(apps, None)
    assert dict(Agency.objects.values_list("code", "sector")) == {
        "old": "police_municipal", "rcmp": "police_federal", "health": "other",
    }  # fmt: skip
