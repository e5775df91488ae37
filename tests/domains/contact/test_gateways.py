"""Each gateway against something that speaks its provider's language on this machine."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest
from django.core.exceptions import ImproperlyConfigured
from notifications_python_client.notifications import NotificationsAPIClient
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from commonbeat.domains.contact.gateways import email, kannel, notify, twilio
from commonbeat.domains.contact.gateways.gateway import (
    HandedOver,
    Outgoing,
    Rejected,
    Unknown,
    gateway_for,
    gateway_named,
)
from tests.domains.contact.provider import nobody_there, provider, silent_provider
from tests.peers.mail import mail_sink

PLAIN = Outgoing("key1", "+15145550101", "Hello à {é} €", "en")
COSTLY = Outgoing("key2", "+15145550101", "Reçu 🙂", "fr")
API_KEY = "commonbeat-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"


def _kannel(url: str, timeout: float = 5) -> kannel.Kannel:
    return kannel.Kannel(f"{url}/cgi-bin/sendsms", "us", "pw", "55500", timeout=timeout)


def _twilio(url: str, timeout: float = 5) -> twilio.Twilio:
    class Rerouted(TwilioHttpClient):
        def request(self, method, url_, *args, **kwargs):
            here = url_.replace("https://api.twilio.com", url)
            return super().request(method, here, *args, **kwargs)

    http = Rerouted(timeout=timeout, max_retries=0)
    return twilio.Twilio(Client("AC1", "token", http_client=http), "+15145550100")


def _notify(url: str, timeout: float = 5) -> notify.Notify:
    return notify.Notify(lambda: NotificationsAPIClient(API_KEY, url, timeout), "template")


EVERY = pytest.mark.parametrize("made", [_kannel, _twilio, _notify])


@EVERY
def test_no_answer_in_time_is_unknown(made):
    with silent_provider() as url:
        assert made(url, 0.1).send(PLAIN) == Unknown()


@EVERY
def test_nobody_there_is_certainly_not_sent_and_tried_again(made):
    assert made(nobody_there()).send(PLAIN) == Rejected("gateway out of reach", permanent=False)


@EVERY
@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (429, Rejected("busy", permanent=False)),
        (503, Rejected("busy", permanent=False)),
        (500, Unknown()),
        (502, Unknown()),
        (400, Rejected("refused", permanent=True)),
    ],
)
def test_a_providers_refusal_is_temporary_final_or_unknown(made, status, outcome):
    with provider(lambda _: (status, b'{"message": "x", "code": 1}')) as there:
        assert made(there.url).send(PLAIN) == outcome
        assert len(there.asked) == 1


@EVERY
def test_a_wrong_password_loses_no_text(made):
    with provider(lambda _: (403, b'{"message": "Authorization failed"}')) as there:
        assert made(there.url).send(PLAIN) == Rejected("not authorised", permanent=False)


def test_kannel_gets_the_text_and_a_report_address_with_our_key_and_a_secret_alone():
    with provider(lambda _: (202, b"0: Accepted for delivery")) as there:
        gateway = _kannel(there.url)
        assert gateway.send(PLAIN) == HandedOver("")
        assert gateway.send(COSTLY) == HandedOver("")
    first, second = there.asked
    assert first.path == "/cgi-bin/sendsms"
    assert first.body.decode() == PLAIN.text
    assert (first.headers["X-Kannel-To"], first.headers["X-Kannel-Coding"]) == (
        "+15145550101",
        "0",
    )
    assert second.headers["X-Kannel-Coding"] == "2"
    report = first.headers["X-Kannel-DLR-Url"]
    assert "/machines/kannel/receipts/key1?secret=" in report
    assert "5550101" not in report
    assert report.split("secret=")[1] != second.headers["X-Kannel-DLR-Url"].split("secret=")[1]


def test_twilio_gets_the_text_and_names_it():
    with provider(lambda _: (201, b'{"sid": "SM123"}')) as there:
        assert _twilio(there.url).send(PLAIN) == HandedOver("SM123")
    fields = parse_qs(there.asked[0].body.decode())
    assert fields["To"] == ["+15145550101"]
    assert fields["Body"] == [PLAIN.text]
    assert fields["StatusCallback"][0].endswith("/machines/twilio/receipts/key1")


@pytest.mark.parametrize(
    ("code", "reason"), [(21610, "opted out"), (21614, "landline"), (21211, "no such number")]
)
def test_twilio_says_what_is_wrong_with_a_number(code, reason):
    body = json.dumps({"code": code, "message": "no", "status": 400}).encode()
    with provider(lambda _: (400, body)) as there:
        assert _twilio(there.url).send(PLAIN) == Rejected(reason, permanent=True)


def test_notify_gets_the_text_under_our_reference():
    with provider(lambda _: (201, b'{"id": "n-1"}')) as there:
        assert _notify(there.url).send(PLAIN) == HandedOver("n-1")
    sent = json.loads(there.asked[0].body)
    assert sent == {
        "phone_number": "+15145550101",
        "template_id": "template",
        "personalisation": {"text": PLAIN.text},
        "reference": "key1",
    }


def test_mail_goes_through_a_real_mail_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    letter = Outgoing("key3", "ana@example.org", "Arrêt : reçu", "fr")
    with mail_sink() as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = sink.host, sink.port
        sink.refused = {"gone@example.org"}
        sink.busy = {"busy@example.org"}
        gateway = email.gateway()
        assert gateway.send(letter) == HandedOver("<key3@commonbeat>")
        gone = Outgoing("key4", "gone@example.org", "x", "en")
        busy = Outgoing("key5", "busy@example.org", "x", "en")
        assert gateway.send(gone) == Rejected("no such number", permanent=True)
        assert gateway.send(busy) == Rejected("busy", permanent=False)
        came = sink.wait_for(1)
    assert came[0].text.strip() == "Arrêt : reçu"
    assert came[0].recipients == ("ana@example.org",)
    assert came[0].content["Message-ID"] == "<key3@commonbeat>"
    assert gateway.send(letter) == Rejected("gateway out of reach", permanent=False)


def test_the_town_chooses_its_gateway_and_mail_always_goes_by_mail(settings):
    settings.GATEWAY = "console"
    assert gateway_for("text").name == "console"
    assert gateway_for("mail").name == "email"
    with pytest.raises(ImproperlyConfigured, match="one of console"):
        gateway_named("pigeon")


@pytest.mark.parametrize("name", ["kannel", "twilio", "notify"])
def test_a_gateway_without_its_settings_says_which_it_needs(name, settings):
    gateway_named.cache_clear()
    settings.KANNEL_USERNAME = ""
    with pytest.raises(ImproperlyConfigured, match="COMMONBEAT_"):
        gateway_named(name)
