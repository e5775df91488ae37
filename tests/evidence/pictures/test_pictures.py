import math
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonbeat.evidence import faults
from commonbeat.evidence.pictures import (
    AreaMap,
    IntervalChart,
    IntervalRow,
    MapArea,
    Moment,
    ShareBar,
    Trend,
    draw_area_map,
    draw_interval_chart,
    draw_share_bar,
    draw_trend,
    flatten,
)

SVG = "{http://www.w3.org/2000/svg}"
NASTY = """</text><script>alert("x")</script> & 'so' on"""
MOMENTS = (
    Moment("January 2026", 0.61, 0.55, 0.67, "Jan"),
    Moment("February 2026", None, short="Feb"),
    Moment("March 2026", 0.7, 0.64, 0.76, "Mar"),
)
SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]
NEXT = [(4.0, 0.0), (8.0, 0.0), (8.0, 4.0), (4.0, 4.0)]
AREAS = (
    MapArea("North", [SQUARE], 0.7, 0.6, 0.8),
    MapArea("South", [NEXT], None),
)


def every_picture(title="Satisfied callers", name="North", language="en"):
    rows = (IntervalRow(name, 0.7, 0.6, 0.8, 120), IntervalRow("South", None))
    areas = (MapArea(name, [SQUARE], 0.7), MapArea("South", [NEXT], None))
    return [
        draw_trend(Trend(title, MOMENTS, unit="percent", language=language)),
        draw_trend(
            Trend(title, MOMENTS, kind="bars", start=1, start_label=name, language=language)
        ),
        draw_interval_chart(
            IntervalChart(title, rows, reference=0.65, reference_label=name, language=language)
        ),
        draw_share_bar(ShareBar(title, 0.62, 0.55, 0.69, base=name, language=language)),
        draw_share_bar(ShareBar(title, None, language=language)),
        draw_area_map(AreaMap(title, areas, (0.5, 0.65), language=language)),
    ]


def read(picture):
    return ElementTree.fromstring(picture.svg)


@pytest.mark.parametrize("place", range(6))
def test_a_picture_is_an_image_with_a_name_and_a_description(place):
    picture = every_picture()[place]
    root = read(picture)
    assert root.get("role") == "img"
    named = {each.get("id"): each.text for each in root if each.get("id")}
    assert named[root.get("aria-labelledby")] == picture.title
    assert named[root.get("aria-describedby")] == picture.description


@pytest.mark.parametrize("place", range(6))
def test_text_is_at_least_twelve_pixels_on_a_phone_and_the_drawing_scales(place):
    root = read(every_picture()[place])
    _, _, width, _ = map(float, root.get("viewBox").split())
    assert root.get("width") is None
    sizes = [float(root.get("font-size"))]
    sizes += [float(t.get("font-size")) for t in root.iter(SVG + "text") if t.get("font-size")]
    assert min(sizes) * 320 / width >= 12


@pytest.mark.parametrize("place", range(6))
def test_nothing_in_a_picture_breaks_a_strict_content_policy(place):
    svg = every_picture()[place].svg
    assert " style=" not in svg
    assert "<style" not in svg
    assert not re.search(r"\son\w+=", svg)


@pytest.mark.parametrize("place", range(6))
def test_words_from_outside_stay_words(place):
    picture = every_picture(title=NASTY, name=NASTY)[place]
    root = read(picture)
    assert not list(root.iter(SVG + "script"))
    assert root.find(SVG + "title").text == NASTY


@pytest.mark.parametrize("place", range(6))
def test_the_same_numbers_are_in_a_table_with_suppressed_ones_said_as_such(place):
    english = every_picture()[place].table
    french = every_picture(language="fr")[place].table
    assert all(len(row) == len(english.headers) for row in english.rows)
    assert len(english.rows) == len(french.rows)
    if place != 3:
        assert any("too few to show" in row for row in english.rows)
        assert any("trop peu pour être montré" in row for row in french.rows)


def test_a_suppressed_value_is_drawn_as_such_and_never_as_a_number():
    for place in (0, 1, 2, 4, 5):
        picture = every_picture()[place]
        assert 'class="picture-gap"' in picture.svg
        assert "too few to show" in picture.svg


