"""The mobile network behind Kannel: keeps each text part it carries, and speaks as any phone.

It talks the line protocol of Kannel's `fake` driver: `sender receiver type content`, where the
type is text, data, ucs-2 or udh, and all content but that of `text` is URL-encoded.
"""

import re
import socket
import threading
import urllib.parse
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from tests.peers.processes import LOOPBACK, eventually

HEAD = re.compile(r"(\S+) (\S+) (text|data|ucs-2|udh) ?(.*)", re.DOTALL)
CONCATENATED = 0x00
GSM7, UCS2, UNTOLD = 0, 2, -1
CODINGS = {"text": GSM7, "ucs-2": UCS2}
GSM_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = "\f^{}\\[~]|€"
GSM_LETTERS = frozenset(GSM_BASIC + GSM_EXTENDED)


@dataclass(frozen=True)
class Part:
    """One part as the network got it: who to whom, the type, the content and its header."""

    sender: str
    receiver: str
    kind: str
    content: bytes
    header: bytes

    @property
    def reference(self) -> tuple[str, str, int, int]:
        """Which message this part belongs to, and how many parts that has."""
        number = self.header[3] if self._is_concatenated else 0
        return (self.sender, self.receiver, number, self.n_parts)

    @property
    def n_parts(self) -> int:
        """How many parts the whole message has, from the user data header."""
        return self.header[4] if self._is_concatenated else 1

    @property
    def place(self) -> int:
        """Which part this is, from 1."""
        return self.header[5] if self._is_concatenated else 1

    @property
    def _is_concatenated(self) -> bool:
        return len(self.header) == 6 and self.header[1] == CONCATENATED

    def shown(self, coding: int) -> str:
        """What a phone would show: letters that the 7-bit alphabet lacks come out as '?'."""
        if coding == UCS2:
            return self.content.decode("utf-16-be")
        letters = self.content.decode("utf-8", errors="replace")
        return "".join(letter if letter in GSM_LETTERS else "?" for letter in letters)


@dataclass(frozen=True)
class Text:
    """One whole text as the phone `receiver` shows it, put together from its parts."""

    sender: str
    receiver: str
    text: str
    coding: int
    n_parts: int


class PhoneNetwork:
    """Connects to the `fake` driver's port.

    `coding_of(n)` tells the coding of the n-th message.
    """

    def __init__(self, port: int, coding_of: Callable[[int], int]) -> None:
        self._port = port
        self._coding_of = coding_of
        self._lines: list[bytes] = []
        self._socket: socket.socket | None = None
        self._listener: threading.Thread | None = None

    def connect(self) -> None:
        """Come up. Kannel then hands over whatever it queued in the meantime."""
        self._socket = socket.create_connection((LOOPBACK, self._port))
        self._listener = threading.Thread(target=self._listen, args=(self._socket,), daemon=True)
        self._listener.start()

    def disconnect(self) -> None:
        """Go down, as an outage would; Kannel keeps texts until `connect`."""
        if self._socket is None or self._listener is None:
            return
        self._socket.shutdown(socket.SHUT_RDWR)
        self._listener.join()
        self._socket.close()
        self._socket = None

    def say(self, *, sender: str, receiver: str, text: str) -> None:
        """A phone texts us, in the 7-bit alphabet when it can and in UCS-2 when it must."""
        if set(text) <= GSM_LETTERS and "\n" not in text:
            self._write(f"{sender} {receiver} text {text}".encode())
            return
        content = urllib.parse.quote_from_bytes(text.encode("utf-16-be"), safe="")
        self._write(f"{sender} {receiver} ucs2 {content}".encode())

    @property
    def parts(self) -> list[Part]:
        """Every part that Kannel has handed over, oldest first."""
        return [_part(message) for message in _messages(self._lines)]

    @property
    def texts(self) -> list[Text]:
        """Every text that has come whole, in the order in which they became whole."""
        return [self._text(place, parts) for place, parts in enumerate(_wholes(self.parts))]

    def wait_for(self, n_texts: int) -> list[Text]:
        """At least `n_texts` whole texts, waiting for them."""
        eventually(lambda: len(self.texts) >= n_texts, what=f"{n_texts} texts on the network")
        return self.texts

    def texts_to(self, receiver: str) -> list[Text]:
        """The whole texts that one phone shows."""
        return [text for text in self.texts if text.receiver == receiver]

    def _write(self, line: bytes) -> None:
        if self._socket is None:
            raise ConnectionError("The phone network is down.")
        self._socket.sendall(line + b"\n")

    def _listen(self, connected: socket.socket) -> None:
        with connected.makefile("rb") as stream:
            for line in stream:
                self._lines.append(line)

    def _text(self, place: int, parts: list[Part]) -> Text:
        first = parts[0]
        coding = CODINGS.get(first.kind, UNTOLD)
        if coding == UNTOLD:
            coding = self._coding_of(place)
        shown = "".join(part.shown(coding) for part in parts)
        return Text(first.sender, first.receiver, shown, coding, len(parts))


def _part(message: str) -> Part:
    head = HEAD.fullmatch(message)
    assert head is not None
    sender, receiver, kind, rest = head.groups()
    if kind == "text":
        return Part(sender, receiver, kind, rest.encode(), b"")
    header, _, content = rest.rpartition(" data ") if kind == "udh" else ("", "", rest)
    return Part(sender, receiver, kind, _url_decoded(content), _url_decoded(header))


def _url_decoded(encoded: str) -> bytes:
    return urllib.parse.unquote_to_bytes(encoded.replace("+", " "))


def _messages(lines: list[bytes]) -> list[str]:
    """Lines joined to messages: a text with line breaks spreads over several lines."""
    joined: list[str] = []
    for line in [raw.decode("utf-8", errors="replace") for raw in list(lines)]:
        if HEAD.fullmatch(line.removesuffix("\n")) or not joined:
            joined.append(line)
        else:
            joined[-1] += line
    return [message.removesuffix("\n") for message in joined]


def _wholes(parts: list[Part]) -> list[list[Part]]:
    """The parts of each message that has come whole, in order, by the time of its last part."""
    wholes: list[list[Part]] = []
    waiting: dict[tuple[str, str, int, int], list[Part]] = defaultdict(list)
    for part in parts:
        together = waiting[part.reference]
        together.append(part)
        if len(together) == part.n_parts:
            del waiting[part.reference]
            wholes.append(sorted(together, key=lambda each: each.place))
    return wholes
