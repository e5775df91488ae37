"""Wordings that plainly ask for no more texts, beyond the keyword STOP.

Each names texts as what must stop, and nobody else: "stop my ex from texting me" asks for help.
The words in between are therefore only those listed. All is matched against normalized words.
"""

from __future__ import annotations

import re

_LONGEST = 120  # characters; a longer message says more than that
_EN_BETWEEN = r"( (sending|me|us|these|those|the|all|any|your|more|my phone|this|to|from|with))*"
_EN_TEXTS = r"(text|texts|texting|message|messages|messaging|sms|contact|contacting)"
_FR_BETWEEN = r"( (de|d|des|les|le|la|l|ces|vos|tous|me|m|nous|moi|envoi|envoyer|recevoir))*"
_FR_TEXTS = r"(ecrire|texter|texto|textos|message|messages|sms|contacter)"
_FR_WRITE = r"(ecrivez|ecris|textez|texte|contactez|envoyez)"
_LEAD_IN = (
    r"((hi|hello|bonjour|please|can you|could you|would you|you can|i want you to|veuillez|"
    r"pouvez vous|merci de|svp|s il vous plait) )*"
)
_TAIL = (
    r"( (please|pls|now|thanks|thank you|ever|again|anymore|any more|svp|merci|"
    r"s il vous plait))*"
)
_NO = r"(stop|quit|cease|end|no|do not|don t|dont|never)"
_NO_WISH = r"(i )?(do not|don t|dont) want( (any|more|of|these|your|to get|to receive))*"
_WISH = r"(i )?(want to |would like to |wish to )?"
_FROM_LIST = r"( (de|des|cette|la|votre|vos|liste|textos|messages))*"
_CEASE = r"(arret|arrete|arretez|arreter|cesse|cessez|cesser|stop)"
_ENGLISH = (
    rf"{_NO}{_EN_BETWEEN} {_EN_TEXTS}{_EN_BETWEEN}( number| phone)?",
    rf"{_NO_WISH} {_EN_TEXTS}{_EN_BETWEEN}",
    r"(take|remove|delete) (me|my number|this number)( (from|off|your|the|this|list))*",
    rf"{_WISH}(opt out|unsubscribe)( of| from)?{_EN_BETWEEN}( {_EN_TEXTS})?",
    r"leave me alone",
)
_FRENCH = (
    rf"{_CEASE}{_FR_BETWEEN} {_FR_TEXTS}{_FR_BETWEEN}( {_FR_TEXTS})?",
    rf"((ne |n )(m |me |nous )?|m |me |nous ){_FR_WRITE} plus{_FR_BETWEEN}( {_FR_TEXTS})?",
    rf"(je )?(ne )?(veux|voudrais|souhaite) (plus|pas){_FR_BETWEEN} {_FR_TEXTS}{_FR_BETWEEN}",
    rf"(desabonnez|retirez|enlevez|supprimez) (moi|mon numero|mon nom){_FROM_LIST}",
)
_PLAIN = [
    (language, re.compile(_LEAD_IN + wording + _TAIL))
    for language, wordings in (("en", _ENGLISH), ("fr", _FRENCH))
    for wording in wordings
]


def revoking_language(words: str) -> str:
    """The language in which normalized words plainly ask for no more texts, or ''."""
    if len(words) > _LONGEST:
        return ""
    for language, wording in _PLAIN:
        if wording.fullmatch(words):
            return language
    return ""
