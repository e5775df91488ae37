"""Agreements, promises and agencies at the desk, and what the first page reminds of."""

import datetime as dt

import pytest

from commonbeat.domains.agencies.models import Agency, Agreement, Undertaking
from commonbeat.roles import Role
from tests.domains.agencies.cast import SEAT, SHARING, partner, promises, signs

DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 5, 12)
KEEPERS = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.PRIVACY_OFFICER)

pytestmark = pytest.mark.usefixtures("noon")


@pytest.mark.parametrize("role", KEEPERS)
def test_a_keeper_records_and_ends_an_agreement(role, signed_in):
    partner()
    client = signed_in(role)
    given = {
        "agency": "health", "kind": SHARING, "signed_on": "2026-05-01", "valid_until": "2026-04-30",
    }  # fmt: skip
    assert client.post("/staff/agreements/record/", given).status_code == 422
    assert client.post("/staff/agreements/record/", given | {"kind": "x"}).status_code == 422
    right = given | {"valid_until": "2027-04-30"}
    assert client.post("/staff/agreements/record/", right).status_code == 302
    one = Agreement.objects.get()
    assert "Health" in client.get("/staff/agreements/").content.decode()
    asked = client.get(f"/staff/agreements/{one.key}/end/").content.decode()
    assert "Nobody of this agency can open the Hub." in asked
    assert client.post(f"/staff/agreements/{one.key}/end/").status_code == 302
    again = client.post(f"/staff/agreements/{one.key}/end/", follow=True).content.decode()
    assert "This agreement does not hold any more." in again
    assert client.get("/staff/agreements/unknown/end/").status_code == 404


def test_a_keeper_records_and_ends_a_promise(signed_in):
    diaz = partner()
    client = signed_in(Role.COORDINATOR)
    listed = client.get("/staff/agreements/").content.decode()
    assert "Partners without a promise on record" in listed
    given = {"staff": diaz.key, "signed_on": "2026-05-01", "valid_until": "2026-04-30"}
    assert client.post("/staff/agreements/promise/", given).status_code == 422
    right = given | {"valid_until": "2027-04-30"}
    assert client.post("/staff/agreements/promise/", right).status_code == 302
    one = Undertaking.objects.get()
    listed = client.get("/staff/agreements/").content.decode()
    assert "Partners without a promise on record" not in listed
    assert client.get(f"/staff/agreements/promise/{one.key}/end/").status_code == 200
    assert client.post(f"/staff/agreements/promise/{one.key}/end/").status_code == 302
    listed = client.get("/staff/agreements/").content.decode()
    assert "opens neither the Hub nor a seat" in listed


def test_the_page_says_what_runs_out_what_lapsed_and_what_that_took_away(signed_in):
    diaz, eve = partner(), partner("eve", "school")
    signs("health", SHARING, until=TODAY - DAY)
    signs("health", SEAT, until=TODAY)
    signs("school", SHARING, until=TODAY + 7 * DAY)
    promises(diaz, until=TODAY + 60 * DAY)
    promises(eve, until=TODAY + 61 * DAY)
    page = signed_in(Role.PRIVACY_OFFICER).get("/staff/agreements/").content.decode()
    assert "lapsed" in page
    assert page.count("Nobody of this agency can open the Hub.") == 1
    for words in ("last day today", "7 days left", "60 days left"):
        assert words in page
    assert page.count('class="badge success"') == 1


def test_a_renewed_agreement_is_shown_once_and_the_old_one_below(signed_in):
    partner()
    signs("health", SHARING, until=TODAY - DAY)
    signs("health", SHARING, until=TODAY + 300 * DAY)
    page = signed_in(Role.COORDINATOR).get("/staff/agreements/").content.decode()
    now, earlier = page.split("<details>")
    assert "lapsed" not in now
    assert "Health" in earlier


@pytest.mark.parametrize("role", [*KEEPERS, Role.OFFICER])
def test_the_first_page_reminds_the_keepers_ever_louder(role, signed_in):
    diaz = partner()
    for agency, days in (("one", -1), ("two", 7), ("three", 30), ("four", 60), ("five", 61)):
        partner(f"of-{agency}", agency)
        signs(agency, SHARING, until=TODAY + days * DAY)
    promises(diaz, until=TODAY + 8 * DAY)
    page = signed_in(role).get("/staff/").content.decode()
    is_keeper = role in KEEPERS
    assert ("1 agreement or promise has lapsed" in page) is is_keeper
    assert ("1 agreement or promise ends within 7 days" in page) is is_keeper
    assert ("2 agreements or promises end within 30 days" in page) is is_keeper
    assert ("1 agreement or promise ends within 60 days" in page) is is_keeper
    assert ("Diaz, Three" in page) is is_keeper
    assert "Five" not in page


def test_an_administrator_adds_an_agency_and_names_its_sector(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    given = {"name": "Riverbend Shelter", "name_fr": "Refuge", "sector": "housing"}
    assert client.post("/staff/people/agencies/add/", given).status_code == 302
    one = Agency.objects.get(code="riverbend-shelter")
    assert (one.sector, one.is_police) == ("housing", False)
    assert client.post("/staff/people/agencies/add/", given).status_code == 302
    assert Agency.objects.filter(name="Riverbend Shelter").count() == 2  # another code
    assert client.post("/staff/people/agencies/add/", given | {"sector": "x"}).status_code == 422
    address = f"/staff/people/agencies/{one.code}/"
    assert 'value="Refuge"' in client.get(address).content.decode()
    assert client.post(address, given | {"sector": "fire"}).status_code == 302
    assert "Fire service" in client.get("/staff/people/agencies/").content.decode()
    assert client.get("/staff/people/agencies/unknown/").status_code == 404


def test_nobody_else_names_agencies(signed_in):
    client = signed_in(Role.COORDINATOR)
    for address in ("", "add/", "police/"):
        assert client.get(f"/staff/people/agencies/{address}").status_code == 404
