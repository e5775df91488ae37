"""Finding identifiers in free text, to strike them out or to ask the writer to.

What looks like a phone number, mail address, web address, postal code, street address, date,
licence plate or a name is found, and so is each name of a given list. It finds too much rather
than too little, and it cannot catch everything: that is why people read each text, too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

REMOVED = "[removed]"

_UP = "A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ"
_LOW = "a-zàâäçéèêëîïôöùûüÿœæ"
_CAPITALISED = rf"[{_UP}][{_LOW}]+(?:['’-][{_UP}]?[{_LOW}]+)*"
_STREETS = (
    r"street|st|avenue|ave|av|road|rd|boulevard|boul|blvd|drive|dr|lane|ln|court|ct|crescent|"
    r"cres|place|pl|way|terrace|highway|hwy|route|circle|parkway|pkwy"
)
_RUES = (
    r"rue|avenue|av|boulevard|boul|chemin|ch|route|rang|place|mont[ée]e|impasse|all[ée]e|"
    r"c[ôo]te|ruelle|croissant"
)
_MONTHS = (
    r"jan(?:uary|vier)?|feb(?:ruary)?|f[ée]v(?:rier)?|mar(?:ch|s)?|apr(?:il)?|avr(?:il)?|may|mai|"
    r"june?|juin|july?|juil(?:let)?|aug(?:ust)?|ao[ûu]t|sept?(?:ember|embre)?|"
    r"oct(?:ober|obre)?|nov(?:ember|embre)?|d[ée]c(?:ember|embre)?"
)
_TITLES = (
    r"officer|constable|const\.?|cst\.?|sergeant|sgt\.?|detective|det\.?|corporal|cpl\.?|"
    r"inspector|chief|dr\.?|mr\.?|mrs\.?|ms\.?|miss|agent(?:e)?|sergente?|constable|d[ée]tective|"
    r"inspect(?:eur|rice)|monsieur|madame|mme\.?|m\.|badge|matricule|unit|unit[ée]"
)
_INTRODUCED = (
    r"my name is|my name's|i am called|call me|(?:his|her|their) name (?:is|was)|named|"
    r"je m['’]appelle|mon nom est|mon nom c['’]est|(?:il|elle) s['’]appelle|nomm[ée]e?|"
    r"my (?:neighbou?r|husband|wife|son|daughter|brother|sister|friend|mother|father|landlord)|"
    r"mon (?:voisin|mari|fils|fr[èe]re|ami|p[èe]re|propri[ée]taire|conjoint)|"
    r"ma (?:voisine|femme|fille|s[œo]e?ur|m[èe]re|conjointe)"
)


class Trace(StrEnum):
    """What kind of identifier a piece of text looks like."""

    LINK = "link"
    MAIL = "mail"
    PHONE = "phone"
    POSTAL_CODE = "postal code"
    DATE = "date"
    ADDRESS = "address"
    PLATE = "plate"
    NAME = "name"


class Found(NamedTuple):
    """A piece of text that could lead to somebody; `words` are for its writer alone."""

    trace: Trace
    words: str


class Screened(NamedTuple):
    """What is left of a text, and how often something was struck out."""

    text: str
    n_struck_out: int


# In this order: what has a strong shape goes first, so that its parts do not confuse the rest.
_SHAPES: tuple[tuple[Trace, re.Pattern[str]], ...] = tuple(
    (trace, re.compile(shape))
    for trace, shape in (
        (Trace.LINK, r"(?i)\b(?:https?://|www\.)\S+"),
        (Trace.MAIL, r"(?i)[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+"),
        (Trace.MAIL, r"(?<!\w)@\w{3,}"),
        # Numbers of phones, cards and files: seven digits or more, however they are spaced.
        (Trace.PHONE, r"(?<!\w)\+?\(?\d(?:[\s().\u2010-\u2014/-]{0,2}\d){6,}(?!\w)"),
        (Trace.POSTAL_CODE, r"(?i)\b[ABCEGHJ-NPRSTVXY]\d[A-Z][\s-]?\d[A-Z]\d\b"),
        (Trace.POSTAL_CODE, r"\b\d{5}(?:-\d{4})?\b"),
        # Dates with a year or with the name of a month.
        (Trace.DATE, r"\b\d{1,4}[./\u2010-\u2014-]\d{1,2}[./\u2010-\u2014-]\d{1,4}\b"),
        (
            Trace.DATE,
            (
                rf"(?i)\b\d{{1,2}}(?:st|nd|rd|th|er)?\s+(?:of\s+|de\s+)?(?:{_MONTHS})\b\.?"
                r"(?:,?\s+\d{2,4})?"
            ),
        ),
        (Trace.DATE, rf"(?i)\b(?:{_MONTHS})\b\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?"),
        (Trace.DATE, r"(?i)\b(?:born|n[ée]e?)\s+(?:in|on|en|le)\s+\d{1,4}\b"),
        # Street addresses: '12 Old Mill Road', '12, rue du Moulin', 'apt 4', 'unit 12B'.
        (
            Trace.ADDRESS,
            (
                rf"(?i)\b\d{{1,6}}[a-z]?(?:[,\s]+[\w'’.-]+){{1,4}}?[,\s]+(?:{_STREETS})\b\.?"
                r"(?:\s+(?:north|south|east|west|nord|sud|est|ouest|[nsew])\b)?"
            ),
        ),
        (
            Trace.ADDRESS,
            (
                rf"(?i)\b\d{{1,6}}[a-z]?\s*,?\s+(?:{_RUES})\b\.?"
                rf"(?-i:(?:\s+(?:des|de|du|la|le|l['’]|d['’]|[{_UP}\d][\w'’-]*)){{1,5}})"
            ),
        ),
        (
            Trace.ADDRESS,
            (
                rf"(?-i:(?:{_CAPITALISED}\s+){{1,3}}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Drive"
                r"|Lane|Court|Crescent|Terrace|Way)\b)\.?"
            ),
        ),
        (
            Trace.ADDRESS,
            (
                rf"(?i:\b(?:rue|boulevard|boul\.?|chemin|avenue)\b)"
                rf"(?:\s+(?:des|de|du|la|le|l['’]|d['’]))*\s*[{_UP}][\w'’-]*(?:\s+[{_UP}][\w'’-]*)*"
            ),
        ),
        (
            Trace.ADDRESS,
            (
                r"(?i)\b(?:apt|apartment|app|appartement|unit|suite|room|chambre|bureau)"
                r"\.?\s*(?:no\.?\s*)?\#?\d+[a-z]?\b"
            ),
        ),
        # Plates: capitals and digits together, four to eight of them ('ABC 123', 'AB-12345').
        (Trace.PLATE, r"\b(?=[A-Z0-9 -]*\d)[A-Z]{1,4}[\s-]?\d{2,5}[A-Z]{0,3}\b"),
        (Trace.PLATE, r"\b\d{1,4}[\s-]?[A-Z]{2,4}[\s-]?\d{0,4}\b"),
        # Names: after a title, after 'my name is', or two capitalised words in a row.
        (
            Trace.NAME,
            (
                rf"(?i:\b(?:{_TITLES}))(?:\s+\#?(?:no\.?\s*)?(?:{_CAPITALISED}|[{_UP}]{{2,}}|[{_UP}]\.|"
                r"\d{2,})){1,3}"
            ),
        ),
        (Trace.NAME, rf"(?i:\b(?:{_INTRODUCED})),?(?:\s+[{_UP}][\w'’-]*){{1,3}}"),
        (Trace.NAME, r"(?i:\b(?:my\s+name\s+is|je\s+m['’]appelle|mon\s+nom\s+est))\s+\w+"),
        (
            Trace.NAME,
            rf"\b{_CAPITALISED}(?:\s+(?:de|du|la|le|van|von|[{_UP}]\.))?\s+{_CAPITALISED}\b",
        ),
    )
)


def screen(text: str) -> Screened:
    """The text with everything that looks like an identifier replaced by `[removed]`."""
    n_struck_out = 0
    for _trace, shape in _SHAPES:
        text, n_found = shape.subn(REMOVED, text)
        n_struck_out += n_found
    return Screened(text.strip(), n_struck_out)


def identifiers(text: str, *, names: Iterable[str] = ()) -> tuple[Found, ...]:
    """Everything in a text that could lead to somebody, in the order of certainty.

    `names` are looked for in each of their parts of two letters or more, whatever the case and
    the accents.
    """
    found = [Found(Trace.NAME, words) for words in _given_names(text, names)]
    for trace, shape in _SHAPES:
        found += [Found(trace, match.group().strip()) for match in shape.finditer(text)]
        text = shape.sub(" \N{WHITE SQUARE} ", text)
    return tuple(dict.fromkeys(found))


def _given_names(text: str, names: Iterable[str]) -> list[str]:
    parts = {_bare(part) for name in names for part in re.findall(r"[^\W\d_]{2,}", name)}
    return [word for word in re.findall(r"[^\W\d_]{2,}", text) if _bare(word) in parts]


def _bare(word: str) -> str:
    """A word without case and accents."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
