"""`secondunit export --nk`, run as a command against a small service."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.cli import main
from secondunit.host.nk import group_script, nodes_script
from secondunit.host.sitting import sitting_of
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import RGBA, Picture
from secondunit.wire import FrameRange, dumps
from secondunit.wire.plate_match import (
    MATCH_FILE,
    MatchedBand,
    MatchedCast,
    MatchedGrain,
    MatchedLevels,
    PlateMatch,
)

MATCH = PlateMatch(
    "/p/wall.%04d.exr", "ACEScg", "1001-1002", 64, 36,
    (MatchedGrain((MatchedBand(0.2, 0.01), MatchedBand(0.8, 0.02)), (1.0,) * 16),) * 3,
    levels=MatchedLevels((0.01, 0.02, 0.0), (4.0, 4.0, 4.0)), cast=MatchedCast((2.0, 1.0, 0.5), "card"),
)  # fmt: skip


@pytest.fixture
def run(service: Any, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command; gives its exit code, what it said and what it complained of."""
    monkeypatch.setenv("SECONDUNIT_HOME", str(home))

    def command(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(arguments)
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return code, said.out, said.err

    return command


def test_a_take_is_written_with_every_version_of_its_element(
    run, service, make_take, placement, tmp_path
) -> None:
    takes = [service.add_take(make_take(version)) for version in (1, 2, 3)]
    service.add_take(make_take(9, element="fire"))
    file = tmp_path / "out with space" / "smoke.nk"
    code, said, _ = run("export", "--nk", "t2", "-o", str(file))
    assert code == 0 and "smoke_left v002" in said
    assert file.read_text("utf-8") == group_script(takes, placement(takes[1]), name="SecondUnit_smoke_left")


def test_plain_nodes_come_to_standard_output_and_nothing_else(run, service, make_take, placement) -> None:
    from secondunit.wire import Placement, PlacementKind

    take = service.add_take(make_take(2, prompt="[exit] ümläut"))
    code, said, complained = run("export", "--nk", "t2", "--nodes")
    made = Placement(take.id, PlacementKind.NODES)
    assert (code, complained) == (0, "")
    assert said == nodes_script(take, made, name="SecondUnit_smoke_left")


def test_a_script_gets_json(run, service, make_take) -> None:
    service.add_take(make_take(2))
    code, said, _ = run("export", "--nk", "t2", "--json")
    assert code == 0 and json.loads(said)["nk"].startswith("set cut_paste_input [stack 0]\n")


def test_a_take_that_is_not_there_is_one_clear_error(run, service) -> None:
    code, said, _ = run("export", "--nk", "tnone", "--json")
    assert code == 3 and json.loads(said)["problem"]["code"] == "not_found"


def test_a_file_that_cannot_be_written_is_one_clear_error(run, service, make_take, tmp_path) -> None:
    service.add_take(make_take(2))
    (tmp_path / "file").write_text("x")
    code, said, _ = run("export", "--nk", "t2", "-o", str(tmp_path / "file" / "x.nk"), "--json")
    problem = json.loads(said)["problem"]
    assert code != 0 and problem["message"] and code != 1


@pytest.fixture
def placed_take(service, make_take, tmp_path) -> Any:
    """A take whose frames are on disk, and a match of its plate in a file."""
    folder = tmp_path / "smoke_left" / "v002"
    folder.mkdir(parents=True)
    pixels = np.zeros((36, 64, 4), np.float32)
    pixels[:, :32] = (0.4, 0.4, 0.4, 1.0)
    for frame in (1001, 1002):
        write_exr(folder / f"smoke_left_v002.{frame:04d}.exr", Picture.of(pixels, RGBA))
    (tmp_path / "match.json").write_text(dumps(MATCH), "utf-8")
    return service.add_take(make_take(2, passes=False, folder=str(folder), frames=FrameRange(1001, 1002)))


def test_a_match_of_a_file_or_on_record_stands_in_the_nodes(run, placed_take, placement, tmp_path) -> None:
    wanted = group_script(
        [placed_take], placement(placed_take), name="SecondUnit_smoke_left",
        sitting=sitting_of(MATCH, placed_take),
    )  # fmt: skip
    assert "match_levels" not in run("export", "t2")[1]
    assert run("export", "t2", "--match", str(tmp_path / "match.json"))[1] == wanted
    (tmp_path / "smoke_left" / MATCH_FILE).write_text(dumps(MATCH), "utf-8")
    assert run("export", "t2")[1] == wanted


def test_an_element_is_written_with_its_plates_look_baked_in(run, placed_take, tmp_path) -> None:
    pattern = str(tmp_path / "baked.%04d.exr")
    code, said, _ = run("export", "t2", "--baked", pattern, "--json")
    assert code != 0 and "secondunit match" in json.loads(said)["problem"]["remedy"]
    code, said, _ = run("export", "t2", "--baked", pattern, "--match", str(tmp_path / "match.json"))
    assert code == 0 and pattern in said
    pixels = read_exr(Path(pattern % 1002)).rgba()
    assert pixels[:, :32, :3].mean(axis=(0, 1)) == pytest.approx([0.81, 0.42, 0.2], rel=0.02)
    assert not pixels[:, 32:].any()


def test_what_is_no_match_is_one_clear_error(run, placed_take, tmp_path) -> None:
    for text in (None, b"\xff\xfe\x00", b"[]", b'{"schema": 99}'):
        file = tmp_path / "bad.json"
        if text is not None:
            file.write_bytes(text)
        code, said, _ = run("export", "t2", "--match", str(file), "--json")
        assert code != 0 and json.loads(said)["problem"]["message"], text
    code, said, _ = run("export", "t2", "--baked", "baked.exr", "--json")
    assert code == 2 and "grain.%04d.exr" in json.loads(said)["problem"]["remedy"]
