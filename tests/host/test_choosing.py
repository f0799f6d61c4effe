"""Choosing task, provider and model: what is offered for what, which fields appear, what is said."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import pytest

from secondunit.host import Shot
from secondunit.host.assembly import assemble
from secondunit.host.choosing import TASKS
from secondunit.host.fields import Fields
from secondunit.host.terms import capability_lines, highlights, leaving, maker, money, round_trip
from secondunit.wire import (
    Capability,
    ColorSpace,
    Format,
    FrameRange,
    Highlights,
    Kind,
    Limit,
    Rate,
    Reference,
    RoundTrip,
    Sides,
    Task,
)
from secondunit.wire.intake import Coding, Intake, Need


@pytest.fixture
def fields(offered: Any) -> Fields:
    """The fields of a panel that has smoke, a comp and the models of the tests."""
    loopback = sys.modules["secondunit_test_loopback"]
    comp = Capability("comp", "A finished comp", tasks=(Task.VIDEO,), made_by="comp", adopts=True)
    made = Fields((loopback.SMOKE,))
    made.use_capabilities((loopback.ONBOARD, comp, *offered.ALL), offered.ABSENT)
    return made


def test_no_task_is_asked_for_where_only_elements_are_made(fields: Fields) -> None:
    assert "task" in fields
    fields.use_capabilities(fields.capabilities[:2])
    assert "task" not in fields
    assert fields.task is Task.ELEMENT and "kind" in fields


def test_a_task_brings_the_models_that_do_it_and_takes_the_kind_away(fields: Fields) -> None:
    assert fields["task"].choices == ("element", "inpaint", "extend", "restyle", "upscale", "video")
    assert fields.choice_label("task", "inpaint") == "Clean plate / Inpaint"
    fields.set("task", "inpaint")
    assert fields["provider"].choices == ("bedrock", "comp")
    fields.set("provider", "bedrock")
    assert fields.capability is not None and fields.capability.model_label == "Stable Inpaint"
    assert "kind" not in fields and "controls.density" not in fields
    assert fields["controls.grow_mask"].group == "Stable Inpaint"
    assert "plate_frame" in fields and "use" in fields and "passes" not in fields


def test_who_acts_is_asked_for_where_somebody_drives_a_character_and_nowhere_else(fields: Fields) -> None:
    video = next(one for one in fields.capabilities if one.model == "luma.ray-v2:0")
    act = replace(video, model="act_two", model_label="Act-Two", tasks=(Task.PERFORMANCE,))
    fields.use_capabilities((*fields.capabilities, act))
    assert "performer" not in fields
    fields.set("task", "performance")
    assert fields.capability is act and fields["performer"].group == "Cast"
    assert fields.choice_label("task", "performance") == "Performance"
    fields.set("task", "video")
    assert "performer" not in fields


def test_a_volume_is_offered_for_what_fills_space_and_goes_into_the_brief(fields: Fields) -> None:
    shot = Shot(FrameRange(1001, 1004), Rate(24), Format(64, 36), ColorSpace("ACEScg"))
    for name, text in (("show", "s"), ("shot", "sh"), ("element", "smoke"), ("prompt", "smoke")):
        fields.set(name, text)
    assert "volume" not in fields, "of this smoke there is none"
    fields.use_kinds(tuple(replace(kind, bodied=True) for kind in fields.kinds))
    fields.set("kind", fields.kinds[0].name)
    assert fields["volume"].group == "Delivery"
    assert not assemble(fields, shot, None, None).delivery.volume
    fields.set("volume", True)
    assert assemble(fields, shot, None, None).delivery.volume
    fields.set("task", "inpaint")
    assert "volume" not in fields, "a model's picture fills none"


def test_what_another_task_does_not_have_is_let_go_and_the_kind_s_values_stay(fields: Fields) -> None:
    fields.set("controls.density", 3.0)
    fields.set("task", "video")
    fields.set("provider", "bedrock")
    fields.set("model", "luma.ray-v2:0")
    assert fields.controls() == {}
    fields.set("task", "restyle")
    assert fields.value("model") == "" or fields.capability is not None
    fields.set("provider", "comfyui")
    assert fields.value("model") == "restyle_dream"
    fields.set("task", "element")
    assert (fields.value("provider"), fields.value("model")) == ("onboard", "")
    assert fields.controls() == {"density": 3.0}


def test_a_value_that_the_next_model_cannot_take_is_let_go(fields: Fields, offered: Any) -> None:
    other = replace(
        offered.COMFY, model="restyle_ink", model_label="Ink",
        controls=(replace(offered.COMFY.controls[0], maximum=0.3, default=0.1),),
    )  # fmt: skip
    fields.use_capabilities((*fields.capabilities, other), ())
    for name, value in (("task", "restyle"), ("provider", "comfyui"), ("controls.strength", 0.9)):
        assert fields.set(name, value) is None
    fields.set("model", "restyle_ink")
    assert fields.value("controls.strength") == 0.1 and not fields.errors


def test_a_choice_survives_a_document_before_the_service_answers(fields: Fields) -> None:
    hand = {"task": "inpaint", "provider": "bedrock", "model": "stability.stable-image-inpaint-v1:0"}
    fresh = Fields(fields.kinds)
    fresh.replace(hand)
    assert fresh.hand == hand
    fresh.use_capabilities(fields.capabilities)
    fresh.replace(dict(fresh.hand))
    assert fresh.hand == hand and fresh.task is Task.INPAINT
    assert fresh.capability is not None and fresh.capability.model == hand["model"]


def test_a_model_kept_without_its_task_brings_it(fields: Fields) -> None:
    fields.replace({"provider": "comfyui", "model": "restyle_dream"})
    assert fields.task is Task.RESTYLE


def test_extending_asks_by_how_much_and_enlarging_how_many_times(fields: Fields, offered: Any) -> None:
    fields.set("task", "extend")
    fields.set("provider", "bedrock")
    assert fields["margin"].unit == "px" and fields.value("margin") == 128
    assert "overscan" not in fields
    fields.set("task", "upscale")
    assert fields.value("provider") == "bedrock"
    assert fields["factor"].choices == ("4",), "this model knows one factor"
    free = replace(offered.LARGER, intake=replace(offered.LARGER.intake, scale=1))
    fields.use_capabilities((free,))
    assert fields["factor"].choices == ("2", "4")
    here = replace(free, intake=replace(free.intake, scales=(2, 3, 4)))
    fields.use_capabilities((here,))
    assert fields["factor"].choices == ("2", "3", "4"), "a method of this machine says what it can"


def test_the_sides_to_extend_are_chosen_as_far_as_the_model_can(fields: Fields, offered: Any) -> None:
    fields.set("task", "extend")
    fields.set("provider", "bedrock")
    assert fields["sides"].choices == ("all", "left_right", "top_bottom")
    assert [fields.choice_label("sides", one) for one in fields["sides"].choices] == [
        "All sides", "Left and right", "Top and bottom",
    ]  # fmt: skip
    two = replace(offered.OUTPAINT.intake, sides=(Sides.TOP_BOTTOM, Sides.LEFT_RIGHT))
    fields.use_capabilities((replace(offered.OUTPAINT, intake=two),))
    assert fields["sides"].choices == ("top_bottom", "left_right")
    assert fields.value("sides") == "top_bottom", "what it cannot is not what it begins with"
    assert fields.set("sides", "all") is not None
    fields.use_capabilities((offered.LARGER,))
    assert "sides" not in fields


def test_a_model_that_extends_the_frame_does_not_continue_a_shot(fields: Fields, offered: Any) -> None:
    fields.use_capabilities((offered.OUTPAINT, offered.RAY))
    fields.wish = Task.EXTEND
    fields.set("task", "video")
    assert fields.task is Task.VIDEO
    fields.set("task", "extend")
    assert fields.grows and "margin" in fields
    fields.use_capabilities((Capability("x", "X", tasks=(Task.EXTEND,)),))
    assert fields.task is Task.EXTEND and not fields.grows and "margin" not in fields


def test_a_model_says_in_words_what_it_takes_gives_and_refuses(offered: Any) -> None:
    said = capability_lines(offered.CLEAN)
    assert said[0] == "Material leaves this machine."
    assert "Takes a plate as one frame (needed), a matte (needed) and a prompt of up to 10,000" in said[2]
    assert said[3] == "Takes no references."
    assert "Works with sides of 64 to 1,536 px and up to 9.44 megapixels." in said
    assert "Pictures travel as 8-bit sRGB and come back scene-linear." in said
    said = capability_lines(offered.RAY)
    assert "Takes up to 2 references (first frame or last frame) and a prompt of up to 5,000" in said[2]
    assert said[3] == "Takes no plate or matte."
    assert "Gives clips of 120 or 216 frames at 24 fps; a longer shot is split." in said
    assert "Works at 1280 x 720 or 960 x 540." in said and "Seconds: 5 or 9." in said
    one = Capability("x", "X", references=1, prompt=0, limits=(Limit("A", "b"),), retires="2026-12-31",
                     intake=Intake(plate=Need.OPTIONAL, coding=Coding.LINEAR, rates=(Rate(24),)))  # fmt: skip
    assert capability_lines(one) == (
        "Declared local: it runs on this machine.", "Takes a plate as one frame and a reference.",
        "Takes no matte or prompt.", "It can be used until 2026-12-31.",
        "Pictures travel as scene-linear EXR.", "A: b.",
    )  # fmt: skip


def test_money_shows_every_part_of_a_cent_and_at_least_two_places() -> None:
    said = [money(amount, "USD") for amount in ("1.2", "0", "0.00", "1234.5", "0.0035", "2E+1", "?")]
    assert said == ["1.20 USD", "no cost", "no cost", "1,234.50 USD", "0.0035 USD", "20.00 USD", "? USD"]


def test_makers_are_called_as_they_call_themselves(offered: Any) -> None:
    assert maker("bedrock", "luma.ray-v2:0", offered.ALL) == "Bedrock, Ray2"
    assert maker("bedrock", "gone", offered.ALL) == "Bedrock, gone"
    assert maker("elsewhere", "m", ()) == "elsewhere, m"


def test_a_round_trip_is_a_figure_with_its_meaning() -> None:
    assert round_trip(RoundTrip(delta_e=0.42)) == "round trip 8-bit sRGB, ΔE 0.42 (not seen)"
    assert round_trip(RoundTrip(Coding.LOG, 16, 1.3, 0, 0.0123)).endswith("(may be seen), 1.23% clipped")
    assert round_trip(RoundTrip(Coding.LINEAR, 16, half_steps=1.0)) == "round trip within 1 half-float step"
    assert round_trip(RoundTrip(depth=32)) == "round trip within 0 half-float steps"
    scaled = RoundTrip(depth=32, delta_e=2.5, half_steps=31681)
    assert round_trip(scaled) == "round trip 32-bit sRGB, ΔE 2.5 (may be seen)"
    eight = RoundTrip(depth=8, delta_e=0.5, half_steps=40)
    assert round_trip(eight) == "round trip 8-bit sRGB, ΔE 0.5 (not seen)", "floats that had to be made codes"


def test_only_references_whose_role_the_model_knows_are_used(panel: Any, offered: Any) -> None:
    panel.fields.use_capabilities(offered.ALL)
    panel.set("task", "video")
    three = tuple(Reference(f"/{role}.png", role) for role in ("style", "first_frame", "last_frame"))
    panel.use_references(three)
    assert [one.role for one in panel.used_references] == ["first_frame", "last_frame"]
    brief = panel.brief()
    assert brief.references == three[1:]
    assert leaving(brief, panel.capability) == "Leaves this machine: 2 references, to Bedrock"


def test_what_the_machines_own_methods_are_handed_goes_to_nobody(panel: Any, offered: Any) -> None:
    onboard = replace(offered.ALL[-1], provider="methods")
    panel.fields.use_capabilities((onboard,))
    panel.set("task", onboard.tasks[0].value)
    assert panel.capability == onboard
    assert leaving(panel.brief(), panel.capability) == ""


def test_every_task_is_called_something_in_the_chooser() -> None:
    assert set(TASKS) == set(Task)
    assert all(label and gives for label, gives in TASKS.values())


def test_takes_are_called_as_the_kind_that_the_words_ask_for_until_somebody_names_them() -> None:
    fields = Fields((Kind("smoke", "Smoke"), Kind("torch", "Torch")))
    assert fields.value("element") == "element", "what to make is open"
    assert fields.kind is None and not fields.kind_controls()
    assert fields.take_kind("torch")
    assert fields.value("element") == "torch"
    fields.set("element", "wall_left")
    fields.take_kind("smoke")
    assert fields.value("element") == "wall_left"


def test_light_above_white_is_said_with_what_became_of_it() -> None:
    found = Highlights(0.0512, kept=0.04, extrapolated=0.0112, brightest=40.0, matte="highlights/h.%04d.exr")
    assert highlights(found) == "5.1 % above white: 4 % kept, 1.1 % extrapolated"
    assert highlights(Highlights(0.00001, lost=0.00001)) == "0.01 % above white: 0.01 % lost"
    assert highlights(Highlights()) == ""
