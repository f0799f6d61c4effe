"""How a plate is cut for a model, said on the command line beside the model's own controls."""

from __future__ import annotations

import argparse

import pytest

from secondunit.cli.asked_of import asked_of
from secondunit.cli.briefs import add_brief_arguments
from secondunit.cli.fitting import fitting_words, retime_from, retime_words, settings_and_fitting
from secondunit.wire import Capability, Control, Fitting, FrameRange, Retime, SpeedKey, Task
from secondunit.wire.errors import MissingField, OutOfRange, UnknownField, WrongType, WrongUnit

GROW = Control("grow_mask", "Grow mask", "int", "px")
OWN = Control("feather", "Feather", "float", default=0.5, minimum=0.0, maximum=1.0)


def said(*arguments: str, own: tuple[Control, ...] = (GROW,)) -> tuple[dict[str, object], Fitting]:
    settings, fitting = settings_and_fitting(
        parsed(*arguments), Capability("comfyui", "ComfyUI", "paint", "Paint", (Task.INPAINT,), controls=own)
    )
    return dict(settings), fitting


def parsed(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_brief_arguments(parser)
    return parser.parse_args(["--show", "S", "--shot", "sh010", "--element", "door", "no rig", *arguments])


def test_every_part_has_a_flag_of_its_own() -> None:
    assert said() == ({}, Fitting())
    assert said("--feather", "8", "--plate-frame", "1012") == ({}, Fitting(8.0, 1012))
    assert said("--feather", "2.5 px", "--every-frame") == ({}, Fitting(2.5, None, True))
    assert said("--held") == ({}, Fitting(every_frame=False))
    with pytest.raises(argparse.ArgumentError, match="not allowed with"):
        parsed("--held", "--every-frame")


def test_set_goes_on_to_say_a_part_where_the_model_has_no_such_control() -> None:
    assert said("--set", "feather=8", "--set", "grow_mask=9") == ({"grow_mask": 9}, Fitting(8.0))
    assert said("--set", "every_frame=true", "--set", "plate_frame=1012")[1] == Fitting(None, 1012, True)
    with pytest.raises(WrongType, match="--held and --set every_frame say the same"):
        said("--held", "--set", "every_frame=true")


def test_set_means_the_model_where_it_has_such_a_control_and_the_flag_means_the_plate() -> None:
    assert said("--set", "feather=0.8", own=(OWN,)) == ({"feather": 0.8}, Fitting())
    assert said("--set", "feather=0.8", "--feather", "8", own=(OWN,)) == ({"feather": 0.8}, Fitting(8.0))
    with pytest.raises(OutOfRange):
        said("--set", "feather=40", own=(OWN,))


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--feather", "-1"), OutOfRange),
        (("--feather", "8 mm"), WrongUnit),
        (("--plate-frame", "ten"), WrongType),
        (("--set", "fether=8"), UnknownField),
    ],
)
def test_what_cannot_be_is_refused(arguments: tuple[str, ...], error: type[Exception]) -> None:
    with pytest.raises(error):
        said(*arguments)


def slower(*arguments: str, own: tuple[Control, ...] = ()) -> tuple[Retime, dict[str, object]]:
    """The retime that is said, and what goes to the model."""
    model = Capability("runway", "Runway", "slow", "Slow", (Task.RETIME,), controls=own)
    settings, _ = settings_and_fitting(parsed(*arguments), model)
    return retime_from(parsed(*arguments), model, FrameRange(1001, 1049)), dict(settings)


def test_how_many_times_slower_is_said_by_a_flag_and_by_set() -> None:
    assert slower() == (Retime(), {})
    assert slower("--slower", "2.5") == slower("--set", "slower=2.5") == (Retime(2.5), {})
    own = (Control("slower", "Slower", "float", minimum=0.0, maximum=1.0),)
    assert slower("--set", "slower=0.5", own=own) == (Retime(), {"slower": 0.5})
    assert slower("--set", "slower=0.5", "--slower", "4", own=own) == (Retime(4.0), {"slower": 0.5})
    with pytest.raises(WrongType, match="--slower and --set slower say the same"):
        slower("--set", "slower=2", "--slower", "2")
    for wrong in ("0.0005", "2000"):
        with pytest.raises(OutOfRange):
            slower("--slower", wrong)
    with pytest.raises(WrongType):
        slower("--slower", "half")
    assert (retime_words(Retime()), retime_words(Retime(4.0))) == ("", "4 times slower")


def test_a_curve_says_places_of_the_plate_or_how_fast_it_runs() -> None:
    ramp = (SpeedKey(1001, 1001), SpeedKey(1025, 1025), SpeedKey(1049, 1031))
    assert slower("--curve", "1001=1001,1025=1025,1049=1031")[0].keys == ramp
    assert slower("--curve", "1001=100%,1025=25%", "--smooth")[0] == Retime(keys=ramp, smooth=True)
    with pytest.raises(WrongType, match="places of the plate or speeds"):
        slower("--curve", "1001=1001,1025=25%")


@pytest.mark.parametrize(
    "flag",
    [("--held",), ("--every-frame",), ("--feather", "8"), ("--plate-frame", "1"), ("--slower", "2")],
)
def test_nothing_is_fitted_for_this_machines_own_elements(flag: tuple[str, ...]) -> None:
    with pytest.raises(MissingField, match=flag[0]):
        asked_of(parsed(*flag), ())


def test_a_takes_fitting_is_told_in_words() -> None:
    assert fitting_words(Fitting()) == ""
    assert fitting_words(Fitting(8.0, 1012, False)) == "feather 8 px, frame 1012 of the plate"
    assert fitting_words(Fitting(every_frame=True)) == "every frame by itself"
    assert fitting_words(Fitting(every_frame=False)) == "one picture, held"
