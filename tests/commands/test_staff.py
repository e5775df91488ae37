"""Engaging staff at the command line."""

from click.testing import CliRunner

from commonbeat.commands.staff import staff
from commonbeat.domains.agencies.models import Agency, Staff

PASSWORD = "a lighthouse keeps 12 lamps"
FIRST = ["engage", "--name", "Cho", "--role", "administrator"]


def test_the_first_administrator_is_engaged_with_a_password_typed_twice():
    done = CliRunner().invoke(staff, FIRST, input=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0
    assert PASSWORD not in done.output
    assert Staff.objects.get().check_password(PASSWORD)


def test_a_weak_password_engages_nobody_and_founds_nothing():
    done = CliRunner().invoke(staff, [*FIRST, "--password-stdin"], input="short\n")
    assert done.exit_code == 1
    assert "too short" in done.output
    assert not Staff.objects.exists()
    assert not Agency.objects.exists()


def test_nobody_is_engaged_as_a_machine_or_twice():
    machine = CliRunner().invoke(staff, ["engage", "--name", "x", "--role", "operator"])
    assert machine.exit_code == 2
    CliRunner().invoke(staff, [*FIRST, "--password-stdin"], input=f"{PASSWORD}\n")
    again = CliRunner().invoke(staff, [*FIRST, "--password-stdin"], input=f"{PASSWORD}\n")
    assert "already" in again.output
