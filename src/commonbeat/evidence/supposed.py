"""Which result takes what for granted: one line for each kind of result.

First what the calculation looks at and warns about, then what it cannot see. What holds for a
kind holds for kinds made from it.
"""

from commonbeat.evidence.assumptions import Assumed, Assumption, assumed

A = Assumption
Both = tuple[tuple[A, ...], tuple[A, ...]]

SUPPOSED: dict[str, Both] = {
    # Did it work
    "Effect": ((A.ENOUGH,), (A.PARALLEL, A.UNTOUCHED, A.VARY_ALIKE, A.NOT_PICKED, A.NOTED_ALIKE)),
    "PlaceboEffect": ((), (A.PARALLEL, A.UNTOUCHED, A.VARY_ALIKE, A.NOT_PICKED, A.NOTED_ALIKE)),
    "Finding": (
        (A.ENOUGH, A.PARALLEL, A.NOT_PICKED),
        (A.UNTOUCHED, A.VARY_ALIKE, A.NOTED_ALIKE),
    ),
    "Replay": ((), (A.NOTED_ALIKE,)),
    "LeaveOneOut": ((), (A.PARALLEL, A.UNTOUCHED)),
    "AmongTheWorst": ((), (A.NOTED_ALIKE,)),
    "RelativeEffectSize": ((A.ENOUGH,), (A.ONE_BY_ONE, A.PARALLEL, A.UNTOUCHED, A.NOTED_ALIKE)),
    "PooledEffect": ((A.ENOUGH,), (A.ONE_BY_ONE, A.PARALLEL, A.UNTOUCHED)),
    "DisplacementQuotient": ((), (A.ONE_BY_ONE, A.PARALLEL, A.UNTOUCHED, A.NOTED_ALIKE)),
    "DisplacementDifference": ((), (A.ONE_BY_ONE, A.PARALLEL, A.UNTOUCHED, A.NOTED_ALIKE)),
    "Step": ((), (A.GOES_ON, A.NOTED_ALIKE)),
    "SyntheticEffect": ((A.ENOUGH,), (A.MIX_GOES_ON, A.UNTOUCHED, A.NOTED_ALIKE)),
    "VisibleFall": ((A.AS_LATELY,), (A.PARALLEL, A.UNTOUCHED)),
    "BestOfMany": ((A.ENOUGH, A.MANY), (A.PARALLEL, A.UNTOUCHED, A.VARY_ALIKE)),
    "Shrunk": ((), (A.ONE_LEVEL,)),
    # Where attention is needed
    "KnoxTable": ((A.ENOUGH,), (A.PLACE_APART_FROM_TIME, A.NOTED_ALIKE)),
    "ClosePairs": ((A.ENOUGH,), (A.PLACE_APART_FROM_TIME, A.ONE_BY_ONE)),
    "Hotspots": ((A.ENOUGH, A.MANY), (A.WHOLE_MAP, A.REACH_CHOSEN)),
    "ForecastQuality": ((A.ENOUGH,), (A.TOLD_BEFORE,)),
    "Accuracy": ((A.ENOUGH,), (A.TOLD_BEFORE, A.SINGLE_CASES)),
    "LivingInside": ((A.ENOUGH,), (A.TOTALS_TRUE,)),
    "Surface": ((A.ENOUGH,), (A.REACH_CHOSEN, A.WHOLE_MAP)),
    "Clusters": ((A.ENOUGH,), (A.REACH_CHOSEN,)),
    # What changed this week
    "Change": ((A.ENOUGH,), (A.ONE_BY_ONE, A.NOTED_ALIKE)),
    "Rate": ((A.ENOUGH,), (A.ONE_BY_ONE,)),
    "Cusum": ((), (A.USUAL_KNOWN, A.ONE_BY_ONE)),
    "Funnel": ((A.ENOUGH, A.ONE_BY_ONE), (A.EXPECTED_RIGHT,)),
    "BusiestWindow": ((A.ENOUGH,), (A.USUAL_KNOWN, A.ONE_BY_ONE)),
    "Completed": ((A.ENOUGH,), (A.LATE_AS_BEFORE,)),
    # What stands out among many
    "Pair": ((A.ENOUGH, A.MANY), (A.SINGLE_CASES,)),
    "Pairs": ((A.ENOUGH, A.MANY), (A.SINGLE_CASES,)),
    "Gap": ((A.ENOUGH,), (A.SINGLE_CASES, A.NOTED_ALIKE)),
    "Gaps": ((A.ENOUGH,), (A.SINGLE_CASES, A.NOTED_ALIKE)),
    "ShareChange": ((A.ENOUGH, A.MANY), (A.SINGLE_CASES, A.NOTED_ALIKE)),
    "Changes": ((A.ENOUGH, A.MANY), (A.SINGLE_CASES, A.NOTED_ALIKE)),
    # What residents think
    "Proportion": ((A.ENOUGH,), (A.SINGLE_CASES,)),
    "ShareDifference": ((A.ENOUGH,), (A.SINGLE_CASES,)),
    "Respondents": ((A.ENOUGH, A.DRAWN, A.SILENT_ALIKE, A.ANSWERS_MIXED), ()),
    "SurveyEstimate": ((A.ENOUGH,), (A.DRAWN, A.SILENT_ALIKE)),
    "SurveyChange": ((A.ENOUGH,), (A.DRAWN, A.SILENT_ALIKE, A.SINGLE_CASES)),
    "Design": ((A.ENOUGH,), (A.DRAWN, A.SILENT_ALIKE, A.TOTALS_TRUE)),
    "SmallArea": ((A.ENOUGH,), (A.ONE_LEVEL, A.SILENT_ALIKE)),
    "AreaShares": ((A.ENOUGH,), (A.ONE_LEVEL, A.SILENT_ALIKE, A.TOTALS_TRUE)),
    # How quickly
    "Quantile": ((A.ENOUGH,), (A.SINGLE_CASES,)),
    "ShareByTime": ((A.ENOUGH,), (A.OPEN_ALIKE, A.SINGLE_CASES)),
    "Curve": ((A.ENOUGH,), (A.OPEN_ALIKE, A.SINGLE_CASES)),
    # How fairly
    "RateRatio": ((A.PRESENT_ALIKE,), (A.ONE_BY_ONE,)),
    "HitRates": ((A.ENOUGH, A.SEARCHED_ALIKE), (A.SINGLE_CASES,)),
    "Veil": ((A.ENOUGH, A.DARK_HIDES), (A.SINGLE_CASES,)),
    # Disclosure
    "Opened": ((), (A.NOTHING_ELSE,)),
    "Donut": ((), (A.NOTHING_ELSE,)),
}


def assumptions_of(kind: type, warnings: tuple[str, ...]) -> tuple[Assumed, ...]:
    """Return what a kind of result takes for granted, with its state under these warnings."""
    for each in kind.__mro__:
        if each.__name__ in SUPPOSED:
            return assumed(*SUPPOSED[each.__name__], warnings)
    return ()
