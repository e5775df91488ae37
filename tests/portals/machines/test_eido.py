"""EIDO documents over HTTP: alone, among our own events, and bad ones."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from commonbeat.domains.calls import catalogue
from commonbeat.domains.calls.actions.feeds import open_feed
from commonbeat.domains.calls.models import Call, Caller
from commonbeat.domains.places import locator
from tests.domains.calls.test_eido import CALL_ID, document, incident, part

ADDRESS = "/machines/dispatch/events"


@pytest.fixture
def post(noon, operator):
    catalogue.forget()
    locator.forget()
    token = open_feed(name="Town", by=operator).token

    def send(body: Any, content_type: str = "application/eido+json"):
        return Client().post(
            ADDRESS, json.dumps(body), content_type=content_type, headers={"X-Feed-Token": token}
        )

    return send


@pytest.mark.parametrize("content_type", ["application/eido+json", "application/json"])
def test_a_document_is_known_by_its_content_type_or_by_its_version(post, content_type):
    answer = post(document(), content_type)
    assert answer.status_code == 200, answer.content
    assert answer.json()["accepted"] == 4
    call = Call.objects.get()
    assert (call.external_id, call.call_type, call.longitude) == (CALL_ID, "NOISE", -75.70)
    assert Caller.objects.filter(call=call).count() == 1


def test_a_document_that_comes_again_changes_nothing(post):
    post(document())
    answer = post(document()).json()
    assert (answer["accepted"], answer["repeated"], answer["warnings"]) == (0, 4, [])


def test_documents_and_our_own_events_may_come_together(post):
    own = {"event_id": "e", "call_id": "26-9", "kind": "received", "at": "2026-05-12T15:00:00Z"}
    answer = post([document(), own], "application/json")
    assert answer.json()["accepted"] == 5
    assert Call.objects.count() == 2


def test_a_test_call_is_counted_as_ignored_and_makes_no_call(post):
    answer = post(document(incidentComponent=incident(incidentTypeCommonRegistryText="NCRTESTF")))
    assert answer.status_code == 200
    assert (answer.json()["accepted"], answer.json()["ignored"]) == (0, 1)
    assert not Call.objects.exists()


def test_a_document_without_a_version_is_refused_by_the_name_of_the_field(post):
    answer = post(part("x"))
    assert answer.status_code == 400
    [error] = answer.json()["errors"]
    assert (error["field"], error["rule"]) == ("eidoVersion", "missing")


def test_a_later_document_closes_the_call(post):
    post(document())
    closed = incident(
        lastUpdateTimeStamp="2026-05-12T15:40:00Z",
        incidentStatusCommonRegistryText=["Closed"],
        dispositionComponent=[part("d", 41, dispositionCommonRegistryCode="02")],
    )
    post(document(incidentComponent=closed))
    call = Call.objects.get()
    assert (call.status, call.disposition) == ("closed", "02")
