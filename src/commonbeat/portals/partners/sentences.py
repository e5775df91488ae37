"""What a refusal says to the reader: what happened, what was kept, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonbeat.core.errors import Refused
from commonbeat.domains.hub import errors
from commonbeat.domains.hub.words import codes

SENTENCES: Mapping[type[Refused], str | Promise] = {
    errors.ChangedMeanwhile: _(
        "Somebody else changed this while you were at it. Nothing of theirs was overwritten, and "
        "what you typed is still here. Look at what changed, then send again."
    ),
    errors.FilterSkipped: _(
        "The step before this one is not done yet. Nothing was changed. "
        "Do that step first, then come back."
    ),
    errors.NoMeeting: _(
        "No meeting is open at this table. Nothing was changed. "
        "The chair opens one, then it can be done."
    ),
    errors.AnotherIsOpen: _(
        "A meeting is open already. Nothing was changed. Close that one first."
    ),
    errors.OwnDraft: _(
        "Whoever wrote a screening cannot approve it. Nothing was changed. "
        "Ask another person of your agency."
    ),
    errors.NoTextHere: _("The rules of this table allow no remarks. Nothing was stored."),
    errors.TooEarly: _("It is too early to say. Nothing was changed. Come back on the day."),
    errors.NotTogether: _(
        "A privacy lead watches over the table and holds no other seat there. "
        "Nothing was changed. End the other seat first, or choose somebody else."
    ),
    errors.NoQuorum: _(
        "Too few sectors are at the table. Nothing was changed. "
        "Wait until more have said that they are here."
    ),
    errors.NoAccord: _(
        "The table has not agreed yet. Nothing was changed. "
        "Each agency says for itself whether it agrees."
    ),
    errors.NotTheirs: _(
        "Only an agency that has a part in this can do it. Nothing was changed. "
        "Ask the agency that leads."
    ),
    errors.NoNoteHere: _(
        "The rules of this table allow no identity note at this step. Nothing was stored."
    ),
    errors.NoteGone: _(
        "There is no identity note here that you may read. Nothing was changed. "
        "If your agency is in, ask the agency that brought the situation."
    ),
    errors.Locked: _(
        "Your own key is locked. Nothing was shown or stored. Sign out, sign in again, then return."
    ),
}
MISSING: Mapping[str, str | Promise] = {
    "answers": _("The ten questions"),
    "approval": _("The approval by another person of your agency"),
    "basis": _("Why you may disclose this"),
    "consent_asked": _("Whether the person was asked"),
    "kind": _("What kind of situation it is"),
    "age_band": _("The age band"),
    "sex": _("The sex"),
    "n_affected": _("How many people it is about"),
    "risks": _("The risk factors"),
    "protective": _("The protective factors"),
    "flags": _("The flags"),
    "reason": _("The reason"),
    "interest": _("Whether safety, health or well-being is at stake"),
    "probability": _("Whether harm is clearly likely, and soon"),
    "severity": _("Whether the harm would be severe"),
    "many_agencies": _("Whether one agency alone cannot do it"),
    "assisting": _("Another agency that is in, besides the one that leads"),
    "staff": _("The person"),
    "role": _("The seat"),
    "code": _("A short name that the list does not have yet"),
    "label": _("The name in English"),
    "label_fr": _("The name in French"),
    "note_days": _("For how many days a note is kept"),
    "quorum_sectors": _("How many sectors must be there"),
    "visit_hours": _("Within how many hours the visit is made"),
    "discussion_minutes": _("How many minutes a discussion lasts"),
    "assessment_ref": _("Where the privacy assessment is filed"),
    "assessed_on": _("The day of the privacy assessment"),
    "lead": _("The agency that leads"),
    "services": _("A service, and how it was mobilised"),
    "how": _("How the service was mobilised"),
    "late_reason": _("Why the visit is later than the table allows"),
    "planned_for": _("The day and time"),
    "visited_at": _("The day and time of the visit"),
    "agencies": _("The agencies that go"),
    "outcome": _("How the visit ended"),
    "answer": _("How it stands now"),
    "part": _("How your agency takes part"),
    "purpose": _("What it is for"),
    "name": _("The name"),
    "identifiers": _("Who it is about"),
}
FOUND: Mapping[str, str | Promise] = {
    "name": _("a name"),
    "phone": _("a telephone number"),
    "postal code": _("a postal code"),
    "date": _("a date"),
    "address": _("an address"),
    "mail": _("a mail address"),
    "link": _("a link"),
    "plate": _("a licence plate"),
}


def missing_words(missing: Iterable[str]) -> str:
    """What is missing, as a list in words; the ten questions in their own words."""
    language = get_language() or "en"
    questions = {one.code: one.text(language) for one in codes("check")}
    return ", ".join(questions.get(name) or str(MISSING.get(name, name)) for name in missing)


def sentence_for(error: Refused) -> str:
    """The sentence for a refusal, in the reader's language."""
    if isinstance(error, errors.NotComplete):
        names = missing_words(error.missing)
        return _(
            "Something is missing: %(names)s. What you typed is still here. "
            "Fill it in, then send again."
        ) % {"names": names}
    if isinstance(error, errors.NamesSomebody):
        found = ", ".join(str(FOUND.get(kind, kind)) for kind in error.found)
        return _(
            "The remark could tell who it is about: it holds %(found)s. It was not stored. "
            "Take that out, then send again."
        ) % {"found": found}
    return str(SENTENCES.get(type(error), _("This was not done. Nothing was changed.")))
