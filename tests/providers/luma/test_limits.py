"""What Luma does not take or make: refused before it is sent, or said as it failed; by its SDK's types."""

from __future__ import annotations

import typing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import State
from secondunit.testing import Stand
from secondunit.wire import FrozenMap, Task
from secondunit.wire.errors import (
    BadDownload,
    BadInput,
    Moderated,
    ProviderBroken,
    ProviderDenied,
    ProviderError,
    ProviderLacks,
    SecondUnitError,
    Uncertain,
)

from .requests_to_luma import edit, movie

pytest.importorskip("luma_agents")


def test_hdr_is_made_at_720p_or_1080p_and_a_small_picture_gets_the_smaller(stand: Stand) -> None:
    provider = stand.provider()
    for size in ((640, 360), (960, 540), (540, 960), (1280, 720), (1920, 1080)):
        asked = movie(width=size[0], height=size[1], parameters=FrozenMap(exr=True))
        provider.submit(asked, f"key-{size}")
    made = [body["video"]["resolution"] for body in stand.far.bodies]  # type: ignore[attr-defined]
    assert made == ["720p", "720p", "720p", "720p", "1080p"]
    for resolution in ("360p", "540p"):
        with pytest.raises(BadInput, match="has no HDR") as caught:
            provider.submit(movie(parameters=FrozenMap(exr=True, resolution=resolution)), "key")
        assert "720p or 1080p" in caught.value.problem.remedy
    assert stand.far.taken == 5


def test_a_picture_has_nine_shapes_and_a_prompt_six_thousand_characters(stand: Stand) -> None:
    provider, one = stand.provider(), stand.request
    for wide, high in ((21, 9), (4, 3), (3, 4)):
        with pytest.raises(BadInput, match="no picture shaped") as caught:
            provider.estimate(replace(one, width=wide * 96, height=high * 96))
        assert caught.value.problem.remedy == (
            "Its shapes are: 3:1, 2:1, 16:9, 3:2, 1:1, 2:3, 9:16, 1:2, 1:3."
        )
    for request in (one, movie()):
        provider.estimate(replace(request, prompt="x" * 6000))
        with pytest.raises(BadInput, match="1 to 6,000 characters"):
            provider.estimate(replace(request, prompt="x" * 6001))
    assert {each.prompt for each in provider.capabilities()} == {6000}


