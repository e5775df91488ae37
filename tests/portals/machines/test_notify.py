"""Notify calls us, with the bearer token that its settings page was given."""

import json

import pytest

from commonbeat.domains.contact.gateways.gateway import HandedOver
from commonbeat.domains.contact.models import Inbound
from commonbeat.domains.contact.queries import point_of_number
from tests.domains.contact.made import ANA, CARRIES, row, state
from tests.domains.contact.test_outcomes import answered

pytestmark = pytest.mark.usefixtures("noon")
TEXTS, RECEIPTS = "/machines/notify/texts", "/machines/notify/receipts"
STOP = {"id": "n1", "source_number": "15145550101", "message": "STOP", "more": 1}


@pytest.fixture
def post(client, settings):
    def send(path, body, token=settings.GATEWAY_SECRET):
        text = body if isinstance(body, str) else json.dumps(body)
        return client.post(
            path,
            text,
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )

    return send


def test_a_text_is_taken_once(post):
    for _ in range(2):
        assert post(TEXTS, STOP).status_code == 200
    assert point_of_number(CARRIES, ANA).is_stopped
    assert Inbound.objects.seen_by(CARRIES).count() == 1


def test_a_receipt_settles_the_message_that_it_names(post):
    answered(HandedOver("n9"))
    for _ in range(2):
        assert post(RECEIPTS, {"reference": row().key, "status": "delivered"}).status_code == 200
    assert state() == ("delivered", "")


def test_a_failure_and_an_unknown_reference(post):
    answered(HandedOver("n9"))
    post(RECEIPTS, {"reference": row().key, "status": "permanent-failure"})
    assert state() == ("failed", "not delivered")
    assert post(RECEIPTS, {"reference": None, "status": "delivered"}).status_code == 200


@pytest.mark.parametrize("body", ["", "[]", "{", '{"id": 5}'])
def test_what_cannot_be_read_is_refused(post, body):
    assert post(TEXTS, body).status_code == 400
    assert post(RECEIPTS, body).status_code == 400


def test_without_the_token_nothing_is_taken(post, client, settings):
    assert post(TEXTS, STOP, token="wrong").status_code == 401
    assert post(TEXTS, STOP, token="").status_code == 401
    assert client.post(TEXTS, STOP, content_type="application/json").status_code == 401
    assert client.get(TEXTS).status_code == 405
    settings.GATEWAY_SECRET = ""
    assert post(TEXTS, STOP, token="").status_code == 401
    assert not Inbound.objects.seen_by(CARRIES).exists()
