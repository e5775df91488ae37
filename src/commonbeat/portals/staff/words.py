"""The desk's words for the codes of the domains: roles, states, reasons, in plain language."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

ROLES: Words = {
    "officer": _("Officer"),
    "coordinator": _("Coordinator"),
    "analyst": _("Analyst"),
    "leader": _("Leader"),
    "privacy officer": _("Privacy officer"),
    "administrator": _("Administrator"),
    "partner": _("Partner"),
}

TIP_TOPICS: Words = {
    "drugs": _("Drugs"),
    "theft": _("Theft or break-in"),
    "violence": _("Violence"),
    "weapons": _("Weapons"),
    "driving": _("Dangerous driving"),
    "fraud": _("Fraud"),
    "exploitation": _("Somebody is forced or used"),
    "other": _("Something else"),
}

TIP_STATES: Words = {
    "new": _("New"),
    "read": _("Read"),
    "passed on": _("Passed on"),
}

COMPLAINT_STAGES: Words = {
    "received": _("Received"),
    "screened": _("Being read"),
    "local response": _("Answered by the unit (30 days)"),
    "investigated": _("Investigated (120 days)"),
    "passed on": _("With an independent body"),
    "ended": _("Closed"),
}

CONCERN_STATES: Words = {
    "received": _("New"),
    "looking": _("Being looked into"),
    "planned": _("Planned"),
    "done": _("Done"),
    "not ours": _("Not ours"),
    "nothing": _("Nothing more to do"),
    "duplicate": _("Same as another"),
}

CONCERN_LISTS: Words = {
    "open": _("Open"),
    "late": _("Late"),
    "not fixed": _("Residents say: not fixed"),
    "over": _("Closed"),
}

# The states that staff choose from when they answer.
CONCERN_ANSWERS: Words = {
    "looking": _("We are looking into it"),
    "planned": _("Something will be done"),
    "done": _("It is done (closes it)"),
    "nothing": _("We can do nothing more (closes it)"),
    "not ours": _("It is for somebody else to do (closes it)"),
}

CAME_BY: Words = {
    "page": _("On our page"),
    "text": _("By text"),
    "app": _("By an app"),
    "desk": _("At the desk"),
}

HANDED_BACK: Words = {
    "not ours": _("It is not theirs to do"),
    "no means": _("They cannot do it now"),
    "wrong place": _("It lies outside their area"),
    "more needed": _("They need to know more"),
}

FORWARDED: Words = {
    "queued": _("waits to be sent"),
    "sending": _("being sent"),
    "sent": _("they have it"),
    "closed": _("closed there"),
    "refused": _("they refused it"),
    "unknown": _("perhaps sent: ask them"),
    "kept": _("not sent: it stays with us"),
}

TRACES: Words = {
    "link": _("a web address"),
    "mail": _("a mail address"),
    "phone": _("a phone number"),
    "postal code": _("a postal code"),
    "date": _("a date"),
    "address": _("a street address"),
    "plate": _("a licence plate"),
    "name": _("a name"),
}

STATUSES: Words = {
    "received": _("Waiting"),
    "dispatched": _("Officer chosen"),
    "en route": _("On the way"),
    "arrived": _("Officer there"),
    "closed": _("Closed"),
}

TEXT_NAMES: Words = {
    "received": _("Call received"),
    "delayed": _("It takes longer"),
    "en_route": _("On the way"),
    "arrived": _("Officer there"),
    "closed": _("Closed"),
    "promise": _("Call back promised"),
    "reminder": _("Reminder of a call back"),
    "status": _("Answer to STATUS"),
}

UNSAID: Words = {
    "sensitive type": _("a text could do harm with this type of call"),
    "unknown type": _("nobody has decided about this type of call yet"),
    "type not on the allow list": _("callers of this type are not told"),
    "officer initiated": _("an officer began it, nobody called"),
    "no number": _("no number is known"),
    "merged into another call": _("it was joined with another call"),
    "said STOP": _("the caller said STOP"),
    "landline": _("the number cannot receive texts"),
    "too late": _("it was too late to be of use"),
    "overtaken": _("the next step came first"),
    "reopened": _("the call was opened again"),
}

PROMISES: Words = {
    "promised": _("promised"),
    "tried": _("tried, not reached"),
    "done": _("done"),
    "not wanted": _("no longer wanted"),
}

WHY_PROMISED: Words = {
    "asked": _("The caller asked"),
    "policy": _("Our rule for this type of call"),
}

MESSAGES: Words = {
    "queued": _("waiting"),
    "claimed": _("being sent"),
    "handed over": _("sent"),
    "unknown": _("perhaps sent"),
    "delivered": _("delivered"),
    "failed": _("not delivered"),
    "cancelled": _("taken back"),
    "expired": _("too late"),
    "stopped": _("said STOP"),
}

MESSAGE_KINDS: Mapping[str, str] = {
    "queued": "neutral",
    "claimed": "neutral",
    "handed over": "info",
    "unknown": "warning",
    "delivered": "success",
    "failed": "error",
    "cancelled": "neutral",
    "expired": "neutral",
    "stopped": "neutral",
}

PURPOSES: Words = {
    "update": _("News of the call"),
    "survey": _("Survey"),
    "reminder": _("Call back"),
    "answer": _("Answer"),
    "consent": _("Consent"),
}

GROUPS: Words = {
    "traffic": _("Traffic"),
    "property": _("Property"),
    "disorder": _("Noise and disorder"),
    "sensitive": _("Sensitive"),
}


PRIVATE_LINK = re.compile(r"(https?://\S+?/\w+/)\w{12,}")


def without_link(text: str) -> str:
    """A text of ours with its private link cut off: the link is the caller's alone."""
    return PRIVATE_LINK.sub(r"\1…", text)


def word(words: Words, code: str) -> str:
    """The words for a code; the code itself when there are none."""
    return str(words.get(code, code))
