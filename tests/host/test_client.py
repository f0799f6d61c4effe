"""The client says what the service says, as wire values, and every failure as an error of the tree."""

from __future__ import annotations

import os
import shlex
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.host import Dialling
from secondunit.host.client import Client
from secondunit.host.find import find, read_token
from secondunit.host.start import COMMAND_VARIABLE
from secondunit.wire import Brief, Format, FrameRange, FrozenMap, JobState, Rate, errors

BRIEF = Brief("show", "sh010", "smoke_left", FrameRange(1001, 1008), Rate(24000, 1001), Format(64, 36),
              kind="smoke", prompt="thick smoke 💨", controls=FrozenMap({"height": 4.0}))  # fmt: skip


@pytest.fixture
def client(service: Any, home: Path) -> Client:
    return Dialling(command="", user="Łukasz Ō", home=str(home)).dial()


def test_it_finds_the_service_by_its_files_and_says_who_asks(client: Client, service: Any) -> None:
    assert client.status().version == service.version
    assert service.users[-1] == "Łukasz Ō"


def test_a_brief_goes_out_whole_and_comes_back_the_same(client: Client) -> None:
    job = client.submit(BRIEF)
    assert (job.show, job.shot, job.element, job.frames) == ("show", "sh010", "smoke_left", BRIEF.frames)
    assert client.job_brief(job.id) == BRIEF


def test_an_estimate_says_what_was_understood(client: Client) -> None:
    estimate = client.estimate(BRIEF)
    assert estimate.settings["density"] == 2.5
    assert estimate.settings["height"] == 4.0
    assert [word.control for word in estimate.understood] == ["density"]


def test_the_same_key_gives_the_same_job_and_another_brief_under_it_is_refused(client: Client) -> None:
    assert client.submit(BRIEF, "k1").id == client.submit(BRIEF, "k1").id
    with pytest.raises(errors.Conflict):
        client.submit(replace(BRIEF, seed=99), "k1")


def test_pages_follow_each_other_newest_first(client: Client, service: Any) -> None:
    made = [service.make_job(shot="sh010") for _ in range(5)]
    first = client.jobs(show="show", shot="sh010", limit=3)
    rest = client.jobs(show="show", shot="sh010", limit=3, after=first.next)
    assert [job.id for job in (*first.jobs, *rest.jobs)] == [job.id for job in reversed(made)]
    assert rest.next == ""


def test_jobs_are_cancelled_and_retried_and_a_second_cancel_conflicts(client: Client) -> None:
    job = client.submit(BRIEF)
    assert client.cancel(job.id).state is JobState.CANCELLED
    with pytest.raises(errors.Conflict):
        client.cancel(job.id)
    assert client.retry(job.id).state is JobState.PLANNED


def test_a_refusal_arrives_as_the_error_the_service_raised_with_its_place(client: Client) -> None:
    with pytest.raises(errors.OutOfRange) as refused:
        client.submit(replace(BRIEF, controls=FrozenMap({"density": 99.0})))
    assert refused.value.problem.where == "controls.density"
    assert "0 to 4" in refused.value.problem.remedy
    with pytest.raises(errors.NotFound):
        client.job("../../etc/passwd")


def test_a_wrong_token_is_refused(client: Client, service: Any) -> None:
    service.token = "another"
    with pytest.raises(errors.WrongToken):
        client.status()


def test_a_service_that_dies_before_it_answers_is_lost_and_one_that_is_gone_is_absent(
    client: Client, service: Any
) -> None:
    service.silent_once.add("POST /v1/jobs")
    with pytest.raises(errors.ServiceLost):
        client.submit(BRIEF, "k2")
    assert client.submit(BRIEF, "k2").id in service.jobs
    assert len(service.jobs) == 1
    service.stop()
    with pytest.raises(errors.ServiceAbsent):
        client.status()


def test_nothing_to_find_is_absent_and_damaged_files_are_too(home: Path) -> None:
    assert find(str(home)) is None
    home.mkdir(parents=True)
    (home / "service.json").write_text('{"schema": 1, "url"')
    assert find(str(home)) is None
    (home / "service.json").write_text('{"schema":1,"url":"http://127.0.0.1:1","pid":1,"token_file":""}')
    address = find(str(home))
    assert address is not None and address.url == "http://127.0.0.1:1"
    with pytest.raises(errors.ServiceAbsent):
        read_token(address, str(home))


