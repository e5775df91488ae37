"""Choosing factors: by typing a few letters, by category, with script and without."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonbeat.domains.hub.carried import Carried
from commonbeat.domains.hub.groups import group_label
from commonbeat.domains.hub.words import CodeView, codes

FACTORS = ("risks", "protective", "flags")
LABELS = {
    "kind": _("Kind"),
    "age_band": _("Age band"),
    "sex": _("Sex"),
    "risks": _("Risk factors"),
    "protective": _("Protective factors"),
    "flags": _("Flags"),
}
KIND_OF = {"risks": "risk", "protective": "protective", "flags": "flag"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One box to tick."""

    code: str
    label: str
    is_chosen: bool
    is_local: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One category; open when a search found something in it."""

    code: str
    label: str
    choices: tuple[Choice, ...]
    is_open: bool

    @property
    def n_chosen(self) -> int:
        """How many of it are chosen."""
        return sum(choice.is_chosen for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Picker:
    """One list to pick from. `asked` is what was searched for without script."""

    name: str
    label: str
    groups: tuple[Group, ...]
    asked: str
    n_found: int


def options(kind: str) -> list[tuple[str, str]]:
    """A list in force today, as the choices of a form."""
    language = get_language() or "en"
    return [(one.code, one.text(language)) for one in codes(kind)]


def pickers(
    chosen: Mapping[str, Collection[str]],
    asked: Mapping[str, str],
    switched_off: Collection[str] = (),
) -> list[Picker]:
    """The three lists of factors, with what is chosen of each and what was searched for."""
    made = []
    for name in FACTORS:
        rows = [one for one in codes(KIND_OF[name]) if one.code not in switched_off]
        made.append(
            _picker(name, str(LABELS[name]), rows, chosen.get(name, ()), asked.get(name, ""))
        )
    return made


def chosen_words(carried: Carried) -> list[tuple[str, str]]:
    """What a screening would carry, in words: pairs of a name and what was chosen."""
    language = get_language() or "en"
    names = {"kind": "type", "age_band": "age band", "sex": "sex", **KIND_OF}
    said = []
    for name, kind in names.items():
        value = getattr(carried, name)
        wanted = {value} if isinstance(value, str) else set(value)
        texts = [one.text(language) for one in codes(kind) if one.code in wanted]
        said.append((str(LABELS[name]), ", ".join(texts) or "–"))
    return said


def asked_in(posted: QueryDict) -> dict[str, str]:
    """What the search button that was pressed asks for, by list."""
    name = posted.get("find", "")
    return {name: posted.get(f"find_{name}", "")} if name in FACTORS else {}


def is_search(request: HttpRequest) -> bool:
    """Whether a search button was pressed, and nothing is to be saved yet."""
    return request.method == "POST" and "find" in request.POST


def _picker(
    name: str, label: str, rows: list[CodeView], chosen: Collection[str], asked: str
) -> Picker:
    language = get_language() or "en"
    words = _bare(asked).split()
    groups: dict[str, list[tuple[Choice, bool]]] = {}
    for row in rows:
        text = row.text(language)
        head = group_label(row.group) if row.group else label
        is_found = bool(words) and all(word in _bare(f"{head} {text}") for word in words)
        choice = Choice(row.code, text, row.code in chosen, row.is_local)
        groups.setdefault(row.group, []).append((choice, is_found))
    return Picker(
        name,
        label,
        tuple(
            Group(
                code,
                group_label(code) if code else label,
                tuple(c for c, is_found in found if is_found or c.is_chosen or not _any(found)),
                is_open=_any(found),
            )
            for code, found in groups.items()
        ),
        asked,
        sum(is_found for found in groups.values() for _choice, is_found in found),
    )


def _any(found: list[tuple[Choice, bool]]) -> bool:
    return any(is_found for _choice, is_found in found)


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    return "".join(c for c in apart if not unicodedata.combining(c)).lower()
