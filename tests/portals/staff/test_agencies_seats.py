"""A partner at the desk: what their seat opens, that each page is written down, and the last day."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from commonbeat.core import clock
from commonbeat.core.models import LedgerEntry
from commonbeat.domains.agencies.actions import agreements, seats
from commonbeat.domains.agencies.models import ServiceSeat
from commonbeat.domains.agencies.seats import SEAT_RIGHTS
from commonbeat.portals import doors
from commonbeat.portals.staff.urls import urlpatterns
from commonbeat.roles import RIGHTS, SEAT_MAY_HOLD, Role
from tests.domains.agencies.cast import OPERATOR, PASSWORD, SEAT, partner, promises, signs
from tests.portals.staff import town

DAY = dt.timedelta(days=1)
TODAY, LAST = dt.date(2026, 5, 12), dt.date(2026, 6, 30)
OPENS = RIGHTS[Role.SEATED_PARTNER] | SEAT_MAY_HOLD
ACCOUNT = {"account", "choose_language", "change_password", "set_up_second_factor", "second_factor"}
OUTSIDE = {"sign_in", "sign_out"}

pytestmark = pytest.mark.usefixtures("noon")


def signed_in_as(name: str) -> Client:
    client = Client()
    answer = client.post("/staff/sign-in/", {"sign_in_name": name, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def seated(*, until: dt.date = LAST, rights=tuple(SEAT_RIGHTS)) -> Client:
    diaz = partner()
    signs("health", SEAT, until=LAST)
    promises(diaz, until=LAST)
    seats.grant_seat(staff_key=diaz.key, rights=rights, starts_on=TODAY, ends_on=until, by=OPERATOR)
    return signed_in_as("diaz")


def readings() -> list[str]:
    lines = LedgerEntry.objects.filter(verb="agencies.note_reading").order_by("position")
    return [str(line.codes["page"]) for line in lines]


def addresses():
    """Every page of the desk, with a call's key where a page asks for one."""
    town.set_up()
    call = town.call()
    fills = {"key": call.key, "code": "NOISE", "milestone": "received", "language": "en"}
    fills |= {"point_id": 1, "what": "done", "number": 1, "kind": "graffiti", "question": "where"}
    for pattern in urlpatterns:
        names = pattern.pattern.converters
        if pattern.name not in OUTSIDE:
            kwargs = {name: fills[name] for name in names}
            yield pattern, reverse(f"staff:{pattern.name}", kwargs=kwargs)


def test_a_partner_without_a_seat_has_their_account_and_nothing_else():
    partner()
    client = signed_in_as("diaz")
    for pattern, address in addresses():
        answer = client.get(address)
        if pattern.name == "home":
            assert answer.url == reverse(doors.partners_home())
        elif pattern.name in ACCOUNT:
            assert answer.status_code in (200, 302, 405), address
        else:
            assert answer.status_code == 404, address
    page = client.get("/staff/account/").content.decode()
    assert "/staff/calls/" not in page
    assert f'href="{reverse("staff:home")}"' not in re.findall(r"<nav.*?</nav>", page, re.DOTALL)[0]
    assert readings() == []


def test_a_seated_partner_opens_exactly_what_the_seat_holds():
    client = seated()
    for pattern, address in addresses():
        may = pattern.callback.right in OPENS
        answer = client.get(address)
        if pattern.name in {"set_up_second_factor", "second_factor"}:
            continue
        expected = (200, 405) if may else (404,)
        assert answer.status_code in expected, address


def test_every_page_that_a_seated_partner_opens_stands_in_the_ledger():
    client = seated()
    opened = []
    for pattern, address in addresses():
        before = LedgerEntry.objects.filter(verb="agencies.note_reading").count()
        answer = client.get(address)
        new = readings()[before:]
        if answer.status_code < 400:
            assert new == [pattern.name], address
            opened.append(pattern.name)
        else:
            assert new == [], address  # nothing was read
    assert {"home", "calls", "call", "follow_ups", "surveys", "policies", "officers"} <= set(opened)
    seat = ServiceSeat.objects.get()
    lines = LedgerEntry.objects.filter(verb="agencies.note_reading")
    assert {line.subject for line in lines} == {seat.subject}


def test_the_line_says_which_record_was_shown_by_its_random_key():
    client = seated()
    town.set_up()
    call = town.call()
    client.get(reverse("staff:call", args=[call.key]))
    client.get("/staff/calls/somebody-typed-a-name/")  # is not there, so it is not written down
    line = LedgerEntry.objects.get(verb="agencies.note_reading")
    assert line.codes == {"page": "call", "record": call.key}


def test_a_part_of_a_page_that_refreshes_itself_is_written_down_too():
    client = seated()
    town.set_up()
    client.get("/staff/calls/", headers={"HX-Request": "true"})
    assert readings() == ["calls"]


