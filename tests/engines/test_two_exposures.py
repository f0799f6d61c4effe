"""A plate shown to a model twice, as it is and darker: what is sent, what is joined, what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.engines.joined_answers import JoinedAnswers
from secondunit.engines.names import Staging
from secondunit.engines.pieces import coding_of, exposures_of
from secondunit.engines.provider_files import answer_folder, read_prepared
from secondunit.engines.result_step import answer_remarks, take_highlights
from secondunit.media.exr import inspect_exr, read_exr
from secondunit.media.interchange import read_codes
from secondunit.wire import (
    Coding,
    Delivery,
    Fitting,
    Form,
    FrameRange,
    Intake,
    Need,
    Plate,
    Prepared,
    Step,
    Task,
    Work,
    dumps,
    loads,
)
from secondunit.wire.errors import BadInput, MissingFrames

Make = Callable[..., Work]
SHOT = FrameRange(1001, 1003)
FRAMES = Intake(plate=Need.REQUIRED, plate_form=Form.FRAMES, result=Form.FRAMES, most_frames=100)
TWICE = Fitting(coding=Coding.EXPOSURES)
LAMP = slice(4, 9), slice(6, 11)


@pytest.fixture
def sent(
    provided: Make, make_footage: Callable[..., Plate], steps_done: Callable[..., None]
) -> Callable[..., tuple[Work, Plate, Prepared]]:
    """A work whose plate, with a lamp of so much light, is ready to leave."""

    def make(lamp: float = 60.0, intake: Intake = FRAMES, **more: object) -> tuple[Work, Plate, Prepared]:
        plate = make_footage(SHOT, lamp=lamp)
        fields: dict[str, object] = {
            "task": Task.RESTYLE, "plate": plate, "frames": SHOT, "fitting": TWICE,
            "delivery": Delivery(depth="float", passes=False),
        }  # fmt: skip
        work = provided(intake, **(fields | more))
        steps_done(work, Step.PREPARE)
        return work, plate, read_prepared(Path(work.scratch))

    return make


def beauty(work: Work, frame: int) -> np.ndarray:
    return np.asarray(read_exr(Staging(Path(work.staging)).frame("beauty", frame)).pixels)


def test_every_clip_is_sent_as_it_is_and_darker(sent: Callable[..., tuple[Work, Plate, Prepared]]) -> None:
    work, _, prepared = sent(intake=replace(FRAMES, most_frames=2))
    assert [(piece.number, piece.exposure) for piece in prepared.pieces] == [(0, 0), (1, 0), (2, 1), (3, 1)]
    assert [str(piece.frames) for piece in prepared.pieces[:2]] == [
        str(piece.frames) for piece in prepared.pieces[2:]
    ]
    assert prepared.encoded is not None and prepared.darker is not None
    assert prepared.encoded.exposure > prepared.darker.exposure
    shown = [read_codes(Path(work.scratch) / piece.files[0].path)[0] for piece in prepared.pieces]
    assert (shown[0][LAMP] == 255).all() and shown[2][LAMP].max() < 256
    assert shown[2].mean() < shown[0].mean() / 2
    names = [file.path for piece in prepared.pieces for file in piece.files]
    assert len(set(names)) == len(names)
    assert any("shown twice" in remark for remark in prepared.remarks)
    assert not any("beyond what the model is shown" in remark for remark in prepared.remarks)
    assert loads(Prepared, dumps(prepared)) == prepared


def test_what_comes_back_unchanged_is_the_plate_lamp_and_all(
    sent: Callable[..., tuple[Work, Plate, Prepared]], model: Callable[..., None],
    steps_done: Callable[..., None],
) -> None:  # fmt: skip
    work, plate, prepared = sent()
    model(work)
    steps_done(work, Step.RENDER)
    for frame in SHOT:
        taken, shown = beauty(work, frame)[..., :3], read_exr(Path(plate.path % frame)).pixels[..., :3]
        np.testing.assert_allclose(taken[LAMP], shown[LAMP], rtol=0.03)
        assert np.abs(taken - shown)[shown.max(axis=-1) < 1].max() < 0.01
    path = Staging(Path(work.staging)).frame("beauty", 1002)
    assert inspect_exr(path).provenance["piece"] == "0 1", "both answers are its sources"
    assert prepared.round_trip is not None and prepared.round_trip.hue < 2
    found = take_highlights(work)
    assert found is not None and found.beyond == 0, "the model saw all of it"


def test_a_darker_answer_of_another_brightness_is_matched_and_said(
    sent: Callable[..., tuple[Work, Plate, Prepared]], model: Callable[..., None],
    steps_done: Callable[..., None], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    work, plate, prepared = sent(intake=replace(FRAMES, depth=16), lamp=12.0)
    assert prepared.encoded is not None and prepared.darker is not None

    def dimmed(codes: np.ndarray, frame: int) -> np.ndarray:
        # The darker one is known by its codes: 0.8 of sRGB codes is about 0.6 of the light.
        dark = np.median(codes) < 0.25 * 65535
        return np.rint(codes * (0.8 if dark else 1.0)).astype(np.uint16)

    model(work, dimmed)
    steps_done(work, Step.RENDER)
    taken, shown = beauty(work, 1002)[LAMP], read_exr(Path(plate.path % 1002)).pixels[LAMP]
    assert np.abs(taken[..., :3] / shown[..., :3] - 1).max() < 0.15
    assert any("matched to the usual one" in remark for remark in answer_remarks(work))
    looked_at: list[int] = []
    measured = JoinedAnswers._measured
    monkeypatch.setattr(
        JoinedAnswers, "_measured", lambda self, *pair: (looked_at.append(1), measured(self, *pair))[1]
    )
    answer_remarks(work)
    assert not looked_at, "what was found is kept with the work"
    model(work)
    answer_remarks(work)
    assert looked_at == [1], "and found anew of another answer"


def test_an_answer_that_lacks_one_exposure_is_missing_and_says_which_frame(
    sent: Callable[..., tuple[Work, Plate, Prepared]], model: Callable[..., None],
    steps_done: Callable[..., None],
) -> None:  # fmt: skip
    work, _, _ = sent()
    model(work)
    for path in answer_folder(Path(work.scratch), 1).iterdir():
        path.unlink()
    with pytest.raises(MissingFrames, match="Nothing came back for frames 1001-1003"):
        answer_remarks(work)


def test_a_plate_with_nothing_above_white_is_asked_for_once(
    sent: Callable[..., tuple[Work, Plate, Prepared]],
) -> None:
    work, _, prepared = sent(lamp=0.5)
    assert exposures_of(work.brief, FRAMES) == 2, "the price is for two until the plate was looked at"
    assert prepared.darker is None and [piece.exposure for piece in prepared.pieces] == [0]


def test_codes_of_32_bits_and_models_without_a_plate_are_asked_for_once(provided: Make) -> None:
    floats = replace(FRAMES, depth=32, exr_codes=True)
    work = provided(floats, task=Task.RESTYLE, frames=SHOT, fitting=TWICE)
    assert exposures_of(work.brief, floats) == 1
    assert exposures_of(work.brief, FRAMES) == 1, "there is no plate"


def test_where_no_plate_comes_back_two_exposures_are_refused(
    provided: Make, make_footage: Callable[..., Plate]
) -> None:
    work = provided(FRAMES, task=Task.MATTE, plate=make_footage(SHOT), frames=SHOT, fitting=TWICE)
    with pytest.raises(BadInput, match="matte gives none") as caught:
        coding_of(work.brief, FRAMES)
    assert caught.value.problem.where == "fitting.coding"
