"""How the parts of the service are, in plain sentences: what is wrong, and what to do about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonbeat.core import clock, heartbeats
from commonbeat.core.actor import Actor
from commonbeat.domains.calls.queries.feeds import feeds
from commonbeat.domains.contact.queries import Health
from commonbeat.ui.templatetags.ui import duration_words

# How long a part may be silent: quiet until the first, worrying from the second on.
SILENT = {
    "feed": (dt.timedelta(minutes=15), dt.timedelta(hours=2)),
    "worker": (dt.timedelta(minutes=1), dt.timedelta(minutes=5)),
}
WAITS = (dt.timedelta(seconds=30), dt.timedelta(minutes=5))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the service: `kind` is success, warning, error or neutral, as badges are."""

    name: str
    label: str
    kind: str
    state: str
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something to look after, as a notice shows it."""

    kind: str
    title: str
    text: str
    url: str = ""
    action: str = ""


def parts(viewer: Actor) -> list[Part]:
    """The worker, the feeds and the gateways, with their last sign of life."""
    signs = {sign.name: sign for sign in heartbeats.signs()}
    closed = {f"feed:{one.code}" for one in feeds(viewer) if one.closed_at}
    worker = signs.pop("worker", None)
    first = _part(worker) if worker else _never_started("worker", _("Worker"), "error")
    others = [_part(sign) for name, sign in signs.items() if name not in closed]
    if not any(part.name.startswith("feed") for part in others):
        others.append(_never_started("feed", _("Dispatch"), "warning"))
    return [first, *others]


def troubles(found: list[Part]) -> list[Trouble]:
    """What is wrong with the parts."""
    return [_trouble(part) for part in found if part.kind in {"warning", "error"}]


def outbox_troubles(outbox: Health | None) -> list[Trouble]:
    """What is wrong with the messages."""
    if outbox is None:
        return []
    found = []
    url, action = reverse("staff:messages"), _("See the messages")
    if outbox.oldest_due_age and outbox.oldest_due_age > WAITS[0]:
        kind = "error" if outbox.oldest_due_age > WAITS[1] else "warning"
        age = duration_words(outbox.oldest_due_age)
        title = _("The oldest text that is due has waited %(age)s") % {"age": age}
        found.append(
            Trouble(kind, title, _("Is the worker running? Is the gateway up?"), url, action)
        )
    n_bad = outbox.n_failed_today + outbox.n_unknown_today
    if n_bad:
        title = ngettext(
            "%(n)d text of today did not arrive for certain",
            "%(n)d texts of today did not arrive for certain",
            n_bad,
        ) % {"n": n_bad}
        text = _(
            "A few are normal: numbers change. Many at once mean that the gateway has a problem."
        )
        found.append(Trouble("warning", title, text, url, action))
    return found


def late_follow_ups(n_late: int) -> list[Trouble]:
    """Promises that were not kept in time."""
    if not n_late:
        return []
    title = ngettext("%(n)d promised call is late", "%(n)d promised calls are late", n_late) % {
        "n": n_late
    }
    text = _("Somebody was promised a call and still waits for it.")
    return [Trouble("error", title, text, reverse("staff:follow_ups"), _("See who waits"))]


def late_calls(n_waiting: int) -> list[Trouble]:
    """Calls that wait long for an officer."""
    if not n_waiting:
        return []
    title = ngettext(
        "%(n)d call has waited more than an hour and no officer is there yet",
        "%(n)d calls have waited more than an hour and no officer is there yet",
        n_waiting,
    ) % {"n": n_waiting}
    url = reverse("staff:calls")
    return [
        Trouble(
            "warning", title, _("Their callers are told that it takes longer."), url, _("See them")
        )
    ]


def meter(outbox: Health) -> dict[str, object]:
    """The inputs of ui/meter.html for the age of the oldest text that is due."""
    age = outbox.oldest_due_age or dt.timedelta(0)
    worst = WAITS[1].total_seconds()
    text = _("nothing waits") if outbox.oldest_due_age is None else duration_words(age)
    return {
        "value": min(round(100 * age.total_seconds() / (2 * worst)), 100),
        "low": round(100 * WAITS[0].total_seconds() / (2 * worst)),
        "high": 50,
        "text": text,
    }


def _part(sign: heartbeats.Sign) -> Part:
    sort, _colon, name = sign.name.partition(":")
    labels = {"feed": _("Dispatch"), "worker": _("Worker"), "gateway": _("Gateway")}
    label = " ".join(part for part in (labels.get(sort, sort), name) if part)
    silent = clock.now() - sign.at
    quiet, worrying = SILENT.get(sort, (dt.timedelta.max, dt.timedelta.max))
    if sign.n_failures:
        return Part(sign.name, label, "error", _("fails"), sign.at)
    if silent > worrying:
        return Part(sign.name, label, "error", _("silent"), sign.at)
    if silent > quiet:
        return Part(sign.name, label, "warning", _("quiet"), sign.at)
    return Part(sign.name, label, "success", _("well"), sign.at)


def _never_started(name: str, label: str, kind: str) -> Part:
    return Part(name, label, kind, _("never started"), None)


def _trouble(part: Part) -> Trouble:
    sort = part.name.partition(":")[0]
    advice = {
        "feed": _(
            "No news comes from dispatch, so callers hear nothing new. "
            "Ask whoever runs dispatch; the token of the feed may have ended."
        ),
        "worker": _(
            "Texts wait until the worker runs. "
            "Ask whoever runs this machine to start it: commonbeat worker."
        ),
        "gateway": _(
            "Texts cannot leave. They are tried again by themselves; "
            "ask whoever runs the gateway if it lasts."
        ),
    }
    ago = duration_words(clock.now() - part.at) if part.at else ""
    since = _("%(part)s: last sign %(ago)s ago") % {"part": part.label, "ago": ago}
    title = (
        since if part.at else _("%(part)s: %(state)s") % {"part": part.label, "state": part.state}
    )
    return Trouble(part.kind, title, advice.get(sort, ""))
