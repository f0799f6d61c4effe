"""A finished comp brought back from a panel: the files it is made of, and the brief that goes out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from secondunit.host import Commands, Panel
from secondunit.host.adopting import comp_brief, one_footage
from secondunit.wire import Brief, Capability, ColorSpace, Format, FrameRange, JobState, Plate, Rate, Task
from secondunit.wire.errors import BadColor, MissingFrames

Until = Callable[..., None]
COMP = Capability("comp", "A finished comp", model_label="As rendered", tasks=(Task.VIDEO,), made_by="comp",
                  adopts=True, terms="Nothing leaves this machine.", prompt=10_000)  # fmt: skip


def comp(**changes: Any) -> Plate:
    fields = {
        "path": "/shots/comp.%04d.exr", "frames": FrameRange(1001, 1004), "rate": Rate(24),
        "format": Format(64, 36), "colorspace": ColorSpace("ACEScg"),
    }  # fmt: skip
    return Plate(**(fields | changes))


@pytest.fixture
def commands(panel: Panel, service: Any, until: Until, host: Any) -> Commands:
    service.capabilities = (*service.capabilities, COMP)
    panel.link.start()
    until(panel, lambda: len(panel.capabilities) == 2)
    return Commands(panel, host)


def test_adopt_makes_one_job_of_the_element_that_the_document_remembers(
    commands: Commands, service: Any, until: Until, host: Any
) -> None:
    service.plates["/shots/comp.mov"] = comp(path="/shots/comp.mov", colorspace=ColorSpace(""))
    commands.panel.set("element", "smoke_left")
    assert commands.adopt("/shots/comp.mov", colorspace="log") is None
    until(commands.panel, lambda: commands.panel.own_jobs)
    (brief,) = service.briefs.values()
    assert (brief.provider, brief.task, brief.kind) == ("comp", Task.VIDEO, "")
    assert (brief.show, brief.shot, brief.element) == ("show", "shot", "smoke_left")
    # The files' rate is only what is usual: the host's own is exact.
    assert brief.rate == brief.plate.rate == Rate(24000, 1001)
    assert brief.colorspace == ColorSpace("lin", "c.ocio")
    assert brief.plate.colorspace == ColorSpace("log", "c.ocio")
    assert host.kept()["jobs"] == commands.panel.own_jobs


def test_the_next_version_has_the_rate_and_the_timecode_of_the_one_before(
    commands: Commands, service: Any, until: Until
) -> None:
    """Whatever rate the host's document was left at."""
    module = sys.modules[type(service).__module__]
    ntsc = Rate(30000, 1001)
    job = service.make_job(show="show", shot="shot", element="smoke", state=JobState.DONE)
    service.add_take(module.take_of(job, rate=ntsc))
    plate = comp(rate=ntsc, frames=FrameRange(901, 1200), timecode="01:00:59;20")
    service.briefs[job.id] = Brief("show", "shot", "smoke", FrameRange(1001, 1004), ntsc, Format(64, 36),
                                   plate=plate, drop=True)  # fmt: skip
    service.plates["/shots/comp.%04d.exr"] = comp(frames=FrameRange(11, 14))
    commands.adopt("/shots/comp.%04d.exr", start=911)
    until(commands.panel, lambda: commands.panel.own_jobs)
    brief = service.briefs[commands.panel.own_jobs[0]]
    assert (brief.rate, brief.plate.rate, brief.drop) == (ntsc, ntsc, True)
    # Ten frames on, over the minute whose first two labels are left out.
    assert (brief.plate.frames.first, brief.plate.timecode) == (911, "01:01:00;02")


def test_a_lost_answer_to_an_adoption_never_makes_two_jobs(
    commands: Commands, service: Any, until: Until
) -> None:
    service.plates["/shots/comp.%04d.exr"] = comp()
    service.silent_once.add("POST /v1/jobs")
    commands.adopt("/shots/comp.%04d.exr")
    until(commands.panel, lambda: commands.panel.own_jobs)
    assert len(service.jobs) == 1


def test_a_comp_that_is_not_there_or_of_unknown_colour_is_said(
    commands: Commands, service: Any, until: Until
) -> None:
    problem = commands.adopt()
    assert problem is not None and problem.code == "host.nothing_selected"
    commands.adopt("/nowhere.mov")
    until(commands.panel, lambda: commands.panel.message)
    assert commands.panel.message is not None and commands.panel.message.code == "not_found"
    service.plates["/shots/comp.%04d.exr"] = comp(colorspace=ColorSpace(""))
    commands.adopt("/shots/comp.%04d.exr")
    until(commands.panel, lambda: commands.panel.message and commands.panel.message.code == "color.bad")
    assert not service.jobs


def test_the_panel_offers_comp_as_a_provider_and_its_brief_has_no_kind(commands: Commands) -> None:
    panel = commands.panel
    assert panel.fields["provider"].choices == ("onboard", "comp")
    panel.set("controls.density", 2.0)
    assert panel.set("provider", "comp") is None
    panel.use(shot=panel.shot, plate=comp())
    brief = panel.brief()
    assert (brief.provider, brief.task, brief.kind, brief.model) == ("comp", Task.VIDEO, "", "")
    assert not brief.controls and brief.plate == comp() and brief.frames == FrameRange(1001, 1004)
    assert panel.fields.choice_label("provider", "comp") == "A finished comp"
    assert panel.fields.choice_label("model", "") == "As rendered"
    assert panel.terms()[0] == "Nothing leaves this machine."
    panel.set("provider", "onboard")
    again = panel.brief()
    assert (again.task, again.kind, again.controls["density"]) == (Task.ELEMENT, "", 2.0)


def test_chosen_frames_are_one_footage_without_gaps() -> None:
    files = [f"/a/comp.{frame}.exr" for frame in (1003, 1001, 1002)]
    assert one_footage(files) == ("/a/comp.%04d.exr", FrameRange(1001, 1003))
    assert one_footage(["/a"]) == ("/a", None)
    with pytest.raises(MissingFrames, match="Frame 1002 is not among"):
        one_footage([files[0], files[1]])


def test_files_with_numbers_of_their_own_get_the_shots() -> None:
    names = {"show": "s", "shot": "sh", "element": "e"}
    files = comp(frames=FrameRange(1, 8))
    brief = comp_brief(files, **names, chosen=FrameRange(3, 5), start=1101, rate=Rate(25))
    assert brief.frames == FrameRange(1101, 1103) and brief.rate == Rate(25)
    assert [brief.plate.file_frame(frame) for frame in brief.frames] == [3, 4, 5]
    movie = comp_brief(comp(path="/m.mov"), **names, start=1101)
    assert (movie.frames.first, movie.plate.first_in_file) == (1101, 0)
    with pytest.raises(BadColor, match="not known"):
        comp_brief(comp(colorspace=ColorSpace("")), **names)
    with pytest.raises(MissingFrames, match="3-9"):
        comp_brief(files, **names, chosen=FrameRange(3, 9))
