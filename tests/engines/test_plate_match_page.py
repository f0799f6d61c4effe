"""The page of a plate's match: every part that was measured, and a sentence for each that was not."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import replace

from secondunit.engines.plate_match_page import match_page
from secondunit.wire.plate_match import (
    MatchedBand,
    MatchedBlur,
    MatchedCast,
    MatchedGrain,
    MatchedLevels,
    MatchedShutter,
    PlateMatch,
)

GRAIN = MatchedGrain(
    (MatchedBand(0.01, 0.002, 9000), MatchedBand(0.18, 0.006), MatchedBand(4.0, 0.05)),
    (3.0,) * 4 + (0.3,) * 12,
)
WHOLE = PlateMatch(
    "/plates/sh010 <a>.%04d.exr", "ACEScg", "1001-1024", 1920, 1080, (GRAIN,) * 3, 0.2,
    (MatchedBlur(0.9, 0.19, 0.8, 1.4),) * 3, 120,
    MatchedLevels((0.01, 0.012, 0.02), (4.0, 3.9, 3.7), True, 0.04),
    MatchedCast((1.2, 1.0, 0.7), "grey card"), MatchedShutter(172.0, 8.0, 5.2, -20.0, 40), ("One <doubt>.",),
)  # fmt: skip
NOTHING = PlateMatch("/plates/black.exr", "ACEScg", "1001", 64, 64)


def svgs(page: str) -> list[ElementTree.Element]:
    """Its plots, read as XML: each is whole and in itself right."""
    parts = page.split("<svg ")[1:]
    return [ElementTree.fromstring("<svg " + part.split("</svg>")[0] + "</svg>") for part in parts]


def test_every_part_has_a_plot_whose_numbers_stand_inside_it() -> None:
    plots = svgs(match_page(WHOLE))
    assert len(plots) == 6
    for plot in plots:
        width, height = (float(part) for part in plot.attrib["viewBox"].split()[2:])
        for line in plot.iter("polyline"):
            for point in line.attrib["points"].split():
                x, y = (float(part) for part in point.split(","))
                assert 0 <= x <= width and 0 <= y <= height
        for dot in plot.iter("circle"):
            assert 0 <= float(dot.attrib["cx"]) <= width and 0 <= float(dot.attrib["cy"]) <= height


def test_stronger_grain_stands_higher_and_a_longer_shutter_is_a_larger_part() -> None:
    heights = [float(dot.attrib["cy"]) for dot in svgs(match_page(WHOLE))[0].iter("circle")][:3]
    assert heights == sorted(heights, reverse=True)
    assert "172 degrees, give or take 8" in match_page(WHOLE)
    assert svgs(match_page(replace(WHOLE, shutter=MatchedShutter(360.0, 1.0))))


def test_what_was_not_measured_is_said_and_what_is_named_is_no_markup() -> None:
    page = match_page(NOTHING)
    assert not svgs(page) and page.count("ot measur") == 5
    text = match_page(WHOLE)
    assert "<a>" not in text and "<doubt>" not in text and "&lt;doubt&gt;" in text
    assert "An estimate" in match_page(replace(WHOLE, cast=MatchedCast((1.0, 1.0, 1.0))))
