"""Police services founded before agencies had sectors are municipal police."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def give_police_a_sector(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Every police service without a sector of its own becomes municipal police."""
    agency = apps.get_model("agencies", "Agency")
    agency.objects.filter(is_police=True, sector="other").update(sector="police_municipal")


class Migration(migrations.Migration):
    """Data only; going back needs nothing."""

    dependencies = (("agencies", "0002_agreements_seats_and_personal_keys"),)
    operations = (migrations.RunPython(give_police_a_sector, migrations.RunPython.noop),)
