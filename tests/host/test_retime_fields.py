"""A retime in the panel: one speed or a curve, its shutter, and what a brief has of them, there and back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from secondunit.cli.fitting import retime_words
from secondunit.host.assembly import problem_at_field
from secondunit.host.panel import Panel
from secondunit.host.refill import hand_of
from secondunit.models.offer import FRAMES
from secondunit.wire import (
    Capability,
    ColorSpace,
    Format,
    FrameRange,
    Plate,
    Problem,
    Rate,
    Retime,
    SpeedKey,
    Task,
)
from secondunit.wire.errors import OutOfRange

METHOD = Capability(
    "methods", "This machine", "retime_plate", "Retime", tasks=(Task.RETIME,), made_by="computed",
    intake=FRAMES,
)  # fmt: skip
PLATE = Plate("/p/plate.%04d.exr", FrameRange(1001, 1049), Rate(24), Format(1920, 1080), ColorSpace("ACEScg"))
RAMP = (SpeedKey(1001, 1001), SpeedKey(1025, 1025), SpeedKey(1049, 1031))


@pytest.fixture
def form(panel: Panel) -> Panel:
    """A panel that retimes a plate of 49 frames by a method of this machine."""
    panel.fields.use_capabilities((METHOD,))
    panel.use(shot=None, plate=PLATE)
    for name, value in (("task", "retime"), ("provider", "methods"), ("model", "retime_plate")):
        panel.set(name, value)
    return panel


def test_a_method_of_this_machine_is_asked_for_one_speed_until_a_curve_is_chosen(form: Panel) -> None:
    assert form.fields["slower"].choices == ("2", "4", "8", "0.5", "0.25")
    assert form.fields.choice_label("slower", "0.5") == "0.5 (2 times faster)"
    assert "curve" not in form.fields and "smooth" not in form.fields
    form.set("slower", "0.5")
    form.set("shutter", 180.0)
    assert form.brief().retime == Retime(0.5, shutter=180.0)
    form.set("speed", "curve")
    assert "slower" not in form.fields and form.fields.choice_label("speed", "curve") == "By a curve"


def test_a_curve_is_said_by_places_or_by_speeds_and_comes_to_one_brief(form: Panel) -> None:
    form.set("speed", "curve")
    with pytest.raises(OutOfRange, match="no keys yet") as refused:
        form.brief()
    assert refused.value.problem.where == "curve"
    assert form.set("curve", "1001=1001, 1025=1025, 1049=1031") is None
    form.set("smooth", True)
    by_place = form.brief()
    form.set("curve", "1001=100%, 1025=25%")
    assert form.brief() == by_place and by_place.retime == Retime(keys=RAMP, smooth=True)
    assert retime_words(by_place.retime) == "smoothly by the curve 1001=1001, 1025=1025, 1049=1031"


@pytest.mark.parametrize("text", ["1001=1001, 1025=25%", "half", "1025=1, 1001=2", "1001=fast%"])
def test_a_curve_that_cannot_be_is_said_at_its_field(form: Panel, text: str) -> None:
    form.set("speed", "curve")
    problem = form.set("curve", text)
    assert problem is not None and problem.where == "curve" and problem.remedy
    assert form.error("curve") is not None


def test_a_brief_with_a_curve_fills_the_form_as_it_was_asked_for(form: Panel) -> None:
    form.set("speed", "curve")
    form.set("curve", "1001=100%, 1025=25%")
    form.set("smooth", True)
    form.set("shutter", 90.0)
    brief = form.brief()
    hand = hand_of(brief, brief.provider, brief.model)
    assert (hand["speed"], hand["curve"]) == ("curve", "1001=1001, 1025=1025, 1049=1031")
    form.set("speed", "constant")
    form.set("shutter", 0.0)
    form.replace(hand)
    assert form.brief() == brief


def test_a_provider_is_asked_for_one_speed_alone(form: Panel) -> None:
    slow = replace(METHOD, provider="bedrock", model="slow", leaves=True)
    form.fields.use_capabilities((METHOD, slow))
    form.set("provider", "bedrock")
    form.set("model", "slow")
    assert "slower" in form.fields and not {"speed", "curve", "smooth", "shutter"} & {*form.fields.names()}


def test_a_problem_of_the_curve_stands_at_the_curve(form: Panel) -> None:
    form.set("speed", "curve")
    problem = Problem("value.out_of_range", "One key twice.", where="retime.keys")
    assert problem_at_field(problem, form.fields) == "curve"


def test_the_frames_of_the_plate_that_a_curve_passes_are_counted_by_it(form: Panel) -> None:
    form.set("speed", "curve")
    form.set("curve", "1001=100%, 1013=25%, 1037=200%")
    assert "plate (43 frames)" in form.outside.leaving(), "1001 to 1013, to 1019, to 1043"
    form.set("curve", "1001=1040, 1049=1020.5")
    assert "plate (21 frames)" in form.outside.leaving(), "backward, and both around its last place"
