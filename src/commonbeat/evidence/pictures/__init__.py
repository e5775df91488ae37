"""Pictures of results: accessible SVG with its table, the same in notebooks and on the site.

Each `draw_…` takes a frozen description and returns a `Picture`. Drawings use presentation
attributes, `currentColor` and the custom properties `--picture-accent`, `--picture-paper` and
`--picture-font`, so they obey a strict content policy and follow the page's colours. Text is at
least 12 px high when the drawing is 320 px wide. Suppressed values are drawn as such.
"""

from commonbeat.evidence.pictures.areas import AreaMap, MapArea, draw_area_map, flatten
from commonbeat.evidence.pictures.intervals import (
    IntervalChart,
    IntervalRow,
    draw_interval_chart,
)
from commonbeat.evidence.pictures.share import ShareBar, draw_share_bar
from commonbeat.evidence.pictures.sheet import Picture, Table
from commonbeat.evidence.pictures.trend import Moment, Trend, draw_trend

__all__ = [
    "AreaMap",
    "IntervalChart",
    "IntervalRow",
    "MapArea",
    "Moment",
    "Picture",
    "ShareBar",
    "Table",
    "Trend",
    "draw_area_map",
    "draw_interval_chart",
    "draw_share_bar",
    "draw_trend",
    "flatten",
]
