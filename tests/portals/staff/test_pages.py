"""Who may open which page, and that no address breaks one."""

import pytest
from django.urls import reverse

from commonbeat.portals.staff.urls import urlpatterns
from commonbeat.roles import RIGHTS, SIGNS_IN, Role
from tests.portals.staff import town

OPENS_FOR_NOBODY = {"sign_in", "sign_out", "second_factor", "set_up_second_factor"}
PLAIN = [
    pattern
    for pattern in urlpatterns
    if "<" not in str(pattern.pattern) and pattern.name not in OPENS_FOR_NOBODY
]


def test_every_page_says_which_right_opens_it():
    assert [p.name for p in urlpatterns if not hasattr(p.callback, "right")] == []


@pytest.mark.parametrize("role", SIGNS_IN)
def test_a_role_opens_the_pages_of_its_rights_and_no_other(role, signed_in):
    town.set_up()
    client = signed_in(role)
    for pattern in PLAIN:
        answer = client.get(reverse(f"staff:{pattern.name}"))
        may = pattern.callback.right in RIGHTS[role]
        # A partner without a seat is shown on to their own place from the desk's first page.
        refused = (302,) if (role, pattern.name) == (Role.PARTNER, "home") else (404,)
        assert answer.status_code in ((200, 405) if may else refused), pattern.name


@pytest.mark.parametrize(
    "query",
    ["?page=-1", "?page=99999999999999999999", "?page=%00", "?area=x&type=%00&status=z&told=?",
     "?show=x&just=%00", "?by=z&months=-3&question=%27", "?language=%2F..", "?only=x&before=²"],
)  # fmt: skip
def test_no_query_string_breaks_a_page(query, signed_in):
    town.set_up()
    town.call()
    for role in (Role.COORDINATOR, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR):  # all the pages
        client = signed_in(role)
        for pattern in PLAIN:
            if pattern.callback.right in RIGHTS[role]:
                answer = client.get(reverse(f"staff:{pattern.name}") + query)
                assert answer.status_code in (200, 405), (pattern.name, query)


def test_absent_things_are_not_found(signed_in):
    client = signed_in(SIGNS_IN[1])
    for path in ("calls/none/", "telling/policy/none/", "telling/words/none/en/",
                 "officers/none/end/", "telling/words/received/none/"):  # fmt: skip
        assert client.get(f"/staff/{path}").status_code == 404
