"""The words of the set-up pages of concerns: what was wrong, what happened, what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.domains.concerns.actions import bodies, outside, questions
from commonbeat.domains.concerns.errors import Fault
from commonbeat.domains.concerns.outside import addresses
from commonbeat.domains.concerns.reports import MISSING, TOO_LONG, UNKNOWN
from commonbeat.portals.staff.words import Words

RULES: Words = {
    MISSING: gettext_lazy("Write something here."),
    TOO_LONG: gettext_lazy("This is too long."),
    addresses.NO_ADDRESS: gettext_lazy(
        "This is no address of a server. Write it like https://311.example.org/open311/v2, "
        "without a password, “?” or “#”."
    ),
    addresses.HTTPS_ONLY: gettext_lazy(
        "The address must begin with https://, so that nobody reads along on the way."
    ),
    addresses.OWN_NETWORK: gettext_lazy(
        "This address lies in our own network. We send only to servers outside."
    ),
    outside.ONLY_PUBLIC: gettext_lazy(
        "What residents wrote goes along only for a kind that everybody may see."
    ),
    bodies.NO_WAY: gettext_lazy("Give at least one way: a web address, a phone or a post address."),
    bodies.NOT_A_LINK: gettext_lazy("Write the whole web address, like https://example.org/."),
    questions.TOO_MANY: gettext_lazy("There are too many. Nobody answers a long list."),
    questions.TWICE: gettext_lazy("Two answers are the same."),
    UNKNOWN: gettext_lazy("Only a list has answers to choose from. Empty this field."),
}
DATATYPES: Words = {
    "string": gettext_lazy("A few words"),
    "text": gettext_lazy("Several lines"),
    "number": gettext_lazy("A number"),
    "datetime": gettext_lazy("A date and a time"),
    "singlevaluelist": gettext_lazy("One answer of a list"),
    "multivaluelist": gettext_lazy("One or more answers of a list"),
}
# What an outside server, or the way to it, said: a code of outside/client.py.
ANSWERS: Words = {
    "no such name": gettext_lazy("No server has this name."),
    "out of reach": gettext_lazy("Their server could not be reached for days."),
    "no safe connection": gettext_lazy(
        "No safe connection to their server could be made: its certificate is not in order."
    ),
    "no answer": gettext_lazy("Their server took the concern and then gave no answer."),
    "answer not understood": gettext_lazy("Their server answered, but we cannot read its answer."),
    "answer too large or too slow": gettext_lazy("Their server’s answer did not come to an end."),
    "stopped while sending": gettext_lazy("Our own machine stopped while the concern was sent."),
    addresses.NO_ADDRESS: gettext_lazy("The address of their server is wrong."),
    addresses.HTTPS_ONLY: gettext_lazy("The address of their server is not safe: it needs https."),
    addresses.OWN_NETWORK: gettext_lazy(
        "The name of their server leads into our own network, where we never send."
    ),
}
# What the Open311 specification says that a status means.
STATUSES: Words = {
    "400": gettext_lazy("Their server says that something is missing or wrong."),
    "401": gettext_lazy("Their server does not accept our key."),
    "403": gettext_lazy("Their server does not accept our key."),
    "404": gettext_lazy("Their server does not know this service."),
}


def what_happened(code: str) -> str:
    """Why a concern did not arrive, or perhaps did not, as a sentence."""
    if code in ANSWERS:
        return str(ANSWERS[code])
    found = re.match(r"(?:answered )?(\d{3})\b\s*(.*)", code)
    if found is None:
        return _("Their server did not say why.")
    if found[1] in STATUSES:
        return str(STATUSES[found[1]])
    return _("Their server answered with the status %(status)s.") % {"status": found[1]}


def their_codes(code: str) -> str:
    """The codes of the faults that their server named; '' for none."""
    found = re.match(r"\d{3}\s+(.+)", code)
    return found[1] if found else ""


def show_faults(form: forms.Form, faults: Sequence[Fault]) -> None:
    """Say what an action refused, at the field it is about."""
    for fault in faults:
        text = str(RULES.get(fault.rule, _("This cannot be taken.")))
        form.add_error(fault.field if fault.field in form.fields else None, text)
