"""Mail, over SMTP by Django's own backend: for contact points that are mail addresses."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext, override

from commonbeat.domains.contact.gateways.gateway import (
    BUSY,
    NO_SUCH_NUMBER,
    NOT_AUTHORISED,
    OUT_OF_REACH,
    REFUSED,
    HandedOver,
    Outcome,
    Outgoing,
    Rejected,
    Unknown,
)

_PERMANENT = 500


class Email:
    """One connection for each message: simple, and some hundreds a second on one machine."""

    name = "email"
    deduplicates = False

    def send(self, outgoing: Outgoing) -> Outcome:
        """Hand one message to the mail server, which then answers for it."""
        reference = f"<{outgoing.key}@commonbeat>"
        try:
            connection = get_connection()
            connection.open()
        except smtplib.SMTPAuthenticationError:
            return Rejected(NOT_AUTHORISED, permanent=False)
        except (OSError, smtplib.SMTPException):
            return Rejected(OUT_OF_REACH, permanent=False)
        try:
            _letter(outgoing, reference, connection).send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            return _refused(max(codes, default=0), NO_SUCH_NUMBER)
        except smtplib.SMTPResponseException as error:
            return _refused(error.smtp_code, REFUSED)
        except (OSError, smtplib.SMTPException):
            return Unknown()
        finally:
            connection.close()
        return HandedOver(reference)


def _refused(code: int, reason: str) -> Rejected:
    if code >= _PERMANENT:
        return Rejected(reason, permanent=True)
    return Rejected(BUSY, permanent=False)


def _letter(outgoing: Outgoing, reference: str, connection: BaseEmailBackend) -> EmailMessage:
    with override(outgoing.language):
        subject = gettext("News from %(service)s") % {"service": settings.SERVICE_NAME}
    return EmailMessage(
        subject=subject,
        body=outgoing.text,
        to=[outgoing.address],
        headers={
            "Message-ID": reference,
            "Auto-Submitted": "auto-generated",
            "Content-Language": outgoing.language,
        },
        connection=connection,
    )


def gateway() -> Email:
    """Mail by the settings EMAIL_HOST and the others beside it."""
    return Email()
