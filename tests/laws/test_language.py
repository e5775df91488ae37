"""French is complete: every sentence of the source has its French, and no placeholder is lost."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.laws import house

KEYWORDS = {
    name: (1,) for name in ("gettext", "gettext_lazy", "gettext_noop", "_", "pgettext")
} | {"ngettext": (1, 2), "ngettext_lazy": (1, 2)}
PO = house.SOURCE / "locale" / "fr" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


def sentences() -> Iterator[str]:
    for path in house.python_files():
        if "evidence" not in path.parts:
            yield from _in_python(path.read_bytes())
    for path in house.SOURCE.rglob("*.html"):
        as_python = templatize(path.read_text(), origin=path.name)
        calls = "\n".join(line.strip() for line in as_python.splitlines())
        yield from _in_python(calls.encode())


def _in_python(source: bytes) -> Iterator[str]:
    for _line, function, message, _comments in extract_python(
        io.BytesIO(source), list(KEYWORDS), [], {"encoding": "utf-8"}
    ):
        if isinstance(message, tuple):
            message = message[1] if function == "pgettext" else message[0]
        if message:
            yield message


def untranslated(wanted: set[str], catalog: dict[str, str]) -> list[str]:
    return sorted(s for s in wanted if not catalog.get(s))


def french() -> dict[str, str]:
    with PO.open("rb") as file:
        catalog = read_po(file)
    found = {}
    for message in catalog:
        if message.id and "fuzzy" not in message.flags:
            one = message.id[0] if isinstance(message.id, tuple) else message.id
            said = message.string
            found[one] = " ".join(said) if isinstance(said, tuple) and all(said) else said
    return found


def test_every_sentence_has_its_french():
    wanted = set(sentences())
    assert len(wanted) > 100
    assert untranslated(wanted, french()) == []


def test_no_french_sentence_loses_a_placeholder():
    def names(text: str) -> set[str]:
        return {"".join(found) for found in PLACEHOLDER.findall(text)}

    lost = [s for s, said in french().items() if isinstance(said, str) and names(s) - names(said)]
    assert lost == []


def test_the_law_of_french_finds_a_missing_sentence():
    assert untranslated({"Yes", "No"}, {"Yes": "Oui", "No": ""}) == ["No"]
