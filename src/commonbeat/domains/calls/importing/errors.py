"""What stops a whole file. A bad row never does: it is a Problem and the rest is kept.

BadFile
├── EmptyFile         there is nothing in it
├── WrongColumns      a needed column is missing; the text says which were looked for and found
├── WrongEncoding     it is text that is neither UTF-8 nor Latin-1
├── NoTimeZone        its times say no zone and nobody else did
├── NoSuchMapping     there is no mapping of this name
└── BadMapping        the mapping file is not right
"""

from __future__ import annotations

from dataclasses import dataclass

from commonbeat.core.errors import Refused


class BadFile(Refused):
    """The file cannot be loaded at all."""


class EmptyFile(BadFile):
    """There is nothing in the file."""


class WrongColumns(BadFile):
    """A needed column is missing or stands twice."""


class WrongEncoding(BadFile):
    """The file is not text in UTF-8 or Latin-1."""


class NoTimeZone(BadFile):
    """The times carry no zone, and neither the mapping nor the operator gave one."""


class NoSuchMapping(BadFile):
    """There is no mapping of this name."""


class BadMapping(BadFile):
    """The mapping file is not right."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One rule that one row broke. It never holds the value, which may be personal.

    `line` counts from 1 as an editor does. `is_kept` tells whether the row was kept without the
    value, or left out.
    """

    line: int
    column: str
    rule: str
    is_kept: bool = False
