"""What each method takes for granted, and whether the numbers themselves speak against it.

An assumption is *checked* where the calculation looks for signs against it and warns, *doubtful*
where it found one, and *trusted* where no number given can tell.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from commonbeat.evidence.wording import pick


class State(StrEnum):
    """What is known about an assumption."""

    CHECKED = "checked"
    DOUBTFUL = "doubtful"
    TRUSTED = "trusted"


class Assumption(StrEnum):
    """What a method takes for granted. The value is a stable code."""

    ENOUGH = "enough"
    SINGLE_CASES = "single_cases"
    ONE_BY_ONE = "one_by_one"
    NOTED_ALIKE = "noted_alike"
    PARALLEL = "parallel"
    UNTOUCHED = "untouched"
    VARY_ALIKE = "vary_alike"
    NOT_PICKED = "not_picked"
    MIX_GOES_ON = "mix_goes_on"
    GOES_ON = "goes_on"
    AS_LATELY = "as_lately"
    DRAWN = "drawn"
    SILENT_ALIKE = "silent_alike"
    TOTALS_TRUE = "totals_true"
    ANSWERS_MIXED = "answers_mixed"
    OPEN_ALIKE = "open_alike"
    LATE_AS_BEFORE = "late_as_before"
    PLACE_APART_FROM_TIME = "place_apart_from_time"
    WHOLE_MAP = "whole_map"
    REACH_CHOSEN = "reach_chosen"
    TOLD_BEFORE = "told_before"
    EXPECTED_RIGHT = "expected_right"
    USUAL_KNOWN = "usual_known"
    ONE_LEVEL = "one_level"
    PRESENT_ALIKE = "present_alike"
    SEARCHED_ALIKE = "searched_alike"
    DARK_HIDES = "dark_hides"
    NOTHING_ELSE = "nothing_else"
    MANY = "many"


WORDS: dict[Assumption, tuple[str, str]] = {
    Assumption.ENOUGH: (
        "There are enough cases.",
        "Il y a assez de cas.",
    ),
    Assumption.SINGLE_CASES: (
        "One case says nothing about another.",
        "Un cas ne dit rien d’un autre.",
    ),
    Assumption.ONE_BY_ONE: (
        "Events come one by one, and none brings on another.",
        "Les événements arrivent un à un, et aucun n’en entraîne un autre.",
    ),
    Assumption.NOTED_ALIKE: (
        "Events were written down in the same way all the time.",
        "Les événements ont été notés de la même façon tout le temps.",
    ),
    Assumption.PARALLEL: (
        "With nothing done, the areas would have changed as the others did.",
        "Si rien n’avait été fait, les secteurs auraient changé comme les autres.",
    ),
    Assumption.UNTOUCHED: (
        "What was done did not reach the comparison areas.",
        "Ce qui a été fait n’a pas touché les secteurs comparés.",
    ),
    Assumption.VARY_ALIKE: (
        "By themselves, the areas go up and down as much as the comparison areas.",
        "D’eux-mêmes, les secteurs varient autant que les secteurs comparés.",
    ),
    Assumption.NOT_PICKED: (
        "The areas were not picked because they had just been bad.",
        "Les secteurs n’ont pas été choisis parce qu’ils venaient d’aller mal.",
    ),
    Assumption.MIX_GOES_ON: (
        "The mix of other areas would have gone on moving like this area.",
        "Le mélange d’autres secteurs aurait continué à évoluer comme ce secteur.",
    ),
    Assumption.GOES_ON: (
        "Trend and seasons would have gone on as before the start.",
        "La tendance et les saisons auraient continué comme avant le début.",
    ),
    Assumption.AS_LATELY: (
        "Counts go on as lately, and areas vary as they have so far.",
        "Les nombres restent comme dernièrement, et les secteurs varient comme jusqu’ici.",
    ),
    Assumption.DRAWN: (
        "The people asked were drawn at random, in the way described.",
        "Les personnes interrogées ont été tirées au hasard, comme décrit.",
    ),
    Assumption.SILENT_ALIKE: (
        "Those who did not answer think like those who did.",
        "Les personnes qui n’ont pas répondu pensent comme celles qui ont répondu.",
    ),
    Assumption.TOTALS_TRUE: (
        "The known totals are right and up to date.",
        "Les totaux connus sont justes et à jour.",
    ),
    Assumption.ANSWERS_MIXED: (
        "The answers differ enough to show how much they vary.",
        "Les réponses diffèrent assez pour montrer combien elles varient.",
    ),
    Assumption.OPEN_ALIKE: (
        "Open cases go on like those that are closed.",
        "Les cas ouverts se poursuivent comme les cas fermés.",
    ),
    Assumption.LATE_AS_BEFORE: (
        "Reports come in as late as they used to.",
        "Les signalements arrivent avec le même retard qu’avant.",
    ),
    Assumption.PLACE_APART_FROM_TIME: (
        "Without repeats, the day of an event has nothing to do with its place.",
        "Sans répétitions, le jour d’un événement n’a rien à voir avec son lieu.",
    ),
    Assumption.WHOLE_MAP: (
        "The map ends where the data end; nothing is known beyond its edge.",
        "La carte s’arrête où s’arrêtent les données ; on ne sait rien au-delà.",
    ),
    Assumption.REACH_CHOSEN: (
        "How far an event reaches was chosen, not found.",
        "La portée d’un événement a été choisie, non trouvée.",
    ),
    Assumption.TOLD_BEFORE: (
        "The forecast was made before the events came.",
        "La prévision a été faite avant les événements.",
    ),
    Assumption.EXPECTED_RIGHT: (
        "The expected numbers are right.",
        "Les nombres attendus sont justes.",
    ),
    Assumption.USUAL_KNOWN: (
        "The usual level is known and does not drift.",
        "Le niveau habituel est connu et ne glisse pas.",
    ),
    Assumption.ONE_LEVEL: (
        "Areas lie around one common level.",
        "Les secteurs se situent autour d’un même niveau.",
    ),
    Assumption.PRESENT_ALIKE: (
        "Both groups were out and about as often.",
        "Les deux groupes étaient dehors aussi souvent.",
    ),
    Assumption.SEARCHED_ALIKE: (
        "Those who were only just searched are like the average person searched.",
        "Les personnes fouillées de justesse ressemblent à la moyenne des personnes fouillées.",
    ),
    Assumption.DARK_HIDES: (
        "In the dark it is harder to see who is there.",
        "La nuit, on voit moins bien qui est là.",
    ),
    Assumption.NOTHING_ELSE: (
        "Nothing else is published about the same people.",
        "Rien d’autre n’est publié sur les mêmes personnes.",
    ),
    Assumption.MANY: (
        "It is known how many figures were looked at.",
        "On sait combien de chiffres ont été examinés.",
    ),
}

# The cautions that speak against an assumption.
AGAINST: dict[Assumption, frozenset[str]] = {
    Assumption.ENOUGH: frozenset(
        {"few", "small_counts", "few_comparisons", "thin_margin", "few_peers"}
    ),
    Assumption.ONE_BY_ONE: frozenset({"poisson_only", "uneven_spread"}),
    Assumption.PARALLEL: frozenset({"not_parallel", "placebo_in_time_fails"}),
    Assumption.NOT_PICKED: frozenset({"chosen_for_being_bad", "volunteered"}),
    Assumption.DRAWN: frozenset({"not_a_probability_sample"}),
    Assumption.SILENT_ALIKE: frozenset({"low_response", "not_a_probability_sample"}),
    Assumption.ANSWERS_MIXED: frozenset({"all_alike"}),
    Assumption.PRESENT_ALIKE: frozenset({"residents_are_not_present"}),
    Assumption.SEARCHED_ALIKE: frozenset({"average_not_border"}),
    Assumption.DARK_HIDES: frozenset({"light_at_night"}),
    Assumption.AS_LATELY: frozenset({"short_history"}),
    Assumption.MANY: frozenset({"best_of_many", "many_looked_at"}),
}


@dataclass(frozen=True, slots=True)
class Assumed:
    """An assumption and what is known about it."""

    assumption: Assumption
    state: State

    def sentence(self, language: str = "en") -> str:
        """Say what is taken for granted and whether it was looked at."""
        told = pick(language, *WORDS[self.assumption])
        return f"{told} {pick(language, *STATES[self.state])}"


STATES: dict[State, tuple[str, str]] = {
    State.CHECKED: ("(Looked at; nothing speaks against it.)", "(Vérifié ; rien ne s’y oppose.)"),
    State.DOUBTFUL: ("(In doubt here.)", "(Douteux ici.)"),
    State.TRUSTED: ("(These numbers cannot tell.)", "(Ces nombres ne peuvent pas le dire.)"),
}


def assumed(
    checked: Iterable[Assumption], trusted: Iterable[Assumption], warnings: Iterable[str]
) -> tuple[Assumed, ...]:
    """Return each assumption with its state, given the warnings that were raised."""
    raised = set(warnings)

    def state(assumption: Assumption, quiet: State) -> State:
        return State.DOUBTFUL if raised & AGAINST.get(assumption, frozenset()) else quiet

    return (
        *(Assumed(each, state(each, State.CHECKED)) for each in checked),
        *(Assumed(each, state(each, State.TRUSTED)) for each in trusted),
    )
