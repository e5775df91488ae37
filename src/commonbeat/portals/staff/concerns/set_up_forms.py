"""The forms of the set-up pages of concerns. Shape only: actions hold the rules."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from commonbeat.portals.staff.concerns.set_up_words import DATATYPES

_ROWS = {"rows": 3}


class ServerForm(forms.Form):
    """Another Open311 server."""

    name = forms.CharField(
        label=_("Name of the server"),
        max_length=120,
        help_text=_("What your colleagues call it, for example: City of Example."),
    )
    endpoint = forms.CharField(
        label=_("Its address"),
        max_length=200,
        help_text=_("The part before /requests.json, for example https://311.example.org/v2."),
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url", "autocomplete": "off"}),
    )
    jurisdiction_id = forms.CharField(
        label=_("Their name for the town (jurisdiction)"),
        max_length=120,
        required=False,
        help_text=_("Only if they gave you one."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    api_key = forms.CharField(
        label=_("The key that they gave you"),
        max_length=500,
        help_text=_("It is locked away and never shown again, to nobody."),
        widget=forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )


class RouteForm(forms.Form):
    """Which kind goes to which of their services."""

    kind = forms.ChoiceField(label=_("Kind of concern"))
    service_code = forms.CharField(
        label=_("Their code of the service"),
        max_length=120,
        help_text=_("It stands in their list of services."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    sends_description = forms.BooleanField(
        label=_("Send what the resident wrote too"),
        required=False,
        help_text=_("Without it only the kind, the place and the answers to our questions go."),
    )

    def __init__(self, *args: object, kinds: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class BodyForm(forms.Form):
    """An independent body, in both languages, and at least one way to reach it."""

    name = forms.CharField(label=_("Name in English"), max_length=160)
    name_fr = forms.CharField(label=_("Name in French"), max_length=160)
    takes = forms.CharField(
        label=_("What it takes, in English"),
        max_length=300,
        help_text=_("One or two short sentences: with what may residents turn to it?"),
        widget=forms.Textarea(attrs=_ROWS),
    )
    takes_fr = forms.CharField(
        label=_("What it takes, in French"), max_length=300, widget=forms.Textarea(attrs=_ROWS)
    )
    web = forms.CharField(
        label=_("Web address"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel"}),
    )
    post = forms.CharField(label=_("Post address"), max_length=200, required=False)


class KindWordsForm(forms.Form):
    """How a kind is called and described."""

    name = forms.CharField(label=_("Name in English"), max_length=120)
    name_fr = forms.CharField(label=_("Name in French"), max_length=120)
    description = forms.CharField(
        label=_("Description in English"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs=_ROWS),
    )
    description_fr = forms.CharField(
        label=_("Description in French"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs=_ROWS),
    )


class QuestionForm(forms.Form):
    """One question more, in both languages."""

    words = forms.CharField(label=_("Question in English"), max_length=300)
    words_fr = forms.CharField(label=_("Question in French"), max_length=300)
    datatype = forms.ChoiceField(
        label=_("How it is answered"), choices=list(DATATYPES.items()), widget=forms.RadioSelect
    )
    choices = forms.CharField(
        label=_("Answers to choose from"),
        max_length=2000,
        required=False,
        help_text=_(
            "Only for a list: 2 to 9 answers, one a line, English and French with a bar between "
            "them. For example: Too dim | Trop faible"
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    hint = forms.CharField(label=_("Hint in English"), max_length=200, required=False)
    hint_fr = forms.CharField(label=_("Hint in French"), max_length=200, required=False)
    is_required = forms.BooleanField(
        label=_("Residents must answer it"),
        required=False,
        help_text=_("Each question that must be answered makes some people give up."),
    )

    def clean_choices(self) -> list[tuple[str, str]]:
        """The lines as (English, French)."""
        lines = (line.partition("|") for line in self.cleaned_data["choices"].splitlines())
        pairs = [(english.strip(), french.strip()) for english, _bar, french in lines]
        listed = [pair for pair in pairs if any(pair)]
        if not all(english and french for english, french in listed):
            raise forms.ValidationError(
                _("Write each answer in both languages: English, a bar |, then French.")
            )
        return listed


class PhotoForm(forms.Form):
    """Somebody looked at the photo before everybody may."""

    looked = forms.BooleanField(
        label=_("I looked closely: no face, no number plate and no house number can be read."),
        error_messages={"required": _("Look at the photo and tick this. Otherwise leave it.")},
    )