def test_another_version_is_a_mismatch_that_says_both_and_is_not_replaced(home: Path, tmp_path: Path) -> None:
    loopback = sys.modules["secondunit_test_loopback"]
    marker = tmp_path / "started"
    with loopback.Loopback(home, version="9.9.0"), pytest.raises(errors.ServiceMismatch) as found:
        Dialling(command=f"touch '{marker}'", home=str(home)).dial()
    assert "9.9.0" in str(found.value)
    assert not marker.exists()


def test_a_command_that_is_not_there_is_said_with_a_remedy(home: Path, monkeypatch: Any) -> None:
    monkeypatch.delenv(COMMAND_VARIABLE, raising=False)
    with pytest.raises(errors.ServiceAbsent) as absent:
        Dialling(command="/nowhere/secondunit-that-is-not", home=str(home)).dial()
    assert "preferences" in absent.value.problem.remedy


def test_a_command_that_fails_is_said_at_once(home: Path, monkeypatch: Any) -> None:
    monkeypatch.delenv(COMMAND_VARIABLE, raising=False)
    with pytest.raises(errors.ServiceAbsent) as absent:
        Dialling(command="false", home=str(home)).dial()
    assert "status 1" in absent.value.problem.message


def test_why_a_service_could_not_start_is_read_from_what_its_command_printed(
    home: Path, monkeypatch: Any
) -> None:
    monkeypatch.delenv(COMMAND_VARIABLE, raising=False)
    starter = home.parent / "refuse.py"
    starter.write_text(
        "import sys\nprint('warming up')\n"
        'print(\'{"problem": {"code": "storage.full", "message": "The disk is full.", \''
        '\'"remedy": "Free some space."}}\')\nsys.exit(9)\n'
    )
    with pytest.raises(errors.DiskFull) as full:
        Dialling(command=f"{shlex.quote(sys.executable)} {shlex.quote(str(starter))}", home=str(home)).dial()
    assert (full.value.problem.message, full.value.problem.remedy) == (
        "The disk is full.",
        "Free some space.",
    )


def test_a_command_that_never_answers_is_given_up(home: Path, monkeypatch: Any) -> None:
    monkeypatch.delenv(COMMAND_VARIABLE, raising=False)
    with pytest.raises(errors.ServiceAbsent) as absent:
        Dialling(command="true", home=str(home), patience=0.3).dial()
    assert "doctor" in absent.value.problem.remedy


def test_an_absent_service_is_started_with_the_configured_command(home: Path, monkeypatch: Any) -> None:
    loopback = Path(sys.modules["secondunit_test_loopback"].__file__ or "")
    starter = home.parent / "start it.py"
    starter.write_text(
        f"import subprocess, sys\n"
        f"assert sys.argv[1:] == ['serve', '--detach', '--json'], sys.argv\n"
        f"subprocess.Popen([{sys.executable!r}, {str(loopback)!r}, '--home', {str(home)!r}, '--jobs', '1'],"
        f" stdin=open({str(home.parent / 'fifo')!r}))\n"
    )
    os.mkfifo(home.parent / "fifo")
    monkeypatch.setenv(COMMAND_VARIABLE, f"{shlex.quote(sys.executable)} {shlex.quote(str(starter))}")
    opened = os.open(home.parent / "fifo", 2)
    try:
        client = Dialling(command="", home=str(home)).dial()
        assert client.jobs().jobs
    finally:
        os.close(opened)


def test_a_host_that_is_set_to_stay_offline_speaks_to_this_machine_only(home: Path) -> None:
    home.mkdir(parents=True)
    (home / "token").write_text("t")
    (home / "service.json").write_text('{"schema":1,"url":"http://10.1.2.3:99","pid":1,"token_file":""}')
    with pytest.raises(errors.ServiceAbsent) as refused:
        Dialling(command="", home=str(home), remote=False).dial()
    assert "online access" in refused.value.problem.remedy
