"""The questionnaire that the product ships, in our own wording, and how answers are told.

It asks how people were treated (voice, respect, explanation, trust), how satisfied they are and
whether they would call again: the parts of procedural justice, which surveys of contact with
police measure apart from the outcome. Questions asked by text avoid the letters (ç, ê, ô, …)
that would double the cost of a text; see wording.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonbeat.domains.surveys.models import Scale


@dataclass(frozen=True, slots=True)
class Wording:
    """One question of a questionnaire, in English and French."""

    code: str
    scale: Scale
    text: str
    text_fr: str
    by_text: bool = False


DEFAULT_CODE = "after-a-call"
DEFAULT: tuple[Wording, ...] = (
    Wording(
        "voice",
        Scale.AGREE,
        "I could say what I wanted to say.",
        "J'ai pu dire ce que je voulais dire.",
        by_text=True,
    ),
    Wording(
        "respect",
        Scale.AGREE,
        "I was treated with respect.",
        "On m'a parlé avec respect.",
        by_text=True,
    ),
    Wording(
        "explanation",
        Scale.AGREE,
        "They told me what they did, and why.",
        "On m'a expliqué ce qui a été fait, et pourquoi.",
        by_text=True,
    ),
    Wording(
        "trust",
        Scale.AGREE,
        "They wanted to do what was right for me.",
        "On voulait faire ce qui était bon pour moi.",
    ),
    Wording(
        "overall",
        Scale.SATISFIED,
        "How satisfied are you with the help you got?",
        "Que pensez-vous de l'aide que vous avez eue ?",
        by_text=True,
    ),
    Wording(
        "again",
        Scale.YES_NO,
        "If you needed help again, would you call us?",
        "Si vous aviez encore besoin d'aide, nous appelleriez-vous ?",
    ),
    Wording(
        "words",
        Scale.TEXT,
        "Is there anything you want to tell us?",
        "Voulez-vous nous dire autre chose ?",
    ),
)

SCALES: dict[str, tuple[int, int]] = {
    Scale.AGREE: (1, 5),
    Scale.SATISFIED: (1, 5),
    Scale.YES_NO: (0, 1),
}
FAVOURABLE: dict[str, tuple[int, ...]] = {
    Scale.AGREE: (4, 5),
    Scale.SATISFIED: (4, 5),
    Scale.YES_NO: (1,),
}
