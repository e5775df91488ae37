"""The texts of a survey conversation. They go over the air, not onto a page.

So they stand here in both languages, side by side, where a test measures them: every question
with its scale fits one text of 160 letters of the GSM alphabet (no curly quotes, no ç ê î ô û).
A language that is not here is spoken to in English.
"""

from __future__ import annotations

from typing import NamedTuple

from commonbeat.domains.surveys.instruments import AFTER_A_CALL, AFTER_A_REPORT
from commonbeat.domains.surveys.models import Question, Scale


class Texts(NamedTuple):
    """Everything a conversation says in one language."""

    opening: dict[str, str]  # by questionnaire
    page: str  # to whoever gets mails
    how: dict[str, str]
    again: str
    thanks: str
    closed: str


ENGLISH = Texts(
    opening={
        AFTER_A_CALL: (
            "{service}: {n} short questions about your call. Reply with a number. We do not keep "
            "who gave which answer. SKIP passes a question. STOP ends all texts."
        ),
        AFTER_A_REPORT: (
            "{service}: {n} short questions about your report. Reply with a number. We do not "
            "keep who gave which answer. SKIP passes a question. STOP ends all texts."
        ),
    },
    page=(
        "{service}: how did it go? A few short questions: {link} We do not keep who gave which "
        "answer."
    ),
    how={
        Scale.AGREE: "Reply 1 (not at all) to 5 (completely).",
        Scale.SATISFIED: "Reply 1 (very unhappy) to 5 (very happy).",
        Scale.YES_NO: "Reply YES or NO.",
    },
    again="Sorry, we did not understand that.",
    thanks="That was the last question. Thank you, this helps us do better.",
    closed="Thank you. This survey is over; what you told us before is counted.",
)
FRENCH = Texts(
    opening={
        AFTER_A_CALL: (
            "{service} : {n} petites questions sur votre appel. Répondez par un chiffre. Nous ne "
            "gardons pas qui a dit quoi. PASSER saute une question. ARRET met fin aux textos."
        ),
        AFTER_A_REPORT: (
            "{service} : {n} questions sur votre signalement. Répondez par un chiffre. Nous ne "
            "gardons pas qui a dit quoi. PASSER saute une question. ARRET met fin aux textos."
        ),
    },
    page=(
        "{service} : comment cela s'est-il passé ? Quelques petites questions : {link} Nous ne "
        "gardons pas qui a dit quoi."
    ),
    how={
        Scale.AGREE: "Répondez de 1 (pas du tout) à 5 (tout à fait).",
        Scale.SATISFIED: "Répondez de 1 (très mauvaise) à 5 (très bonne).",
        Scale.YES_NO: "Répondez OUI ou NON.",
    },
    again="Désolé, nous n'avons pas bien lu votre texto.",
    thanks="Voilà, c'est fini. Merci, votre avis nous aide à faire mieux.",
    closed="Merci. Ce sondage est fini ; ce que vous avez dit avant est compté.",
)


def texts_in(language: str) -> Texts:
    """What a conversation says in this language."""
    return FRENCH if language.lower().startswith("fr") else ENGLISH


def question_text(question: Question, language: str, number: int, n_questions: int) -> str:
    """One question with its place and its scale, as a text."""
    said = question.text_fr if texts_in(language) is FRENCH else question.text
    how = texts_in(language).how[question.scale]
    return f"{number}/{n_questions} {said} {how}"


def opening_text(
    language: str, service: str, n_questions: int, *, questionnaire: str = AFTER_A_CALL
) -> str:
    """What comes before the first question: who asks, what becomes of it, how to stop."""
    opening = texts_in(language).opening
    words = opening.get(questionnaire, opening[AFTER_A_CALL])
    return words.format(service=service, n=n_questions)


def page_text(language: str, service: str, link: str) -> str:
    """What a mail says: a mail cannot be answered, so it leads to the page."""
    return texts_in(language).page.format(service=service, link=link)
