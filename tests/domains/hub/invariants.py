"""What must hold after every step at a table, whoever did what. Each check names its rule.

Checks look at whole tables, as nobody in the product can, and never ask the product what should
be so: the rules are written down here a second time, from the field's own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from commonbeat.core.guarded import whole_table
from commonbeat.core.keyring.models import SealedKey
from commonbeat.core.models import LedgerEntry

Row = Mapping[str, Any]
Rows = Mapping[int, Row]
MARK = "Zzwho"  # begins every name and address that an identity note of these tests holds

NEXT = {
    "queued": {"presented", "withdrawn"},
    "presented": {"elevated", "rejected", "withdrawn"},
    "elevated": {"involved", "rejected", "withdrawn"},
    "involved": {"planned", "closed"},
    "planned": {"visited", "closed"},
    "visited": {"involved", "closed"},
}
OVER = {"closed", "rejected", "withdrawn"}
# What rejection leaves: number, date, type, sector and reason; the rest names the row itself.
LEFT = {"number", "opened_on", "kind_id", "sector", "reason_id"}
OF_THE_ROW = {"id", "key", "table_id", "policy_id", "step", "version", "concluded_at"}
PARTS = (
    "SituationCode",
    "SituationRemark",
    "Accord",
    "Involvement",
    "Visit",
    "ServiceMobilised",
    "LaterCheck",
)
# What the screens of a table show, so that its stamp grows when one of these changes.
APART = ("Code", "MonthTally")  # words, and what is counted from all the rest
SHOWN = ("Situation", "Meeting", *PARTS)


@dataclass(frozen=True)
class Picture:
    """Every row of the Hub, of what is sealed, and the names of the keys in the ring."""

    tables: Mapping[str, Rows]
    keys: frozenset[str]

    def __getitem__(self, name: str) -> Rows:
        return self.tables[name]

    def situation(self, key: str) -> Row | None:
        """One situation by its key."""
        return next((row for row in self["Situation"].values() if row["key"] == key), None)

    def parts(self, name: str, situation_id: int) -> list[Row]:
        """The rows of one kind that belong to a situation."""
        return [row for row in self[name].values() if row["situation_id"] == situation_id]


def picture() -> Picture:
    """What stands in the tables now."""
    models = [
        model
        for label in ("hub", "hub_sealed")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model.__name__ not in APART
    ]
    tables = {
        model.__name__: {row["id"]: row for row in whole_table(model).order_by("pk").values()}
        for model in models
    }
    return Picture(tables, frozenset(SealedKey.objects.values_list("ref", flat=True)))


def no_filter_is_skipped(before: Picture, after: Picture) -> None:
    """A situation begins in the queue, moves one step at a time and never leaves an end."""
    for pk, row in before["Situation"].items():
        now = after["Situation"][pk]  # none disappears
        moved = now["step"] != row["step"]
        assert not moved or now["step"] in NEXT.get(row["step"], set())
        assert row["step"] not in {"rejected", "withdrawn"} or row == now
    for pk in after["Situation"].keys() - before["Situation"].keys():
        assert after["Situation"][pk]["step"] == "queued"


def each_step_has_what_it_needs(after: Picture) -> None:
    """The decisions that led to a step stand on the record of whatever is there."""
    for row in after["Situation"].values():
        step = row["step"]
        assert row["is_open"] == (step not in OVER)
        assert bool(row["presented_at"]) == (step not in {"queued", "rejected", "withdrawn"})
        if step in {"elevated", "involved", "planned", "visited", "closed"}:
            tests = ("interest", "probability", "severity", "many_agencies")
            assert row["is_elevated"]
            assert all(row[f"test_{one}"] for one in tests)
        if step in {"involved", "planned", "visited", "closed"}:
            leads = [p for p in after.parts("Involvement", row["id"]) if p["is_lead"]]
            assert [one["agency_id"] for one in leads] == [row["lead_id"]]
            assert all(one["is_in"] for one in leads)
        if step == "visited":
            assert any(one["reported_at"] for one in after.parts("Visit", row["id"]))


def what_was_rejected_is_stripped(after: Picture) -> None:
    """Number, date, type, sector and reason are left of it, and no part of it anywhere."""
    for row in after["Situation"].values():
        if row["step"] not in {"rejected", "withdrawn"}:
            continue
        assert all(row[name] for name in LEFT)
        kept = {name for name, value in row.items() if value}
        assert kept <= LEFT | OF_THE_ROW
        assert not any(after.parts(name, row["id"]) for name in PARTS)


def numbers_follow_each_other(after: Picture) -> None:
    """Each table counts its situations of a year from one in the order they came, without a gap."""
    counted: dict[str, int] = {}
    for _, row in sorted(after["Situation"].items()):
        series, number = row["number"].rsplit("-", 1)
        counted[series] = counted.get(series, 0) + 1
        assert int(number) == counted[series]
    for table in after["HubTable"].values():
        series = f"{table['code']}-{table['last_number_year']}"
        assert table["last_number"] == counted.get(series, 0)


def stamps_and_versions_grow(before: Picture, after: Picture) -> None:
    """A table's stamp grows with whatever its screens show, a card's version with the card."""
    for pk, table in before["HubTable"].items():
        stamp = after["HubTable"][pk]["stamp"]
        same = all(_of(before, name, pk) == _of(after, name, pk) for name in SHOWN)
        assert stamp >= table["stamp"]
        assert same or stamp > table["stamp"]
    for pk, row in before["Situation"].items():
        now = after["Situation"][pk]
        beside = {"position", "version", "discussed_before"}
        changed = {name for name in row if row[name] != now[name]} - beside
        assert now["version"] - row["version"] in {0, 1}
        assert not changed or now["version"] > row["version"]


def tables_stay_apart(before: Picture, after: Picture, theirs: Iterable[int]) -> None:
    """Nobody changes anything at a table where they have no seat."""
    for pk in before["HubTable"].keys() - set(theirs):
        assert before["HubTable"][pk] == after["HubTable"][pk]
        for name in SHOWN:
            assert _of(before, name, pk) == _of(after, name, pk)


def only_the_entitled_read(after: Picture, readers: Mapping[str, set[str]]) -> None:
    """The people for whom a note is wrapped are those entitled, and a note has some."""
    notes = {row["id"]: row["situation_key"] for row in after["IdentityNote"].values()}
    found: dict[str, set[str]] = {key: set() for key in notes.values()}
    for row in after["NoteReader"].values():
        assert bool(row["wrapped"]) == (row["lost_at"] is None)
        if row["lost_at"] is None:
            found[notes[row["note_id"]]].add(row["staff_key"])
    assert found == {key: people for key, people in readers.items() if people}


def keys_go_with_their_notes(after: Picture, seen: set[str]) -> None:
    """Of every note there ever was, the key is gone once the note or its situation is over."""
    alive = set()
    for row in after["IdentityNote"].values():
        situation = after.situation(row["situation_key"])
        assert situation
        assert situation["step"] in {"elevated", "involved", "planned", "visited"}
        alive.add(row["key_ref"])
    seen |= alive
    assert not (seen - alive) & after.keys


def nobody_is_named(*texts: object) -> None:
    """No name and no address that was sealed stands anywhere in what is given."""
    for text in texts:
        assert MARK not in repr(text)


def whole_town() -> Iterable[object]:
    """Every column of every table of both databases."""
    for model in apps.get_models(include_auto_created=True):
        yield list(whole_table(model).values_list())
    yield list(SealedKey.objects.values_list())


def ledger_after(position: int) -> list[tuple[Any, ...]]:
    """The lines of the ledger after a position."""
    return list(LedgerEntry.objects.filter(position__gt=position).values_list())


def _of(of: Picture, name: str, table_id: int) -> dict[int, Row]:
    return {pk: row for pk, row in of[name].items() if _table_of(of, row) == table_id}


def _table_of(of: Picture, row: Row) -> int:
    if "table_id" in row:
        return int(row["table_id"])
    return int(of["Situation"][row["situation_id"]]["table_id"])
