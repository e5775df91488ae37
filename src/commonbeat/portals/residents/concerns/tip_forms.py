"""The forms of a tip."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from commonbeat.domains.concerns.actions.tips import LONGEST
from commonbeat.domains.concerns.photos import LARGEST_FILE, Clean, NotAPhoto, TooLarge, cleaned
from commonbeat.domains.places.public import areas
from commonbeat.portals.residents.concerns.lines import Lines


def topic_words() -> dict[str, str]:
    """What a tip may be about, in plain words."""
    return {
        "drugs": _("Drugs"),
        "theft": _("Theft or break-in"),
        "violence": _("Violence"),
        "weapons": _("Weapons"),
        "driving": _("Dangerous driving"),
        "fraud": _("Fraud"),
        "exploitation": _("Somebody is forced or used"),
        "other": _("Something else"),
    }


class TipForm(forms.Form):
    """What one knows, whole in one go."""

    def __init__(self, data: object = None, files: object = None) -> None:
        super().__init__(data, files)  # type: ignore[arg-type]
        self.fields["topic"] = forms.ChoiceField(
            label=_("What is it about?"), choices=list(topic_words().items())
        )
        places = [("", _("I would rather not say"))]
        places += [(area.code, area.label) for area in areas()]
        self.fields["area"] = forms.ChoiceField(
            label=_("Which part of town?"), choices=places, required=False
        )
        self.fields["words"] = Lines(
            label=_("What do you know?"),
            max_length=LONGEST,
            help_text=_(
                "Say what, where and when, and how you know. Leave out what shows who you are."
            ),
            widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        )
        self.fields["photo"] = forms.FileField(
            label=_("Photo"),
            required=False,
            help_text=_("We keep only the picture. Look closely: does it show who took it?"),
            widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        )

    def clean_photo(self) -> Clean | None:
        """The photo drawn anew, or None."""
        sent = self.cleaned_data.get("photo")
        if not sent:
            return None
        try:
            return cleaned(sent.read(LARGEST_FILE + 1))
        except (TooLarge, NotAPhoto):
            raise forms.ValidationError(
                _("We cannot take this file. Send a JPEG, PNG or WebP picture under 12 MB.")
            ) from None

    def area_id(self) -> int | None:
        """The id of the chosen area, or None."""
        chosen = self.cleaned_data.get("area")
        return next((area.id for area in areas() if area.code == chosen), None)


class ReceiptForm(forms.Form):
    """The words that open a tip."""

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["receipt"] = forms.CharField(
            label=_("Your nine words"),
            max_length=400,
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        )
