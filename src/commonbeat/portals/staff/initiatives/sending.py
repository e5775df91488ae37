"""From a filled-in form to an action, and from its refusal to a sentence beside the field."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _

from commonbeat.core.errors import NotPermitted, Refused
from commonbeat.core.screening import Found
from commonbeat.domains.initiatives import errors
from commonbeat.portals.staff.initiatives.forms import WrittenForm
from commonbeat.portals.staff.initiatives.words import TRACES
from commonbeat.portals.staff.words import word

ABSENT = (errors.NoSuchIssue, errors.NoSuchRecommendation, errors.NoSuchIndicator)


def sent(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the action was done; a refusal is told in the form. Absent things answer 404."""
    if not form.is_valid():
        return False
    try:
        act()
    except ABSENT:
        raise Http404 from None
    except NotPermitted:
        raise
    except Refused as refused:
        _tell(form, refused)
        return False
    return True


def _tell(form: forms.Form, refused: Refused) -> None:
    match refused:
        case errors.NamesSomebody():
            _tell_found(form, refused)
        case errors.NotInBothLanguages():
            _tell_missing(form, refused.field)
        case errors.NotComplete():
            form.add_error(refused.field if refused.field in form.fields else None, _incomplete())
        case _:
            form.add_error(None, sentence_of(refused))


def sentence_of(refused: Refused) -> str:
    """Why it was not done, for the reader."""
    known = {
        errors.AlreadyClosed: _("It is settled already, so it can no longer be changed."),
        errors.AlreadyPublished: _("The issue is public already."),
        errors.NoEvidence: _("Add evidence first: without it the issue is only a claim."),
        errors.DueInThePast: _("Choose a day that is still to come."),
        errors.NotAnsweredYet: _("Write down first that they accepted it."),
        errors.StillOpen: _(
            "Some recommendations are still open, or none was done. Settle them first."
        ),
        errors.ReadBefore: _("There is a value for this period already."),
        errors.NoReviewPlanned: _("Plan a review first."),
        errors.NotInBothLanguages: _("Something is missing in French. Add it, then publish."),
    }
    return known.get(type(refused), _("This could not be done."))


def _incomplete() -> str:
    return _("Choose or write something that fits here.")


def _tell_found(form: forms.Form, refused: errors.NamesSomebody) -> None:
    said = ", ".join(dict.fromkeys(_words(one) for one in refused.found))
    if refused.may_confirm and isinstance(form, WrittenForm):
        form.ask_to_check()
        form.add_error(
            "has_checked",
            _("This could lead to somebody: %(found)s. Change it, or say that it does not.")
            % {"found": said},
        )
    else:
        form.add_error(
            None, _("This would lead to somebody: %(found)s. Take it out.") % {"found": said}
        )


def _words(one: Found) -> str:
    return _("“%(words)s” (%(kind)s)") % {"words": one.words, "kind": word(TRACES, one.trace)}


def _tell_missing(form: forms.Form, field: str) -> None:
    sentence = _("The issue is public, so this must stand in English and in French.")
    if isinstance(form, WrittenForm):
        form.ask_for_french(field, sentence)
    else:
        form.add_error(None, sentence)
