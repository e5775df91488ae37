"""The words of each text, by language, with a preview that counts its parts."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django import forms
from django.conf.locale import LANG_INFO
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from commonbeat.domains.agencies.queries import doers
from commonbeat.domains.calls.access import Right
from commonbeat.domains.calls.actions.wording import set_wording
from commonbeat.domains.calls.errors import MissingStop, UnknownPlaceholder
from commonbeat.domains.calls.preview import example, text_names
from commonbeat.domains.calls.queries import policies as queries
from commonbeat.domains.calls.shipped.wordings import PLACEHOLDERS
from commonbeat.domains.contact.segments import Segments, segments
from commonbeat.portals.staff.pages import FORM, POST, DeskRequest, page, render, say
from commonbeat.portals.staff.words import TEXT_NAMES, word

SHIPPED = ("en", "fr")


class WordingForm(forms.Form):
    """A text with its placeholders."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=640,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """A text as a caller would get it, how many parts it has, and what makes it longer."""

    text: str
    parts: Segments
    forcing: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """One named text in one language; no wording when nobody has written it yet."""

    name: str
    label: str
    wording: queries.WordingView | None
    parts: Segments | None


@page(Right.SEE_POLICIES)
def wordings(request: DeskRequest) -> HttpResponseBase:
    """Every text in one language; a new language begins empty."""
    held = {(one.milestone, one.language): one for one in queries.wordings(request.actor)}
    languages = list(dict.fromkeys([*SHIPPED, *sorted({code for _name, code in held})]))
    language = request.GET.get("language", "")
    language = language if language in LANG_INFO else "en"
    if language not in languages:
        languages.append(language)
    url = reverse("staff:wordings")
    context = {
        "texts": [_text(name, held.get((name, language))) for name in text_names()],
        "language": language,
        "language_name": language_name(language),
        "tabs": [
            (language_name(code), f"{url}?language={code}", code == language, None)
            for code in languages
        ],
        "others": sorted(
            (language_name(code), code) for code in LANG_INFO if _may_add(code, languages)
        ),
        "may_set": request.actor.may(Right.SET_POLICIES),
    }
    return render(request, "calls/wordings.html", context)


@page(Right.SET_POLICIES, methods=FORM)
def wording(request: DeskRequest, milestone: str, language: str) -> HttpResponseBase:
    """Write a new version of one text; 'Preview' shows it without putting it in force."""
    if milestone not in text_names() or language not in LANG_INFO:
        raise Http404
    history = queries.wording_history(request.actor, milestone, language)
    present = history[0].text if history else ""
    form = WordingForm(request.POST or None, initial={"text": present})
    is_sent = "preview" not in request.POST and form.is_valid()
    if is_sent and _put_in_force(request, form, milestone, language):
        say(request, _("The new words are in force."))
        return redirect(f"{reverse('staff:wordings')}?language={language}")
    names = doers(request.actor, [one.made_by for one in history])
    context = {
        "form": form,
        "milestone": milestone,
        "name": word(TEXT_NAMES, milestone),
        "language": language,
        "language_name": language_name(language),
        "preview": preview_of(str(form["text"].value() or "")),
        "placeholders": sorted(PLACEHOLDERS),
        "history": [(one, names.get(one.made_by, _("first set-up"))) for one in history],
        "right_to_left": get_language_info(language)["bidi"],
    }
    return render(request, "calls/wording.html", context)


@page(Right.SET_POLICIES, methods=POST)
def preview(request: DeskRequest) -> HttpResponseBase:
    """The preview alone, while one types."""
    return render(
        request, "calls/_preview.html", {"preview": preview_of(request.POST.get("text", "")[:640])}
    )


def preview_of(text: str) -> Preview:
    """The text filled with an invented example, and its parts."""
    filled = example(text.strip())
    parts = segments(filled)
    return Preview(filled, parts, tuple((one, _character_name(one)) for one in parts.forcing))


def language_name(code: str) -> str:
    """A language's own name for itself."""
    name: str = get_language_info(code)["name_local"]
    return name[:1].upper() + name[1:]


def _put_in_force(request: DeskRequest, form: WordingForm, milestone: str, language: str) -> bool:
    try:
        set_wording(
            milestone=milestone,
            language=language,
            text=form.cleaned_data["text"],
            by=request.actor,
        )
    except UnknownPlaceholder as refused:
        known = ", ".join("{" + name + "}" for name in sorted(PLACEHOLDERS))
        wrong = _("Nothing fills this: %(wrong)s. You can use: %(known)s.")
        form.add_error("text", wrong % {"wrong": refused, "known": known})
    except MissingStop:
        form.add_error("text", _("The first text must say how to stop: write STOP in it."))
    else:
        return True
    return False


def _text(name: str, held: queries.WordingView | None) -> Text:
    parts = segments(example(held.text)) if held else None
    return Text(name, word(TEXT_NAMES, name), held, parts)


def _may_add(code: str, languages: list[str]) -> bool:
    return code not in languages and "name_local" in LANG_INFO[code] and code != "xr"


def _character_name(letter: str) -> str:
    try:
        return unicodedata.name(letter).capitalize()
    except ValueError:
        return f"U+{ord(letter):04X}"
