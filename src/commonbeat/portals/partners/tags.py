"""Small filters of the Hub’s pages, loaded as `partners`."""

from __future__ import annotations

from typing import Protocol

from django import template
from django.utils.translation import get_language

from commonbeat.domains.agencies.sectors import sector_label
from commonbeat.domains.hub.groups import group_label, theme_label
from commonbeat.portals.partners.words import WORDS, word

register = template.Library()


class HasText(Protocol):
    """Something with a name in each language."""

    def text(self, language: str) -> str:
        """The name in a language."""


@register.filter
def named(thing: HasText | str | None) -> str:
    """Its name in the reader's language; nothing for nothing."""
    if thing is None or isinstance(thing, str):
        return thing or ""
    return thing.text(get_language() or "en")


@register.filter
def worded(code: str, words: str) -> str:
    """The words for a code of one of our short lists, named as in portals/partners/words.py."""
    return word(WORDS[words], code)


@register.filter
def sector(code: str) -> str:
    """The name of a sector."""
    return sector_label(code)


@register.filter
def group(code: str) -> str:
    """The name of a group of a code list."""
    return group_label(code)


@register.filter
def theme(code: str) -> str:
    """The name of a planning theme."""
    return theme_label(code)
