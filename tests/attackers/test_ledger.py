"""The ledger: what is written down of a screening is read at no page by anybody else."""

from __future__ import annotations

import re

import pytest

from commonbeat.core.errors import NotPermitted
from commonbeat.core.models import LedgerEntry
from commonbeat.domains.hub.actions import screening
from commonbeat.domains.hub.queries import overseeing
from tests.attackers.stage import Attackers, Stage, bare, client
from tests.domains.hub.filling import drafted

DESK = "/staff/ledger/"


def work_on_screenings(stage: Stage) -> None:
    """A draft, its approval, a forbidden try, and another that is dropped."""
    riv = stage.riv
    one, other = drafted(riv), drafted(riv)
    screening.approve_screening(key=one.key, version=1, by=riv.approver_of("ana"))
    screening.drop_screening(key=other.key, by=riv.by["ana"])
    with pytest.raises(NotPermitted):
        screening.approve_screening(key=one.key, version=2, by=riv.by["chair"])


@pytest.mark.parametrize("which", ["", "?only=refused", "?after=100", "?before=5"])
def test_the_desks_ledger_is_the_same_whether_there_are_screenings_or_not(
    stage: Stage, attackers: Attackers, which: str
):
    reader = attackers["a privacy officer"]
    before = bare(reader.get(DESK + which))
    n = LedgerEntry.objects.count()
    work_on_screenings(stage)
    assert LedgerEntry.objects.count() == n + 5, "they are written down"
    assert bare(reader.get(DESK + which)) == before


def test_the_desks_ledger_shows_other_work_so_this_could_fail(stage: Stage, attackers: Attackers):
    reader = attackers["a privacy officer"]
    before = reader.get(DESK).content.decode()
    attackers["an administrator"].post(
        "/partners/set-up/words/risk/", {"code": "cold", "label": "Cold", "label_fr": "Froid"}
    )
    after = reader.get(DESK).content.decode()
    assert "hub.give_seat" in before
    assert after != before


def test_no_page_of_the_ledger_names_what_is_done_at_a_table(stage: Stage, attackers: Attackers):
    work_on_screenings(stage)
    reader, verbs, after = attackers["a privacy officer"], set(), 0
    while True:
        body = reader.get(f"{DESK}?after={after}").content.decode()
        verbs |= set(re.findall(r'role="rowheader">([\w.]+)', body))
        if 'rel="next"' not in body:
            break
        after += 100
    assert "agencies.engage_staff" in verbs
    assert not verbs & {line.verb for line in LedgerEntry.objects.filter(right="hub.screen")}
    assert not {verb for verb in verbs if "screening" in verb or "note" in verb}


@pytest.mark.parametrize(
    "who",
    [
        "a member of another agency",
        "a chair",
        "a privacy lead",
        "an analyst",
        "a partner without a seat",
        "an administrator",
    ],
)
def test_nobody_else_opens_the_ledger(stage: Stage, attackers: Attackers, who: str):
    assert attackers[who].get(DESK).status_code in {302, 404}


def test_the_privacy_lead_reads_of_notes_and_of_no_screening(stage: Stage):
    lead = stage.riv.by["lead"]

    def told() -> str:
        return f"{overseeing.readings(lead)}{overseeing.purges(lead)}{overseeing.notes_now(lead)}"

    before = told()
    assert "open_note" in before
    work_on_screenings(stage)
    assert told() == before
    page = client(stage.riv, "lead").get(f"/partners/t/{stage.riv.table.key}/oversight/")
    assert "screening" not in page.content.decode().lower()


def test_a_line_of_a_screening_holds_keys_and_codes_alone(stage: Stage):
    """Who holds the database sees that somebody drafted something: no agency, and no factor."""
    work_on_screenings(stage)
    for line in LedgerEntry.objects.filter(right__in=["hub.screen", "hub.approve"]):
        assert set(line.codes) <= {"situation", "basis", "consent"}
        assert re.fullmatch(r"(hub\.screening:\w+)?", line.subject), line.subject
        assert re.fullmatch(r"partner:\w+", line.by)