def test_upright_there_is_no_reframe_at_1080p_and_a_refused_one_says_what_helps(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider = stand.provider()
    full = FrozenMap[Any](resolution="1080p")
    tall = edit(far, tmp_path, task=Task.EXTEND, width=1180, height=2098, margins=(50,) * 4)
    provider.submit(tall, "one")
    assert stand.far.bodies[-1]["video"]["resolution"] == "720p"  # type: ignore[attr-defined]
    with pytest.raises(BadInput, match="1080p") as caught:
        provider.submit(replace(tall, parameters=full), "two")
    assert "720p" in caught.value.problem.remedy and stand.far.taken == 1
    stand.far.soon = "video_reframe"  # type: ignore[attr-defined]
    wide = replace(tall, width=2098, height=1180, parameters=full)
    with pytest.raises(BadInput, match="coming soon") as caught:
        provider.submit(wide, "three")
    assert "720p" in caught.value.problem.remedy


def test_hdr_that_came_without_its_exr_is_no_result(stand: Stand, tmp_path: Path) -> None:
    provider = stand.provider()
    ticket = provider.submit(movie(parameters=FrozenMap(exr=True)), "key")
    stand.far.finish()
    with pytest.raises(BadDownload, match="no EXR"):
        provider.fetch(ticket, tmp_path / "got")
    assert not (tmp_path / "got").exists()
    stand.far.made = (b"\0\0\0\x18ftypmp42" + bytes(99), b"PK\x03\x04" + bytes(99))  # type: ignore[attr-defined]
    assert len(provider.fetch(ticket, tmp_path / "got")) == 2


def test_what_the_model_does_not_take_is_refused_before_it_is_sent(stand: Stand) -> None:
    provider, one = stand.provider(), stand.request
    refused = [
        (replace(one, prompt=""), "prompt"),
        (replace(one, width=1000, height=90), "no picture shaped"),
        (replace(one, width=0), "no picture shaped"),
        (replace(one, model="uni-9"), "no model"),
        (replace(one, task=Task.RESTYLE), "needs one picture"),
        (replace(one, inputs=one.inputs * 10), "takes 9 references"),
        (replace(one, inputs=(replace(one.inputs[0], role="matte"),)), "no matte"),
        (replace(one, inputs=(replace(one.inputs[0], media_type="image/x-exr"),)), "reads no"),
        (movie(frames=241), "5 or 10 s"),
        (movie(parameters=FrozenMap(exr=True, resolution="360p")), "no HDR"),
        (movie(inputs=(replace(one.inputs[0], about="style"),)), "last_frame"),
        (movie(parameters=FrozenMap(resolution="8k")), "no choice"),
    ]
    for request, why in refused:
        with pytest.raises(BadInput, match=why):
            provider.submit(request, "key")
    assert stand.far.asked == 0


def test_files_past_the_services_limits_are_refused_before_they_are_sent(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    huge = far.reference(tmp_path, 70)
    with huge.path.open("r+b") as file:
        file.truncate(50_000_001)
    with pytest.raises(BadInput, match="50 MB"):
        stand.provider().submit(replace(stand.request, inputs=(huge,)), "key")
    assert stand.far.asked == 0 and not stand.door.calls  # type: ignore[union-attr]


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


def test_nothing_of_this_machine_is_told_beside_the_request(stand: Stand) -> None:
    provider = stand.provider()
    provider.poll(provider.submit(stand.request, "key"))
    names = {name.lower() for call in stand.door.calls for name, _ in call.headers}  # type: ignore[union-attr]
    assert "authorization" in names
    assert not [name for name in names if name.startswith(("x-stainless", "x-secondunit"))]


def test_a_lost_answer_is_never_guessed_at(stand: Stand) -> None:
    provider = stand.provider()
    provider.submit(stand.request, "key")
    with pytest.raises(Uncertain):
        provider.recover(stand.request, "key")
    assert stand.far.asked == 1


def test_a_model_that_is_not_there_is_no_job_that_is_lost(stand: Stand) -> None:
    stand.far.refuses = "model"  # type: ignore[attr-defined]
    with pytest.raises(ProviderLacks, match="Luma does not have"):
        stand.provider().submit(stand.request, "key")


@pytest.mark.parametrize(
    ("code", "kind", "remedy"),
    [
        ("content_moderated", Moderated, "Change the prompt"),
        ("image_too_large", BadInput, "Change the pictures"),
        ("unsupported_format", BadInput, "Change the pictures"),
        ("corrupt_input", BadInput, "Change the pictures"),
        ("invalid_request", BadInput, "Change the pictures"),
        ("budget_exhausted", ProviderDenied, "keeps the account"),
        ("rate_limited", ProviderError, "later"),
        ("generation_failed", ProviderError, "Try again"),
        ("output_not_found", ProviderError, "Try again"),
        ("something_new", ProviderError, "Try again"),
    ],
)
def test_why_a_job_failed_says_what_helps(
    code: str, kind: type[SecondUnitError], remedy: str, stand: Stand
) -> None:
    provider = stand.provider()
    ticket = provider.submit(stand.request, "key")
    stand.far._change(state="failed", failure_reason="", failure_code=code)  # type: ignore[attr-defined]
    status = provider.poll(ticket)
    assert status.state is State.FAILED and status.problem is not None
    assert status.problem.code == kind.code and remedy in status.problem.remedy
    assert code in status.problem.message


def test_every_failure_that_the_library_names_has_its_remedy() -> None:
    from luma_agents.types import GenerationFailureCode

    from secondunit.providers.luma import FAILURES

    assert set(FAILURES) <= set(typing.get_args(GenerationFailureCode))
