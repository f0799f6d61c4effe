"""An answer is one key of a file that people write, in whatever form it stands; all else stays."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from secondunit.service.outbound.answers import write_answers
from secondunit.wire.errors import BadSettings

#: Files as people write them, each with a table of another provider after what is answered.
FILES = {
    "an indented header": '[comfyui.parts.x]\nplate = "a" # left\n\n# ours\n  [runway] # paid\n  a = 1\n',
    "a header with a comment": '[comfyui.parts.x] # restyle\nplate = "a"\n# ours\n[runway]\na = 1\n',
    "dotted keys": '[comfyui]\nservers = "s"\nparts.clean_up.task = "inpaint"\n\n# ours\n[runway]\na = 1\n',
    "an inline table": '[comfyui]\nparts = {x = {plate = "a"}} # both\n# ours\n[runway]\na = 1\n',
    "no answer yet": '# first\n[comfyui]\nservers = "s"\n\n# ours\n[runway]\na = 1\n',
    "a dotted provider": 'comfyui.servers = "s" # here\n# ours\n[runway]\na = 1\n',
    "several models": (
        '[comfyui.parts.x]\nplate = "a"\n\n# of y\n[comfyui.parts.y]\nplate = "b"\n# ours\n[runway]\na = 1\n'
    ),
    "a quoted name": '[comfyui.parts."x"]\nplate = "a"\n# ours\n[runway]\na = 1\n',
    "the ends of lines of Windows": '[comfyui]\r\nservers = "s"\r\n# ours\r\n[runway]\r\na = 1\r\n',
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "providers.toml"


@pytest.mark.parametrize("keys", [("x", "plate"), ("x", "task"), ("clean_up", "plate"), ("clean up", "task")])
@pytest.mark.parametrize("form", FILES)
def test_an_answer_changes_its_key_alone_and_no_comment(
    place: Path, form: str, keys: tuple[str, str]
) -> None:
    before = FILES[form]
    place.write_bytes(before.encode())
    wanted: dict[str, Any] = tomllib.loads(before)
    wanted["comfyui"].setdefault("parts", {}).setdefault(keys[0], {})[keys[1]] = "new"
    write_answers(place, "comfyui", ("parts", keys[0]), {keys[1]: "new"})
    after = place.read_bytes().decode()
    assert tomllib.loads(after) == wanted
    kept = [line for line in before.splitlines() if not line.startswith(("plate", "parts"))]
    assert [line for line in after.splitlines() if line in kept and line] == [line for line in kept if line]
    assert before.count("#") == after.count("#")


@pytest.mark.parametrize("form", FILES)
def test_a_remark_stays_before_the_table_that_it_is_of(place: Path, form: str) -> None:
    place.write_bytes(FILES[form].encode())
    write_answers(place, "comfyui", ("parts", "x"), {"task": "restyle"})
    lines = place.read_text("utf-8").splitlines()
    for remark, table in (("# ours", "[runway]"), ("# of y", "[comfyui.parts.y]")):
        if remark in lines:
            assert lines[lines.index(remark) + 1].strip().startswith(table)


def test_a_form_that_takes_no_answer_is_refused_and_the_file_is_as_it_was(place: Path) -> None:
    text = '[comfyui]\nparts = "none"\n'
    place.write_text(text, "utf-8")
    with pytest.raises(BadSettings, match="cannot be added") as caught:
        write_answers(place, "comfyui", ("parts", "x"), {"plate": "left"})
    assert 'comfyui.parts.x.plate = "left"' in caught.value.problem.remedy
    assert caught.value.problem.kept and place.read_text("utf-8") == text
