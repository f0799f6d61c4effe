"""The client asks for pictures of frames and jobs, notes, sign-offs, capabilities and footage."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.host import Dialling
from secondunit.host.client import VIEWS, Client
from secondunit.wire import (
    SCHEMA,
    ColorSpace,
    Decision,
    Format,
    FrameRange,
    JobState,
    Note,
    Plate,
    Rate,
    SignOff,
    errors,
)


@pytest.fixture
def client(service: Any, home: Path) -> Client:
    return Dialling(command="", user="Łukasz Ō", home=str(home)).dial()


def take_of(service: Any, version: int) -> Any:
    module = sys.modules[type(service).__module__]
    return module.take_of(service.make_job(state=JobState.DONE), version=version)


def test_pictures_of_frames_differ_by_take_frame_and_view(client: Client, service: Any) -> None:
    first, second = (service.add_take(take_of(service, version)) for version in (1, 2))
    shown = {
        client.frame(take.id, frame, 64, view)
        for take in (first, second)
        for frame in (1001, 1002)
        for view in VIEWS
    }
    assert len(shown) == 2 * 2 * len(VIEWS) and all(one.startswith(b"\x89PNG") for one in shown)
    with pytest.raises(errors.NotFound):
        client.frame(first.id, 1)
    with pytest.raises(errors.BadInput):
        client.frame(first.id, 1001, view="sepia")


def test_a_job_shows_its_newest_frame_and_nothing_before_the_first(client: Client, service: Any) -> None:
    job = service.make_job()
    with pytest.raises(errors.NotFound):
        client.job_preview(job.id)
    service.previews[job.id] = 1001
    before = client.job_preview(job.id)
    service.previews[job.id] = 1002
    assert client.job_preview(job.id) != before


def test_a_note_whose_answer_is_lost_is_kept_once(client: Client, service: Any) -> None:
    take = service.add_take(take_of(service, 1))
    service.silent_once.add(f"POST /v1/takes/{take.id}/notes")
    kept = client.add_note(Note(take.id, "Thinner at the roof.", 1002))
    assert client.notes(take.id) == (kept,)
    assert kept.user == "Łukasz Ō" and kept.created and kept.frame == 1002
    with pytest.raises(errors.Conflict):
        client.add_note(replace(kept, text="Another thing."))


def test_a_sign_off_whose_answer_is_lost_is_kept_once_and_says_of_which_files(
    client: Client, service: Any
) -> None:
    take = service.add_take(take_of(service, 1))
    judged = client.signoffs(take.id).take_digest
    service.silent_once.add(f"POST /v1/takes/{take.id}/signoffs")
    given = SignOff(take.id, Decision.CHANGES, "Ana", "director", "Thinner.", judged)
    record = client.sign_off(given)
    assert client.signoffs(take.id).signoffs == (record,)
    assert record.entered_by == "Łukasz Ō" and record.when and record.take_digest == judged
    service.digests[take.id] = "1" * 64
    assert client.signoffs(take.id).stands(record) is False
    with pytest.raises(errors.Conflict):
        client.sign_off(given)
    assert len(client.signoffs(take.id).signoffs) == 1


def test_it_lists_what_may_be_asked_and_on_which_terms(client: Client) -> None:
    (onboard,) = client.capabilities().capabilities
    assert (onboard.provider, onboard.leaves) == ("onboard", False) and onboard.limits


def test_it_looks_at_footage_by_its_path(client: Client, service: Any) -> None:
    plate = Plate("/p/a.%04d.exr", FrameRange(1, 9), Rate(24), Format(64, 36), ColorSpace(""))
    service.plates["/p"] = plate
    assert client.inspect("/p") == plate
    with pytest.raises(errors.NotFound):
        client.inspect("/nowhere")
    with pytest.raises(errors.WrongType):
        client.inspect(" ")


@pytest.mark.parametrize(("version", "schema"), [("0.1.0", 1), ("0.3.0", SCHEMA + 1), ("0.2.0", SCHEMA + 1)])
def test_a_service_of_another_schema_is_told_plainly(home: Path, version: str, schema: int) -> None:
    loopback = sys.modules["secondunit_test_loopback"]
    with (
        loopback.Loopback(home, version=version, schema=schema),
        pytest.raises(errors.ServiceMismatch) as told,
    ):
        Dialling(command="", home=str(home)).dial()
    assert version in told.value.problem.message and "pdate" in told.value.problem.remedy
