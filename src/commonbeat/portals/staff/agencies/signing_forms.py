"""The forms of agencies, agreements, promises and seats. Shape only: actions hold the rules."""

from __future__ import annotations

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Choices = list[tuple[str, str]]
_DATE = {"type": "date"}


def _day(label: object, **more: object) -> forms.DateField:
    widget = forms.DateInput(attrs=_DATE, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)  # type: ignore[arg-type]


def _offer(field: forms.Field, choices: Choices) -> None:
    field.choices = choices  # type: ignore[attr-defined]


LAST_DAY = _("The last day on which it holds. On the day after, it opens nothing any more.")


class AgencyForm(forms.Form):
    """What an agency is called, and its sector."""

    name = forms.CharField(label=_("Name"), max_length=120)
    name_fr = forms.CharField(label=_("Name in French"), max_length=120, required=False)
    sector = forms.ChoiceField(
        label=_("Sector"),
        help_text=_("The Hub's record keeps the sector, never the name of the agency."),
    )

    def __init__(self, *args: object, sectors: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        _offer(self.fields["sector"], sectors)


class AgreementForm(forms.Form):
    """What an agency signed."""

    agency = forms.ChoiceField(label=_("Agency"))
    kind = forms.ChoiceField(label=_("What it is about"), widget=forms.RadioSelect)
    signed_on = _day(_("Signed on"))
    valid_until = _day(_("Holds until"), help_text=LAST_DAY)

    def __init__(self, *args: object, agencies: Choices, kinds: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        _offer(self.fields["agency"], agencies)
        _offer(self.fields["kind"], kinds)


class UndertakingForm(forms.Form):
    """One person's promise of confidentiality."""

    staff = forms.ChoiceField(label=_("Who promised"))
    signed_on = _day(_("Signed on"))
    valid_until = _day(_("Holds until"), help_text=LAST_DAY)

    def __init__(self, *args: object, people: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        _offer(self.fields["staff"], people)


class SeatForm(forms.Form):
    """A partner's seat: who, what it opens, and for which term."""

    staff = forms.ChoiceField(label=_("Partner"))
    rights = forms.MultipleChoiceField(
        label=_("What the seat opens"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They see it and change nothing. Each page that they open is written down."),
    )
    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"), help_text=_("On the day after, the desk is shut to them."))

    def __init__(
        self,
        *args: object,
        people: Choices,
        rights: list[tuple[str, str | Promise]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        _offer(self.fields["staff"], people)
        _offer(self.fields["rights"], [(code, str(label)) for code, label in rights])
