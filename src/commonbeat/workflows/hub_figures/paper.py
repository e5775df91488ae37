"""A period's page on paper: one PDF with bars and numbers, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from commonbeat.evidence.proportions import Proportion
from commonbeat.evidence.wording import number, percent, pick
from commonbeat.workflows.hub_figures.lines import TOO_FEW, Line, View
from commonbeat.workflows.hub_figures.month import MonthPage

TITLES: Mapping[str, tuple[str, str]] = {
    "steps": ("Along the way", "En chemin"),
    "times": ("Until the first visit", "Jusqu’à la première visite"),
    "factors:category": ("Risk factors, by category", "Facteurs de risque, par catégorie"),
    "gaps": ("Services that were not there", "Services qui manquaient"),
    "mix": ("Who brought situations", "Qui a apporté les situations"),
}
# The fonts that every reader of PDF has hold this alphabet, and French needs no more.
ALPHABET = "windows-1252"
NARROW = "\N{NARROW NO-BREAK SPACE}"
LABEL, BAR, ROW = 92.0, 52.0, 5.2
INK, TRACK = (31, 95, 139), (228, 234, 239)
MOST_LINES = 12


def as_pdf(page: MonthPage, language: str) -> bytes:
    """The page as a PDF file."""
    steps = page.steps
    paper = FPDF(format="letter")
    paper.core_fonts_encoding = ALPHABET
    paper.set_title(_plain(f"{steps.table.text(language)} {steps.span.name}"))
    paper.set_lang("fr" if language.startswith("fr") else "en")
    paper.set_auto_page_break(True, 16)
    paper.add_page()
    _head(paper, steps, language)
    for view in page.views():
        _section(paper, view, language)
    return bytes(paper.output())


def _head(paper: FPDF, view: View, language: str) -> None:
    paper.set_font("Helvetica", "B", 18)
    _line(paper, view.table.text(language), 9)
    paper.set_font("Helvetica", "", 10)
    _line(paper, f"{view.span.first.isoformat()} – {view.span.last.isoformat()}", 5)
    least = number(view.table.threshold, language)
    rule = pick(
        language,
        f"Nothing that rests on fewer than {least} situations is shown, nor what would give it "
        "away.",
        f"Rien de ce qui repose sur moins de {least} situations n’est montré, ni ce qui le "
        "trahirait.",
    )
    paper.multi_cell(0, 5, _plain(rule), new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _section(paper: FPDF, view: View, language: str) -> None:
    shown = [line for line in view.lines if line.estimate is not None][:MOST_LINES]
    if paper.will_page_break(ROW * (len(shown) + 3)):
        paper.add_page()
    paper.ln(2)
    paper.set_font("Helvetica", "B", 12)
    _line(paper, pick(language, *TITLES[view.name]), 7)
    paper.set_font("Helvetica", "", 9)
    for line in shown:
        _drawn(paper, line, language)
    hidden = len(view.lines) - sum(line.estimate is not None for line in view.lines)
    if hidden:
        colon = pick(language, ":", "\N{NO-BREAK SPACE}:")
        words = f"{pick(language, *TOO_FEW).capitalize()}{colon} {number(hidden, language)}"
        _line(paper, words, ROW)


def _drawn(paper: FPDF, line: Line, language: str) -> None:
    estimate = line.estimate
    paper.cell(LABEL, ROW, _plain(line.text(language)[:58]))
    if not isinstance(estimate, Proportion):
        told = estimate.sentence(language) if estimate else ""
        paper.cell(0, ROW, _plain(told), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        return
    x, y = paper.get_x(), paper.get_y()
    paper.set_fill_color(*TRACK)
    paper.rect(x, y + 1, BAR, ROW - 2, style="F")
    paper.set_fill_color(*INK)
    paper.rect(x, y + 1, BAR * estimate.estimate, ROW - 2, style="F")
    paper.set_x(x + BAR + 3)
    of = pick(language, "of", "sur")
    told = (
        f"{percent(estimate.estimate, language)}  "
        f"({number(estimate.n_marked, language)} {of} {number(estimate.n, language)})"
    )
    paper.cell(0, ROW, _plain(told), new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _line(paper: FPDF, text: str, height: float) -> None:
    paper.cell(0, height, _plain(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _plain(text: str) -> str:
    """The text in letters that the built-in fonts have."""
    usual = text.replace(NARROW, "\N{NO-BREAK SPACE}").replace("−", "-").replace("∞", "–")
    return usual.encode(ALPHABET, "replace").decode(ALPHABET)
