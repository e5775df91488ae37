"""A mail server that keeps what it is given, in a thread of this process."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.peers.processes import LOOPBACK, eventually, free_port


@dataclass(frozen=True)
class Letter:
    """One message as it came over SMTP: the envelope and the parsed content."""

    sender: str
    recipients: tuple[str, ...]
    content: EmailMessage

    @property
    def subject(self) -> str:
        """The decoded subject line."""
        return str(self.content["Subject"])

    @property
    def text(self) -> str:
        """The plain text part, or an empty string."""
        part = self.content.get_body(preferencelist=("plain",))
        return str(part.get_content()).replace("\r\n", "\n") if part else ""


@dataclass
class MailSink:
    """Where to send (`host`, `port`, or `url`) and what has come (`messages`, oldest first).

    Addresses in `refused` get a permanent refusal (550), those in `busy` a temporary one (451).
    """

    host: str
    port: int
    messages: list[Letter] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    busy: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        """The address in the form smtp://host:port."""
        return f"smtp://{self.host}:{self.port}"

    def wait_for(self, n_messages: int) -> list[Letter]:
        """At least `n_messages` messages, waiting for them."""
        eventually(lambda: len(self.messages) >= n_messages, what=f"{n_messages} e-mails")
        return list(self.messages)

    # The two names below are those that aiosmtpd calls.
    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Refuse or accept one recipient."""
        if address in self.refused:
            return "550 5.1.1 No such mailbox"
        if address in self.busy:
            return "451 4.3.0 Try again later"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep one message."""
        content = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(content, EmailMessage)
        letter = Letter(envelope.mail_from, tuple(envelope.rcpt_tos), content)
        with self._lock:
            self.messages.append(letter)
        return "250 Message accepted"


@contextlib.contextmanager
def mail_sink() -> Iterator[MailSink]:
    """A listening SMTP server on a free loopback port, without TLS or sign-in."""
    sink = MailSink(LOOPBACK, free_port())
    controller = Controller(sink, hostname=sink.host, port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
