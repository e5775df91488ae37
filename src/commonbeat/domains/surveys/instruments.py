"""The questionnaires that the product ships, in our own wording, and how answers are told.

After a call it asks how people were treated (voice, respect, explanation, trust), how satisfied
they are and whether they would call again: the parts of procedural justice, which surveys of
contact with police measure apart from the outcome. Questions asked by text avoid the letters (ç,
ê, ô, …) that would double the cost of a text; see wording.py.
"""

from __future__ import annotations

from collections.abc import Mapping
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


AFTER_A_CALL = "after-a-call"
AFTER_A_REPORT = "after-a-report"
LONGEST_GROUP = 40  # of the code by which answers are compared: a group of calls, a kind of report
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

# Shorter, and its answers are never counted with those about calls.
REPORT: tuple[Wording, ...] = (
    Wording(
        "ease",
        Scale.AGREE,
        "It was easy to say what was wrong.",
        "J'ai pu dire facilement ce qui n'allait pas.",
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
        "overall",
        Scale.SATISFIED,
        "How satisfied are you with what was done?",
        "Que pensez-vous de ce qui a été fait ?",
        by_text=True,
    ),
    Wording(
        "again",
        Scale.YES_NO,
        "If you saw something else, would you tell us?",
        "Si vous voyiez autre chose, nous le diriez-vous ?",
    ),
    Wording(
        "words",
        Scale.TEXT,
        "Is there anything you want to tell us?",
        "Voulez-vous nous dire autre chose ?",
    ),
)
SHIPPED: Mapping[str, tuple[Wording, ...]] = {AFTER_A_CALL: DEFAULT, AFTER_A_REPORT: REPORT}

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
