"""The forms of issues and recommendations. Shape only: actions hold the rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonbeat.domains.initiatives.writing import Written
from commonbeat.portals.staff.initiatives.words import AFFECTED, ANSWERS, LEVELS, ORIGINS
from commonbeat.portals.staff.words import Words

Choices = list[tuple[str, str]]
FRENCH = _("The same in French")


def words_of(codes: Words) -> list[tuple[str, str | Promise]]:
    """Choices from a list of words."""
    return list(codes.items())


def line(label: Any, *, length: int = 120, required: bool = True) -> forms.CharField:
    """One line of text."""
    return forms.CharField(label=label, max_length=length, required=required)


def text(label: Any, *, length: int = 600, help_text: Any = "") -> forms.CharField:
    """A few lines of text."""
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, max_length=length, widget=area, help_text=help_text)


def text_fr(*, length: int = 600) -> forms.CharField:
    """The same in French; the action says when it may not wait."""
    area = forms.Textarea(attrs={"rows": 4, "lang": "fr"})
    return forms.CharField(label=FRENCH, max_length=length, widget=area, required=False)


def line_fr(*, length: int = 120) -> forms.CharField:
    """One line in French."""
    field = forms.TextInput(attrs={"lang": "fr"})
    return forms.CharField(label=FRENCH, max_length=length, widget=field, required=False)


def day(label: Any, *, required: bool = True) -> forms.DateField:
    """A day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=required)


class WrittenForm(forms.Form):
    """A form whose texts are for the public. The box is shown when something was found."""

    has_checked = forms.BooleanField(
        label=_("I have read it again: it leads to nobody"),
        required=False,
        widget=forms.HiddenInput(),
    )

    def written(self, name: str) -> Written:
        """One text of the form in both languages."""
        given = self.cleaned_data
        checked = bool(given.get("has_checked"))
        return Written(given.get(name, ""), given.get(f"{name}_fr", ""), checked)

    def ask_to_check(self) -> None:
        """Show the box with which a writer says that they looked."""
        self.fields["has_checked"].widget = forms.CheckboxInput()

    def ask_for_french(self, name: str, sentence: str) -> None:
        """Say which text is missing in one of the languages."""
        spot = f"{name}_fr" if f"{name}_fr" in self.fields else None
        self.add_error(spot, sentence)


class IssueForm(WrittenForm):
    """What is wrong, for whom, and where it was seen."""

    title = line(_("In a few words"))
    title_fr = line_fr()
    statement = text(
        _("What is wrong"),
        length=1200,
        help_text=_("What happens to whom, how often, and why no agency can change it alone."),
    )
    statement_fr = text_fr(length=1200)
    affected = forms.MultipleChoiceField(
        label=_("Who is affected"),
        choices=words_of(AFFECTED),
        widget=forms.CheckboxSelectMultiple(),
    )
    origin = forms.ChoiceField(label=_("Where it was first seen"), choices=words_of(ORIGINS))
    field_order = (
        "title",
        "title_fr",
        "statement",
        "statement_fr",
        "affected",
        "origin",
        "has_checked",
    )


class DocumentForm(WrittenForm):
    """What a report or a study says."""

    sentence = text(_("What it shows, in one sentence"))
    sentence_fr = text_fr()
    source = line(_("Where it stands"), length=200)
    source_fr = line_fr(length=200)
    covers_from = day(_("From"), required=False)
    covers_until = day(_("Until"), required=False)
    field_order = (
        "sentence",
        "sentence_fr",
        "source",
        "source_fr",
        "covers_from",
        "covers_until",
        "has_checked",
    )


class IndicatorEvidenceForm(WrittenForm):
    """Which indicator, and what it shows."""

    indicator = forms.ChoiceField(label=_("Indicator"))
    sentence = text(_("What it shows, in one sentence"))
    sentence_fr = text_fr()
    field_order = ("indicator", "sentence", "sentence_fr", "has_checked")

    def __init__(self, *args: Any, indicators: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = indicators  # type: ignore[attr-defined]


class SentenceForm(WrittenForm):
    """One text in both languages."""

    text = text(_("In your words"))
    text_fr = text_fr()
    field_order = ("text", "text_fr", "has_checked")


class ReviewForm(forms.Form):
    """The day of the next look."""

    due_on = day(_("Look at it again on"))


class AskForm(WrittenForm):
    """Who is asked to do what by when; it never lacks an owner of ours."""

    text = text(_("What they are asked to do"))
    text_fr = text_fr()
    addressee = line(_("Which organisation is asked"))
    addressee_fr = line_fr()
    level = forms.ChoiceField(label=_("Level"), choices=words_of(LEVELS))
    opportunity = forms.ChoiceField(label=_("Which opportunity it takes up"), required=False)
    owner = forms.ChoiceField(label=_("Who of us looks after it"))
    due_on = day(_("Done by"))
    field_order = (
        "text",
        "text_fr",
        "addressee",
        "addressee_fr",
        "level",
        "opportunity",
        "owner",
        "due_on",
        "has_checked",
    )

    def __init__(self, *args: Any, opportunities: Choices, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none: Choices = [("", str(_("None of them")))]
        self.fields["opportunity"].choices = none + opportunities  # type: ignore[attr-defined]
        self.fields["owner"].choices = people  # type: ignore[attr-defined]


class ReplyForm(WrittenForm):
    """What the organisation answered."""

    answer = forms.ChoiceField(
        label=_("Their answer"), choices=words_of(ANSWERS), widget=forms.RadioSelect()
    )
    reply = text(_("In their words, or in short"), length=1200)
    reply_fr = text_fr(length=1200)
    replied_on = day(_("Answered on"))
    field_order = ("answer", "reply", "reply_fr", "replied_on", "has_checked")


class KeepingForm(forms.Form):
    """Another owner or another day."""

    owner = forms.ChoiceField(label=_("Who of us looks after it"))
    due_on = day(_("Done by"))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = people  # type: ignore[attr-defined]


class IndicatorForm(WrittenForm):
    """What is measured, by whom, in which unit and against what."""

    name = line(_("What is measured"))
    name_fr = line_fr()
    source = line(_("Who measures it"), length=200)
    source_fr = line_fr(length=200)
    unit = line(_("Unit"), length=40)
    unit_fr = line_fr(length=40)
    comparison = line(_("What it is compared with"), required=False)
    comparison_fr = line_fr()
    field_order = (
        "name",
        "name_fr",
        "source",
        "source_fr",
        "unit",
        "unit_fr",
        "comparison",
        "comparison_fr",
        "has_checked",
    )


class ReadingForm(forms.Form):
    """The value of a period."""

    covers_from = day(_("From"))
    covers_until = day(_("Until"))
    value = forms.FloatField(label=_("Value"))
    compared = forms.FloatField(label=_("The comparison’s value"), required=False)
