"""The shape of every answer: a number, how sure we are of it, and where it comes from."""

from dataclasses import dataclass
from enum import StrEnum

from commonbeat.evidence.assumptions import Assumed
from commonbeat.evidence.supposed import assumptions_of
from commonbeat.evidence.wording import percent, pick


class Caution(StrEnum):
    """What a reader must know before using a figure. The value is a stable code."""

    FEW = "few"
    LOW_RESPONSE = "low_response"
    ALL_ALIKE = "all_alike"
    NO_UPPER_LIMIT = "no_upper_limit"
    NO_LOWER_LIMIT = "no_lower_limit"
    STILL_OPEN = "still_open"
    NOT_A_PROBABILITY_SAMPLE = "not_a_probability_sample"
    SMALL_COUNTS = "small_counts"
    APPROXIMATE = "approximate"
    FEW_COMPARISONS = "few_comparisons"
    METHODS_DISAGREE = "methods_disagree"
    CHOSEN_FOR_BEING_BAD = "chosen_for_being_bad"
    VOLUNTEERED = "volunteered"
    NOT_PARALLEL = "not_parallel"
    BEST_OF_MANY = "best_of_many"
    POISSON_ONLY = "poisson_only"
    SHORT_HISTORY = "short_history"
    ONE_COMPARISON_DECIDES = "one_comparison_decides"
    PLACEBO_IN_TIME_FAILS = "placebo_in_time_fails"
    WEIGHTS_TRIMMED = "weights_trimmed"
    THIN_MARGIN = "thin_margin"
    UNEVEN_SPREAD = "uneven_spread"
    ONE_AREA_ONLY = "one_area_only"
    RESIDENTS_ARE_NOT_PRESENT = "residents_are_not_present"
    AVERAGE_NOT_BORDER = "average_not_border"
    LIGHT_AT_NIGHT = "light_at_night"
    MANY_LOOKED_AT = "many_looked_at"
    FEW_PEERS = "few_peers"


