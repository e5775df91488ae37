"""From the bytes of a body to the objects in it, or a fault that says where it went wrong."""

from __future__ import annotations

import json
import math
from typing import NoReturn

MOST_EVENTS = 1000


class Malformed(ValueError):
    """The body is not JSON as it should be. Line and column count from 1; 0 is unknown."""

    def __init__(self, detail: str, line: int = 0, column: int = 0) -> None:
        self.detail, self.line, self.column = detail, line, column
        super().__init__(detail)


class TooMany(ValueError):
    """There are more events in the body than are taken at once."""


def objects_in(body: bytes) -> list[object]:
    """The objects of a body that is one object, an array, or {"events": array}.

    Raises Malformed or TooMany.
    """
    found = _decoded(body)
    if isinstance(found, dict) and "events" in found:
        if set(found) != {"events"}:
            raise Malformed("Beside the list of events, the object must hold nothing else.")
        found = found["events"]
        if not isinstance(found, list):
            raise Malformed("The events must be a list.")
    objects = found if isinstance(found, list) else [found]
    if not objects:
        raise Malformed("There is no event in the list.")
    if len(objects) > MOST_EVENTS:
        raise TooMany
    return objects


def _decoded(body: bytes) -> object:
    try:
        return _decoder.decode(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Malformed(f"Byte {error.start} is not UTF-8.") from None
    except json.JSONDecodeError as error:
        raise Malformed("This is not JSON.", error.lineno, error.colno) from None
    except RecursionError:
        raise Malformed("This is nested too deeply.") from None
    except Malformed:
        raise
    except ValueError:
        raise Malformed("A number has too many digits.") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise Malformed("An object holds the same name twice.")
    return made


def _refuse(_name: str) -> NoReturn:
    raise Malformed("NaN and Infinity are not JSON.")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise Malformed("A number is too large.")
    return number


_decoder = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_refuse, parse_float=_finite)
