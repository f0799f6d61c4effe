"""Runway: every clause against a server that takes only what the SDK's types allow, and its own limits."""

from __future__ import annotations

import importlib
import typing
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import Request, State
from secondunit.testing import CLAUSES, Clause, Stand
from secondunit.wire import FrozenMap, Rate, Task
from secondunit.wire.errors import BadInput, BadSettings, OutOfRange, ProviderBroken, Uncertain

pytest.importorskip("runwayml")


@pytest.fixture
def far(comfy: Any) -> Any:
    return importlib.import_module(comfy.__package__ + ".runway_server")


@pytest.fixture
def stand(far: Any, tmp_path: Path) -> Iterator[Stand]:
    made = far.stand(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("clause", CLAUSES, ids=str)
def test_runway_keeps_the_clause(clause: Clause, far: Any, tmp_path: Path) -> None:
    why_not = clause.hold(far.stand(tmp_path))
    assert why_not in (None, "Runway tells its content rules when the task has failed")


def test_the_table_of_models_is_that_of_the_sdk(far: Any) -> None:
    from secondunit.providers.runway import MODELS

    by_name = {model.name: model for model in MODELS}

    def choices(kind: str, name: str) -> set[str]:
        return set(typing.get_args(typing.get_type_hints(far.TYPES[kind])[name]))

    assert set(by_name["gen4_image"].ratios) == choices("text_to_image", "ratio")
    assert set(by_name["gen4.5"].ratios) == choices("image_to_video", "ratio")
    assert set(by_name["gen4.5"].without_plate) == choices("text_to_video", "ratio")
    assert set(by_name["gen4.5"].formats) == choices("text_to_video", "output_format")
    assert set(by_name["gen4.5"].formats) == choices("image_to_video", "output_format")


def test_everything_asked_arrives_as_the_service_names_it(stand: Stand) -> None:
    ticket = stand.provider().submit(stand.request, "key")
    [body] = stand.far.bodies  # type: ignore[attr-defined]
    assert (body["model"], body["promptText"], body["ratio"], body["seed"]) == (
        "gen4_image", "a fox on a hill", "1280:720", 7
    )  # fmt: skip
    assert [each["tag"] for each in body["referenceImages"]] == ["ref1"]
    assert body["referenceImages"][0]["uri"].startswith("data:image/png;base64,iVBOR")
    assert ticket.notes["credits"] == 5.0


def movie(stand: Stand, **more: Any) -> Request:
    asked = Request(Task.VIDEO, "gen4.5", "a fox runs", 7, 1280, 720, frames=100, rate=Rate(24))
    return replace(asked, **more)


def test_a_movie_is_as_many_whole_seconds_as_its_frames_need_and_may_come_as_acescg(stand: Stand) -> None:
    plate = replace(stand.request.inputs[0], role="plate")
    provider = stand.provider()
    asked = movie(stand, parameters=FrozenMap(output_format="hdr_exr_acescg_sequence_2_0"))
    provider.submit(asked, "one")
    provider.submit(replace(asked, inputs=(plate,), width=960, height=960), "two")
    text, image = stand.far.bodies  # type: ignore[attr-defined]
    assert text["duration"] == image["duration"] == 5
    assert text["outputFormat"] == "hdr_exr_acescg_sequence_2_0"
    assert "promptImage" not in text and image["promptImage"].startswith("data:image/png")


def test_the_price_is_the_studios_own_and_exact(stand: Stand) -> None:
    provider = stand.provider()
    assert provider.estimate(stand.request).cost.amount == "0.05"
    assert provider.estimate(movie(stand)).cost.amount == "0.625"


def test_without_a_price_there_is_no_estimate(far: Any, stand: Stand, tmp_path: Path) -> None:
    from secondunit.providers import Site
    from secondunit.providers.runway import Runway

    bare = Runway(Site(stand.door, tmp_path))  # type: ignore[arg-type]
    with pytest.raises(BadSettings, match=r"credits\.gen4_image"):
        bare.estimate(stand.request)


@pytest.mark.parametrize(
    "change, why",
    [
        ({"prompt": ""}, "prompt"),
        ({"prompt": "😀" * 501}, "prompt"),
        ({"width": 1281}, "makes no 1281x720"),
        ({"model": "gen9"}, "no model"),
        ({"task": Task.VIDEO}, "no model"),
    ],
)
def test_what_the_model_does_not_take_is_refused_before_it_is_sent(
    change: dict[str, Any], why: str, stand: Stand
) -> None:
    with pytest.raises(BadInput, match=why):
        stand.provider().submit(replace(stand.request, **change), "key")
    assert stand.far.asked == 0


def test_clips_and_pictures_past_the_limits_are_refused_before_they_are_sent(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider = stand.provider()
    with pytest.raises(BadInput, match="up to 10 s"):
        provider.submit(movie(stand, frames=241), "key")
    with pytest.raises(BadInput, match=r"3\.7 MB"):
        provider.submit(replace(stand.request, inputs=(far.reference(tmp_path, 3_800_000),)), "key")
    with pytest.raises(BadInput, match="takes 3 references"):
        provider.submit(replace(stand.request, inputs=stand.request.inputs * 4), "key")
    with pytest.raises(OutOfRange):
        provider.submit(movie(stand, parameters=FrozenMap(output_format="gif")), "key")
    assert stand.far.asked == 0


def test_our_key_does_not_go_where_results_lie(stand: Stand, tmp_path: Path) -> None:
    provider = stand.provider()
    ticket = provider.submit(stand.request, "key")
    stand.far.finish()
    provider.fetch(ticket, tmp_path / "got")
    assert stand.far.keys_at_files == [None, None]  # type: ignore[attr-defined]


def test_a_result_at_an_unsafe_address_is_not_read(stand: Stand, tmp_path: Path) -> None:
    provider = stand.provider()
    ticket = provider.submit(stand.request, "key")
    stand.far.finish()
    stand.far.tasks[ticket.id]["output"] = ["http://169.254.169.254/latest"]  # type: ignore[attr-defined]
    with pytest.raises(ProviderBroken, match="not safe"):
        provider.fetch(ticket, tmp_path / "got")


def test_a_lost_answer_is_never_guessed_at(stand: Stand) -> None:
    provider = stand.provider()
    provider.submit(stand.request, "key")
    with pytest.raises(Uncertain):
        provider.recover(stand.request, "key")
    assert stand.far.asked == 1


def test_a_throttled_task_waits_and_says_why(stand: Stand) -> None:
    provider = stand.provider()
    ticket = provider.submit(stand.request, "key")
    stand.far.tasks[ticket.id]["status"] = "THROTTLED"  # type: ignore[attr-defined]
    status = provider.poll(ticket)
    assert status.state is State.WAITING and "free place" in status.message and status.retry_after == 5.0