WORDS: dict[Caution, tuple[str, str]] = {
    Caution.FEW: (
        "Based on few cases: the figure can move a lot by chance.",
        "Peu de cas : le hasard peut faire beaucoup varier ce chiffre.",
    ),
    Caution.LOW_RESPONSE: (
        "Fewer than half of the people asked answered; those who did not may think otherwise.",
        (
            "Moins de la moitié des personnes interrogées ont répondu ; les autres pensent "
            "peut-être autrement."
        ),
    ),
    Caution.ALL_ALIKE: (
        "All answers were the same, so the range is a cautious guess.",
        "Toutes les réponses sont identiques ; la fourchette est donc une estimation prudente.",
    ),
    Caution.NO_UPPER_LIMIT: (
        "Too few cases to give an upper limit.",
        "Trop peu de cas pour donner une limite supérieure.",
    ),
    Caution.NO_LOWER_LIMIT: (
        "Too few cases to give a lower limit.",
        "Trop peu de cas pour donner une limite inférieure.",
    ),
    Caution.STILL_OPEN: (
        "Some cases are still open; they are counted for as long as they were watched.",
        "Certains cas sont encore ouverts ; ils comptent pour le temps où on les a suivis.",
    ),
    Caution.NOT_A_PROBABILITY_SAMPLE: (
        "People chose for themselves whether to answer: this is not a random sample.",
        "Les gens ont choisi de répondre ou non : ce n’est pas un échantillon au hasard.",
    ),
    Caution.SMALL_COUNTS: (
        "Counts under 30: no percentage change is given.",
        "Nombres inférieurs à 30 : aucun pourcentage de changement n’est donné.",
    ),
    Caution.APPROXIMATE: (
        "The counts are so large that an approximation was used.",
        "Les nombres sont si grands qu’un calcul approché a été utilisé.",
    ),
    Caution.FEW_COMPARISONS: (
        "There are fewer than eight comparison areas: too few to learn how much areas vary.",
        (
            "Il y a moins de huit secteurs de comparaison : trop peu pour savoir combien les "
            "secteurs varient."
        ),
    ),
    Caution.METHODS_DISAGREE: (
        "A second method does not agree, so the result is uncertain.",
        "Une deuxième méthode ne donne pas le même résultat ; la réponse est donc incertaine.",
    ),
    Caution.CHOSEN_FOR_BEING_BAD: (
        (
            "The areas were among the worst, or worse than usual, before the start; some fall "
            "would be expected anyway."
        ),
        (
            "Avant le début, les secteurs étaient parmi les pires ou allaient plus mal que "
            "d’habitude ; une baisse était à prévoir de toute façon."
        ),
    ),
    Caution.RESIDENTS_ARE_NOT_PRESENT: (
        "People who live somewhere are not the same as people who are there.",
        "Les personnes qui habitent un lieu ne sont pas celles qui s’y trouvent.",
    ),
    Caution.AVERAGE_NOT_BORDER: (
        "Hit rates compare the average search; they do not prove or rule out unequal treatment.",
        (
            "Ces taux comparent la fouille moyenne ; ils ne prouvent ni n’excluent un traitement "
            "inégal."
        ),
    ),
    Caution.LIGHT_AT_NIGHT: (
        "Street lights let officers see in the dark; a real difference may look smaller.",
        "L’éclairage permet de voir la nuit ; une vraie différence peut paraître plus petite.",
    ),
    Caution.MANY_LOOKED_AT: (
        "Many figures were looked at: a few that stand out may still be chance.",
        (
            "Beaucoup de chiffres ont été examinés : quelques-uns de ceux qui se distinguent "
            "sont peut-être dus au hasard."
        ),
    ),
    Caution.FEW_PEERS: (
        "There are too few others to learn how much they usually differ.",
        "Il y en a trop peu d’autres pour savoir combien ils diffèrent d’habitude.",
    ),
    Caution.ONE_AREA_ONLY: (
        "This describes one area; it cannot show what caused the change.",
        "Ceci décrit un seul secteur ; cela ne montre pas la cause du changement.",
    ),
    Caution.VOLUNTEERED: (
        "The areas came forward by themselves; they may differ from the others in other ways.",
        "Les secteurs se sont proposés eux-mêmes ; ils diffèrent peut-être aussi autrement.",
    ),
    Caution.NOT_PARALLEL: (
        "The areas were already moving apart from the others before the start.",
        "Les secteurs évoluaient déjà autrement que les autres avant le début.",
    ),
    Caution.BEST_OF_MANY: (
        "This is the largest of several areas: by chance alone one of them will look good.",
        (
            "C’est le plus grand écart parmi plusieurs secteurs : par hasard seul, l’un d’eux "
            "paraîtra bon."
        ),
    ),
    Caution.POISSON_ONLY: (
        "This range assumes that only chance within each count varies; real areas vary more.",
        (
            "Cette fourchette suppose que seul le hasard de chaque nombre joue ; les vrais "
            "secteurs varient davantage."
        ),
    ),
    Caution.SHORT_HISTORY: (
        "Fewer than 24 months before the start.",
        "Moins de 24 mois avant le début.",
    ),
    Caution.ONE_COMPARISON_DECIDES: (
        "Leaving out a single comparison area would change the verdict.",
        "Retirer un seul secteur de comparaison changerait la conclusion.",
    ),
    Caution.PLACEBO_IN_TIME_FAILS: (
        "The method already sees an effect before the start, where there was none.",
        "La méthode voit déjà un effet avant le début, alors qu’il n’y en avait pas.",
    ),
    Caution.WEIGHTS_TRIMMED: (
        "Very large weights were trimmed.",
        "Les poids très grands ont été réduits.",
    ),
    Caution.THIN_MARGIN: (
        "Some group has fewer than 20 answers.",
        "Un des groupes compte moins de 20 réponses.",
    ),
    Caution.UNEVEN_SPREAD: (
        "Areas differ more than chance alone explains; the limits were widened for it.",
        (
            "Les secteurs diffèrent plus que le hasard ne l’explique ; les limites en tiennent "
            "compte."
        ),
    ),
}


class Told:
    """What every result can say about itself beside its sentence."""

    __slots__ = ()
    warnings: tuple[str, ...]

    @property
    def assumptions(self) -> tuple[Assumed, ...]:
        """What the method takes for granted: checked, doubtful here, or only trusted."""
        return assumptions_of(type(self), self.warnings)

    def assumed(self, language: str = "en") -> tuple[str, ...]:
        """Return what is taken for granted as sentences."""
        return tuple(each.sentence(language) for each in self.assumptions)

    def remarks(self, language: str = "en") -> tuple[str, ...]:
        """Return the warnings as sentences."""
        return tuple(pick(language, *WORDS[Caution(code)]) for code in self.warnings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate(Told):
    """A figure with its interval. `n` is its base; `warnings` are codes of `Caution`."""

    estimate: float
    lower: float
    upper: float
    n: int
    method: str
    citation: str
    confidence: float = 0.95
    warnings: tuple[str, ...] = ()

    def percents(self, language: str = "en") -> tuple[str, str, str]:
        """Return estimate, lower and upper limit as percentages."""
        low, high = percent(self.lower, language), percent(self.upper, language)
        return percent(self.estimate, language), low, high

    def sentence(self, language: str = "en") -> str:
        """Say the figure so that a councillor understands it."""
        raise NotImplementedError
