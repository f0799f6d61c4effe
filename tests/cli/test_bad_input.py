"""Bad input: one clear error each, with a code, a remedy and an exit code, and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PLACE = ("--show", "heist", "--shot", "sh010", "--element", "bad", "--json")
FREE = (*PLACE, "--frames", "1001-1002", "--size", "64x36", "--fps", "24")


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("smoke", *PLACE, "--frames", "1048-1001"), "frames.reversed", 2),
        (("smoke", *PLACE, "--frames", "0-9999999"), "frames.too_many", 2),
        (("smoke", *PLACE, "--frames", ""), "frames.empty", 2),
        (("smoke", *PLACE, "--frames", "one-two"), "value.wrong_type", 2),
        (("smoke", *PLACE), "value.missing_field", 2),
        (("smoke", *FREE, "--fps", "23.976"), "value.wrong_type", 2),
        (("smoke", *FREE, "--size", "0x36"), "value.out_of_range", 2),
        (("smoke", *FREE, "--size", "99999x36"), "picture.too_large", 2),
        (("smoke", *FREE, "--size", "wide"), "value.out_of_range", 2),
        (("smoke", *FREE, "--kind", "dragon"), "value.out_of_range", 2),
        (("smoke", *FREE, "--set", "densty=1"), "value.unknown_field", 2),
        (("smoke", *FREE, "--set", "height=3 px"), "value.wrong_unit", 2),
        (("smoke", *FREE, "--set", "density=nan"), "value.wrong_type", 2),
        (("smoke", *FREE, "--set", "density"), "value.wrong_type", 2),
        (("smoke", *FREE, "--obstacle", "box 0 0 0 1"), "input.bad", 2),
        (("rain", *FREE, "--kind", "rain", "--obstacle", "ball 0 0 1"), "input.bad", 2),
        (("smoke", *FREE, "--seed", "-1"), "value.out_of_range", 2),
        (("smoke", *FREE, "--colorspace", "ACEScgg"), "color.unknown_space", 2),
        (("smoke", *FREE, "--config", "ocio://nothing", "--colorspace", "ACEScg"), "color.unknown_config", 2),
        (("smoke", *FREE, "--overscan", "-4"), "value.out_of_range", 2),
        (("smoke", *FREE, "--overscan", "9", "--sides", "top_bottom"), "value.out_of_range", 2),
        (("smoke", *FREE, "--fps", "99999999999999999999"), "value.out_of_range", 2),
        (("smoke", *FREE, "--fps", "1/9999999"), "value.out_of_range", 2),
        (("x" * 100_000, *FREE), "prompt.bad", 2),
        (("smoke", *FREE, "--show", "../up"), "name.bad", 2),
        (("smoke", *FREE, "--element", "a/b"), "name.bad", 2),
        (("smoke", *FREE, "--plate", "nowhere.%04d.exr", "--colorspace", "ACEScg"), "not_found", 3),
        (("smoke", *FREE, "--plate", "nowhere.%04d.exr"), "not_found", 3),
        (("smoke", *FREE, "--matte", "nowhere.exr"), "not_found", 3),
        (("grey \udcff smoke", *FREE), "input.bad", 2),
        (("smoke", *FREE, "--plate", "\udcff.%04d.exr", "--colorspace", "ACEScg"), "input.bad", 2),
    ],
)  # fmt: skip
def test_a_bad_brief_gets_one_clear_error(run, arguments: tuple[str, ...], code: str, exit_code: int) -> None:
    answer = run("generate", *arguments)
    assert answer.problem["code"] == code, answer.out[-400:]
    assert answer.problem["message"].endswith((".", "?", ")"))
    assert answer.code == exit_code


def test_obstacles_are_a_control_of_the_brief_and_an_estimate_counts_them(run) -> None:
    around = ("--obstacle", "box 0 1 0 1 0.2 1", "--obstacle", "ball 1 0 0 0.5")
    seconds = []
    for more in ((), around):
        answer = run("estimate", "smoke", *FREE, *more, "--json").lines[-1]
        seconds.append(answer["seconds"])
        assert answer["settings"]["obstacles"] == "; ".join(more[1::2])
    assert seconds[1] > 1.1 * seconds[0]


def test_a_missing_frame_of_the_plate_is_named(run, plate) -> None:
    (Path(plate).parent / "plate.1003.exr").unlink()
    answer = run("generate", "smoke", *PLACE, "--plate", plate, "--colorspace", "ACEScg")
    assert answer.problem["code"] == "frames.missing"
    assert "1003" in answer.problem["message"]
    assert answer.code == 2


def test_a_truncated_frame_of_the_plate_is_named(run, plate) -> None:
    first = Path(plate).parent / "plate.1001.exr"
    first.write_bytes(first.read_bytes()[:200])
    answer = run("generate", "smoke", *PLACE, "--plate", plate, "--colorspace", "ACEScg")
    assert answer.problem["code"] == "picture.damaged"
    assert "plate.1001.exr" in answer.problem["message"] + answer.problem["where"]


def test_a_prompt_that_says_nothing_is_refused_unless_kind_and_controls_say_it(run) -> None:
    assert run("estimate", "", *FREE).problem["code"] == "prompt.bad"
    assert run("estimate", "", *FREE, "--set", "density=2").problem["code"] == "prompt.bad"
    assert run("estimate", "", *FREE, "--set", "density=2", "--kind", "smoke").code == 0


def test_what_does_not_exist_is_said_to_be_missing(run) -> None:
    for command in (("show", "t0"), ("cancel", "j0"), ("retry", "j0"), ("jobs", "--follow", "j0")):
        answer = run(*command, "--json")
        assert (answer.problem["code"], answer.code) == ("not_found", 3), command


def test_an_unknown_command_and_a_missing_argument_leave_with_2(run) -> None:
    assert run("dream").code == 2
    assert run("generate").code == 2


def test_status_without_a_service_says_so_with_its_own_exit_code(run, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("SECONDUNIT_HOME", str(tmp_path / "empty"))
    answer = run("status", "--json")
    assert (answer.problem["code"], answer.code) == ("service.absent", 5)
    assert run("stop").code == 0


def test_the_error_for_a_person_has_its_remedy_and_goes_to_standard_error(run) -> None:
    arguments = [word for word in FREE if word != "--json"]
    answer = run("generate", "smoke", *arguments, "--set", "density=99")
    assert answer.out == ""
    assert "value.out_of_range" in answer.err
    assert "To do" in answer.err


def test_a_settings_file_with_a_typing_error_is_refused_with_its_line(run, home) -> None:
    folder = home / "shows" / "typo"
    folder.mkdir(parents=True)
    (folder / "secondunit.toml").write_text('working_spcae = "ACEScg"\n')
    answer = run("generate", "smoke", *FREE, "--show", "typo")
    assert answer.problem["code"] == "settings.bad"
    assert "working_spcae" in answer.problem["message"]
    assert answer.code == 2


def test_cancelling_several_jobs_does_not_stop_at_one_that_is_not_there(run) -> None:
    made = run("generate", "smoke", *PLACE, "--frames", "1-400", "--size", "640x360", "--fps", "24",
               "--detach", "--key", "ключ №1")  # fmt: skip
    assert made.code == 0, made.out
    job = made.lines[-1]["id"]
    answer = run("cancel", "jnobody", job, "--json")
    assert answer.code == 3 and answer.lines[0]["problem"]["code"] == "not_found"
    assert (answer.lines[1]["id"], answer.lines[1]["state"]) == (job, "cancelled")


def test_a_pipe_of_another_encoding_gets_every_letter_all_the_same(home) -> None:
    command = [
        sys.executable,
        "-m",
        "secondunit",
        "estimate",
        "дым 😀",
        *PLACE,
        "--frames",
        "1",
        "--json",
    ]
    answer = subprocess.run(
        command, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "cp1252"}
    )
    assert answer.returncode == 0, answer.stderr
    assert "😀" in json.loads(answer.stdout.decode("utf-8"))["ignored"]


def test_a_damaged_store_is_said_by_every_command_and_found_by_the_doctor(run, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("SECONDUNIT_HOME", str(tmp_path))
    (tmp_path / "secondunit.db").write_bytes(b"no database at all, " * 1000)
    answer = run("jobs", "--json")
    assert answer.code == 6 and "store is damaged" in answer.problem["message"]
    assert "secondunit.db" in answer.problem["remedy"]
    found = run("doctor", "--json")
    assert found.code == 6
    assert any(finding["check"] == "store" and finding["state"] == "broken" for finding in found.lines)


def test_a_state_folder_that_a_command_makes_is_closed_to_others(run, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("SECONDUNIT_HOME", str(tmp_path / "new" / "home"))
    assert run("register").code == 0
    assert (tmp_path / "new" / "home").stat().st_mode & 0o077 == 0


def test_the_doctor_finds_this_installation_well(run, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("SECONDUNIT_SHOWS", str(tmp_path / "shows"))  # other tests leave shows with faults
    answer = run("doctor", "--json")
    assert answer.code == 0, answer.out
    assert {finding["check"] for finding in answer.lines} >= {"packages", "colour config", "service"}


def test_a_job_that_is_done_has_nothing_to_take_up_again(run) -> None:
    quick = ("--set", "resolution=16", "--set", "preroll=0.2", "--set", "detail=0")
    place = ("--show", "heist", "--shot", "sh010", "--element", "done", "--frames", "1001-1001")
    made = run("generate", "thin smoke", *place, "--size", "64x36", "--fps", "24", *quick)
    assert made.code == 0, made.err
    assert " free. Nothing leaves this machine" in made.err, "the estimate is said before it is made"
    job = made.out.split()[0]
    again = run("retry", job)
    assert again.code == 2
    assert "The job is done: there is nothing to take up again." in again.err


def test_a_place_that_the_message_names_is_not_said_twice(run) -> None:
    absent = run("shots", "nowhere.otio")
    assert "Error  There is no file nowhere.otio." in absent.err
    assert absent.err.count("nowhere.otio") == 1


def test_the_name_alone_lists_the_commands(run) -> None:
    answer = run()
    assert answer.code == 2 and "Make an element of a brief" in answer.out and not answer.err


def test_a_matte_without_the_channel_names_those_it_has_and_how_to_choose(run, plate) -> None:
    words = ("estimate", "smoke", *PLACE, "--plate", plate, "--colorspace", "ACEScg", "--matte", plate)
    answer = run(*words, "--json")
    assert answer.code == 2 and answer.problem["remedy"] == "Say which one it is: --matte-channel R."
    assert "it has R, G, B" in answer.problem["message"]
    assert run(*words, "--matte-channel", "G").code == 0
