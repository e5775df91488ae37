"""Kannel calls us: texts in, receipts in, and everything that is refused."""

from urllib.parse import quote_from_bytes, urlencode

import pytest

from commonbeat.core.models import LedgerEntry
from commonbeat.domains.contact.gateways.gateway import HandedOver, receipt_secret
from commonbeat.domains.contact.models import Inbound, Message
from commonbeat.domains.contact.queries import inbound_of, point_of_number
from tests.domains.contact.made import ANA, CARRIES, draft, known, queued, row, state
from tests.domains.contact.test_outcomes import answered

pytestmark = pytest.mark.usefixtures("noon")
TEXTS = "/machines/kannel/texts"


@pytest.fixture
def secret(settings):
    return settings.GATEWAY_SECRET


def _texts(client, secret, **fields):
    given = {
        "secret": secret,
        "sender": ANA,
        "text": "hello",
        "charset": "UTF-8",
        "message_id": "m1",
    }
    return client.get(f"{TEXTS}?{urlencode(given | fields)}")


def _heard() -> list[str | None]:
    point = point_of_number(CARRIES, ANA)
    return [said.text for said in inbound_of(CARRIES, point.id)] if point else []


def test_a_text_is_taken_and_the_answer_is_empty(client, secret):
    answer = _texts(client, secret, text="Où est l'agent ? ça va")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["Content-Type"].startswith("text/plain")
    assert _heard() == ["Où est l'agent ? ça va"]


def test_the_same_text_brought_again_is_answered_200_and_changes_nothing(client, secret):
    _texts(client, secret, text="STOP")
    before = LedgerEntry.objects.count(), Message.objects.seen_by(CARRIES).count()
    assert _texts(client, secret, text="STOP").status_code == 200
    assert Message.objects.seen_by(CARRIES).count() == before[1] == 1
    assert Inbound.objects.seen_by(CARRIES).count() == 1


def test_without_kannels_id_the_words_the_sender_and_the_minute_stand_for_it(client, secret):
    for _ in range(2):
        _texts(client, secret, message_id="")
    _texts(client, secret, message_id="", text="other words")
    assert sorted(_heard()) == ["hello", "other words"]


def test_a_posted_text_brings_its_numbers_in_headers(client, secret):
    answer = client.post(
        f"{TEXTS}?secret={secret}&charset=UTF-8&message_id=m9",
        data="ARRÊT".encode(),
        content_type="text/plain",
        headers={"X-Kannel-From": ANA},
    )
    assert answer.status_code == 200
    assert _heard() == ["ARRÊT"]


def test_a_text_in_utf_16_is_read(client, secret):
    words = quote_from_bytes("ça va 🙂".encode("utf-16-be"))
    sender = quote_from_bytes(ANA.encode())
    url = f"{TEXTS}?secret={quote_from_bytes(secret.encode())}&sender={sender}&text={words}"
    client.get(f"{url}&charset=UTF-16BE&message_id=m1")
    assert _heard() == ["ça va 🙂"]


def test_bytes_in_no_charset_at_all_break_nothing(client, secret):
    url = f"{TEXTS}?secret={quote_from_bytes(secret.encode())}&sender=%2B15145550101"
    assert client.get(f"{url}&text=%ff%fe%00&charset=no-such&message_id=m1").status_code == 200


@pytest.mark.parametrize("wrong", ["", "wrong", "é"])
def test_without_the_secret_nothing_is_taken(client, secret, wrong):
    assert _texts(client, wrong).status_code == 401
    assert not Inbound.objects.seen_by(CARRIES).exists()


def test_an_empty_secret_of_ours_opens_nothing(client, settings):
    settings.GATEWAY_SECRET = ""
    assert _texts(client, "").status_code == 401
    assert (
        client.get(f"/machines/kannel/receipts/k?secret={receipt_secret('k')}").status_code == 401
    )


def test_a_short_code_as_sender_is_passed_over(client, secret):
    assert _texts(client, secret, sender="12345").status_code == 200
    assert not Inbound.objects.seen_by(CARRIES).exists()


def test_no_sender_and_other_methods_are_refused(client, secret):
    assert _texts(client, secret, sender="").status_code == 400
    assert client.put(f"{TEXTS}?secret={secret}").status_code == 405


def _receipt(client, key, status, secret=None):
    shown = receipt_secret(key) if secret is None else secret
    return client.get(f"/machines/kannel/receipts/{key}?secret={shown}&status={status}")


def test_a_receipt_settles_the_message_and_a_repeated_one_changes_nothing(client):
    answered(HandedOver(""))
    key = row().key
    for status in ("8", "1", "1"):
        assert _receipt(client, key, status).status_code == 200
    assert state() == ("delivered", "")


def test_a_failed_report_fails_the_message(client):
    answered(HandedOver(""))
    _receipt(client, row().key, "16")
    assert state() == ("failed", "not delivered")


def test_unknown_messages_and_unknown_statuses_are_answered_200(client):
    queued(draft(known()))
    assert _receipt(client, "nosuchkey", "1").status_code == 200
    assert _receipt(client, row().key, "77").status_code == 200
    assert _receipt(client, row().key, "x").status_code == 200
    assert state() == ("queued", "")


def test_the_secret_of_one_message_is_good_for_no_other(client):
    answered(HandedOver(""))
    assert _receipt(client, row().key, "1", receipt_secret("another")).status_code == 401
    assert _receipt(client, row().key, "1", "").status_code == 401
    assert state()[0] == "handed over"
