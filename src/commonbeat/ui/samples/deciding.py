"""Examples of the components that show figures and lists, so that someone can decide."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from commonbeat.ui.samples.sample import Inputs, Sample
from commonbeat.ui.table import Column

HEADERS = ["Area", Column("Calls", numeric=True), Column("Told", numeric=True), "Since"]
ROWS = [
    ["Old Mill", "1,204", "91%", "January"],
    ["Harbour", "878", "88%", "March"],
    ["North Fields", "too few", "", "May"],
]
BARS = [("Old Mill", 91), ("Harbour", 88), ("North Fields", 64)]


def _bars() -> SafeString:
    drawn = format_html_join(
        "",
        '<text class="chart-label" x="0" y="{}">{}</text>'
        '<rect class="chart-bar" x="112" y="{}" width="{}" height="20"/>',
        (
            (22 + 32 * row, area, 6 + 32 * row, share * 2.4)
            for row, (area, share) in enumerate(BARS)
        ),
    )
    return format_html(
        '<svg viewBox="0 0 360 100" role="img"><title>{}</title>{}</svg>', "Share told", drawn
    )


def _page(number: int, label: str) -> Inputs:
    return {"page": Paginator(range(230), 50).page(number), "query": "", "label": label}


def _meter(title: str, value: int, text: str) -> Sample:
    inputs = {"label": "Texts waiting", "value": value, "low": 20, "high": 60}
    return Sample(title, {**inputs, "text": text})


DECIDING: dict[str, list[Sample]] = {
    "figure": [
        Sample(
            "a share with its interval",
            {
                "label": "Callers who felt heard",
                "value": "64%",
                "interval": "Most likely between 58% and 70%.",
                "n": "From 412 answers; 31% of those asked.",
                "low": 58,
                "high": 70,
                "at": 64,
            },
        ),
        Sample("a number alone", {"label": "Follow-ups due today", "value": 7}),
        Sample(
            "a duration",
            {
                "label": "Half were told within",
                "value": 12,
                "unit": "minutes",
                "n": "of 3,870 calls",
            },
        ),
        Sample(
            "too few to show",
            {"label": "Callers who felt heard", "value": "–", "note": "Fewer than 10 answers."},
        ),
    ],
    "bars": [
        Sample(
            "shares with their intervals",
            {
                "label": "Callers who felt heard, by area",
                "bars": [
                    {"label": "Old Mill", "text": "71%", "at": 71, "low": 64, "high": 78},
                    {"label": "Harbour", "text": "58%", "at": 58, "low": 49.5, "high": 66.5},
                    {"label": "North Fields", "text": "too few answers"},
                ],
            },
        )
    ],
    "table": [
        Sample("stacks on a phone", {"caption": "Calls told", "headers": HEADERS, "rows": ROWS}),
        Sample(
            "wide, scrolls sideways",
            {"caption": "Calls told, wide", "headers": HEADERS, "rows": ROWS, "wide": True},
        ),
        Sample(
            "without rows",
            {
                "caption": "Calls today",
                "headers": HEADERS,
                "rows": [],
                "empty": "No call has come in today.",
            },
        ),
    ],
    "picture": [
        Sample(
            "bars with their table",
            lambda: {
                "svg": _bars(),
                "sentence": "Nine in ten callers from Old Mill were told what happened.",
                "caption": "Share told, by area",
                "headers": ["Area", Column("Told", numeric=True)],
                "rows": [[area, f"{share}%"] for area, share in BARS],
            },
        )
    ],
    "meter": [
        _meter("healthy", 8, "8, the oldest 2 s"),
        _meter("slow", 41, "41, the oldest 40 s"),
        _meter("worrying", 88, "88, the oldest 5 minutes"),
    ],
    "tabs": [
        Sample(
            "with counts",
            {
                "label": "Follow-ups",
                "tabs": [
                    ("Due", "#tabs", True, 7),
                    ("Late", "#tabs", False, 2),
                    ("Done", "#tabs", False, None),
                ],
            },
        )
    ],
    "pagination": [
        Sample("first page", lambda: _page(1, "Calls, first page")),
        Sample("in the middle", lambda: _page(3, "Calls, middle page")),
        Sample("last page", lambda: _page(5, "Calls, last page")),
    ],
    "filter_bar": [
        Sample(
            "one chosen",
            {
                "label": "Calls to show",
                "clear_url": "#filter_bar",
                "filters": [
                    {
                        "name": "area",
                        "label": "Area",
                        "choices": [("", "All", False), ("1", "Old Mill", True)],
                    },
                    {
                        "name": "told",
                        "label": "Told",
                        "choices": [("", "All", True), ("no", "Not told", False)],
                    },
                ],
            },
        )
    ],
    "facts": [
        Sample(
            "a call",
            {"facts": [("Type", "Noise"), ("Area", "Old Mill"), ("Received", "today 14:05")]},
        )
    ],
    "breadcrumb": [
        Sample("two levels", {"links": [("Calls", "#breadcrumb"), ("Old Mill", "#breadcrumb")]})
    ],
}
