"""Problem details (RFC 9457)."""

from __future__ import annotations

import json

import pytest

from commonbeat.domains.calls.reading import DETAILS, Rule
from commonbeat.portals.machines.problems import KINDS, Report, problem


@pytest.mark.parametrize("status", KINDS)
def test_every_kind_of_problem_has_a_type_a_title_and_its_status(status):
    answer = problem(status, "Why.")
    told = json.loads(answer.content)
    assert answer.status_code == told["status"] == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert told["type"].startswith("urn:commonbeat:problem:")
    assert told["title"]
    assert set(told) == {"type", "title", "status", "detail"}


def test_errors_and_the_place_of_a_mistake_are_told_where_there_are_any():
    report = Report(3, "at", Rule.NO_ZONE, DETAILS[Rule.NO_ZONE], "e1")
    told = json.loads(problem(400, "Why.", line=2, column=7, errors=[report]).content)
    assert (told["line"], told["column"]) == (2, 7)
    assert told["errors"] == [
        {
            "index": 3,
            "field": "at",
            "rule": "no_zone",
            "detail": DETAILS[Rule.NO_ZONE],
            "event_id": "e1",
        }
    ]


def test_every_rule_has_a_sentence():
    assert set(DETAILS) == set(Rule)
