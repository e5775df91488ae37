"""Follow-ups at the desk."""

import datetime as dt

from commonbeat.core import clock
from commonbeat.core.models import LedgerEntry
from commonbeat.domains.presence.queries import follow_up
from commonbeat.roles import Role, actor
from tests.portals.staff import town

CHO = actor(Role.COORDINATOR, "cho")


def state_of(key: str) -> str:
    promise = follow_up(CHO, key)
    assert promise
    return promise.state


def test_late_ones_come_first(signed_in):
    town.set_up()
    late = town.promise(town.call("26-1"), hours=1)
    due = town.promise(town.call("26-2"), hours=30)
    client = signed_in(Role.OFFICER)
    with clock.moved_by(dt.timedelta(hours=2)):
        page = client.get("/staff/follow-ups/").content.decode()
    assert page.index(late) < page.index(due)
    assert "1 promised call is late" in page


def test_one_press_records_it_and_another_undoes_it(signed_in):
    town.set_up()
    key = town.promise(town.call())
    client = signed_in(Role.OFFICER)
    page = client.post(f"/staff/follow-ups/{key}/done/", follow=True).content.decode()
    assert state_of(key) == "done"
    assert f"/staff/follow-ups/{key}/take-back/" in page
    client.post(f"/staff/follow-ups/{key}/take-back/")
    assert state_of(key) == "promised"
    client.post(f"/staff/follow-ups/{key}/tried/")
    assert state_of(key) == "tried"
    client.post(f"/staff/follow-ups/{key}/not-wanted/")
    assert state_of(key) == "not wanted"


def test_a_second_press_changes_nothing(signed_in):
    town.set_up()
    key = town.promise(town.call())
    client = signed_in(Role.OFFICER)
    client.post(f"/staff/follow-ups/{key}/done/")
    page = client.post(f"/staff/follow-ups/{key}/not-wanted/", follow=True).content.decode()
    assert "settled this follow-up already" in page
    assert state_of(key) == "done"


def test_undoing_gives_way_to_a_newer_promise(signed_in):
    town.set_up()
    one = town.call()
    key = town.promise(one)
    client = signed_in(Role.OFFICER)
    client.post(f"/staff/follow-ups/{key}/done/")
    town.promise(one)
    page = client.post(f"/staff/follow-ups/{key}/take-back/", follow=True).content.decode()
    assert "promised another call since" in page
    assert state_of(key) == "done"


def test_it_can_be_taken_over(signed_in):
    town.set_up()
    key = town.promise(town.call())
    client = signed_in(Role.OFFICER)
    page = client.post(f"/staff/follow-ups/{key}/take-over/", follow=True).content.decode()
    assert "You look after it" in page


def test_a_link_alone_records_nothing_and_an_unknown_word_is_not_found(signed_in):
    town.set_up()
    key = town.promise(town.call())
    client = signed_in(Role.OFFICER)
    assert client.get(f"/staff/follow-ups/{key}/done/").status_code == 405
    assert client.post(f"/staff/follow-ups/{key}/burn/").status_code == 404
    assert client.post("/staff/follow-ups/none/done/").status_code == 404
    assert client.post("/staff/follow-ups/none/take-over/").status_code == 404


def test_an_analyst_sees_the_list_without_numbers_or_buttons(signed_in):
    town.set_up()
    key = town.promise(town.call())
    client = signed_in(Role.ANALYST)
    page = client.get("/staff/follow-ups/").content.decode()
    assert "••01" not in page
    assert f"{key}/done" not in page
    assert client.post(f"/staff/follow-ups/{key}/done/").status_code == 404


def test_the_share_kept_on_time_comes_with_its_interval(signed_in):
    town.set_up()
    key = town.promise(town.call(), hours=5)
    client = signed_in(Role.OFFICER)
    client.post(f"/staff/follow-ups/{key}/done/")
    with clock.moved_by(dt.timedelta(hours=6)):
        page = client.get("/staff/follow-ups/").content.decode()
    assert "100%" in page
    assert "Most likely between" in page


def test_an_officer_sees_the_number_to_call_and_the_ledger_knows_it(signed_in):
    town.set_up()
    key = town.promise(town.call())
    page = signed_in(Role.OFFICER).post(f"/staff/follow-ups/{key}/number/").content.decode()
    assert "tel:+1" in page
    assert LedgerEntry.objects.filter(verb="contact.reveal_number").count() == 1


def test_who_may_not_call_back_sees_no_number(signed_in):
    town.set_up()
    key = town.promise(town.call())
    answer = signed_in(Role.ANALYST).post(f"/staff/follow-ups/{key}/number/")
    assert answer.status_code == 404
