"""Bring the French catalogue up to date with the source: `python -m tests.laws.messages`.

New sentences come in empty, sentences that are gone leave, and French that stands is kept. What
still has no French is listed at the end, and then the command fails.
"""

from __future__ import annotations

import ast
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tests.laws import house

# For each call, which arguments are words; `c` marks the context.
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (1,)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PO = house.SOURCE / "locale" / "fr" / "LC_MESSAGES" / "django.po"
HEADER = "# The French of Commonbeat, as it is spoken in Quebec. Kept complete by `make messages`."


class Sentence(NamedTuple):
    """What is said: in one form, or with a plural; with a context where the words need one."""

    one: str
    many: str | None = None
    context: str | None = None


def sentences() -> Iterator[Sentence]:
    """Every sentence of the source, as often as it stands there."""
    for _where, sentence in _found():
        yield sentence


def in_python(source: bytes) -> Iterator[Sentence]:
    """The sentences of one Python file."""
    for _line, words, _comments, context in extract(
        "python", io.BytesIO(source), KEYWORDS, (), {"encoding": "utf-8"}
    ):
        one, many = words if isinstance(words, tuple) else (words, None)
        if one:
            yield Sentence(one, many, context)


def in_template(source: str) -> Iterator[Sentence]:
    """The sentences of one template."""
    calls = (line.strip() for line in templatize(source).splitlines())
    return in_python("\n".join(calls).encode())


def french() -> Catalog:
    """The French catalogue as it stands in the source."""
    if not PO.exists():
        return Catalog(locale="fr")
    with PO.open("rb") as file:
        return read_po(file, locale="fr")


def untranslated(wanted: set[Sentence], catalog: Catalog) -> list[Sentence]:
    """Which of these sentences the catalogue does not say, in every form."""
    return sorted((s for s in wanted if not _is_said(s, catalog)), key=str)


def merged(catalog: Catalog) -> Catalog:
    """The catalogue with exactly the sentences of the source."""
    template = Catalog(charset="utf-8")
    for where, sentence in _found():
        words = (sentence.one, sentence.many) if sentence.many else sentence.one
        template.add(words, context=sentence.context, locations=[(where, 1)])
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.header_comment = HEADER
    catalog.project, catalog.version, catalog.fuzzy = "Commonbeat", "1", False
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = "Commonbeat"
    catalog.revision_date = catalog.creation_date
    return catalog


def write(catalog: Catalog) -> None:
    """Write the catalogue, in the order of the source so that a translator sees what belongs."""
    unfinished = PO.with_suffix(".new")
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    with unfinished.open("wb") as file:
        write_po(
            file, catalog, width=0, sort_by_file=True, ignore_obsolete=True, include_lineno=False
        )
    os.replace(unfinished, PO)


def in_cards(source: bytes) -> Iterator[Sentence]:
    """What the cards of one Python file say: the register of processing shows it."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "Card"
        ):
            for word in node.keywords:
                if word.arg in ("purpose", "why_kept") and isinstance(word.value, ast.Constant):
                    yield Sentence(word.value.value)


def _found() -> Iterator[tuple[str, Sentence]]:
    for path in sorted(house.python_files()):
        if "evidence" not in path.parts:  # speaks both languages by itself
            source = path.read_bytes()
            yield from ((_name(path), s) for s in in_python(source))
            yield from ((_name(path), s) for s in in_cards(source))
    for path in sorted(house.SOURCE.rglob("*.html")):
        yield from ((_name(path), s) for s in in_template(path.read_text()))


def _name(path: Path) -> str:
    return str(path.relative_to(house.SOURCE))


def _is_said(sentence: Sentence, catalog: Catalog) -> bool:
    message = catalog.get(sentence.one, sentence.context)
    if message is None or message.fuzzy or bool(sentence.many) != message.pluralizable:
        return False
    said = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(said) and len(said) == (catalog.num_plurals if sentence.many else 1)


def main() -> int:
    """Merge, write, and tell what is missing."""
    catalog = merged(french())
    write(catalog)
    missing = untranslated(set(sentences()), catalog)
    for sentence in missing:
        print(f"no French yet: {sentence.one!r}")
    print(f"{len(catalog)} sentences, {len(missing)} without French.")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
