"""Staff, officers and one's own account at the desk."""

import datetime as dt

from commonbeat.domains.agencies import queries
from commonbeat.domains.agencies.models import Staff
from commonbeat.roles import Role, actor
from tests.domains.agencies.cast import PASSWORD, area, engage

ADMIN = actor(Role.ADMINISTRATOR, "admin")
NEW = {
    "display_name": "Diaz", "sign_in_name": "diaz", "agency": "police", "role": "analyst",
    "password": PASSWORD,
}  # fmt: skip


def test_an_administrator_engages_somebody(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    assert client.post("/staff/people/engage/", NEW).status_code == 302
    assert "Diaz" in client.get("/staff/people/").content.decode()


def test_a_wrong_form_keeps_what_was_typed_but_never_the_password(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    engage("diaz", Role.ANALYST)
    taken = client.post("/staff/people/engage/", NEW)
    assert taken.status_code == 422
    page = taken.content.decode()
    assert "signs in by this name already" in page
    assert 'value="Diaz"' in page
    assert PASSWORD not in page
    weak = client.post("/staff/people/engage/", NEW | {"sign_in_name": "d2", "password": "short"})
    assert "too short" in weak.content.decode()
    machine = client.post("/staff/people/engage/", NEW | {"role": "operator"})
    assert machine.status_code == 422


def test_service_ends_after_being_asked_once_more(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    diaz = engage("diaz", Role.ANALYST)
    assert client.get(f"/staff/people/{diaz.key}/end/").status_code == 200
    assert queries.staff_member(ADMIN, diaz.key).ended_at is None
    client.post(f"/staff/people/{diaz.key}/end/")
    assert queries.staff_member(ADMIN, diaz.key).ended_at is not None
    assert client.get(f"/staff/people/{diaz.key}/").status_code == 200


def test_the_only_administrator_cannot_lock_the_door_behind_them(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    key = Staff.objects.get().key
    page = client.post(f"/staff/people/{key}/end/", follow=True).content.decode()
    assert "only administrator" in page
    client.post(f"/staff/people/{key}/", {"role": "officer"})
    assert client.get("/staff/people/").status_code == 200


def test_a_forgotten_password_is_given_anew(signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    diaz = engage("diaz", Role.ANALYST)
    client.post(f"/staff/people/{diaz.key}/password/", {"password": "no"})
    diaz.refresh_from_db()
    assert diaz.check_password(PASSWORD)
    client.post(f"/staff/people/{diaz.key}/password/", {"password": "quite another 34 lamps"})
    diaz.refresh_from_db()
    assert diaz.check_password("quite another 34 lamps")
    assert client.post(f"/staff/people/{diaz.key}/second-factor/").status_code == 302


def test_a_coordinator_posts_an_officer_and_ends_the_posting(signed_in):
    client = signed_in(Role.COORDINATOR)
    bell, place = engage("bell", Role.OFFICER), area()
    given = {
        "area": place.pk, "staff": bell.key, "public_name": "Constable Bell",
        "public_phone": "819 555 0111", "starts_on": "2026-05-01",
    }  # fmt: skip
    assert "Old Mill" in client.get("/staff/officers/").content.decode()
    assert client.post("/staff/officers/post/", given).status_code == 302
    page = client.get("/staff/officers/").content.decode()
    assert "+1 819-555-0111" in page
    (posting,) = queries.postings(ADMIN, on=dt.date(2026, 5, 2))
    early = client.post(f"/staff/officers/{posting.key}/end/", {"ends_on": "2026-04-01"})
    assert early.status_code == 422
    client.post(f"/staff/officers/{posting.key}/end/", {"ends_on": "2026-05-09"})
    assert "Earlier postings" in client.get("/staff/officers/").content.decode()


def test_a_posting_without_a_contact_or_with_a_wrong_number_is_refused(signed_in):
    client = signed_in(Role.COORDINATOR)
    bell, place = engage("bell", Role.OFFICER), area()
    given = {
        "area": place.pk, "staff": bell.key, "public_name": "Constable Bell",
        "starts_on": "2026-05-01",
    }  # fmt: skip
    none = client.post("/staff/officers/post/", given)
    assert "Give a telephone number or a mail address" in none.content.decode()
    wrong = client.post("/staff/officers/post/", given | {"public_phone": "12"})
    assert "not a number that can be dialled" in wrong.content.decode()


def test_one_reads_the_desk_in_ones_own_language(signed_in):
    client = signed_in(Role.OFFICER)
    client.post("/staff/account/language/", {"language": "fr"})
    assert 'lang="fr"' in client.get("/staff/account/").content.decode()
    client.post("/staff/account/language/", {"language": "tlh"})
    assert 'lang="fr"' in client.get("/staff/account/").content.decode()


def test_one_changes_ones_password_and_stays_signed_in_here(signed_in):
    client = signed_in(Role.OFFICER)
    url = "/staff/account/password/"
    wrong = client.post(url, {"present": "no", "password": "quite another 34 lamps"})
    assert "not your present password" in wrong.content.decode()
    weak = client.post(url, {"present": PASSWORD, "password": "officer"})
    assert weak.status_code == 422
    client.post(url, {"present": PASSWORD, "password": "quite another 34 lamps"})
    assert client.get("/staff/account/").status_code == 200
