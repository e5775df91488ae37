"""The de-identified card as a form: kind, age band, sex, how many, and the factors.

There is no box here in which anybody could write who it is about.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from commonbeat.domains.hub.carried import Carried
from commonbeat.portals.partners.hub.picking import FACTORS, Picker, asked_in, options, pickers

NONE = ("", "–")
# Django would repeat what was sent; a list that is no list could hold a name.
NOT_LISTED = {"invalid_choice": _("Choose from the list.")}


class CarriedForm(forms.Form):
    """What a situation carries to the table."""

    kind = forms.ChoiceField(label=_("What kind of situation?"))
    age_band = forms.ChoiceField(label=_("Age band"), required=False)
    sex = forms.ChoiceField(label=_("Sex, only if it is needed"), required=False)
    n_affected = forms.IntegerField(
        label=_("How many people is it about?"), required=False, min_value=1, max_value=99
    )
    risks = forms.MultipleChoiceField(required=False, error_messages=NOT_LISTED)
    protective = forms.MultipleChoiceField(required=False, error_messages=NOT_LISTED)
    flags = forms.MultipleChoiceField(required=False, error_messages=NOT_LISTED)

    def __init__(self, *args: Any, switched_off: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.switched_off = tuple(switched_off)
        for name, kind in (("kind", "type"), ("age_band", "age band"), ("sex", "sex")):
            self._choices(name, [NONE, *options(kind)])
        for name, kind in (("risks", "risk"), ("protective", "protective"), ("flags", "flag")):
            self._choices(name, options(kind))
        if not self.is_bound:  # else what went wrong takes the focus
            self.fields["kind"].widget.attrs["autofocus"] = True

    def carried(self) -> Carried:
        """What was chosen, once the form is valid."""
        given = {name: self.cleaned_data[name] for name in CarriedForm.base_fields}
        return Carried(**given | {name: tuple(given[name]) for name in FACTORS})

    def pickers(self) -> list[Picker]:
        """The lists of factors as they stand in the form."""
        chosen = {name: self[name].value() or () for name in FACTORS}
        asked = asked_in(self.data) if isinstance(self.data, QueryDict) else {}
        asked = asked or {name[5:]: text for name, text in self.initial.items() if "find_" in name}
        return pickers(chosen, asked, self.switched_off)

    def details(self) -> list[Any]:
        """The fields beside the factors."""
        return [self[name] for name in ("kind", "age_band", "sex", "n_affected")]

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        field.choices = choices  # type: ignore[attr-defined]


def as_initial(posted: QueryDict) -> dict[str, Any]:
    """What was typed, to show again without judging it: a search saves nothing."""
    several = set(FACTORS)
    kept: dict[str, Any] = {
        name: posted.getlist(name) if name in several else posted.get(name, "") for name in posted
    }
    return {name: value for name, value in kept.items() if not name.startswith("find_")} | {
        f"find_{name}": text for name, text in asked_in(posted).items()
    }


def from_carried(carried: Mapping[str, Any] | Carried) -> dict[str, Any]:
    """A card as the first contents of its form."""
    if isinstance(carried, Mapping):
        return dict(carried)
    return {name: getattr(carried, name) for name in CarriedForm.base_fields}
