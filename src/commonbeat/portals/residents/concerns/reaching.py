"""The one field in which a resident says how to reach them, if they want to hear more."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from commonbeat.domains.contact.numbers import NotANumber, e164


def reach_field() -> forms.CharField:
    """A number or a mail address; never asked for more than once."""
    return forms.CharField(
        label=_("Mobile number or e-mail address"),
        required=False,
        max_length=254,
        help_text=_("Only if you want to hear what becomes of it."),
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )


def reached(text: object) -> tuple[str, str]:
    """The number in E.164 and the mail address; one of them or none. Raises ValidationError."""
    given = str(text).strip()
    if not given:
        return "", ""
    if "@" in given:
        validate_email(given)
        return "", given
    try:
        return e164(given, settings.PHONE_REGION), ""
    except NotANumber:
        raise forms.ValidationError(
            _("This is neither a telephone number nor an e-mail address.")
        ) from None
