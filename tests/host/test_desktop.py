"""Notices of the desktop: of which jobs, and by which program without any text becoming code."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from secondunit.host import desktop
from secondunit.host.desktop import notice_command, send_notice
from secondunit.host.long_jobs import LongJobs, title
from secondunit.host.queue import QueueRow

HOSTILE = '"; rm -rf ~; $(touch x) <b>bold</b> `id`'


def row(active: bool, own: bool = True, take: str = "") -> QueueRow:
    return QueueRow("j1", "sh010/smoke", "Done", 1.0, active, None, own=own, take=take)


def test_a_job_of_a_minute_is_said_once_when_it_ends_and_a_short_one_is_not() -> None:
    now, rows = [0.0], [row(active=True)]
    jobs = LongJobs(lambda: tuple(rows), clock=lambda: now[0])
    assert jobs.follow() == ()
    now[0], rows[0] = 60.0, row(active=False, take="t1")
    assert [title(ended) for ended in jobs.follow()] == ["sh010/smoke is done"]
    assert jobs.follow() == (), "it is said once"
    rows[0] = row(active=True)
    jobs.follow()
    now[0], rows[0] = 119.0, row(active=False)
    assert jobs.follow() == (), "59 seconds are watched"


def test_a_job_of_another_document_is_none_of_ours() -> None:
    now, rows = [0.0], [row(active=True, own=False)]
    jobs = LongJobs(lambda: tuple(rows), clock=lambda: now[0])
    jobs.follow()
    now[0], rows[0] = 600.0, row(active=False, own=False)
    assert jobs.follow() == ()


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_no_text_of_a_notice_is_code_of_the_program_that_shows_it(platform: str) -> None:
    command, variables = notice_command(HOSTILE, HOSTILE, platform)
    plain, _ = notice_command("a", "b", platform)
    if platform == "win32":
        assert command == plain, "the texts are in the environment alone"
        assert HOSTILE in variables.values()
    else:
        assert command[: len(plain) - 2] == plain[:-2] and command[-2] == HOSTILE
        assert not variables
    if platform == "linux":
        assert "&lt;b&gt;" in command[-1] and command[-3] == "--", "no markup, no option"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the program of this system is another one")
def test_a_notice_reaches_the_system_s_program_or_says_that_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert send_notice("sh010/smoke is done", "6 frames") is False
    program = tmp_path / "notify-send"
    said = tmp_path / "said"
    os.mkfifo(said)
    program.write_text(
        f"#!{sys.executable}\nimport sys\nopen({str(said)!r}, 'w').write('|'.join(sys.argv[1:]))\n"
    )
    program.chmod(0o755)
    assert desktop.send_notice("sh010/smoke is done", "6 frames & more") is True
    assert said.read_text() == "--app-name=Second Unit|--|sh010/smoke is done|6 frames &amp; more"
