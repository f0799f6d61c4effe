"""Values that earlier schemas wrote are read, and the digests by which others name them stay."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from secondunit import wire
from secondunit.providers.protocol import Request
from secondunit.rights.approvals import Approval
from secondunit.wire.digest import canonical_brief
from secondunit.wire.request import WorkRequest
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
    assert not retime.controls and retime.retime == wire.Retime(2) and retime.fitting == wire.Fitting()


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


@pytest.mark.parametrize(
    ("slower", "digest", "kept"),
    [
        ("2.5", "2100b5ce26bd16b0694f5487f8b7a82545c62fe04421eec233f0f179ef80d007", {}),
        (4, "cdaf9c83b25fdc477e27a3475903958c17e881f820f1ee366754a48520ef8d44", {"slower": 4}),
        (None, "1b0c639f8e328863d042efbae0636f3b29945c844fa3d2d5b4e487d7e5eb5ffb", {}),
    ],
)
def test_how_many_times_slower_is_the_retime_and_its_digest_what_it_was(
    slower: str | int | None, digest: str, kept: dict[str, object]
) -> None:
    """A choice among the controls was ours alone; a number may be an input of the model's own, too."""
    controls = {} if slower is None else {"slower": slower}
    brief = wire.loads(wire.Brief, json.dumps({**json.loads(golden("brief_retime")), "controls": controls}))
    assert brief.retime == wire.Retime(None if slower is None else float(slower))
    assert dict(brief.controls) == kept and wire.brief_digest(brief) == digest
    again = wire.loads(wire.Brief, wire.dumps(brief))
    assert again == brief and wire.brief_digest(again) == digest


@pytest.mark.parametrize("slower", ["fast", "nan", "1e400", "2.50", 0.5, 1e9, True, "0"])
def test_what_is_no_number_of_times_slower_stays_where_it_was(slower: object) -> None:
    body = {**json.loads(golden("brief_retime")), "controls": {"slower": slower}}
    brief = wire.loads(wire.Brief, json.dumps(body))
    assert brief.retime == wire.Retime() and brief.controls["slower"] == slower


def test_a_slower_of_a_model_that_retimes_nothing_is_the_models_own() -> None:
    body = {**json.loads(golden("brief_held")), "controls": {"slower": "2"}}
    brief = wire.loads(wire.Brief, json.dumps(body))
    assert dict(brief.controls) == {"slower": "2"} and brief.retime == wire.Retime()
    assert '"slower":"2"' in canonical_brief(brief) and '"schema":2' in canonical_brief(brief)


def test_only_a_retime_is_slower_and_no_more_than_a_thousand_times() -> None:
    retime = wire.loads(wire.Brief, golden("brief_retime"))
    with pytest.raises(wire.SecondUnitError, match="Only a retime") as caught:
        replace(retime, task=wire.Task.RESTYLE)
    assert caught.value.problem.where == "retime.slower"
    for wrong in (0.0005, 1001, float("nan")):
        with pytest.raises(wire.SecondUnitError, match="outside its range"):
            wire.Retime(wrong)
    body = {**json.loads(wire.dumps(retime)), "retime": {"slower": "2.5 x"}}
    assert wire.loads(wire.Brief, json.dumps(body)).retime == wire.Retime(2.5)


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


def test_a_take_from_before_its_task_was_written_stands_for_whatever_bears_its_name() -> None:
    """Nobody can say whether an inpainting or a restyle was asked for: it is not said to be an element."""
    before = wire.loads(wire.Take, golden("take"))
    again = wire.loads(wire.Take, golden("take_no_task", 3))
    inpaint = wire.loads(wire.Take, golden("take_inpaint", 3))
    assert before.task is None is again.task and inpaint.task is wire.Task.INPAINT
    for other in (inpaint, replace(inpaint, task=wire.Task.RESTYLE)):
        assert before.stands_for(other) and other.stands_for(before)
    assert wire.loads(wire.Take, wire.dumps(before)) == before


@pytest.mark.parametrize("schema", [1, 3])
def test_a_take_of_a_kind_was_asked_for_as_an_element(schema: int) -> None:
    smoke = wire.loads(wire.Take, golden("take_onboard", schema))
    assert smoke.task is wire.Task.ELEMENT
    restyle = replace(smoke, id="t9", kind="", task=wire.Task.RESTYLE)
    assert not smoke.stands_for(restyle) and not restyle.stands_for(smoke)
    assert wire.loads(wire.Take, wire.dumps(smoke)) == smoke


def test_frames_that_somebody_brought_are_a_fact_of_the_take_and_no_name_of_a_maker() -> None:
    comp, smoke = (wire.loads(wire.Take, golden(name, 3)) for name in ("take_comp", "take_onboard"))
    assert comp.brought and not smoke.brought and comp.stands_for(smoke)
    studio = replace(comp, made_by="the studio's own", task=wire.Task.VIDEO)
    assert studio.stands_for(smoke) and smoke.stands_for(studio)
    assert wire.loads(wire.Take, wire.dumps(studio)).brought


def test_a_feather_of_a_models_own_stays_its_own_in_what_schema_3_wrote() -> None:
    brief = wire.loads(wire.Brief, golden("brief_own_feather", 3))
    assert brief.controls["feather"] == 0.8 and brief.fitting.feather == 12.0
    assert wire.brief_digest(brief) == "2284b6728af5711ccc3c5dbce195deff1792b5eaba132fd77da90e43d43a63e1"


def test_a_request_of_a_worker_that_schema_3_wrote_is_read() -> None:
    request = wire.loads(WorkRequest, golden("work_request", 3))
    assert request.work.brief.element == "clean" and request.roots[0].path == "/shows/show/"
    assert wire.loads(WorkRequest, golden("work")).work == request.work


def test_what_was_paid_is_found_by_the_same_digest() -> None:
    def asked(controls: dict[str, wire.Scalar], slower: float) -> str:
        return Request(
            wire.Task.RETIME, "m", "slow", 7, 64, 64, 24, parameters=wire.FrozenMap(controls), slower=slower
        ).digest

    own = "e493f9bb8ef7228192ad17237dd06af78557f48f8e6650d75f6db9e6cfc440f4"
    assert asked({"slower": 2}, 3.0) == own
    assert asked({}, 2.0) == "4bebfd294820bb49964a27d670173032f01a6dad9d58d45c5af84d9825d443e9"
