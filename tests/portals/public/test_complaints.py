"""What everybody sees of complaints: late as plainly as on time, by year, and nothing small."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.test import Client

from commonbeat.core import clock
from commonbeat.portals.public import kept
from commonbeat.roles import Role
from commonbeat.workflows import complaint_figures
from tests.workflows.town_complaints import CLOCK, DAY, NEW_YEAR, several

PAGE = "/figures/complaints/"


@pytest.fixture
def last_year() -> None:
    """A year that is over: 24 answered in time and 8 late, and two of another kind."""
    several(12, "service", local=10)
    several(12, "service", "upheld", local=10)
    several(8, "duties", local=40)
    several(12, "duties", "upheld", local=20, investigated=150)
    several(2, "integrity")
    with clock.held_at(NEW_YEAR):
        complaint_figures.release_complaint_figures(by=CLOCK)


def read(page: str = PAGE, language: str = "en") -> str:
    return Client().get(page, headers={"accept-language": language}).content.decode()


def test_it_says_how_many_were_late_and_how_long_it_took(last_year):
    page = read()
    assert "2025" in page
    assert "Half took 10\N{NO-BREAK SPACE}days or less, and nine of ten" in page
    assert "0% on time, 100% late" in page  # the investigations
    assert "83% on time, 17% late" in page
    assert "<svg" in page
    assert "The same figures as a table" in page


def test_what_is_small_is_nowhere_on_the_page_nor_in_the_file(last_year):
    page = read()
    assert "too few to show" in page
    file = list(csv.DictReader(io.StringIO(read("/figures/complaints.csv"))))
    small = [row for row in file if row["category"] == "integrity"]
    assert small
    for row in small:
        assert {row["n"], row["median_days"], row["p90_days"], row["in_time"]} == {""}
    assert all(int(row["n"]) >= 10 for row in file if row["n"])


def test_the_file_says_the_same_as_the_page(last_year):
    file = csv.DictReader(io.StringIO(read("/figures/complaints.csv")))
    [local] = [r for r in file if (r["figure"], r["category"]) == ("local_response", "service")]
    assert (local["n"], local["median_days"], local["in_time"]) == ("24", "10", "1.0")


def test_a_year_that_is_not_over_is_not_there(last_year):
    several(30, at=NEW_YEAR + DAY)
    with clock.held_at(NEW_YEAR + 200 * DAY):
        complaint_figures.release_complaint_figures(by=CLOCK)
        kept.forget()
        assert "2026" not in read()
        assert Client().get(f"{PAGE}2026/").status_code == 404
    with clock.held_at(NEW_YEAR + 366 * DAY):
        complaint_figures.release_complaint_figures(by=CLOCK)
        kept.forget()
        assert "2026" in read()
        assert f"{PAGE}2025/" in read()
        assert "100% late" in read(f"{PAGE}2025/")


@pytest.mark.parametrize("year", ["2024", "0", "x", "2025-1"])
def test_another_year_is_not_found(last_year, year):
    assert Client().get(f"{PAGE}{year}/").status_code == 404


def test_in_french_the_same_stands_there(last_year):
    page = read(language="fr")
    assert 'lang="fr"' in page
    assert "Réponse lente ou absente" in page
    assert "10\N{NO-BREAK SPACE}jours" in page
    assert "trop peu pour être montré" in page


def test_before_the_first_year_is_over_there_is_nothing_to_show():
    several(15, at=dt.datetime(2026, 1, 20, 15, tzinfo=dt.UTC))
    assert "when a whole year is over" in read()
    assert Client().get("/figures/complaints.csv").status_code == 404
    assert Client().get(f"{PAGE}2026/").status_code == 404


@pytest.mark.parametrize("page", ["/", "/complain"])
def test_residents_find_it(page):
    assert f'href="{PAGE}"' in read(page)


def test_the_first_page_leads_to_the_log():
    assert 'href="/log/"' in read("/")


def test_those_who_handle_complaints_find_it(signed_in):
    answer = signed_in(Role.COORDINATOR).get("/staff/complaints/")
    assert f'href="{PAGE}"' in answer.content.decode()
