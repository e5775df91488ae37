"""A real Kannel text gateway (bearerbox and smsbox) with a phone network under our control.

Kannel's own test driver (`smsc = fake`) listens for a network; `PhoneNetwork` is that network.
It keeps every text part that Kannel hands over and speaks as any phone. docs/reference/peers.md
lists the parameters that Kannel sends us.
"""

import contextlib
import secrets
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.peers.phone_network import PhoneNetwork
from tests.peers.processes import (
    LOOPBACK,
    Child,
    accepts_connections,
    eventually,
    free_port,
    program,
    scratch_folder,
)

SMSC_ID = "town"
USERNAME = "commonbeat"
# Kannel accepts a text to such a number from us, but no network will carry it (a report 16).
UNREACHABLE_PREFIX = "+15145550199"

# What Kannel fills in: docs/reference/peers.md explains each letter.
SPOKEN_BESIDE_BODY = "coding=%c&charset=%C&message_id=%I&smsc_id=%i"
SPOKEN = f"sender=%p&receiver=%P&text=%b&{SPOKEN_BESIDE_BODY}"
REPORTED = "status=%d&answer=%A&message_id=%I&smsc_message_id=%F&smsc_id=%i"


@dataclass(frozen=True)
class RunningKannel:
    """How to reach one running Kannel, and the phone network behind it.

    `sendsms_url`, `username` and `password` are what our server is configured with; `secret`
    comes back in the query of every inbound text, so that we know who calls.
    """

    sendsms_url: str
    username: str
    password: str
    secret: str
    network: PhoneNetwork
    bearerbox: Child
    smsbox: Child

    def send(self, **parameters: str) -> tuple[int, str]:
        """Hand Kannel a text over HTTP as our gateway does; returns its status and answer."""
        signed = {"username": self.username, "password": self.password, **parameters}
        query = urllib.parse.urlencode(signed)
        return _fetched(f"{self.sendsms_url}?{query}")

    def post(self, text: str, **headers: str) -> tuple[int, str]:
        """The same by POST: the text is the body, and `To="…"` becomes the header X-Kannel-To."""
        told = {"Username": self.username, "Password": self.password, **headers}
        request = urllib.request.Request(  # noqa: S310
            self.sendsms_url,
            data=text.encode(),
            headers={f"X-Kannel-{name.replace('_', '-')}": value for name, value in told.items()}
            | {"Content-Type": "text/plain; charset=UTF-8"},
        )
        return _fetched(request)

    def report_url(self, url: str, **ours: str) -> str:
        """A `dlr-url` that brings reports to `url`, with our parameters and Kannel's."""
        return f"{url}?{urllib.parse.urlencode({'secret': self.secret, **ours})}&{REPORTED}"


@contextlib.contextmanager
def running_kannel(
    *,
    delivered_to: str,
    method: Literal["GET", "POST"] = "GET",
    recoded: bool = True,
    secret: str | None = None,
) -> Iterator[RunningKannel]:
    """A Kannel of our own whose inbound texts arrive at the URL `delivered_to`.

    With "GET" all is in the query; with "POST" the text is the body and the numbers are
    headers, so that no web server's log holds them. The secret is in the query in both.
    `recoded` lets Kannel bring every text as UTF-8; without it, some come as UTF-16. Raises
    `PeerMissing`.
    """
    programs = {
        "bearerbox": program("bearerbox", package="kannel"),
        "smsbox": program("smsbox", package="kannel"),
    }
    ours = secret or secrets.token_urlsafe(16)
    with scratch_folder("kannel") as folder, contextlib.ExitStack() as stack:
        service = _service(delivered_to, method, ours)
        configuration = _Configuration(folder, service, ours, recoded=recoded)
        yield _start(stack, programs, configuration)