def test_an_unbounded_limit_is_said_as_such():
    chart = IntervalChart(
        "Delay", (IntervalRow("North", 7.5, 4, math.inf),), unit="minutes", language="fr"
    )
    assert draw_interval_chart(chart).table.rows[0][2] == "4\u00a0minutes ou plus"


def test_the_description_tells_the_ends_and_the_extremes():
    told = every_picture()[0].description
    assert told == (
        "From 61% (January 2026) to 70% (March 2026). Lowest 61% (January 2026), "
        "highest 70% (March 2026). Too few to show: 1."
    )


def test_map_classes_are_told_apart_by_more_than_shade():
    areas = tuple(
        MapArea(f"Area {i}", [[(x + 4 * i, y) for x, y in SQUARE]], 0.1 + 0.2 * i) for i in range(5)
    )
    svg = draw_area_map(AreaMap("All", areas, (0.2, 0.4, 0.6, 0.8))).svg
    assert len(set(re.findall(r"url\(#([\w-]+)\)", svg))) == 3
    assert "A  under 20%" in svg
    assert "E  80% or more" in svg


def test_the_same_plan_gives_the_same_drawing_and_ids_differ_between_drawings():
    one, two = every_picture(), every_picture()
    assert one == two
    ids = [i for picture in one for i in re.findall(r' id="([^"]+)"', picture.svg)]
    assert len(ids) == len(set(ids))


def test_longitudes_become_metres():
    ring = flatten([[(-123.0, 49.0), (-122.0, 50.0)]], middle_latitude=60)[0]
    assert ring[1][0] - ring[0][0] == pytest.approx(55_660)
    assert ring[1][1] - ring[0][1] == pytest.approx(111_320)


@pytest.mark.parametrize(
    ("draw", "fault"),
    [
        (lambda: draw_trend(Trend("t", ())), faults.TooFew),
        (lambda: draw_trend(Trend("t", MOMENTS, unit="furlongs")), faults.OutOfRange),
        (lambda: draw_trend(Trend("t", (Moment("m", math.nan),))), faults.NotFinite),
        (lambda: draw_trend(Trend("t", (Moment("m", 2, 3, 4),))), faults.OutOfRange),
        (lambda: draw_trend(Trend("t", MOMENTS, start=3)), faults.OutOfRange),
        (lambda: draw_interval_chart(IntervalChart("t", ())), faults.TooFew),
        (lambda: draw_share_bar(ShareBar("t", 1.2)), faults.OutOfRange),
        (lambda: draw_area_map(AreaMap("t", (), (0.5,))), faults.TooFew),
        (lambda: draw_area_map(AreaMap("t", AREAS, (0.5, 0.5))), faults.OutOfRange),
        (lambda: draw_area_map(AreaMap("t", AREAS, ())), faults.OutOfRange),
        (
            lambda: draw_area_map(AreaMap("t", (MapArea("a", [SQUARE[:2]], 1),), (0.5,))),
            faults.TooFew,
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(draw, fault):
    with pytest.raises(fault):
        draw()


values = st.one_of(st.none(), st.floats(-1e7, 1e7))


@settings(max_examples=60)
@given(st.lists(values, min_size=1, max_size=40), st.sampled_from(["line", "bars"]))
def test_any_numbers_make_a_drawing_that_stays_on_its_sheet(numbers, kind):
    moments = tuple(
        Moment(f"m{i}", v, None if v is None else v - 1, None if v is None else v + 1)
        for i, v in enumerate(numbers)
    )
    root = read(draw_trend(Trend("t", moments, kind=kind)))
    _, _, width, height = map(float, root.get("viewBox").split())
    for circle in root.iter(SVG + "circle"):
        assert 0 <= float(circle.get("cx")) <= width
        assert 0 <= float(circle.get("cy")) <= height
    for rect in root.iter(SVG + "rect"):
        assert float(rect.get("height")) <= height
    rows = tuple(IntervalRow(m.label, m.value, m.lower, m.upper) for m in moments)
    read(draw_interval_chart(IntervalChart("t", rows, unit="count")))
