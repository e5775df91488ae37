"""The texts that residents send, by what they are; and what must become of each.

A case is a context (what was said and asked before), a text, and the one effect that it must have.
`fixed` are written phrases in every context where their effect is defined; `generated` changes
their case, marks and spaces, and makes sentences that nobody wrote.
"""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """A text in its context, and the effect that it must have."""

    context: str
    text: str
    effect: str


# Nobody asked anything; a survey; the steps of a report; news of a report; and both at once.
CONTEXTS = (
    "none",
    "survey",
    "kind",
    "where",
    "ask",
    "what",
    "told",
    "survey, then report",
    "report, then survey",
)


def _always(effect: str) -> dict[str, str]:
    return dict.fromkeys(CONTEXTS, effect)


_WORDS = {
    "none": "not understood",
    "survey": "not understood",
    "kind": "asked again",
    "where": "step",
    "ask": "asked again",
    "what": "raised",
    "told": "added",
    "survey, then report": "asked again",
    "report, then survey": "asked again",
}
_NUMBER = {
    **_WORDS,
    "survey": "answered",
    "kind": "step",
    "where": "asked again",
    "ask": "step",
    "survey, then report": "step",
    "report, then survey": "answered",
}
# What they are, the phrases, and what must become of them in each context.
PHRASES: tuple[tuple[str, tuple[str, ...], dict[str, str]], ...] = (
    (
        "stop",
        (
            "STOP",
            "stop",
            "Stop please",
            "ARRET",
            "Arrêt",
            "arrêtez",
            "unsubscribe",
            "STOP STOP",
            "cancel",
            "quit",
            "désabonner",
            "stop texting me",
            "fin",
        ),
        _always("stopped"),
    ),
    ("help", ("HELP", "help", "Aide", "aidez-moi", "info", "HELP!"), _always("helped")),
    ("language", ("FR", "français", "English", "en français", "anglais"), _always("language")),
    (
        "report",
        (
            "REPORT",
            "report",
            "Report:",
            "SIGNALER",
            "signalement",
            "Signale",
            "Report a concern",
            "signaler quelque chose",
            "REPORT!",
            "report - please",
        ),
        _always("begun"),
    ),
    (
        "tip",
        (
            "TIP they sell from the garage",
            "tip: a blue van each night",
            "Indice : ils volent des vélos",
            "TIP 4",
            "tip noise is only the cover",
            "INDICE rue du Moulin, le soir",
            "Tip. STOP them please",
            "tip report what they do",
        ),
        _always("tipped"),
    ),
    (
        "status",
        ("STATUS", "statut", "my call", "état"),
        dict.fromkeys(("none", "kind", "where", "ask", "what"), "no call") | {"told": "stands"},
    ),
    (
        "call me",
        ("CALL ME", "rappelez-moi", "call me back", "rappel"),
        dict.fromkeys(("survey", "survey, then report", "report, then survey"), "promised"),
    ),
    ("number", ("1", "2", "3", "4", " 3 ", "2.", "4!"), _NUMBER),
    (
        "survey words",
        ("strongly agree", "agree", "d'accord", "tout à fait d'accord", "disagree", "pas d'accord"),
        {
            **_WORDS,
            "survey": "answered",
            "report, then survey": "answered",
        },
    ),
    (
        "kind",
        (
            "noise",
            "Noise!",
            "the noise",
            "bruit",
            "Du bruit la nuit",
            "graffiti",
            "Graffiti on a wall",
            "speeding",
            "a broken light",
            "lampadaire brisé",
            "an abandoned vehicle",
        ),
        {**_WORDS, "kind": "step", "survey, then report": "step", "report, then survey": "step"}
        | {"ask": ""},
    ),
    (
        "sentence",
        (
            "Mill Street and Oak",
            "Coin du Moulin et du Chêne",
            "behind the school",
            "près du pont",
            "It is the same again",
            "Merci beaucoup",
            "Thank you!",
            "I want to report my neighbour",
            "They will not stop",
            "asdfgh",
            "où êtes-vous ?",
            "12 Mill Street",
            "3 men are back",
            "Je veux signaler mon voisin",
            "no tip from me",
            "when will you come?",
            "help him",
            "Mrs Stop lives there",
            "I start at 9",
            "status of my street",
            "\u200bhello",
            "The end of the road",
            "call me Ana",
            "fin de la rue",
            "5 dogs",
            "report",
            "a tip for you",
            "La porte du garage",
            "It smells of smoke there",
            "between the two shops",
            "à côté de la gare",
            "Elm Avenue 40",
            "Is anybody there?",
            "je ne sais pas",
            "It was Bell who came",
            "Stop signs are missing",
            "Help is needed at the mill",
            "https://example.org/x",
        ),
        _WORDS,
    ),
    ("hardly a word", ("😀😀😀", "?!", "--", "m."), {**_WORDS, "where": "asked again"}),
    (
        "nothing more",
        ("no", "non", "rien", "nothing", "Done."),
        {"what": "raised", "told": "added"},
    ),
    (
        "given up",
        ("never mind", "laissez tomber", "Forget it"),
        dict.fromkeys(("kind", "where", "ask", "what", "survey, then report"), "given up"),
    ),
    (
        "times",
        ("night", "la nuit", "Soir", "3 and 4", "1, 2", "evening", "1 et 4"),
        {"ask": "step", "told": "added"},
    ),
)
_NOT_SENTENCES = frozenset({"report"})  # by itself it begins one
_FIRST = ("Yesterday", "Hier", "Each week", "Chaque semaine", "At the corner", "Au coin", "Again")
_THEN = ("two boys", "une dame", "some people", "des gens", "a dog", "un chien", "Ana", "Diaz")
_LAST = ("ran past", "criaient", "were there", "sont revenus", "came by", "attendait", "slept")


def fixed() -> list[Case]:
    """Every written phrase in every context where it is clear what must become of it."""
    return [
        Case(context, text, effect)
        for name, texts, effects in PHRASES
        for context, effect in effects.items()
        if effect
        for text in texts
        if not (name == "sentence" and text in _NOT_SENTENCES)
    ]


def generated(n: int, chance: random.Random) -> list[Case]:
    """As many cases that nobody wrote: other case, marks and spaces, and sentences drawn."""
    known = fixed()
    found = []
    for _ in range(n):
        case = chance.choice(known)
        if chance.random() < 0.3:
            drawn = " ".join(chance.choice(part) for part in (_FIRST, _THEN, _LAST))
            context = chance.choice(CONTEXTS)
            case = Case(context, drawn, _WORDS[context])
        found.append(Case(case.context, _changed(case.text, chance), case.effect))
    return found


def _changed(text: str, chance: random.Random) -> str:
    text = chance.choice((str.upper, str.lower, str.title, str))(text)
    before, after = chance.choice(("", " ", "\n")), chance.choice(("", " ", "!", ".", " \n"))
    return f"{before}{text}{after}"
