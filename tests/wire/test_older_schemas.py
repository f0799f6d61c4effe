"""Values that earlier schemas wrote are read, and the digests by which others name them stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from secondunit import wire
from secondunit.rights.approvals import Approval
from secondunit.wire.rights import Approving, Ask, Verdict

GOLDEN = Path(__file__).parents[1] / "golden" / "wire"
DIGESTS = json.loads((GOLDEN / "schema_2" / "digests.json").read_text("utf-8"))
BRIEFS = ("brief_onboard", "brief_held", "brief_every_frame", "brief_model_alone", "brief_retime")


def golden(name: str, schema: int = 2) -> bytes:
    return (GOLDEN / f"schema_{schema}" / f"{name}.json").read_bytes()


@pytest.mark.parametrize("name", BRIEFS)
def test_the_digest_of_a_brief_that_was_written_before_is_what_it_was(name: str) -> None:
    brief = wire.loads(wire.Brief, golden(name))
    assert wire.brief_digest(brief) == DIGESTS[name]
    again = wire.loads(wire.Brief, wire.dumps(brief))
    assert again == brief and wire.brief_digest(again) == DIGESTS[name]


def test_the_digest_of_a_brief_with_its_files_is_what_it_was() -> None:
    contents = {"/plates/sh010_bg.1001.exr": "ab" * 32}
    brief = wire.loads(wire.Brief, golden("brief_held"))
    assert wire.brief_digest(brief, contents) == DIGESTS["brief_held with its files"]


def test_what_stood_among_the_controls_is_the_fitting_and_the_rest_the_models() -> None:
    held, every = (wire.loads(wire.Brief, golden(name)) for name in ("brief_held", "brief_every_frame"))
    assert dict(held.controls) == {"grow_mask": 9} and not every.controls
    assert held.fitting == wire.Fitting(feather=8.0, plate_frame=1012, every_frame=False)
    assert every.fitting == wire.Fitting(feather=8, every_frame=True)
    retime = wire.loads(wire.Brief, golden("brief_retime"))
    assert dict(retime.controls) == {"slower": "2"} and retime.fitting == wire.Fitting()


@pytest.mark.parametrize(
    ("controls", "where"),
    [
        ({"feather": "wide"}, "controls.feather"),
        ({"feather": 1e300}, "controls.feather"),
        ({"feather": [8]}, "fitting.feather"),
        ({"feather": 9000}, "fitting.feather"),
        ({"plate_frame": 10**400}, "fitting.plate_frame"),
        ({"every_frame": 1}, "fitting.every_frame"),
    ],
)
def test_a_fitting_that_cannot_be_is_refused_at_its_place(controls: dict[str, object], where: str) -> None:
    body = {**json.loads(golden("brief_held")), "controls": controls}
    with pytest.raises(wire.SecondUnitError) as caught:
        wire.loads(wire.Brief, json.dumps(body))
    assert caught.value.problem.where == where and caught.value.problem.code.startswith("value.")


def test_a_control_of_todays_schema_is_the_models_own() -> None:
    body = {**json.loads(golden("brief_held")), "schema": 3, "fitting": {"feather": "12 px"}}
    brief = wire.loads(wire.Brief, json.dumps(body))
    assert brief.controls["feather"] == 8.0 and brief.fitting == wire.Fitting(feather=12)


def test_work_and_approvals_that_hold_a_brief_hold_the_same_one() -> None:
    brief = wire.loads(wire.Brief, golden("brief_held"))
    work = wire.loads(wire.Work, golden("work"))
    assert work.brief == brief == wire.loads(Approving, golden("approving")).brief
    digest = wire.brief_digest(brief)
    assert work.brief_digest == wire.loads(Approval, golden("approval")).brief_digest == digest


def test_what_the_gate_wrote_before_is_still_sound() -> None:
    ask, verdict = wire.loads(Ask, golden("ask")), wire.loads(Verdict, golden("verdict"))
    assert ask.digest == DIGESTS["ask"] == verdict.ask_digest and verdict.sound


def test_takes_that_were_made_before_are_read() -> None:
    take = wire.loads(wire.Take, golden("take"))
    assert take.brief_digest == DIGESTS["brief_held"] and take.settings["grow_mask"] == 9
    first = wire.loads(wire.Take, golden("take_onboard", 1))
    assert first.label == "sh010/smoke_left v003" and dict(first.settings) == {"density": 0.8}


def test_a_brief_of_the_first_schema_is_read() -> None:
    brief = wire.loads(wire.Brief, golden("brief_onboard", 1))
    assert dict(brief.controls) == {"density": 0.8} and brief.prompt == "thick smoke from the left"
