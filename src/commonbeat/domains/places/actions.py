"""Every change of areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.core.errors import Refused
from commonbeat.domains.places import locator
from commonbeat.domains.places.access import Right
from commonbeat.domains.places.geojson import BadFeature, Drawn, Feature, Properties, drawn
from commonbeat.domains.places.models import Area
from commonbeat.domains.places.naming import NAME_LENGTH, code_of, readable


class NoSuchArea(Refused):
    """There is no area with this code."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One feature (counted from 1) and why it was left out or how it was changed."""

    number: int
    code: str
    reason: str


@dataclass(slots=True)
class ImportedAreas:
    """What an import did."""

    n_new: int = 0
    n_changed: int = 0
    n_same: int = 0
    left_out: list[Problem] = field(default_factory=list)
    repaired: list[Problem] = field(default_factory=list)


@action(Right.DRAW_AREAS)
def import_areas(*, features: Sequence[Feature], mapping: Properties, by: Actor) -> ImportedAreas:
    """Draw areas from GeoJSON features, found again by their code.

    Good features are kept and bad ones reported. The same features again change nothing.
    A retired area stays retired; areas that the file does not name stay as they are.
    """
    done = ImportedAreas()
    known = {area.code: area for area in Area.objects.all()}
    seen: set[str] = set()
    for number, feature in enumerate(features, start=1):
        try:
            found = drawn(feature, mapping)
            _refuse_twice(found, seen)
        except BadFeature as bad:
            done.left_out.append(Problem(number, "", str(bad)))
            continue
        if found.was_repaired:
            reason = "its border crossed itself and was repaired"
            done.repaired.append(Problem(number, found.code, reason))
        _keep(found, known.get(found.code), done, by)
    _tell(done)
    return done


@action(Right.DRAW_AREAS)
def name_areas(*, names: Sequence[str], by: Actor) -> ImportedAreas:
    """Make areas without a boundary from names; those known by code stay as they are."""
    wanted = {code_of(name): readable(name)[:NAME_LENGTH] for name in names if code_of(name)}
    known = set(Area.objects.filter(code__in=wanted).values_list("code", flat=True))
    fresh = [_fresh(code, name, by) for code, name in wanted.items() if code not in known]
    Area.objects.bulk_create(fresh)
    done = ImportedAreas(n_new=len(fresh), n_same=len(known))
    _tell(done)
    return done


@action(Right.DRAW_AREAS)
def retire_area(*, code: str, by: Actor) -> None:
    """Take an area out of use: no new call lies in it. Its past figures keep it."""
    area = Area.objects.filter(code=code).first()
    if area is None:
        raise NoSuchArea(f"There is no area {code}.")
    note(area=area.code)
    if area.retired_at is None:
        area.retired_at = area.changed_at = clock.now()
        area.retired_by = area.changed_by = by.name
        area.save()
    locator.forget()


def _refuse_twice(found: Drawn, seen: set[str]) -> None:
    if found.code in seen:
        raise BadFeature(f"the code {found.code} came before in this file")
    seen.add(found.code)


def _keep(found: Drawn, area: Area | None, done: ImportedAreas, by: Actor) -> None:
    if area is None:
        area = _fresh(found.code, found.name, by)
        done.n_new += 1
    elif _differences(found, area):
        done.n_changed += 1
    else:
        done.n_same += 1
        return
    for name, value in _columns(found).items():
        setattr(area, name, value)
    area.changed_at, area.changed_by = clock.now(), by.name
    area.save()


def _columns(found: Drawn) -> Mapping[str, object]:
    return {
        "name": found.name,
        "name_fr": found.name_fr,
        "population": found.population,
        "boundary": found.boundary,
    }


def _differences(found: Drawn, area: Area) -> bool:
    return any(getattr(area, name) != value for name, value in _columns(found).items())


def _fresh(code: str, name: str, by: Actor) -> Area:
    return Area(code=code, name=name, changed_at=clock.now(), changed_by=by.name)


def _tell(done: ImportedAreas) -> None:
    note(n_new=done.n_new, n_changed=done.n_changed, n_same=done.n_same)
    note(n_left_out=len(done.left_out), n_repaired=len(done.repaired))
    locator.forget()
