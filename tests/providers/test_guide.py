"""The guide to providers does what it says."""

from __future__ import annotations

import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from secondunit.providers import Input, Provider, Request, Site, State
from secondunit.providers.folder import Folder
from secondunit.wire import FrozenMap, Task

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "providers.md"
WRITING = GUIDE.with_name("writing-a-provider.md")


def blocks() -> list[str]:
    return re.findall(r"```python\n(.*?)```", WRITING.read_text(encoding="utf-8"), re.DOTALL)


def test_the_ten_lines_of_the_guide_are_a_provider_that_works(tmp_path: Path) -> None:
    text = blocks()[0]
    assert len([line for line in text.splitlines() if line.strip()]) <= 10
    room: dict[str, Any] = {}
    exec(compile(text, str(WRITING), "exec"), room)
    provider = room["Negative"](Site(door=None, scratch=tmp_path))  # type: ignore[arg-type]
    assert isinstance(provider, Provider)
    plate = tmp_path / "plate.1001.png"
    Image.linear_gradient("L").convert("RGB").save(plate)
    given = Input("plate", plate, sha256(plate.read_bytes()).hexdigest(), frame=1001)
    request = Request(Task.RESTYLE, width=256, height=256, inputs=(given,))
    ticket = provider.submit(request, "key")
    assert provider.poll(ticket).state is State.DONE
    [made] = provider.fetch(ticket, tmp_path / "got")
    with Image.open(plate) as before, Image.open(made) as after:
        assert after.format == "PNG" and after.size == before.size
        assert [255 - level for level in after.tobytes()] == list(before.tobytes())
    assert provider.capabilities()[0].provider == "negative"


def test_the_tool_of_the_guide_answers_what_lies_in_its_folder(tmp_path: Path) -> None:
    [tool] = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    watched = tmp_path / "watched"
    watched.mkdir()
    site = Site(door=None, scratch=tmp_path, settings=FrozenMap({"path": str(watched)}))  # type: ignore[arg-type]
    folder = Folder(site)
    inputs = []
    for frame in (1001, 1002):
        plate = tmp_path / f"plate.{frame}.png"
        Image.linear_gradient("L").rotate(90).convert("RGB").save(plate)
        inputs.append(Input("plate", plate, sha256(plate.read_bytes()).hexdigest(), frame=frame))
    ticket = folder.submit(Request(Task.RESTYLE, width=256, height=256, inputs=tuple(inputs)), "job-1-0")
    assert folder.poll(ticket).state is State.WAITING
    subprocess.run([sys.executable, "-c", tool, str(watched)], check=True)
    assert folder.poll(ticket).state is State.DONE
    made = folder.fetch(ticket, tmp_path / "got")
    assert [path.name for path in made] == ["made.1001.png", "made.1002.png"]
    with Image.open(inputs[0].path) as before, Image.open(made[0]) as after:
        assert after.tobytes() == ImageOps.mirror(before).tobytes() != before.tobytes()


def test_the_suite_in_the_guide_runs_as_it_stands() -> None:
    compile(blocks()[1], str(WRITING), "exec")
    assert "CLAUSES" in blocks()[1]


def test_every_setting_and_state_the_guide_names_is_in_the_code() -> None:
    code = "".join(
        path.read_text() for path in (GUIDE.parents[2] / "core/secondunit/providers").rglob("*.py")
    )
    for name in ("path", "label", "tasks", "servers", "workflows", "timeout", "secret"):
        assert f'"{name}"' in code
    for name in ("moderated", "cancelled", "answer.json", "progress.json", "preview.jpg"):
        assert name in code and name in GUIDE.read_text()
