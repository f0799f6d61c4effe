"""An element that sits in its plate: the Group's own nodes with a match's values, and none without one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from secondunit.host.nk import group_script
from secondunit.host.sitting import match_beside, sitting_of
from secondunit.wire import FrozenMap, Placement, Take, dumps
from secondunit.wire.errors import CannotPlace
from secondunit.wire.plate_match import (
    MATCH_FILE,
    MatchedBand,
    MatchedBlur,
    MatchedCast,
    MatchedGrain,
    MatchedLevels,
    MatchedShutter,
    PlateMatch,
)


def grain(base: float, slope: float, rings: tuple[float, ...] = (1.0,) * 16) -> MatchedGrain:
    lights = (0.01, 0.05, 0.2, 1.0, 4.0)
    return MatchedGrain(tuple(MatchedBand(light, base + slope * light) for light in lights), rings)


MATCH = PlateMatch(
    "/plates/sh010.%04d.exr", "ACEScg", "1001-1024", 1920, 1080,
    (grain(0.002, 0.03), grain(0.001, 0.02), grain(0.004, 0.05)), 0.1,
    (MatchedBlur(1.1, 0.17), MatchedBlur(1.0, 0.18), MatchedBlur(1.3, 0.15)), 40,
    MatchedLevels((0.01, -0.002, 0.02), (4.0, 4.0, 4.0)), MatchedCast((1.2, 1.0, 0.7), "grey card"),
    MatchedShutter(180.0, 5.0),
)  # fmt: skip


def written(
    take: Take, placement: Callable[..., Placement], match: PlateMatch | None, **changes: object
) -> str:
    sitting = None if match is None else sitting_of(match, take)
    return group_script([take], placement(take, **changes), name="x", sitting=sitting)


def test_without_a_match_nothing_of_a_group_changes(
    make_take: Callable[..., Take], placement: Callable[..., Placement]
) -> None:
    take = make_take()
    assert written(take, placement, None) == group_script([take], placement(take), name="x")
    assert "match_levels" not in written(take, placement, None)


def test_a_line_through_the_grain_is_the_grain_where_it_is_a_line(make_take: Callable[..., Take]) -> None:
    sitting = sitting_of(MATCH, make_take())
    for simple, (base, slope) in zip(
        sitting.grain, ((0.002, 0.03), (0.001, 0.02), (0.004, 0.05)), strict=True
    ):
        assert simple.base == pytest.approx(base) and simple.slope == pytest.approx(slope)
    falling = MatchedGrain((MatchedBand(0.1, 0.02), MatchedBand(1.0, 0.01)), (1.0,) * 16)
    only = sitting_of(replace(MATCH, grain=(falling,) * 3), make_take()).grain[0]
    assert only.slope == 0.0 and 0.01 < only.base < 0.02


def test_coarse_grain_is_wider(make_take: Callable[..., Take]) -> None:
    sizes = []
    for rings in ((1.0,) * 16, (4.0,) * 6 + (0.1,) * 10, (30.0,) * 2 + (0.05,) * 14):
        match = replace(MATCH, grain=(grain(0.002, 0.03, rings),) * 3)
        sizes.append(sitting_of(match, make_take()).grain[0].size)
    assert sizes == sorted(sizes) and sizes[0] < 2.0 < 4.0 < sizes[2]


def test_the_group_has_the_measured_values_in_nodes_of_nuke(
    make_take: Callable[..., Take], placement: Callable[..., Placement]
) -> None:
    text = written(make_take(), placement, MATCH)
    assert " blur 2.4\n" in text and " shutter 0.5\n" in text and " grain true\n" in text
    assert "  value {1.2 1 0.7 1}\n  disable {{!parent.match_levels}}" in text
    assert "expr0 Ar+Aa*0.01" in text.replace('"', "") and "expr1 Ag+Aa*0" in text.replace('"', "")
    assert "  red_m {{0.3*parent.grain_amount}}" in text and "  blue_m {{0.5*parent.grain_amount}}" in text
    assert (
        "black {{0.002*parent.grain_amount} {0.001*parent.grain_amount} {0.004*parent.grain_amount}}" in text
    )
    assert "Matched to sh010.%04d.exr" in text


def test_an_estimated_cast_is_not_given_and_what_is_blurred_is_not_blurred_again(
    make_take: Callable[..., Take], placement: Callable[..., Placement]
) -> None:
    take = make_take()
    blurred = replace(take, settings=FrozenMap({**take.settings, "shutter": 180.0}))
    assert sitting_of(replace(MATCH, cast=MatchedCast((1.2, 1.0, 0.7))), take).gains == (1.0, 1.0, 1.0)
    assert sitting_of(MATCH, blurred).shutter == 0.0 and " shutter 0\n" in written(blurred, placement, MATCH)
    bare = sitting_of(PlateMatch("/p/a.exr", "ACEScg", "1", 8, 8), take)
    assert not bare.grain and bare.blur == 0.0 and bare.lift == (0.0, 0.0, 0.0)
    assert " grain false\n" in written(take, placement, PlateMatch("/p/a.exr", "ACEScg", "1", 8, 8))


def test_a_match_is_on_record_beside_the_versions_and_a_damaged_one_is_said(
    make_take: Callable[..., Take], tmp_path: Path
) -> None:
    take = make_take(folder=str(tmp_path / "smoke_left" / "v003"))
    assert match_beside(take) is None
    (tmp_path / "smoke_left").mkdir()
    file = tmp_path / "smoke_left" / MATCH_FILE
    file.write_text(dumps(MATCH), "utf-8")
    assert match_beside(take) == MATCH
    for bad in (b"{", b"\xff\xfe", b'{"schema": 5, "plate": 3}', b"x" * (1 << 20) + b"y"):
        file.write_bytes(bad)
        with pytest.raises(CannotPlace, match="cannot be read") as caught:
            match_beside(take)
        assert caught.value.problem.remedy and caught.value.problem.where
