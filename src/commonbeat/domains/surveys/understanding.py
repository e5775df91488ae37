"""Understanding an answer that came by text: '4', ' 4.', 'four', '5 merci', 'very satisfied'.

A text is an answer only when, apart from politeness, it says one answer and nothing else:
'4 people are fighting outside' is not the answer 4, and must reach a person, not a table.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from commonbeat.domains.surveys.instruments import SCALES
from commonbeat.domains.surveys.models import Scale


class Meaning(StrEnum):
    """What a text means in a survey."""

    VALUE = "value"
    SKIP = "skip"
    OFF_SCALE = "off scale"  # meant as an answer, but not one that the question offers
    NO_ANSWER = "no answer"  # about something else


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text means, and the value when it is one."""

    meaning: Meaning
    value: int | None = None


def _phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in text.split("|"))


_SKIP = _phrases(
    "skip|skip it|skip this|pass|next|no answer|passer|passe|je passe|suivant|suivante|"
    "sauter|pas de reponse|sans reponse"
)
_NUMBERS = {
    "zero": 0, "one": 1, "un": 1, "une": 1, "two": 2, "deux": 2, "three": 3, "trois": 3,
    "four": 4, "quatre": 4, "five": 5, "cinq": 5, "six": 6, "seven": 7, "sept": 7, "eight": 8,
    "huit": 8, "nine": 9, "neuf": 9, "ten": 10, "dix": 10,
}  # fmt: skip
_DEGREES: dict[int, frozenset[str]] = {
    5: _phrases(
        "very satisfied|completely satisfied|very happy|excellent|great|perfect|very good|"
        "completely|totally|strongly agree|totally agree|absolutely|tres satisfait|"
        "tres satisfaite|tres content|tres contente|tres bien|tres bonne|tres bon|parfait|"
        "tout a fait|tout a fait d accord|completement|totalement|totalement d accord|"
        "absolument|excellente|super"
    ),
    4: _phrases(
        "satisfied|happy|good|agree|i agree|mostly|satisfait|satisfaite|content|contente|bien|"
        "bon|bonne|d accord|plutot|plutot d accord|assez bien|assez"
    ),
    3: _phrases(
        "neutral|neither|so so|average|ok|okay|in between|neutre|moyen|moyenne|"
        "ni l un ni l autre|correct|correcte|comme ci comme ca|plus ou moins"
    ),
    2: _phrases(
        "dissatisfied|unsatisfied|not satisfied|unhappy|not happy|bad|disagree|not really|"
        "insatisfait|insatisfaite|pas satisfait|pas satisfaite|pas content|pas contente|"
        "mauvais|mauvaise|mal|pas d accord|pas vraiment|plutot pas d accord|un peu|a little"
    ),
    1: _phrases(
        "very dissatisfied|very unsatisfied|very unhappy|very bad|terrible|awful|not at all|"
        "strongly disagree|totally disagree|never|tres insatisfait|tres insatisfaite|"
        "pas du tout|pas du tout satisfait|pas du tout satisfaite|pas du tout d accord|"
        "tres mauvais|tres mauvaise|tres mal|horrible|jamais"
    ),
}
_YES = _phrases(
    "yes|y|yeah|yep|yup|sure|of course|certainly|definitely|oui|o|ouais|ouin|bien sur|"
    "certainement|absolument|absolutely"
)
_NO = _phrases("no|n|nope|nah|never|non|jamais|pas du tout|not at all")
# Left out before looking, so that '5 merci beaucoup' and 'I would say 4 stars' are answers.
_POLITE = re.compile(
    r"\b(?:merci(?: beaucoup| bien| a vous)?|thanks(?: a lot| so much| again)?|thank you"
    r"(?: so much| very much)?|thx|ty|please|pls|svp|s il vous plait|s v p|bonjour|hello|hi|"
    r"salut|allo|sir|madam|madame|monsieur|out of 5|out of five|sur 5|sur cinq|stars?|etoiles?|"
    r"points?|my answer is|answer|reponse|ma reponse est|la reponse est|number|numero|"
    r"i would say|i d say|i say|i give(?: it| you)?(?: a)?|i d give(?: it| you)?(?: a)?|"
    r"je dirais|je dis|je mets|je donne|je vous donne|c est|c etait|it s|it was|it is|"
    r"i am|i m|i was|je suis|j etais|i think|je pense|je crois|for me|pour moi|officer)\b"
)


def understand(text: str, scale: str) -> Understood:
    """What this text means as an answer on this scale."""
    said = _plain(text)
    if said in _SKIP:
        return Understood(Meaning.SKIP)
    said = re.sub(r"\b([0-9]+) ?/ ?5\b", r"\1", said)
    said = " ".join(_POLITE.sub(" ", said.replace("/", " / ")).split())
    if scale == Scale.YES_NO:
        return _yes_or_no(said)
    return _degree(said, scale)


def _plain(text: str) -> str:
    """Lower case without accents; every sign but digits, letters, / - + . becomes a space."""
    letters = []
    for letter in unicodedata.normalize("NFKD", text).casefold():
        if unicodedata.category(letter) == "Nd":
            letters.append(str(unicodedata.digit(letter)))
        elif unicodedata.category(letter) not in {"Mn", "Me", "Cf"}:
            letters.append(letter if letter.isalnum() or letter in "/.,-+" else " ")
    said = re.sub(r"(?<!\d)[.,+-]|[.,+-](?!\d)", " ", "".join(letters))
    return " ".join(said.split())


def _yes_or_no(said: str) -> Understood:
    if said in _YES:
        return Understood(Meaning.VALUE, 1)
    if said in _NO:
        return Understood(Meaning.VALUE, 0)
    looks_meant = _number(said) is not None or any(said in words for words in _DEGREES.values())
    return Understood(Meaning.OFF_SCALE if looks_meant else Meaning.NO_ANSWER)


def _degree(said: str, scale: str) -> Understood:
    number, in_words = _number(said), _in_words(said)
    if number is None and in_words is None:
        meant = said in _YES or said in _NO or _several_numbers(said)
        return Understood(Meaning.OFF_SCALE if meant else Meaning.NO_ANSWER)
    value = number if number is not None else in_words
    low, high = SCALES[scale]
    if value is None or not low <= value <= high:
        return Understood(Meaning.OFF_SCALE)
    return Understood(Meaning.VALUE, value)


def _number(said: str) -> int | None:
    """The one whole number that this says, alone or with words of the scale after it."""
    if said in _NUMBERS:
        return _NUMBERS[said]
    first, _, rest = said.partition(" ")
    if not re.fullmatch("[0-9]{1,3}", first) or (rest and _in_words(rest) is None):
        return None
    return int(first)


def _in_words(said: str) -> int | None:
    return next((value for value, words in _DEGREES.items() if said in words), None)


def _several_numbers(said: str) -> bool:
    """'3-4', '4.5', '2 or 3': meant as an answer, but not one of them."""
    between = r"(?:\s*[-/.,]\s*|\s+(?:or|ou|a|to)\s+|\s+)"
    return bool(re.fullmatch(rf"\d{{1,2}}(?:{between}\d{{1,2}})+", said))
