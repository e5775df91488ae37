"""Survey results and remarks at the desk."""

import datetime as dt

import pytest

from commonbeat.core import clock
from commonbeat.domains.surveys.models import Instrument, Invitation, Remark, Response
from commonbeat.roles import Role
from tests.domains.agencies.cast import area
from tests.portals.staff import town


@pytest.fixture
def answers():
    """Twenty people asked about May, twelve of whom answered."""
    town.set_up()
    place, month = area(), clock.now().date().replace(day=1)
    instrument = Instrument.objects.get(code="after-a-call", in_force=True)
    for n in range(20):
        Invitation.objects.create(
            instrument=instrument, about="", area=place, group="traffic", month=month,
            state="answered" if n < 12 else "expired", due_at=clock.now(),
            expires_at=clock.now() + dt.timedelta(days=1),
        )  # fmt: skip
    for value in [5] * 9 + [1] * 3:
        Response.objects.create(
            instrument=instrument, question="overall", value=value, month=month,
            area_code=place.code, group="traffic", language="en",
        )  # fmt: skip


@pytest.mark.parametrize("by", ["area", "group", "month"])
def test_results_come_with_intervals_a_picture_and_its_table(by, answers, signed_in):
    page = signed_in(Role.ANALYST).get(f"/staff/surveys/?by={by}").content.decode()
    assert "60%" in page  # the response rate
    assert "Most likely between" in page
    assert "75%" in page
    assert "<svg" in page
    assert "<table" in page
    assert "not a random sample" in page


def test_too_few_answers_are_not_shown(signed_in):
    town.set_up()
    page = signed_in(Role.ANALYST).get("/staff/surveys/").content.decode()
    assert "Nobody was asked yet" in page


def test_a_remark_is_kept_or_struck_by_a_coordinator_alone(signed_in):
    remark = Remark.objects.create(
        month=dt.date(2026, 5, 1), text="Kind.", expires_at=clock.now() + dt.timedelta(days=9)
    )
    client = signed_in(Role.COORDINATOR)
    assert "Kind." in client.get("/staff/surveys/remarks/").content.decode()
    client.post(f"/staff/surveys/remarks/{remark.key}/keep/")
    client.post(f"/staff/surveys/remarks/{remark.key}/strike/")
    remark.refresh_from_db()
    assert remark.text == ""
    again = client.post(f"/staff/surveys/remarks/{remark.key}/keep/", follow=True)
    assert "gone already" in again.content.decode()
    assert client.post(f"/staff/surveys/remarks/{remark.key}/burn/").status_code == 404
    analyst = signed_in(Role.ANALYST)
    assert analyst.post(f"/staff/surveys/remarks/{remark.key}/keep/").status_code == 404


def test_what_was_said_about_reports_stands_apart_from_calls(answers, signed_in):
    instrument = Instrument.objects.get(code="after-a-report", in_force=True)
    for n in range(20):
        Invitation.objects.create(
            instrument=instrument, about="", group="noise", due_at=clock.now(),
            month=clock.now().date().replace(day=1), state="answered" if n < 10 else "expired",
            expires_at=clock.now() + dt.timedelta(days=1),
        )  # fmt: skip
        if n < 10:
            Response.objects.create(
                instrument=instrument, question="overall", value=5, group="noise",
                month=clock.now().date().replace(day=1),
            )  # fmt: skip
    client = signed_in(Role.ANALYST)
    reports = client.get("/staff/surveys/?after=report&by=group").content.decode()
    assert "How satisfied are you with what was done?" in reports
    assert "50%" in reports  # the response rate
    assert "whose reports were closed" in reports
    assert "Noise" in reports
    calls = client.get("/staff/surveys/?after=nothing").content.decode()
    assert "75%" in calls
    assert "with the help you got" in calls
