"""Twilio calls us: signed by Twilio's own validator, over all that it sends."""

import pytest
from twilio.request_validator import RequestValidator

from commonbeat.domains.contact.gateways.gateway import HandedOver
from commonbeat.domains.contact.models import Inbound, Message
from commonbeat.domains.contact.queries import point_of_number, points_by_id
from tests.domains.contact.made import ANA, CARRIES, known, row, state
from tests.domains.contact.test_outcomes import answered

pytestmark = pytest.mark.usefixtures("noon")
TOKEN = "the account's own token"
TEXTS = "/machines/twilio/texts"


@pytest.fixture(autouse=True)
def _configured(settings):
    settings.TWILIO_AUTH_TOKEN = TOKEN
    settings.GATEWAY_CALLBACK_URL = "https://town.example"


def _post(client, path, fields, *, token=TOKEN, url=None, sent=None):
    signed = RequestValidator(token).compute_signature(url or f"https://town.example{path}", fields)
    return client.post(path, sent or fields, headers={"X-Twilio-Signature": signed})


def _text(body, sid="SM1", **more):
    return {"MessageSid": sid, "From": ANA, "To": "+15145550100", "Body": body, **more}


def test_a_signed_text_is_taken_once_and_answered_with_empty_twiml(client):
    for _ in range(2):
        answer = _post(client, TEXTS, _text(" STOP "))
        assert (answer.status_code, answer.content) == (200, b"<Response/>")
    assert point_of_number(CARRIES, ANA).is_stopped
    assert Inbound.objects.seen_by(CARRIES).count() == 1
    assert row(f"reply:{Inbound.objects.seen_by(CARRIES).get().key}").purpose == "consent"


def test_fields_that_we_never_heard_of_and_empty_ones_are_signed_too(client):
    fields = _text("HELP", NewThing="x", FromCity="", NumMedia="0")
    assert _post(client, TEXTS, fields).status_code == 200


@pytest.mark.parametrize("changed", [{"Body": "STOP"}, {"Extra": "x"}])
def test_a_changed_or_added_field_breaks_the_signature(client, changed):
    fields = _text(" STOP ")
    assert _post(client, TEXTS, fields, sent=fields | changed).status_code == 401
    assert not Inbound.objects.seen_by(CARRIES).exists()


def test_another_token_another_address_and_no_signature_are_refused(client, settings):
    fields = _text("STOP")
    assert _post(client, TEXTS, fields, token="other").status_code == 401
    elsewhere = f"https://other.example{TEXTS}"
    assert _post(client, TEXTS, fields, url=elsewhere).status_code == 401
    assert client.post(TEXTS, fields).status_code == 401
    assert client.get(TEXTS).status_code == 405
    settings.TWILIO_AUTH_TOKEN = ""
    assert _post(client, TEXTS, fields, token="").status_code == 401


def test_where_twilio_answered_stop_itself_we_stop_and_stay_silent(client):
    _post(client, TEXTS, _text("STOP", OptOutType="STOP"))
    assert point_of_number(CARRIES, ANA).is_stopped
    assert not Message.objects.seen_by(CARRIES).exists()


def test_a_text_without_its_reference_is_refused(client):
    assert _post(client, TEXTS, _text("hello", sid="")).status_code == 400


def _status(client, status, key=None, **more):
    path = f"/machines/twilio/receipts/{key or row().key}"
    return _post(client, path, {"MessageSid": "SM9", "MessageStatus": status, **more})


def test_statuses_in_any_order_and_repeated_settle_the_message(client):
    answered(HandedOver("SM9"))
    for status in ("delivered", "sent", "queued", "delivered"):
        assert _status(client, status).status_code == 200
    assert state() == ("delivered", "")


def test_a_landline_is_learnt_from_the_error_code(client):
    point = known()
    answered(HandedOver("SM9"), point=point)
    _status(client, "undelivered", ErrorCode="30006")
    assert state() == ("failed", "landline")
    assert points_by_id(CARRIES, [point.id])[point.id].reach == "landline"


def test_an_unknown_message_is_answered_200(client):
    assert _status(client, "delivered", key="nosuchkey").status_code == 200


def test_a_picture_is_refused_kindly(client):
    fields = _text(
        "", NumMedia="1", MediaUrl0="https://api.example/1", MediaContentType0="image/jpeg"
    )
    assert _post(client, TEXTS, fields).status_code == 200
    key = Inbound.objects.seen_by(CARRIES).get().key
    assert row(f"no pictures:{key}").purpose == "answer"
    assert Message.objects.seen_by(CARRIES).count() == 1
