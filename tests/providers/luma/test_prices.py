"""What Luma costs: the studio's own prices, or the vendor's list where the studio says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import Site
from secondunit.testing import Stand
from secondunit.wire import FrozenMap, Task
from secondunit.wire.errors import (
    BadSettings,
)

from .requests_to_luma import edit, movie


def priced(stand: Stand, folder: Path, **told: Any) -> Any:
    """A provider with these prices."""
    from secondunit.providers.luma import Luma

    settings = {f"usd.{name}": amount for name, amount in told.items()}
    return Luma(Site(stand.door, folder, FrozenMap[Any](settings)))  # type: ignore[arg-type]


def test_the_price_is_the_studios_own_and_exact(stand: Stand) -> None:
    provider = stand.provider()
    assert provider.estimate(replace(stand.request, inputs=())).cost.amount == "0.04"
    assert provider.estimate(movie()).cost.amount == "2.5"
    assert provider.estimate(movie(frames=240)).cost.amount == "5"
    with pytest.raises(BadSettings, match=r"usd\.uni-1-max"):
        provider.estimate(replace(stand.request, model="uni-1-max"))
    with pytest.raises(BadSettings, match=r"usd\.ray-3\.2\.hdr"):
        provider.estimate(movie(parameters=FrozenMap(exr=True)))


def test_each_reference_beside_a_picture_has_its_price(stand: Stand, tmp_path: Path) -> None:
    provider = stand.provider()
    one = stand.request
    assert provider.estimate(one).cost.amount == "0.043"
    assert provider.estimate(replace(one, inputs=one.inputs * 9)).cost.amount == "0.067"
    flat = priced(stand, tmp_path, **{"uni-1": "0.04"})
    with pytest.raises(BadSettings, match=r"usd\.uni-1\.reference"):
        flat.estimate(one)


def test_a_price_may_differ_by_resolution_by_length_by_edit_and_by_hdr(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider = priced(stand, tmp_path, **{
        "ray-3.2": "1", "ray-3.2.720p": "2", "ray-3.2.720p.10s": "37", "ray-3.2.edit": "3",
        "ray-3.2.hdr.720p": "6", "ray-3.2.hdr.1080p.5s": "99", "ray-3.2.edit.hdr": "9",
    })  # fmt: skip
    assert provider.estimate(movie()).cost.amount == "5"
    assert provider.estimate(movie(width=1280, height=720)).cost.amount == "10"
    assert provider.estimate(movie(parameters=FrozenMap(resolution="720p"))).cost.amount == "10"
    assert provider.estimate(movie(width=1280, height=720, frames=121)).cost.amount == "37", "one clip"
    exr = FrozenMap[Any](exr=True)
    assert provider.estimate(movie(parameters=exr)).cost.amount == "99"
    assert provider.estimate(movie(width=1280, height=720, parameters=exr)).cost.amount == "30"
    assert provider.estimate(edit(far, tmp_path)).cost.amount == "15"
    assert provider.estimate(edit(far, tmp_path, parameters=exr)).cost.amount == "45"
    with pytest.raises(BadSettings, match=r"usd\.ray-3\.2\.reframe"):
        provider.estimate(edit(far, tmp_path, task=Task.EXTEND, width=2098, height=1180, margins=(50,) * 4))


def test_an_edit_is_paid_by_every_five_seconds_that_begin(far: Any, stand: Stand, tmp_path: Path) -> None:
    # docs.gmicloud.ai, luma-ray-3-2-generate (2026-06): a clip of 10 s is billed as two blocks of 5 s.
    provider = priced(stand, tmp_path, **{"ray-3.2.edit": "1"})
    cost = [provider.estimate(edit(far, tmp_path, frames=n)).cost.amount for n in (24, 120, 121, 240, 430)]
    assert cost == ["5", "5", "10", "10", "20"]


def test_the_vendors_list_prices_count_where_the_studio_says_so(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    from secondunit.providers.luma import Luma

    provider = Luma(Site(stand.door, tmp_path, FrozenMap[Any]({"list_prices": True})))  # type: ignore[arg-type]
    one, exr = stand.request, FrozenMap[Any](exr=True)
    plate = replace(one.inputs[0], role="plate")
    small = {"width": 1280, "height": 720}
    for request, amount in (
        (replace(one, inputs=()), "0.0404"),
        (one, "0.0434"),
        (replace(one, inputs=one.inputs * 9), "0.0674"),
        (replace(one, model="uni-1-max", inputs=one.inputs * 9), "0.127"),
        (replace(one, task=Task.RESTYLE, inputs=(plate,)), "0.0434"),
        (replace(one, task=Task.RESTYLE, model="uni-1-max", inputs=(plate, one.inputs[0])), "0.106"),
        (movie(**small), "0.3"),
        (movie(**small, frames=240), "0.9"),
        (movie(), "1.2"),
        (movie(frames=240), "3.6"),
        (movie(parameters=FrozenMap(resolution="360p")), "0.06"),
        (movie(**small, parameters=exr), "0.9"),
        (movie(parameters=exr), "3.6"),
        (edit(far, tmp_path), "1.08"),
        (edit(far, tmp_path, frames=240), "2.16"),
        (edit(far, tmp_path, parameters=exr), "3.24"),
        (edit(far, tmp_path, frames=240, width=1920, height=1080, parameters=exr), "12.96"),
        (edit(far, tmp_path, task=Task.EXTEND, width=2098, height=1180, margins=(50,) * 4), "1.8"),
    ):  # fmt: skip
        assert provider.estimate(request).cost.amount == amount, request
    own = {"list_prices": True, "usd.uni-1": "0.03"}
    mine = Luma(Site(stand.door, tmp_path, FrozenMap[Any](own)))  # type: ignore[arg-type]
    assert mine.estimate(replace(one, inputs=())).cost.amount == "0.03", "the contract comes first"
