"""The mail sink keeps letters and refuses those it is told to."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from tests.peers.mail import MailSink, mail_sink

pytestmark = pytest.mark.peers


@pytest.fixture
def sink() -> Iterator[MailSink]:
    with mail_sink() as made:
        yield made


def letter(to: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "desk@localhost", to, "Reçu : où en est l'appel"
    made.set_content("Votre appel a été reçu.")
    return made


def test_a_letter_arrives_with_its_accents(sink: MailSink) -> None:
    with smtplib.SMTP(sink.host, sink.port) as client:
        client.send_message(letter("ana@localhost"))
    [came] = sink.wait_for(1)
    assert came.sender == "desk@localhost"
    assert came.recipients == ("ana@localhost",)
    assert came.subject == "Reçu : où en est l'appel"
    assert came.text == "Votre appel a été reçu.\n"


@pytest.mark.parametrize(("kind", "code"), [("refused", 550), ("busy", 451)])
def test_an_address_can_be_refused_or_busy(sink: MailSink, kind: str, code: int) -> None:
    getattr(sink, kind).add("eve@localhost")
    with (
        smtplib.SMTP(sink.host, sink.port) as client,
        pytest.raises(smtplib.SMTPRecipientsRefused) as refusal,
    ):
        client.send_message(letter("eve@localhost"))
    assert refusal.value.recipients["eve@localhost"][0] == code
    assert sink.messages == []
