"""A table's rules as a form, and as sentences that say what they will mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonbeat.domains.hub.actions.tables import Rules
from commonbeat.domains.hub.queries.tables import PolicyView
from commonbeat.portals.partners.hub.picking import options
from commonbeat.portals.partners.words import (
    CADENCES,
    CONSENSUS,
    NOTE_MODES,
    SENSITIVITIES,
    choices,
    word,
)

# A field, and the list of words it is chosen from.
CHOSEN = {
    "note_mode": NOTE_MODES,
    "consensus": CONSENSUS,
    "cadence": CADENCES,
    "sensitivity": SENSITIVITIES,
}


class RulesForm(forms.Form):
    """One version of a table's rules."""

    note_mode = forms.ChoiceField(
        label=gettext_lazy("When may there be an identity note?"), widget=forms.RadioSelect
    )
    note_days = forms.IntegerField(
        label=gettext_lazy("Days until a note is destroyed at the latest"),
        min_value=1,
        max_value=14,
    )
    consensus = forms.ChoiceField(
        label=gettext_lazy("When has the table agreed?"), widget=forms.RadioSelect
    )
    quorum_sectors = forms.IntegerField(
        label=gettext_lazy("Sectors that must be at a meeting"), min_value=1, max_value=20
    )
    visit_hours = forms.IntegerField(
        label=gettext_lazy("Hours until the visit"), min_value=1, max_value=336
    )
    discussion_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes for each situation"), min_value=1, max_value=60
    )
    cadence = forms.ChoiceField(label=gettext_lazy("How often does the table meet?"))
    sensitivity = forms.ChoiceField(
        label=gettext_lazy("How sensitive are its numbers?"), widget=forms.RadioSelect
    )
    free_text = forms.BooleanField(
        label=gettext_lazy("Allow short remarks, which are screened and expire"), required=False
    )
    repeat_check = forms.BooleanField(
        label=gettext_lazy("Tell whether somebody was discussed before: yes or no"),
        help_text=gettext_lazy("Only after a privacy assessment that is on file."),
        required=False,
    )
    sends_rows = forms.BooleanField(
        label=gettext_lazy("Chair and data clerk may take a month’s rows for the province"),
        help_text=gettext_lazy("Only after a privacy assessment that is on file."),
        required=False,
    )
    assessment_ref = forms.CharField(
        label=gettext_lazy("Where is the privacy assessment filed?"), required=False, max_length=80
    )
    assessed_on = forms.DateField(
        label=gettext_lazy("When was it made?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    switched_off = forms.MultipleChoiceField(
        label=gettext_lazy("Risk factors that this table does not use"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 10}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in CHOSEN.items():
            self.fields[name].choices = choices(words)  # type: ignore[attr-defined]
        self.fields["switched_off"].choices = options("risk")  # type: ignore[attr-defined]

    def rules(self) -> Rules:
        """The rules, once the form is valid."""
        given = self.cleaned_data
        return Rules(**given | {"switched_off": tuple(given["switched_off"])})


def sentences_of(rules: Rules | PolicyView) -> Iterator[str]:
    """What the rules mean, sentence by sentence."""
    yield word(CADENCES, rules.cadence) + "."
    yield ngettext(
        "A meeting needs %(n)d sector.", "A meeting needs %(n)d sectors.", rules.quorum_sectors
    ) % {"n": rules.quorum_sectors}
    yield ngettext(
        "Each situation gets about %(n)d minute.",
        "Each situation gets about %(n)d minutes.",
        rules.discussion_minutes,
    ) % {"n": rules.discussion_minutes}
    yield _("The table has agreed when: %(rule)s.") % {"rule": word(CONSENSUS, rules.consensus)}
    yield _("Identity notes: %(rule)s.") % {"rule": word(NOTE_MODES, rules.note_mode)}
    if rules.note_mode != "none":
        yield ngettext(
            "A note is destroyed after %(n)d day at the latest, and always at the conclusion.",
            "A note is destroyed after %(n)d days at the latest, and always at the conclusion.",
            rules.note_days,
        ) % {"n": rules.note_days}
    yield ngettext(
        "The visit is made within %(n)d hour.",
        "The visit is made within %(n)d hours.",
        rules.visit_hours,
    ) % {"n": rules.visit_hours}
    yield from _about_words(rules)


def _about_words(rules: Rules | PolicyView) -> Iterator[str]:
    yield (
        _("Short remarks are allowed. They are screened, and they expire.")
        if rules.free_text
        else _("Nobody can write free text.")
    )
    yield (
        _("The table hears whether somebody was discussed before: yes or no, and no more.")
        if rules.repeat_check
        else _("Nobody can find out whether somebody was discussed before.")
    )
    yield (
        _("The month’s rows may go to the province, without numbers, days or names.")
        if rules.sends_rows
        else _("No row leaves the table.")
    )
    yield _("Its numbers: %(rule)s.") % {"rule": word(SENSITIVITIES, rules.sensitivity)}
    n = len(rules.switched_off)
    if n:
        yield ngettext(
            "%(n)d risk factor is switched off.", "%(n)d risk factors are switched off.", n
        ) % {"n": n}
