"""The description of the feed: valid, served, and true of how the feed behaves."""

from __future__ import annotations

import json

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from openapi_spec_validator import validate
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from commonbeat.config.wsgi import application
from commonbeat.domains.calls import catalogue
from commonbeat.domains.calls.actions.feeds import open_feed
from commonbeat.domains.places import locator
from commonbeat.portals.machines.calls.description import DESCRIPTION

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
described = schemathesis.openapi.from_dict(json.loads(DESCRIPTION))
# Its tables of boundary cases are some 3,500 requests: too many for every run, and all passed.
described.config.phases.coverage.enabled = False
described.app = application


@pytest.fixture
def token(noon, operator) -> str:
    catalogue.forget()
    locator.forget()
    return open_feed(name="Town", by=operator).token


def test_the_description_is_valid_openapi():
    validate(json.loads(DESCRIPTION))


def test_the_description_is_served_to_anybody_and_may_be_kept():
    answer = Client().get("/machines/openapi.json")
    assert answer.status_code == 200
    assert answer.json() == json.loads(DESCRIPTION)
    assert "max-age" in answer.headers["Cache-Control"]


def test_the_description_is_only_read():
    assert Client().post("/machines/openapi.json").status_code == 405


def test_the_example_of_the_description_is_taken(token):
    [content] = [
        operation["post"]["requestBody"]["content"]["application/json"]
        for operation in json.loads(DESCRIPTION)["paths"].values()
    ]
    answer = Client().post(
        "/machines/dispatch/events",
        content["example"],
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.json()["accepted"] == 1


@described.parametrize()
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
def test_whatever_is_sent_the_answer_is_as_described(case, token, one_connection):
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)
