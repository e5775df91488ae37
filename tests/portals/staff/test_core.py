"""Privacy and the ledger at the desk."""

from commonbeat.core.models import LedgerEntry
from commonbeat.roles import Role
from tests.portals.staff import town


def test_the_register_names_what_is_personal_and_how_long_it_is_kept(signed_in):
    page = signed_in(Role.PRIVACY_OFFICER).get("/staff/privacy/").content.decode()
    assert "contact.ContactPoint" in page
    assert "then blanked" in page


def test_what_is_held_is_found_by_number_and_erased_after_being_asked_once_more(signed_in):
    town.set_up()
    town.call()
    client = signed_in(Role.PRIVACY_OFFICER)
    found = client.post("/staff/privacy/held/", {"number": "(819) 555-0101"})
    assert found.status_code == 200
    assert town.ANA in found.content.decode()
    file = client.post("/staff/privacy/held/", {"number": town.ANA, "download": "1"})
    assert "attachment" in file["Content-Disposition"]
    assert file.json()["held"]
    asked = client.post("/staff/privacy/erase/", {"number": town.ANA})
    assert "Erase everything" in asked.content.decode()
    client.post("/staff/privacy/erase/", {"number": town.ANA, "sure": "1"})
    after = client.post("/staff/privacy/held/", {"number": town.ANA})
    assert "Nothing is held" in after.content.decode()
    assert not LedgerEntry.objects.filter(subject__contains=town.ANA[-7:]).exists()


def test_a_number_that_is_none_is_named_and_kept_in_its_box(signed_in):
    client = signed_in(Role.PRIVACY_OFFICER)
    answer = client.post("/staff/privacy/held/", {"number": "twelve"})
    assert answer.status_code == 422
    assert "twelve" in answer.content.decode()
    assert client.post("/staff/privacy/erase/", {"number": ""}).status_code == 422
    assert client.get("/staff/privacy/held/").status_code == 405


def test_the_ledger_shows_refusals_alone(signed_in):
    client = signed_in(Role.PRIVACY_OFFICER)
    everything = client.get("/staff/ledger/").content.decode()
    assert "agencies.engage_staff" in everything
    refused = client.get("/staff/ledger/?only=refused").content.decode()
    assert "agencies.engage_staff" not in refused
