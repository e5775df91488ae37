"""The forms of signing in, accounts, staff and postings. Shape only: actions hold the rules."""

from __future__ import annotations

import phonenumbers
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from phonenumbers import PhoneNumberFormat

from commonbeat.domains.contact.errors import NotANumber
from commonbeat.domains.contact.numbers import e164


class CodeField(forms.CharField):
    """Six digits; spaces between them are forgiven."""

    def __init__(self) -> None:
        digits = {"autocomplete": "one-time-code", "inputmode": "numeric"}
        super().__init__(
            label=_("Code"),
            help_text=_("The six digits that your app shows now."),
            max_length=12,
            widget=forms.TextInput(attrs=digits),
        )

    def clean(self, value: str | None) -> str:
        """The digits alone; refuses anything else."""
        code = "".join((super().clean(value) or "").split())
        if len(code) != 6 or not code.isdecimal():
            raise forms.ValidationError(_("A code has six digits."))
        return code


def _password(label: object, kind: str, **more: object) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": kind})
    return forms.CharField(label=label, widget=widget, strip=False, max_length=200, **more)  # type: ignore[arg-type]


RULE = _("At least 12 characters, and not one that many people use. Several words are good.")


class SignInForm(forms.Form):
    """Name and password."""

    sign_in_name = forms.CharField(
        label=_("Name"),
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = _password(_("Password"), "current-password")


class CodeForm(forms.Form):
    """The second factor."""

    code = CodeField()


class PasswordForm(forms.Form):
    """A new password for oneself."""

    present = _password(_("Your present password"), "current-password")
    password = _password(_("New password"), "new-password", help_text=RULE)


class LanguageForm(forms.Form):
    """The language of one's own pages."""

    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: object, languages: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]


Choices = list[tuple[str, str]]


class EngageForm(forms.Form):
    """A person who will sign in."""

    display_name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("As colleagues know them.")
    )
    sign_in_name = forms.CharField(
        label=_("Sign-in name"),
        max_length=80,
        help_text=_("What they type to sign in. Small and large letters are the same."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    agency = forms.ChoiceField(label=_("Agency"))
    role = forms.ChoiceField(label=_("Role"))
    password = _password(_("First password"), "new-password", help_text=RULE)

    def __init__(self, *args: object, agencies: Choices, roles: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["agency"].choices = agencies  # type: ignore[attr-defined]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """Another role."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: object, roles: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]


class NewPasswordForm(forms.Form):
    """A new password for somebody who forgot theirs."""

    password = _password(_("New password"), "new-password", help_text=RULE)


_DATE = {"type": "date"}


class PostingForm(forms.Form):
    """An officer's contact as residents of an area will see it."""

    area = forms.ChoiceField(label=_("Area"))
    staff = forms.ChoiceField(label=_("Officer"))
    public_name = forms.CharField(
        label=_("Name that residents see"),
        max_length=120,
        help_text=_("With the rank, such as “Constable Bell”."),
    )
    public_phone = forms.CharField(
        label=_("Telephone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "dir": "ltr"}),
    )
    public_email = forms.EmailField(label=_("Mail address"), required=False)
    hours = forms.CharField(
        label=_("When they can be reached"),
        max_length=120,
        required=False,
        help_text=_("In English, such as “Weekdays, 9 to 5”."),
    )
    hours_fr = forms.CharField(
        label=_("When they can be reached, in French"), max_length=120, required=False
    )
    languages = forms.CharField(label=_("Languages they speak"), max_length=120, required=False)
    substitute = forms.ChoiceField(
        label=_("Substitute"), required=False, help_text=_("Who helps when they are away.")
    )
    starts_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d")
    )

    def __init__(self, *args: object, areas: Choices, people: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["area"].choices = areas  # type: ignore[attr-defined]
        self.fields["staff"].choices = people  # type: ignore[attr-defined]
        self.fields["substitute"].choices = [("", _("Nobody")), *people]  # type: ignore[attr-defined]

    def clean_public_phone(self) -> str:
        """As one writes it abroad, '+1 819-555-0111'; refuses what cannot be dialled."""
        typed = self.cleaned_data["public_phone"]
        if not typed:
            return ""
        try:
            number = phonenumbers.parse(e164(typed, settings.PHONE_REGION))
        except NotANumber:
            raise forms.ValidationError(_("This is not a number that can be dialled.")) from None
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


class EndPostingForm(forms.Form):
    """The last day of a posting."""

    ends_on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d")
    )
