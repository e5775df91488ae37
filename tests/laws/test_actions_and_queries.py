"""Every change is an action under a right that some role holds; every read says who is looking."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterable
from enum import StrEnum

from commonbeat.core.action import action
from commonbeat.core.actor import Actor
from commonbeat.roles import RIGHTS, SEATS, Role
from tests.laws import house

HELD: dict[str, frozenset[str]] = {**RIGHTS, **SEATS}


def not_actions(functions: Iterable[Callable[..., object]]) -> list[str]:
    return [f.__qualname__ for f in functions if not hasattr(f, "right")]


def without_viewer(functions: Iterable[Callable[..., object]]) -> list[str]:
    """A query takes `viewer` first; what opens by a token in somebody's hand takes the token."""
    faults = []
    for function in functions:
        first = next(iter(inspect.signature(function).parameters), "")
        if first not in {"viewer", "token"}:
            faults.append(f"{function.__module__}.{function.__qualname__}")
    return faults


def declared_rights() -> set[str]:
    found: set[str] = set()
    for domain in house.DOMAINS:
        rights = importlib.import_module(f"commonbeat.domains.{domain}.access").Right
        found |= {str(right) for right in rights}
    return found


def unheld(rights: set[str], roles: dict[str, frozenset[str]]) -> set[str]:
    return rights - {str(right) for held in roles.values() for right in held}


def of_all_domains(word: str) -> list[Callable[..., object]]:
    return [
        function
        for domain in house.DOMAINS
        for module in house.modules(domain, word)
        for function in house.public_functions(module)
    ]


def test_every_public_function_of_actions_is_an_action():
    found = of_all_domains("actions")
    assert len(found) > 20
    assert not_actions(found) == []


def test_the_law_of_actions_finds_a_function_that_is_none():
    def slip_in(*, by: Actor) -> None: ...

    assert not_actions([slip_in, action("x")(slip_in)]) == [slip_in.__qualname__]


def test_every_action_needs_a_right_that_is_declared_and_held():
    rights = {str(f.right) for f in of_all_domains("actions")}
    assert rights <= declared_rights()
    assert unheld(rights, HELD) == set()


def test_every_declared_right_is_held_by_a_role_and_every_held_one_is_declared():
    assert unheld(declared_rights(), HELD) == set()
    held = {str(right) for rights in HELD.values() for right in rights}
    assert held <= declared_rights()


def test_the_law_of_rights_finds_one_that_nobody_holds():
    class Right(StrEnum):
        FLY = "birds.fly"

    assert unheld({Right.FLY}, HELD) == {"birds.fly"}


def test_every_query_says_who_is_looking():
    found = of_all_domains("queries")
    assert len(found) > 20
    assert without_viewer(found) == []


def test_the_law_of_viewers_finds_a_query_without_one():
    def everything() -> list[str]:
        return []

    assert len(without_viewer([everything])) == 1


def test_nobody_holds_no_right_at_all():
    for role in (Role.CALLER,):
        assert "calls.see_calls" not in RIGHTS[role]
    assert RIGHTS[Role.ADMINISTRATOR].isdisjoint({"contact.read_messages", "calls.see_calls"})
