"""A job's brief comes back into the form whole: footage, frames, settings; what does not fit is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.host import Dialling, Source
from secondunit.host.session import Session
from secondunit.wire import (
    ColorSpace,
    Fitting,
    Format,
    FrameRange,
    FrozenMap,
    JobState,
    Matte,
    Plate,
    Rate,
    Task,
)
from secondunit.wire.errors import ProviderError

Until = Callable[..., None]
PLATE = Plate("/p/bg.%04d.exr", FrameRange(1001, 1048), Rate(24), Format(2048, 1152), ColorSpace("ACEScg"))
MATTE = Matte("/p/rig.%04d.exr", PLATE.frames)


class Shelf:
    """What a host offers: footage by its name."""

    def __init__(self, host: Any) -> None:
        self.host = host
        self.plates = {"other": replace(PLATE, path="/p/other.%04d.exr"), "bg": PLATE}
        self.mattes = {"rig": MATTE}
        host.sources = lambda: tuple(Source(one, one) for one in ("gone", *self.plates, *self.mattes))
        host.plate = self.plates.__getitem__
        host.matte = self.mattes.__getitem__


@pytest.fixture
def online(host: Any, home: Path, service: Any, until: Until) -> Iterator[Session]:
    made = Session(host, Dialling(command="", user="kim", home=str(home)))
    made.start()
    until(made.panel, lambda: made.panel.connection.state.value == "online" and made.panel.fields.kind)
    yield made
    made.close()


@pytest.fixture
def filled(online: Session, host: Any, service: Any, offered: Any, until: Until) -> Callable[..., Session]:
    """The form after an offer was taken for a failed job of a brief."""
    Shelf(host)
    panel = online.panel
    other = replace(offered.CLEAN, provider="comfyui", model="inpaint_fill", controls=())
    service.capabilities = (*service.capabilities, *offered.ALL, other)
    service.estimates = {"bedrock": offered.ALLOWED}
    panel.outside.ask_who()
    until(panel, lambda: len(panel.capabilities) > 2)
    online.look()
    online.use_source("bg")
    online.use_matte("rig")

    def fill(provider: str, model: str, **change: Any) -> Session:
        for name, value in (("task", "inpaint"), ("provider", "bedrock"), ("model", offered.CLEAN.model)):
            assert online.set(name, value) is None
        brief = replace(panel.brief(), prompt="no rig", seed=7, **change)
        job = service.make_job(provider="bedrock", model=offered.CLEAN.model)
        service.briefs[job.id] = brief
        service.change(job.id, state=JobState.FAILED, problem=ProviderError("No.").problem)
        online.use_source("other")
        online.use_matte("")
        online.set("prompt", "something else")
        sent = len(service.jobs)
        assert online.commands.take_offer(provider, model, job.id) is None
        until(panel, lambda: panel.fields.value("prompt") == "no rig")
        assert len(service.jobs) == sent, "nothing is sent"
        return online

    return fill


def test_plate_matte_frames_settings_and_seed_of_the_job_are_those_of_the_form(
    filled: Callable[..., Session], offered: Any
) -> None:
    controls, fitting = FrozenMap({"grow_mask": 9}), Fitting(feather=2.5, plate_frame=1012)
    session = filled(
        "bedrock", offered.CLEAN.model, frames=FrameRange(1010, 1020), controls=controls, fitting=fitting,
        matte=replace(MATTE, channel="R", invert=True),
    )  # fmt: skip
    panel = session.panel
    brief = panel.brief()
    assert brief.plate == PLATE and brief.matte == replace(MATTE, channel="R", invert=True)
    assert (str(brief.frames), brief.seed, brief.prompt) == ("1010-1020", 7, "no rig")
    assert brief.controls == controls and brief.task is Task.INPAINT
    assert brief.fitting == replace(fitting, every_frame=False), "held, as it was"
    assert panel.message is None
    assert panel.outside.filled.startswith(
        "Filled in from shot/inpaint: plate bg.%04d.exr, frames 1010-1020, "
    )
    assert panel.outside.filled.endswith("Nothing is sent before you press Generate.")
    session.set("seed", 8)
    assert panel.outside.filled == "", "it is said of that brief alone"


def test_a_setting_that_the_other_model_does_not_have_is_left_out_and_named(
    filled: Callable[..., Session],
) -> None:
    session = filled("comfyui", "inpaint_fill", controls=FrozenMap({"grow_mask": 9}))
    assert "This model has no grow mask." in session.panel.outside.filled
    assert "controls.grow_mask" not in session.panel.fields.hand


def test_footage_that_is_not_open_is_asked_for_by_its_name(
    filled: Callable[..., Session], offered: Any
) -> None:
    session = filled("bedrock", offered.CLEAN.model, matte=replace(MATTE, path="/p/lost.%04d.exr"))
    message = session.panel.message
    assert message is not None and "the matte lost.%04d.exr, which is not open here" in message.message


def test_a_drawn_matte_is_chosen_though_nobody_has_listed_it_yet(
    filled: Callable[..., Session], offered: Any
) -> None:
    drawn = replace(MATTE, path="/shows/demo/sh010/mattes/car/v002/sh010_car_v002.%04d.exr", channel="A")
    session = filled("bedrock", offered.CLEAN.model, matte=drawn)
    assert session.panel.brief().matte == drawn and session.panel.message is None


def test_a_brief_without_a_matte_leaves_none_in_the_form(
    filled: Callable[..., Session], offered: Any
) -> None:
    session = filled("bedrock", offered.CLEAN.model, matte=None)
    assert session.panel.matte is None and session.matte == ""
