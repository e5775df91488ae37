"""The words for the codes that the Hub's pages show, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, str | Promise]

STEPS: Words = {
    "queued": _("waits for its turn"),
    "presented": _("on the table"),
    "elevated": _("agreed: who is needed?"),
    "involved": _("a visit is to be planned"),
    "planned": _("a visit is planned"),
    "visited": _("visited, to be reported"),
    "closed": _("concluded"),
    "rejected": _("not taken up"),
    "withdrawn": _("withdrawn"),
}
STATES: Words = {
    "draft": _("draft"),
    "approved": _("approved"),
    "submitted": _("brought to the table"),
    "dropped": _("dropped"),
}
STATE_KINDS: Mapping[str, str] = {
    "draft": "neutral",
    "approved": "success",
    "submitted": "info",
    "dropped": "neutral",
}
ANSWERS: Words = {
    "yes": pgettext_lazy("an answer", "Yes"),
    "partly": pgettext_lazy("an answer", "Partly"),
    "no": pgettext_lazy("an answer", "No"),
}
CONSENTS: Words = {
    "given": _("Asked, and they agreed"),
    "refused": _("Asked, and they said no"),
    "not asked": _("Not asked yet"),
}
HOWS: Words = {"room": _("in the room"), "remote": _("from afar")}
ROLES: Words = {
    "discussant": _("Discussant"),
    "approver": _("Approver"),
    "chair": _("Chair"),
    "data clerk": _("Data clerk"),
    "privacy lead": _("Privacy lead"),
}
PARTS: Words = {
    "informed": _("wants to be told"),
    "consulted": _("gives advice"),
    "engaged": _("takes part"),
}
MEETINGS: Words = {"regular": _("Regular meeting"), "emergency": _("Emergency meeting")}
CADENCES: Words = {
    "weekly": _("Every week"),
    "twice weekly": _("Twice a week"),
    "fortnightly": _("Every two weeks"),
}
NOTE_MODES: Words = {
    "limited": _("From filter 3 on: those at the meeting may read it"),
    "involved": _("From filter 4 on: only the agencies that are in may read it"),
    "none": _("Never: there are no identity notes"),
}
CONSENSUS: Words = {
    "all": _("Every agency at the meeting agrees"),
    "most": _("Two thirds of the agencies at the meeting agree"),
}
SENSITIVITIES: Words = {
    "low": _("Low: the smallest number shown is 11"),
    "medium": _("Medium: the smallest number shown is 15"),
    "high": _("High: the smallest number shown is 20"),
}
LATE_REASONS: Words = {
    "person_away": _("They are away until then"),
    "unsafe": _("It would not be safe sooner"),
    "worker_needed": _("The right worker is not free sooner"),
    "asked_by_person": _("They asked for a later day"),
    "other": _("Another reason"),
}
MOBILISED: Words = {
    "informed": _("told about it"),
    "connected": _("connected to it"),
    "engaged": _("uses it"),
    "refused": _("refused it"),
    "none": _("there is no such service"),
}
PURPOSES: Words = {
    "who is involved": _("To find out which agencies know them"),
    "plan the visit": _("To plan the visit"),
}
WHATS: Words = {
    "open_note": _("wrote a note"),
    "share_note": _("let others read it"),
    "read_note": _("read a note"),
    "end_readings": _("people lost a note"),
    "destroy_identity_note": _("a note was destroyed at the end"),
    "destroy_expired_at": _("notes were destroyed because their time was over"),
}
KINDS: Words = {
    "type": _("Kinds of situation"),
    "age band": _("Age bands"),
    "sex": _("Sex"),
    "risk": _("Risk factors"),
    "protective": _("Protective factors"),
    "flag": _("Flags"),
    "rejection": _("Reasons for not taking up"),
    "conclusion": _("Reasons for concluding"),
    "service": _("Services"),
    "basis": _("Grounds for disclosing"),
    "visit": _("How visits end"),
    "check": _("The ten questions"),
    "later": _("How it stands later"),
}
SAID: Words = {
    "agrees": _("agrees"),
    "does not agree": _("does not agree"),
    "has not said": _("has not said yet"),
    "leads": _("leads"),
    "in": pgettext_lazy("an agency takes part", "in"),
    "out": pgettext_lazy("an agency takes part", "out"),
}
TESTS: Words = {
    "interest": _("Safety, health or well-being is at stake"),
    "probability": _("Harm is clearly likely, and soon"),
    "severity": _("The harm would be severe"),
    "many_agencies": _("One agency alone cannot do it"),
}

CONCERN_STATES: Words = {
    "received": _("new"),
    "looking": _("being looked into"),
    "planned": _("planned"),
    "done": _("done"),
    "not ours": _("for somebody else"),
    "nothing": _("nothing more to do"),
    "duplicate": _("same as another"),
}
CONCERN_ANSWERS: Words = {
    "looking": _("We are looking into it"),
    "planned": _("Something will be done"),
    "done": _("It is done (closes it)"),
    "nothing": _("We can do nothing more (closes it)"),
    "not ours": _("It is for somebody else to do (closes it)"),
}
HAND_BACKS: Words = {
    "not ours": _("It is not ours to do"),
    "no means": _("We cannot do it now"),
    "wrong place": _("It lies outside our area"),
    "more needed": _("We need to know more"),
}
WORDS: Mapping[str, Words] = {
    "concern states": CONCERN_STATES,
    "steps": STEPS,
    "states": STATES,
    "state kinds": STATE_KINDS,
    "answers": ANSWERS,
    "consents": CONSENTS,
    "hows": HOWS,
    "roles": ROLES,
    "parts": PARTS,
    "meetings": MEETINGS,
    "cadences": CADENCES,
    "note modes": NOTE_MODES,
    "consensus": CONSENSUS,
    "sensitivities": SENSITIVITIES,
    "late reasons": LATE_REASONS,
    "mobilised": MOBILISED,
    "purposes": PURPOSES,
    "kinds": KINDS,
    "said": SAID,
    "whats": WHATS,
    "tests": TESTS,
}


def word(words: Words, code: str) -> str:
    """The words for a code; the code itself when there are none."""
    return str(words.get(code, code))


def choices(words: Words) -> list[tuple[str, str]]:
    """A short list as the choices of a form."""
    return [(code, str(text)) for code, text in words.items()]
