"""The forms of a complaint and of thanks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from commonbeat.domains.concerns.actions.complaints import LONGEST
from commonbeat.domains.concerns.actions.thanks import LONGEST as LONGEST_THANKS
from commonbeat.domains.places.public import areas
from commonbeat.portals.residents.concerns.lines import Lines
from commonbeat.portals.residents.concerns.reaching import reach_field, reached


def category_words() -> dict[str, str]:
    """What a complaint may be about, in plain words."""
    return {
        "service": _("How long it took, or that nobody answered"),
        "public-interactions": _("How I was spoken to or treated"),
        "human-rights": _("I was treated differently because of who I am"),
        "integrity": _("Somebody was not honest"),
        "duties": _("Somebody did not do their work"),
        "laws": _("Somebody broke the law"),
    }


class _InTown(forms.Form):
    """A form that may say which part of town."""

    def _ask_area(self) -> None:
        places = [("", _("All of it, or I do not know"))]
        places += [(area.code, area.label) for area in areas()]
        self.fields["area"] = forms.ChoiceField(
            label=_("Which part of town?"), choices=places, required=False
        )

    def area_id(self) -> int | None:
        """The id of the chosen area, or None."""
        chosen = self.cleaned_data.get("area")
        return next((area.id for area in areas() if area.code == chosen), None)


class ComplaintForm(_InTown):
    """What the service did wrong."""

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["category"] = forms.ChoiceField(
            label=_("What is it about?"),
            choices=list(category_words().items()),
            widget=forms.RadioSelect,
        )
        self.fields["words"] = Lines(
            label=_("What happened?"),
            max_length=LONGEST,
            help_text=_("Say when and where, and what should have been done."),
            widget=forms.Textarea(attrs={"rows": 6}),
        )
        self._ask_area()
        self.fields["reach"] = reach_field()
        self.fields["knows"] = forms.BooleanField(
            label=_("I have seen the independent bodies above, and want the service to answer")
        )

    def clean_reach(self) -> tuple[str, str]:
        """The number in E.164 and the mail address; one of them or none."""
        return reached(self.cleaned_data.get("reach", ""))


class ThanksForm(_InTown):
    """What somebody did well."""

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["about"] = forms.CharField(
            label=_("Who do you want to thank?"),
            required=False,
            max_length=120,
            help_text=_("A name, or what you remember: the officer at the school on Monday."),
        )
        self.fields["words"] = Lines(
            label=_("What did they do?"),
            max_length=LONGEST_THANKS,
            widget=forms.Textarea(attrs={"rows": 5}),
        )
        self._ask_area()
        self.fields["may_be_told"] = forms.BooleanField(
            label=_("You may share my words, without my name"), required=False
        )
