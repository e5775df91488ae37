"""The Centre of Responsibility at the desk."""

import datetime as dt
import html
import re

import numpy as np
import pytest

from commonbeat.domains.initiatives import queries
from commonbeat.roles import Role
from tests.domains.initiatives import made
from tests.domains.initiatives.made import ANALYST
from tests.workflows.hub_past import Past
from tests.workflows.test_hub_figures import table, tallied

VIEWS = ("steps", "category", "theme", "factor", "pairs", "gaps", "times", "mix")


@pytest.fixture
def hub(noon):
    """A year and a half of a table."""
    one = table(dt.date(2024, 7, 1))
    Past(one, np.random.default_rng(3)).fill(dt.date(2024, 7, 1), 18, 40)
    tallied(one)
    return one


def test_every_view_opens_for_every_length_of_period(hub, signed_in):
    client = signed_in(Role.ANALYST)
    for view in VIEWS:
        for period in ("2025", "2025-Q2", "2025-05"):
            page = client.get(f"/staff/hub-figures/?table={hub.key}&view={view}&period={period}")
            assert page.status_code == 200
            assert "Nothing that rests on fewer than 15" in page.content.decode() or view in {
                "pairs",
                "mix",
            }
    page = client.get("/staff/hub-figures/?table=x&period=2031&view=y").content.decode()
    assert "Riverton table" in page
    assert "Agreed that the risk is acute" in page


def test_a_leader_sees_what_the_rule_lets_through_and_makes_no_evidence_of_it(hub, signed_in):
    made.draft()
    leader, analyst = signed_in(Role.LEADER), signed_in(Role.ANALYST)
    address = f"/staff/hub-figures/?table={hub.key}&period=2025&view=category"
    seen = [one.get(address) for one in (leader, analyst)]
    figures = [re.findall(r"<td[^>]*>([^<]+)</td>", one.content.decode()) for one in seen]
    assert figures[0] == figures[1] != []
    assert "Keep it as evidence" not in seen[0].content.decode()
    assert leader.post("/staff/hub-figures/freeze/", {"table": hub.key}).status_code == 404
    assert (
        leader.get(f"/staff/hub-figures/month.csv?table={hub.key}&period=2025").status_code == 200
    )


@pytest.mark.parametrize("role", [Role.OFFICER, Role.COORDINATOR, Role.PRIVACY_OFFICER])
def test_who_decides_nothing_by_them_sees_no_figures(hub, signed_in, role):
    assert signed_in(role).get(f"/staff/hub-figures/?table={hub.key}").status_code == 404


def test_what_stands_out_comes_after_the_page_and_is_a_page_of_its_own(noon, signed_in):
    one = table(dt.date(2021, 1, 1))
    Past(one, np.random.default_rng(8)).fill(dt.date(2021, 1, 1), 60, 30)
    tallied(one)
    client = signed_in(Role.ANALYST)
    query = f"?table={one.key}&period=2021-2025&view=gaps"
    page = client.get(f"/staff/hub-figures/{query}").content.decode()
    (part,) = re.findall(r'<section id="stands-out".*?</section>', page, re.DOTALL)
    (asks,) = re.findall(r'hx-get="([^"]+)" hx-trigger="load"', part)
    (link,) = re.findall(r'<a href="([^"]+)">See what stands out</a>', part)
    assert link == asks
    assert "Withdrawal management" not in part
    alone = client.get(html.unescape(link)).content.decode()
    (part,) = re.findall(r'<section id="stands-out".*?</section>', alone, re.DOTALL)
    assert "Withdrawal management" in part
    assert "hx-get" not in part  # once it has come, it does not ask again
    assert "2021 to 2025" in alone


def test_a_line_becomes_the_evidence_of_an_issue(hub, signed_in):
    issue = made.draft()
    client = signed_in(Role.ANALYST)
    given = {
        "table": hub.key,
        "period": "2025",
        "view": "steps",
        "line": "police",
        "issue": issue.key,
    }
    page = client.post("/staff/hub-figures/freeze/", given, follow=True).content.decode()
    assert "Brought by the police" in page
    kept = queries.issue(ANALYST, issue.key).evidence[0]
    assert (kept.kind, kept.covers_from) == ("hub figure", dt.date(2025, 1, 1))
    for wrong in ({"line": "none"}, {"issue": "none"}, {"line": "coercive", "period": "2025-05"}):
        assert client.post("/staff/hub-figures/freeze/", given | wrong).status_code == 404
    assert client.get("/staff/hub-figures/freeze/").status_code == 405


def test_the_month_on_one_page_as_file_and_on_paper(hub, signed_in):
    client = signed_in(Role.ANALYST)
    query = f"?table={hub.key}&period=2025-Q2"
    page = client.get(f"/staff/hub-figures/month/{query}").content.decode()
    assert "Services not there" in page
    file = client.get(f"/staff/hub-figures/month.csv{query}")
    assert file.headers["Content-Disposition"] == 'attachment; filename="riv-2025-q2.csv"'
    assert "N/A" in file.content.decode()
    assert client.get(f"/staff/hub-figures/month.pdf{query}").content.startswith(b"%PDF")


def test_before_the_first_closed_month_the_page_says_so(noon, signed_in):
    client = signed_in(Role.ANALYST)
    for path in ("", "stands-out/", "month/", "month.csv", "month.pdf"):
        assert "No closed month yet" in client.get(f"/staff/hub-figures/{path}").content.decode()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR, Role.COORDINATOR])
def test_others_find_nothing_there(hub, signed_in, role):
    client = signed_in(role)
    for path in ("", "stands-out/", "month/", "month.csv", "month.pdf"):
        assert client.get(f"/staff/hub-figures/{path}?table={hub.key}").status_code == 404