class _Configuration:
    """Ports, passwords and the configuration file of one Kannel."""

    def __init__(
        self, folder: Path, service: Mapping[str, str], secret: str, *, recoded: bool
    ) -> None:
        self.folder = folder
        self.secret = secret
        self.recoded = recoded
        self.password = secrets.token_urlsafe(16)
        self.admin_port, self.box_port, self.network_port, self.sendsms_port = (
            free_port() for _ in range(4)
        )
        self.file = folder / "kannel.conf"
        (folder / "spool").mkdir()
        groups = [self._core(), self._network(), self._smsbox(), self._sender(), service]
        self.file.write_text("\n\n".join(_group(group) for group in groups) + "\n")
        self.file.chmod(0o600)

    @property
    def sent_log(self) -> Path:
        """A line for each whole message that Kannel handed over: its coding, never its text."""
        return self.folder / "access.log"

    def coding_of(self, place: int) -> int:
        """The coding of the n-th whole message, from 0, by Kannel's own access log."""
        return eventually(lambda: self._codings()[place : place + 1], what="the log line")[0]

    def _codings(self) -> list[int]:
        lines = self.sent_log.read_text(errors="replace").splitlines()
        return [int(line.split("coding=")[1]) for line in lines if line.startswith("Sent SMS")]

    def _core(self) -> Mapping[str, str]:
        return {
            "group": "core",
            "admin-port": str(self.admin_port),
            "admin-interface": LOOPBACK,
            "admin-password": self.password,
            "smsbox-port": str(self.box_port),
            "smsbox-interface": LOOPBACK,
            "box-allow-ip": LOOPBACK,
            "store-type": "spool",
            "store-location": str(self.folder / "spool"),
            "access-log": str(self.sent_log),
            "access-log-format": "%l coding=%c",
            "access-log-clean": "true",
            "dlr-storage": "internal",
        }

    def _network(self) -> Mapping[str, str]:
        return {
            "group": "smsc",
            "smsc": "fake",
            "smsc-id": SMSC_ID,
            "our-host": LOOPBACK,
            "port": str(self.network_port),
            "connect-allow-ip": LOOPBACK,
            "denied-prefix": UNREACHABLE_PREFIX,
        }

    def _smsbox(self) -> Mapping[str, str]:
        return {
            "group": "smsbox",
            "bearerbox-host": LOOPBACK,
            "sendsms-port": str(self.sendsms_port),
            "sendsms-interface": LOOPBACK,
            "mo-recode": "true" if self.recoded else "false",
            "http-request-retry": "5",
            "http-queue-delay": "1",
        }

    def _sender(self) -> Mapping[str, str]:
        return {
            "group": "sendsms-user",
            "username": USERNAME,
            "password": self.password,
            "concatenation": "true",
            "max-messages": "10",
            "user-allow-ip": LOOPBACK,
        }


def _service(delivered_to: str, method: str, secret: str) -> Mapping[str, str]:
    posted = method == "POST"
    asked = SPOKEN_BESIDE_BODY if posted else SPOKEN
    return {
        "group": "sms-service",
        "keyword": "default",
        "catch-all": "true",
        "max-messages": "0",
        "post-url" if posted else "get-url": f"{delivered_to}?secret={secret}&{asked}",
        "send-sender": "true",
    }


def _group(settings: Mapping[str, str]) -> str:
    return "\n".join(
        f"{name} = {value}" if name == "group" else f'{name} = "{value}"'
        for name, value in settings.items()
    )


def _start(
    stack: contextlib.ExitStack, programs: Mapping[str, str], configuration: _Configuration
) -> RunningKannel:
    bearerbox = _box(stack, programs["bearerbox"], configuration)
    bearerbox.wait_until(lambda: accepts_connections(configuration.admin_port))
    bearerbox.wait_until(lambda: accepts_connections(configuration.box_port))
    smsbox = _box(stack, programs["smsbox"], configuration)
    smsbox.wait_until(lambda: accepts_connections(configuration.sendsms_port))
    network = PhoneNetwork(configuration.network_port, configuration.coding_of)
    network.connect()
    stack.callback(network.disconnect)
    bearerbox.wait_until(lambda: _is_online(configuration))
    return RunningKannel(
        sendsms_url=f"http://{LOOPBACK}:{configuration.sendsms_port}/cgi-bin/sendsms",
        username=USERNAME,
        password=configuration.password,
        secret=configuration.secret,
        network=network,
        bearerbox=bearerbox,
        smsbox=smsbox,
    )


def _box(stack: contextlib.ExitStack, path: str, configuration: _Configuration) -> Child:
    log = configuration.folder / f"{Path(path).name}.log"
    box = Child([path, "-v", "1", str(configuration.file)], log=log, cwd=configuration.folder)
    stack.callback(box.stop)
    return box


def _is_online(configuration: _Configuration) -> bool:
    query = urllib.parse.urlencode({"password": configuration.password})
    url = f"http://{LOOPBACK}:{configuration.admin_port}/status.txt?{query}"
    _, status = _fetched(url)
    return "(online" in status and "smsbox:" in status


def _fetched(asked: str | urllib.request.Request) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode()
