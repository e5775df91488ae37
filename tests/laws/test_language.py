"""French is complete, loses no placeholder and no markup, and keeps to the letters it may use."""

from __future__ import annotations

import copy
import re
from collections import Counter

import pytest
from babel.messages.catalog import Catalog, Message

from commonbeat.domains.contact.segments import fits_gsm
from tests.laws.messages import (
    Sentence,
    french,
    in_cards,
    in_python,
    in_template,
    sentences,
    untranslated,
)

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|%%|\{\w*\}")
MARKUP = re.compile(r"<[^>]+>")
# What these files say goes over the air, where a letter outside the 7-bit alphabet costs a part.
TEXTED = {
    "domains/contact/replies.py",
    "domains/calls/dispositions.py",
    "workflows/call_words.py",
    "workflows/concern_words.py",
    "workflows/feedback_intake.py",
    "workflows/text_reports.py",
}
# As Quebec writes it: a hard space before a colon and inside guillemets, none before ; ? and !
UNTIDY = re.compile(r" :|« | »|[ \u00a0][;?!]|\w'\w")


def said_in(message: Message) -> tuple[str, ...]:
    """The French of a message, in each of its forms."""
    said = message.string
    return tuple(said) if isinstance(said, tuple | list) else (said,)


def asked_in(message: Message) -> tuple[str, ...]:
    """The English of a message, in each of its forms."""
    return tuple(message.id) if isinstance(message.id, tuple | list) else (message.id,)


def translated(catalog: Catalog) -> list[Message]:
    """Every message but the header."""
    return [message for message in catalog if message.id]


def is_texted(message: Message) -> bool:
    """Whether it goes out as a text."""
    return any(path in TEXTED for path, _line in message.locations)


def changed_parts(message: Message) -> bool:
    """Whether the French lost or invented a placeholder or a tag.

    A singular form may leave out its number ("tried once"); the last form holds everything.
    """

    def parts(text: str) -> Counter[str]:
        return Counter(PLACEHOLDER.findall(text) + MARKUP.findall(text))

    asked, *forms = parts(asked_in(message)[-1]), *map(parts, said_in(message))
    return forms[-1] != asked or any(form - asked for form in forms)


def stray_letters(message: Message) -> bool:
    """Whether a text costs more than it need, or a page is untidy."""
    if is_texted(message):
        return not all(fits_gsm(said) for said in said_in(message))
    return any(UNTIDY.search(said) for said in said_in(message))


def test_every_sentence_has_its_french():
    wanted = set(sentences())
    assert len(wanted) > 500
    assert untranslated(wanted, french()) == []


def test_the_catalogue_holds_nothing_that_is_no_longer_said():
    said = {(sentence.one, sentence.context) for sentence in sentences()}
    kept = {(asked_in(message)[0], message.context) for message in translated(french())}
    assert kept - said == set()


def test_no_french_sentence_loses_or_invents_a_placeholder_or_a_tag():
    assert [m.id for m in translated(french()) if changed_parts(m)] == []


def test_texts_keep_to_the_cheap_alphabet_and_pages_to_the_rules_of_print():
    assert [m.string for m in translated(french()) if stray_letters(m)] == []


def test_each_text_is_found_where_it_is_said():
    """The list of files that text is not out of date."""
    assert {p for m in translated(french()) for p, _ in m.locations if p in TEXTED} == TEXTED


PAGE = """{% load i18n %}{% translate "May" context "month" %}{{ x|default:_("none") }}
{% blocktranslate trimmed count n=x %}{{ n }} call
{% plural %}{{ n }} calls{% endblocktranslate %}"""
CODE = b'pgettext("month", "May"); _("none"); ngettext("%(n)s call", "%(n)s calls", x)'
WANTED = {
    Sentence("May", context="month"),
    Sentence("none"),
    Sentence("%(n)s call", "%(n)s calls"),
}


def test_contexts_and_plurals_are_found_in_templates_and_in_code():
    assert set(in_template(PAGE)) == WANTED
    assert set(in_python(CODE)) == WANTED


def test_what_cards_say_is_found():
    source = b'Card(model="x.Y", purpose="Who serves", fields=public("id"), why_kept="The town")'
    assert list(in_cards(source)) == [Sentence("Who serves"), Sentence("The town")]


def small_catalogue() -> Catalog:
    """A catalogue in which nothing is wrong."""
    catalog = Catalog(locale="fr")
    catalog.add("May", "mai", context="month")
    catalog.add("none", "aucun")
    catalog.add(("%(n)s call", "%(n)s calls"), ("%(n)s appel", "%(n)s appels"))
    return catalog


@pytest.mark.parametrize(
    ("one", "context", "worse"),
    [
        ("May", "month", ""),
        ("none", None, ""),
        ("%(n)s call", None, ("%(n)s appel", "")),
        ("%(n)s call", None, ("", "%(n)s appels")),
        ("%(n)s call", None, ("%(n)s appel",)),
    ],
)
def test_the_law_finds_a_form_that_is_missing(one, context, worse):
    catalog = small_catalogue()
    assert untranslated(WANTED, catalog) == []
    catalog.get(one, context).string = worse
    assert [sentence.one for sentence in untranslated(WANTED, catalog)] == [one]


def test_the_law_finds_french_that_stands_under_another_context():
    catalog = small_catalogue()
    catalog.delete("May", context="month")
    catalog.add("May", "mai")
    assert untranslated(WANTED, catalog) == [Sentence("May", context="month")]


def test_the_law_finds_whichever_sentence_is_taken_from_the_real_catalogue():
    whole = french()
    wanted = set(sentences()).difference(untranslated(set(sentences()), whole))
    for message in translated(whole)[::50]:
        less = copy.copy(whole)
        less._messages = dict(whole._messages)
        less.delete(message.id, context=message.context)
        assert [s.one for s in untranslated(wanted, less)] == [asked_in(message)[0]]


@pytest.mark.parametrize(
    ("asked", "said", "is_changed"),
    [
        ("Call %(number)s", "Appelez le %(number)s", False),
        ("Call %(number)s", "Appelez-nous", True),
        ("Call us", "Appelez le %(number)s", True),
        ("Text <b>STOP</b>", "Textez <b>ARRET</b>", False),
        ("Text <b>STOP</b>", "Textez ARRET", True),
        (("once", "%(n)s times"), ("une fois", "%(n)s fois"), False),
        (("once", "%(n)s times"), ("une fois", "des fois"), True),
        (("%(n)s call", "%(n)s calls"), ("%(m)s appel", "%(n)s appels"), True),
    ],
)
def test_the_law_finds_a_lost_placeholder_or_tag(asked, said, is_changed):
    assert changed_parts(Message(asked, said)) is is_changed


@pytest.mark.parametrize(
    ("said", "where", "is_stray"),
    [
        ("Fait\u00a0: l’appel", "page.html", False),
        ("Fait : appel", "page.html", True),
        ("Prêt ?", "page.html", True),
        ("l'appel", "page.html", True),
        ("L'appel attend", "workflows/call_words.py", False),
        ("L’appel attend", "workflows/call_words.py", True),
        ("Arrêtez", "workflows/call_words.py", True),
    ],
)
def test_the_law_finds_a_stray_letter(said, where, is_stray):
    assert stray_letters(Message("x", said, locations=[(where, 1)])) is is_stray
