"""`secondunit export --nk`, run as a command against a small service."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from secondunit.cli import main
from secondunit.host.nk import group_script, nodes_script


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
