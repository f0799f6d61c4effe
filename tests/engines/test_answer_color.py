"""The colour of EXR that come back: as the file says it, else as its vendor does, measured in the take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import OpenEXR
import pytest

from secondunit.engines.names import Staging
from secondunit.engines.provider_files import answer_folder
from secondunit.media.exr import read_exr
from secondunit.media.primaries import AP0, AP1, REC709
from secondunit.wire import FrameRange, Intake, Plate, Step, Task, Work

Make = Callable[..., Work]
ONE = FrameRange(1001, 1001)
#: Light in ACES2065-1: a strong red, a green, a highlight far above white.
LIGHT = ((0.6, 0.1, 0.02), (0.1, 0.5, 0.1), (9.0, 7.5, 6.0))
#: AP0 to AP1, from the ACEScg specification (Academy S-2014-004, annex): both have one white.
AP0_TO_AP1 = np.array(
    [
        [1.4514393161, -0.2365107469, -0.2149285693],
        [-0.0765537734, 1.1762296998, -0.0996759264],
        [0.0083161484, -0.0060324498, 0.9977163014],
    ]
)


def intake_of(task: Task) -> Intake:
    """What Luma's model says of its colour, at a size that is quick."""
    pytest.importorskip("luma_agents")
    from secondunit.providers.luma.models import OFFERS

    intake = next(each.intake for each in OFFERS if each.model == "ray-3.2" and each.task is task)
    return replace(intake, sizes=(), clips=(), least_side=16, least_frames=1, most_frames=24)


def give(work: Work, header: dict[str, Any]) -> None:
    """Lay three patches in ACES2065-1 into the answer, as Luma writes them: half-float EXR, DWAB."""
    folder = answer_folder(Path(work.scratch), 0)
    folder.mkdir(parents=True)
    pixels = np.repeat(np.array(LIGHT, np.float16)[None], 72, axis=0).repeat([48, 40, 40], axis=1)
    told = {"compression": OpenEXR.DWAB_COMPRESSION, "type": OpenEXR.scanlineimage, **header}
    OpenEXR.File(told, {"RGB": np.ascontiguousarray(pixels)}).write(str(folder / "out.0000.exr"))


def patches(work: Work) -> np.ndarray:
    beauty = read_exr(Staging(Path(work.staging)).frame("beauty", 1001)).pixels[..., :3]
    return np.stack([beauty[36, 20], beauty[36, 68], beauty[36, 108]])


def taken(
    task: Task, header: dict[str, Any], provided: Make, make_footage: Callable[..., Plate],
    steps_done: Callable[..., None],
) -> np.ndarray:  # fmt: skip
    work = provided(intake_of(task), task=task, plate=make_footage(ONE), frames=ONE)
    steps_done(work, Step.PREPARE)
    give(work, header)
    steps_done(work, Step.RENDER)
    return patches(work)


@pytest.mark.parametrize("task", [Task.VIDEO, Task.RESTYLE])
def test_a_silent_exr_of_lumas_is_aces2065_and_its_reds_keep_their_strength(
    task: Task, provided: Make, make_footage: Callable[..., Plate], steps_done: Callable[..., None]
) -> None:
    # "Color space: ACES 2065-1 (AP0)": lumalabs.ai, Colorspace Field Guide, 31 March 2026.
    found = taken(task, {}, provided, make_footage, steps_done)
    np.testing.assert_allclose(found, np.array(LIGHT) @ AP0_TO_AP1.T, rtol=0.02, atol=0.01)
    assert found[0][0] / LIGHT[0][0] == pytest.approx(1.405, abs=0.03), "read as ACEScg it is 29 % low"


@pytest.mark.parametrize(
    ("header", "matrix"),
    [
        ({"chromaticities": AP0}, AP0_TO_AP1),
        ({"acesImageContainerFlag": 1}, AP0_TO_AP1),
        ({"chromaticities": AP1}, np.eye(3)),
        ({"chromaticities": AP1, "acesImageContainerFlag": 0}, np.eye(3)),
        ({"colorInteropID": "lin_ap1_scene"}, np.eye(3)),
    ],
    ids=["AP0", "ST 2065-4", "AP1", "no container", "interop"],
)
def test_what_the_file_says_of_its_colour_comes_before_what_its_vendor_says(
    header: dict[str, Any], matrix: np.ndarray, provided: Make, make_footage: Callable[..., Plate],
    steps_done: Callable[..., None],
) -> None:  # fmt: skip
    found = taken(Task.RESTYLE, header, provided, make_footage, steps_done)
    np.testing.assert_allclose(found, np.array(LIGHT) @ matrix.T, rtol=0.02, atol=0.01)


def test_the_primaries_in_a_header_are_honoured_whatever_they_are(
    provided: Make, make_footage: Callable[..., Plate], steps_done: Callable[..., None]
) -> None:
    found = taken(Task.RESTYLE, {"chromaticities": REC709}, provided, make_footage, steps_done)
    # A grey stays a grey, and a Rec.709 red lies inside ACEScg: less red there, and some green.
    assert 0.55 < found[0][0] / LIGHT[0][0] < 0.75 and found[0][1] > LIGHT[0][1]


def test_primaries_that_the_config_has_no_space_for_are_refused_and_not_taken_for_others(
    provided: Make, make_footage: Callable[..., Plate], steps_done: Callable[..., None]
) -> None:
    # ARRI Wide Gamut 4, of which the default config has only the logarithmic space.
    wide = (0.7347, 0.2653, 0.1424, 0.8576, 0.0991, -0.0308, 0.3127, 0.3290)
    with pytest.raises(AssertionError, match=r"primaries are 0\.7347.*0\.1424") as caught:
        taken(Task.RESTYLE, {"chromaticities": wide}, provided, make_footage, steps_done)
    assert "Add one to the OCIO config" in str(caught.value)
