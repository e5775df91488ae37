"""What a texted word asks for, in English and French.

Only whole messages count: "stop the noise on Oak St" is a report, not a STOP. But any
reasonable wording must stop texts, so a message that plainly says "stop texting me" is a STOP
too, and one that perhaps says so is flagged for a person. Case, accents, marks and spaces are
free.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from commonbeat.domains.contact.revocations import revoking_language


class Keyword(StrEnum):
    """What a message asks for; NONE when it is no keyword."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    STATUS = "status"
    CALL_ME = "call me"
    FRENCH = "french"
    ENGLISH = "english"
    NONE = ""


PERHAPS_STOP = "perhaps stop"


@dataclass(frozen=True, slots=True)
class Understood:
    """The keyword, and the language that the word itself is in ('' when it is in both)."""

    keyword: Keyword
    language: str = ""
    perhaps_stop: bool = False


# One line for each keyword and language ('' for words of both); commas between wordings.
_WORDS: tuple[tuple[Keyword, str, str], ...] = (
    (Keyword.STOP, "", "stop, stop all, cancel, end, quit, unsubscribe, revoke, opt out, td"),
    (Keyword.STOP, "en", "remove, remove me, unsubscribe me, opt me out, take me off"),
    (Keyword.STOP, "fr", "arret, arreter, arretez, arrete, fin, annuler, desabonner"),
    (Keyword.STOP, "fr", "desabonnement, me desabonner, plus de textos, plus de messages"),
    (Keyword.START, "", "start, unstop"),
    (Keyword.START, "en", "resume, subscribe, opt in"),
    (Keyword.START, "fr", "commencer, depart, reprendre, reabonner, recommencer"),
    (Keyword.HELP, "", "info"),
    (Keyword.HELP, "en", "help, help me"),
    (Keyword.HELP, "fr", "aide, aidez moi, aide moi, infos"),
    (Keyword.STATUS, "en", "status, status update, my call"),
    (Keyword.STATUS, "fr", "statut, etat, mon appel"),
    (Keyword.CALL_ME, "en", "call me, call me back, call back"),
    (Keyword.CALL_ME, "fr", "rappelez moi, rappelle moi, appelez moi, rappelez, rappel"),
    (Keyword.FRENCH, "fr", "fr, francais, french, en francais"),
    (Keyword.ENGLISH, "en", "en, english, anglais, in english"),
)
_MEANINGS = {
    wording.replace(" ", ""): Understood(keyword, language)
    for keyword, language, wordings in _WORDS
    for wording in wordings.split(",")
}


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that change nothing: "STOP please", "stop now!!", "arrêt svp merci".
_FILLERS = _set_of(
    "please pls plz now thanks thank you it all this ok okay just the "
    "s v p il vous plait svp merci maintenant tout ca"
)
_STOP_WORDS = _set_of("stop stopall unsubscribe optout revoke arret arretez desabonner desabonnez")
_ABOUT_TEXTS = _set_of(
    "text texts texting message messages messaging sms texto textos ecrire envoyer me "
    "contact contacting"
)
_SENTENCE_END = re.compile(r"[.!?\n;,]")
_STOP_SIGN = "\N{OCTAGONAL SIGN}"


def understand(text: str) -> Keyword:
    """The keyword that the whole message is, or NONE."""
    return understood(text).keyword


def understood(text: str) -> Understood:
    """The keyword, its language, and whether the message perhaps asks to stop."""
    words = _normalized(text)
    core = _undoubled([word for word in words.split() if word not in _FILLERS])
    found = _MEANINGS.get(words.replace(" ", "")) or _MEANINGS.get(core)
    if found:
        return found
    if not words and _STOP_SIGN in text:
        return Understood(Keyword.STOP)
    language = revoking_language(words)
    if language:
        return Understood(Keyword.STOP, language)
    return Understood(Keyword.NONE, perhaps_stop=_perhaps_stop(text, words))


def _normalized(text: str) -> str:
    """Lower case, without accents and marks, words apart by one space."""
    folded = unicodedata.normalize("NFKD", text)
    letters = "".join(c for c in folded if not unicodedata.combining(c)).casefold()
    return " ".join(re.findall(r"[^\W_]+", letters))


def _undoubled(words: list[str]) -> str:
    """Words without spaces between them; 'stop stop stop' is 'stop'."""
    return "".join(words[:1] if len(set(words)) == 1 else words)


def _perhaps_stop(text: str, words: str) -> bool:
    """Its first sentence is a stop word, or it speaks of stopping and of texts."""
    if _normalized(_SENTENCE_END.split(text.strip(), maxsplit=1)[0]) in _STOP_WORDS:
        return True
    parts = set(words.split())
    return not parts.isdisjoint(_STOP_WORDS) and not parts.isdisjoint(_ABOUT_TEXTS)
