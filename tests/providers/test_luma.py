"""Luma: every clause against a server that takes only what the SDK's types allow, and its own limits."""

from __future__ import annotations

import importlib
import typing
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import Cancelled, Request
from secondunit.testing import CLAUSES, Clause, Stand
from secondunit.wire import FrozenMap, Rate, Task
from secondunit.wire.errors import BadInput, BadSettings, ProviderBroken, Uncertain

pytest.importorskip("luma_agents")


@pytest.fixture
def far(comfy: Any) -> Any:
    return importlib.import_module(comfy.__package__ + ".luma_server")


@pytest.fixture
def stand(far: Any, tmp_path: Path) -> Iterator[Stand]:
    made = far.stand(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("clause", CLAUSES, ids=str)
def test_luma_keeps_the_clause(clause: Clause, far: Any, tmp_path: Path) -> None:
    why_not = clause.hold(far.stand(tmp_path))
    assert why_not in (None, "Luma has no cancel", "Luma tells its content rules when the job has failed")


def test_the_tables_are_those_of_the_sdk() -> None:
    from luma_agents.types import Model, VideoResolution
    from luma_agents.types.generation_create_params import GenerationCreateParams

    from secondunit.providers import luma

    aspects = typing.get_args(typing.get_type_hints(GenerationCreateParams)["aspect_ratio"])[0]
    assert typing.get_args(aspects) == luma.ASPECTS
    assert set(typing.get_args(Model)) == set(luma.PICTURES + luma.MOVIES)
    assert typing.get_args(VideoResolution) == luma.RESOLUTIONS


def movie(**more: Any) -> Request:
    return replace(Request(Task.VIDEO, "ray-3.2", "a fox runs", 0, 1920, 1080, 100, Rate(24)), **more)


def test_a_picture_an_edit_and_a_movie_arrive_as_the_service_names_them(stand: Stand) -> None:
    provider = stand.provider()
    plate = replace(stand.request.inputs[0], role="plate")
    provider.submit(stand.request, "one")
    provider.submit(replace(stand.request, task=Task.RESTYLE, inputs=(plate, *stand.request.inputs)), "two")
    provider.submit(movie(inputs=(plate,), parameters=FrozenMap(hdr=True, exr_export=True)), "three")
    picture, edit, clip = stand.far.bodies  # type: ignore[attr-defined]
    assert (picture["type"], picture["aspect_ratio"], picture["output_format"]) == ("image", "16:9", "png")
    assert len(picture["image_ref"]) == 1 and "source" not in picture
    assert edit["type"] == "image_edit" and edit["source"]["media_type"] == "image/png"
    assert len(edit["image_ref"]) == 1
    assert clip["type"] == "video" and clip["video"]["duration"] == "5s"
    assert clip["video"]["hdr"] is True and clip["video"]["exr_export"] is True
    assert clip["video"]["start_frame"]["media_type"] == "image/png"


def test_there_is_no_cancel_and_that_is_said(stand: Stand) -> None:
    provider = stand.provider()
    ticket = provider.submit(stand.request, "key")
    assert provider.cancel(ticket) is Cancelled.IMPOSSIBLE
    stand.far.finish()
    assert provider.cancel(ticket) is Cancelled.TOO_LATE


def test_the_price_is_the_studios_own_and_exact(stand: Stand) -> None:
    provider = stand.provider()
    assert provider.estimate(stand.request).cost.amount == "0.04"
    assert provider.estimate(movie()).cost.amount == "2.5"
    assert provider.estimate(movie(frames=240)).cost.amount == "5.0"
    with pytest.raises(BadSettings, match=r"usd\.uni-1-max"):
        provider.estimate(replace(stand.request, model="uni-1-max"))


def test_what_the_model_does_not_take_is_refused_before_it_is_sent(stand: Stand) -> None:
    provider, one = stand.provider(), stand.request
    refused = [
        (replace(one, prompt=""), "prompt"),
        (replace(one, width=1000, height=90), "no picture shaped"),
        (replace(one, width=0), "no picture shaped"),
        (replace(one, model="uni-9"), "no model"),
        (replace(one, task=Task.RESTYLE), "one picture"),
        (replace(one, inputs=one.inputs * 10), "takes 9 references"),
        (replace(one, inputs=(replace(one.inputs[0], role="matte"),)), "no matte"),
        (replace(one, inputs=(replace(one.inputs[0], media_type="image/x-exr"),)), "reads no"),
        (movie(frames=241), "5 or 10 s"),
        (movie(parameters=FrozenMap(exr_export=True)), "needs HDR"),
        (movie(parameters=FrozenMap(resolution="8k")), "no choice"),
    ]
    for request, why in refused:
        with pytest.raises(BadInput, match=why):
            provider.submit(request, "key")
    assert stand.far.asked == 0


def test_pictures_past_our_bound_are_refused_before_they_are_sent(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match="20 MB"):
        stand.provider().submit(replace(stand.request, inputs=(far.reference(tmp_path, 15_100_000),)), "key")
    assert stand.far.asked == 0


def test_our_key_does_not_go_where_results_lie_and_no_unsafe_place_is_read(
    stand: Stand, tmp_path: Path
) -> None:
    provider = stand.provider()
    ticket = provider.submit(stand.request, "key")
    stand.far.finish()
    provider.fetch(ticket, tmp_path / "got")
    assert stand.far.keys_at_files == [None, None]  # type: ignore[attr-defined]
    stand.far.tasks[ticket.id]["output"] = [{"type": "image", "url": "http://169.254.169.254/x"}]  # type: ignore[attr-defined]
    with pytest.raises(ProviderBroken, match="not safe"):
        provider.fetch(ticket, tmp_path / "again")


def test_a_lost_answer_is_never_guessed_at(stand: Stand) -> None:
    provider = stand.provider()
    provider.submit(stand.request, "key")
    with pytest.raises(Uncertain):
        provider.recover(stand.request, "key")
    assert stand.far.asked == 1
