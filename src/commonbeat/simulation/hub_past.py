"""Years of situations at an invented table, drawn month by month from its truths.

Each situation has so many factors (negative binomial) and draws them one after the other without
putting back, the common ones more often: which come together is chance, but for planted pairs.
There the second factor takes the place of the last one drawn, so that no situation gets richer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from commonbeat.domains.hub.actions.pasts import PastSituation
from commonbeat.simulation.hub_truths import FOLLOWS, RISES_BY, WAITS, WAITS_LATER, Truths

Ints = NDArray[np.int64]
MEAN_FACTORS = 9.0
MOST_FACTORS = 30
PATIENCE = dt.timedelta(days=30)  # after which a later check is answered one way or another
SERVICES_SOUGHT = (2, 6)  # kinds of service in one situation
REJECTED = 0.1
VISITED = 0.95  # share of planned visits that are made
HOURS = (2.0, 14.0)  # gamma: from the plan to the first visit
AGENCIES_IN = (2, 6)
REJECTIONS = ("not_elevated", "already_connected", "not_exhausted", "single_agency")
CONCLUSIONS = {"connected": 0.5, "informed": 0.12, "personal_supports": 0.1, "refused": 0.12,
               "systemic": 0.08, "relocated": 0.05, "not_found": 0.03}  # fmt: skip
OUTCOMES = {"accepted": 0.45, "thinking": 0.15, "refused": 0.15, "nobody_there": 0.15,
            "apprehended": 0.1}  # fmt: skip
HOWS = ("informed", "connected", "engaged", "refused")
LATER = {"improved": 0.35, "stable": 0.25, "worse": 0.1, "unknown": 0.2, "": 0.1}
KINDS = {"person": 0.7, "family": 0.22, "dwelling": 0.05, "neighbourhood": 0.03}
AGES = {"12-17": 0.22, "18-24": 0.15, "25-29": 0.12, "30-39": 0.18, "40-59": 0.2, "60plus": 0.13}
SEXES = {"female": 0.48, "male": 0.5, "another": 0.02}
FLAGS = ("escalation", "child", "homeless", "opioids", "isolation_social", "partner_violence")
STRENGTHS = ("family_support", "good_friends", "trusts_services", "stable_housing", "hopeful")


@dataclass(frozen=True, slots=True)
class Years:
    """From which month, how many months, about how many situations in each."""

    first: dt.date
    n_months: int
    per_month: float

    @property
    def months(self) -> list[dt.date]:
        """The first day of each month."""
        start = self.first.year * 12 + self.first.month - 1
        return [dt.date(m // 12, m % 12 + 1, 1) for m in range(start, start + self.n_months)]


def invent_situations(
    rng: np.random.Generator, truths: Truths, years: Years, *, agencies: Sequence[str]
) -> Iterator[PastSituation]:
    """Situations in the order of time; what is planted to rise does so in the last twelve months.

    `agencies` are codes; the first brings more situations than the others.
    """
    months = years.months
    for place, month in enumerate(months):
        is_late = place >= len(months) - 12
        moments = _moments(rng, month, int(rng.poisson(years.per_month)))
        yield from _Month(rng, truths, agencies, is_late=is_late).draw(moments)


def as_known(one: PastSituation, now: dt.datetime) -> PastSituation:
    """The situation without the answers that come after `now`; who is long asked says 'unknown'."""
    over = one.concluded_at or one.opened_at

    def known(days: int, answer: str) -> str:
        asked_for = now - over - dt.timedelta(days=days)
        if asked_for < dt.timedelta(0):
            return ""
        return answer or ("unknown" if asked_for > PATIENCE else "")

    soon, late = one.later
    return replace(one, later=(known(30, soon), known(90, late)))


def _moments(rng: np.random.Generator, month: dt.date, n: int) -> list[dt.datetime]:
    """Times in working hours, in order."""
    zone = timezone.get_default_timezone()
    following = (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    days = rng.integers(0, (following - month).days, n)
    start = dt.datetime.combine(month, dt.time(10), zone)
    late = rng.integers(0, 300, n).tolist()
    return [
        start + dt.timedelta(days=day, minutes=minutes)
        for day, minutes in sorted(zip(days.tolist(), late, strict=True))
    ]


class _Month:
    """The situations of one month, drawn as arrays and handed out one by one."""

    def __init__(
        self, rng: np.random.Generator, truths: Truths, agencies: Sequence[str], *, is_late: bool
    ) -> None:
        self.rng, self.truths, self.agencies, self.is_late = rng, truths, agencies, is_late

    def draw(self, moments: Sequence[dt.datetime]) -> Iterator[PastSituation]:
        n, rng = len(moments), self.rng
        factors, services = self._factors(n), self._services(n)
        kinds, ages, sexes = (_drawn(rng, shares, n) for shares in (KINDS, AGES, SEXES))
        visits, conclusions = _drawn(rng, OUTCOMES, n), _drawn(rng, CONCLUSIONS, n)
        soon, late = _drawn(rng, LATER, n), _drawn(rng, LATER, n)
        rejections = rng.choice(REJECTIONS, n).tolist()
        is_rejected, is_visited = (rng.random(n) < REJECTED).tolist(), rng.random(n) < VISITED
        hours, flags = rng.gamma(*HOURS, n).tolist(), self._flags(n)
        brought, together = self._agencies(n)
        strengths = self._some(STRENGTHS, 0.2, n)
        for i, at in enumerate(moments):
            if is_rejected[i]:
                yield PastSituation(at, brought[i], kinds[i], rejection=rejections[i])
                continue
            visited_at = at + dt.timedelta(hours=hours[i])
            yield PastSituation(
                opened_at=at,
                originator=brought[i],
                kind=kinds[i],
                age_band=ages[i],
                sex=sexes[i],
                risks=factors[i],
                protective=strengths[i],
                flags=flags[i],
                agencies=together[i],
                visited_at=visited_at if is_visited[i] else None,
                outcome=visits[i],
                concluded_at=visited_at + dt.timedelta(days=2),
                conclusion=conclusions[i],
                services=services[i],
                later=(soon[i], late[i]),
            )

    def _factors(self, n: int) -> list[list[str]]:
        """The factors of each: the luckiest so many, luck being weighted (Gumbel, top k)."""
        rng, truths = self.rng, self.truths
        luck = np.log(truths.weights) + rng.gumbel(size=(n, len(truths.factors)))
        top = np.argpartition(-luck, MOST_FACTORS, axis=1)[:, :MOST_FACTORS]
        order = np.take_along_axis(top, np.argsort(-np.take_along_axis(luck, top, 1), axis=1), 1)
        sizes = np.clip(rng.negative_binomial(4, 4 / (MEAN_FACTORS + 3), n) + 1, 1, MOST_FACTORS)
        place = {code: number for number, code in enumerate(truths.factors)}
        for first, second in truths.planted.pairs:
            self._follow(order, sizes, place[first], place[second])
        chosen = [row[:size] for row, size in zip(order.tolist(), sizes.tolist(), strict=True)]
        if self.is_late:
            self._rise(chosen, place)
        return [[truths.factors[i] for i in row] for row in chosen]

    def _follow(self, order: Ints, sizes: Ints, first: int, second: int) -> None:
        """Let the second factor follow the first, in the place of the last one drawn."""
        held = np.arange(order.shape[1]) < sizes[:, None]
        has_first = ((order == first) & held).any(axis=1)
        has_second = ((order == second) & held).any(axis=1)
        last_is_first = order[np.arange(len(sizes)), sizes - 1] == first
        lucky = self.rng.random(len(sizes)) < FOLLOWS
        moved = np.flatnonzero(has_first & ~has_second & ~last_is_first & lucky)
        order[moved, sizes[moved] - 1] = second

    def _rise(self, chosen: list[list[int]], place: dict[str, int]) -> None:
        """Add a factor of each rising category to some that have none of it yet."""
        for category in self.truths.planted.rising:
            members = [place[c] for c, g in self.truths.category_of.items() if g == category]
            added = self.rng.choice(members, len(chosen)).tolist()
            lucky = self.rng.random(len(chosen)) < RISES_BY
            for row, code, is_lucky in zip(chosen, added, lucky.tolist(), strict=True):
                if is_lucky and not set(members) & set(row):
                    row.append(code)

    def _services(self, n: int) -> list[list[tuple[str, str]]]:
        rng, truths = self.rng, self.truths
        luck = np.log(truths.sought) + rng.gumbel(size=(n, len(truths.services)))
        least, most = SERVICES_SOUGHT
        sought = np.argpartition(-luck, most, axis=1)[:, :most]
        sought = rng.permuted(sought, axis=1)
        missing = np.array([truths.missing[code] for code in truths.services])
        hows = np.where(rng.random(sought.shape) < missing[sought], len(HOWS), 0)
        hows = np.maximum(hows, rng.integers(0, len(HOWS), sought.shape))
        pairs = [[(code, how) for how in (*HOWS, "none")] for code in truths.services]
        rows = zip(sought.tolist(), hows.tolist(), rng.integers(least, most + 1, n), strict=True)
        return [
            [pairs[s][how] for s, how in zip(one[:k], its[:k], strict=True)] for one, its, k in rows
        ]

    def _flags(self, n: int) -> list[list[str]]:
        rises = self.is_late and self.truths.planted.waiting_rises
        waiting = (self.rng.random(n) < (WAITS_LATER if rises else WAITS)).tolist()
        both = zip(self._some(FLAGS, 0.12, n), waiting, strict=True)
        return [["wait_list", *some] if waits else some for some, waits in both]

    def _some(self, among: Sequence[str], share: float, n: int) -> list[list[str]]:
        chosen = (self.rng.random((n, len(among))) < share).tolist()
        return [[code for code, has in zip(among, row, strict=True) if has] for row in chosen]

    def _agencies(self, n: int) -> tuple[list[str], list[list[str]]]:
        """Who brought each, and who was in, the lead first."""
        rng, codes = self.rng, self.agencies
        shares = np.ones(len(codes))
        shares[0] = max(1.0, len(codes) - 1.0)  # about half
        brought = rng.choice(list(codes), n, p=shares / shares.sum()).tolist()
        order = np.argsort(rng.random((n, len(codes))), axis=1).tolist()
        most = min(AGENCIES_IN[1], len(codes))
        sizes = rng.integers(min(AGENCIES_IN[0], most), most + 1, n).tolist()
        return brought, [[codes[i] for i in row[:k]] for row, k in zip(order, sizes, strict=True)]


def _drawn(rng: np.random.Generator, shares: dict[str, float], n: int) -> list[str]:
    weights = np.array(list(shares.values()))
    drawn: list[str] = rng.choice(list(shares), n, p=weights / weights.sum()).tolist()
    return drawn