def test_a_seat_with_one_right_opens_one_thing():
    client = seated(rights=("surveys.see_results",))
    town.set_up()
    assert client.get("/staff/surveys/").status_code == 200
    assert client.get("/staff/calls/").status_code == 404
    assert client.get("/staff/officers/").status_code == 404


def test_a_seated_partner_sees_no_number_of_a_caller():
    client = seated()
    town.set_up()
    call = town.call()
    town.promise(call)
    for address in ("/staff/", "/staff/calls/", f"/staff/calls/{call.key}/", "/staff/follow-ups/"):
        page = client.get(address).content.decode()
        assert "0101" not in page, address
        assert "8195550101" not in page


def test_on_the_day_after_the_last_one_everything_is_gone():
    until = TODAY + DAY
    seated(until=until)
    town.set_up()
    with clock.moved_by(DAY):  # noon of the last day
        client = signed_in_as("diaz")
        assert client.get("/staff/calls/").status_code == 200
        with clock.moved_by(dt.timedelta(hours=11, minutes=59)):
            assert client.get("/staff/calls/").status_code == 200
    with clock.moved_by(2 * DAY - dt.timedelta(hours=12)):  # midnight: the day after
        client = signed_in_as("diaz")
        assert client.get("/staff/").url == reverse(doors.partners_home())
        for address in ("calls", "follow_ups", "surveys", "officers", "policies", "gallery"):
            assert client.get(reverse(f"staff:{address}")).status_code == 404, address


def test_a_seat_that_ends_shuts_the_next_page_of_a_running_session():
    client = seated()
    town.set_up()
    assert client.get("/staff/calls/").status_code == 200
    seats.end_seat(seat_key=ServiceSeat.objects.get().key, by=OPERATOR)
    assert client.get("/staff/calls/").status_code == 404
    assert readings() == ["calls"]


def test_a_lapsed_agreement_or_promise_shuts_the_desk_on_its_day():
    client = seated()
    town.set_up()
    seat = ServiceSeat.objects.get()
    agreements.end_agreement(agreement_key=seat.agreement.key, by=OPERATOR)
    assert client.get("/staff/calls/").status_code == 404


def test_a_partner_goes_to_the_partners_portal_where_there_is_one(monkeypatch):
    known = doors.reverse
    monkeypatch.setattr(
        doors, "reverse", lambda name: "/partners/" if name == "partners:home" else known(name)
    )
    assert doors.partners_home() == "partners:home"
    partner()
    client = signed_in_as("diaz")
    assert client.get("/staff/", headers={"HX-Request": "true"})["HX-Redirect"] == "/partners/"


def test_an_administrator_grants_and_ends_a_seat_and_cannot_read_what_was_opened(signed_in):
    diaz = partner()
    signs("health", SEAT, until=LAST)
    promises(diaz, until=LAST)
    client = signed_in(Role.ADMINISTRATOR)
    page = client.get("/staff/agreements/seats/grant/").content.decode()
    assert page.count('type="checkbox"') == len(SEAT_RIGHTS)
    given = {
        "staff": diaz.key, "rights": ["calls.see_calls", "calls.count_calls"],
        "starts_on": "2026-05-12", "ends_on": "2026-06-01",
    }  # fmt: skip
    for wrong in ({"rights": []}, {"rights": ["contact.read_messages"]}, {"ends_on": "2027-01-01"}):
        assert client.post("/staff/agreements/seats/grant/", given | wrong).status_code == 422
    assert client.post("/staff/agreements/seats/grant/", given).status_code == 302
    seat = ServiceSeat.objects.get()
    shown = client.get("/staff/agreements/seats/").content.decode()
    assert "how far they are" in shown
    assert "badge success" in shown
    assert client.get(f"/staff/agreements/seats/{seat.key}/readings/").status_code == 404
    assert client.get(f"/staff/agreements/seats/{seat.key}/end/").status_code == 200
    assert client.post(f"/staff/agreements/seats/{seat.key}/end/").status_code == 302
    again = client.post(f"/staff/agreements/seats/{seat.key}/end/", follow=True)
    assert "This seat has ended." in again.content.decode()
    assert client.get("/staff/agreements/seats/unknown/end/").status_code == 404


def test_the_privacy_officer_reads_what_was_opened_page_by_page(signed_in):
    client = seated()
    town.set_up()
    for _ in range(101):
        client.get("/staff/officers/")
    client.get("/staff/calls/")
    seat = ServiceSeat.objects.get()
    address = f"/staff/agreements/seats/{seat.key}/readings/"
    reader = signed_in(Role.PRIVACY_OFFICER)
    first = reader.get(address).content.decode()
    assert first.count("<tr>") == 1 + 100
    older = re.search(r'rel="next" href="(\?before=\d+)"', first)
    assert older
    assert reader.get(address + older.group(1)).content.decode().count("<tr>") == 1 + 2
    assert reader.get(address + "?before=x²").status_code == 200
    assert reader.get("/staff/agreements/seats/unknown/readings/").status_code == 404
    assert reader.get("/staff/agreements/seats/grant/").status_code == 404
