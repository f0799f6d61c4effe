"""The question about a plate's cuts: asked once they are found, answered by name, kept with the document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from secondunit.host import Commands, Panel
from secondunit.host.cut_choice import ACCEPT, NOT_NOW, QUESTION
from secondunit.wire import ColorSpace, Estimate, Format, FrameRange, JobState, Plate, Rate
from secondunit.wire.errors import CutInPlate

PLATE = Plate("/p/cut.%04d.exr", FrameRange(1001, 1004), Rate(24), Format(64, 36), ColorSpace("lin"))
FOUND = CutInPlate("There is a cut between 1002 and 1003: a retime would work across it.").problem


@pytest.fixture
def form(panel: Panel) -> Panel:
    """A panel whose plate was found to be cut."""
    panel.use(shot=panel.shot, plate=PLATE)
    panel.take_estimate(replace(_estimate(), problems=(FOUND,)), panel.brief())
    return panel


def _estimate() -> Estimate:
    return Estimate("d", seconds=1.0)


def test_the_artist_is_asked_by_what_was_found_and_answers_by_name(form: Panel, host: Any) -> None:
    commands = Commands(form, host)
    [question] = form.asked
    assert (question.id, question.text) == (QUESTION, FOUND.message)
    assert [choice for choice, _ in question.choices] == [ACCEPT, NOT_NOW]
    assert form.brief().plate == PLATE
    assert commands.answer(QUESTION, ACCEPT) is None
    assert form.asked == () and form.brief().plate == replace(PLATE, accept_cuts=True)


def test_what_was_accepted_holds_for_that_plate_alone_and_can_be_taken_back(form: Panel, host: Any) -> None:
    commands = Commands(form, host)
    commands.answer(QUESTION, ACCEPT)
    other = replace(PLATE, path="/p/other.%04d.exr")
    form.use(shot=form.shot, plate=other)
    assert form.brief().plate == other
    form.use(shot=form.shot, plate=PLATE)
    assert form.cuts.accepted
    commands.accept_cuts(False)
    assert not form.cuts.accepted and [question.id for question in form.asked] == [QUESTION]


def test_put_off_it_is_asked_again_only_about_other_cuts(form: Panel, host: Any) -> None:
    Commands(form, host).answer(QUESTION, NOT_NOW)
    assert form.asked == () and form.brief().plate == PLATE
    another = CutInPlate("There is a cut between 1003 and 1004.").problem
    form.take_estimate(replace(_estimate(), problems=(another,)), form.brief())
    assert [question.text for question in form.asked] == [another.message]


def test_the_answer_is_kept_with_the_document(form: Panel, host: Any) -> None:
    Commands(form, host).answer(QUESTION, ACCEPT)
    kept = host.kept()
    form.cuts.accept(False)
    form.restore(kept)
    assert form.brief().plate == replace(PLATE, accept_cuts=True)


def test_a_brief_that_is_filled_in_brings_what_it_decided(form: Panel) -> None:
    form.cuts.take_up(replace(PLATE, accept_cuts=True))
    assert form.cuts.accepted
    form.cuts.take_up(PLATE)
    assert not form.cuts.accepted


def test_a_job_that_found_a_cut_has_the_brief_estimated_anew(
    form: Panel, service: Any, until: Callable[..., None]
) -> None:
    form.link.start()
    until(form, lambda: form.online and not form.estimating and form.estimate is not None)
    form.estimate = None
    job = service.make_job(state=JobState.FAILED, problem=FOUND)
    form.put_job(job)
    until(form, lambda: form.estimate is not None, "a new estimate")
