"""The guide to providers does what it says."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps

from secondunit.providers import Input, Provider, Request, Site, State
from secondunit.providers.facts import facts_of, rows
from secondunit.providers.folder import Folder
from secondunit.wire import FrozenMap, Task

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "providers-setup.md"
VENDORS = GUIDE.with_name("vendors.md")
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


def _page(text: str) -> str:
    """The page of facts with every table as the vendors' tables have it now."""
    for vendor in ("bedrock", "runway", "luma"):
        table = importlib.import_module(f"secondunit.providers.{vendor}.facts")
        told = {vendor: list(rows(table))}
        if hasattr(table, "list_prices"):
            prices = table.list_prices().items()
            told[f"{vendor} prices"] = [
                "| setting | amount |", "|---|---|", *(f"| `{name}` | {amount} |" for name, amount in prices)
            ]  # fmt: skip
        for mark, lines in told.items():
            start, end = f"<!-- {mark} -->\n", "<!-- end -->"
            before, rest = text.split(start)
            text = "".join([before, start, *(f"{line}\n" for line in lines), end, rest.split(end, 1)[1]])
    return text


def test_the_page_of_vendors_has_every_fact_as_the_tables_have_it() -> None:
    text = VENDORS.read_text(encoding="utf-8")
    if os.environ.get("SECONDUNIT_REVIEW"):
        VENDORS.write_text(_page(text), encoding="utf-8")
        text = VENDORS.read_text(encoding="utf-8")
    assert text == _page(text), "SECONDUNIT_REVIEW=1 pytest tests/providers/test_guide.py writes it anew"


@pytest.mark.parametrize("vendor", ["bedrock", "runway", "luma"])
def test_every_fact_has_a_source_and_a_day(vendor: str) -> None:
    found = facts_of(importlib.import_module(f"secondunit.providers.{vendor}.facts"))
    assert len(found) > 10
    for fact in found:
        assert date.fromisoformat(fact.source.day) and len(fact.source.where) > 10, fact.says
        assert fact.sentence.endswith((".", "(`resolution`).")) and "{" not in fact.sentence, fact.sentence


def test_the_policy_of_the_guide_allows_each_call_that_is_made_on_what_it_is_made_on() -> None:
    [text] = re.findall(r"```json\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    allowed = {}
    for each in json.loads(text)["Statement"]:
        for action in [each["Action"]] if isinstance(each["Action"], str) else each["Action"]:
            where = each["Resource"]
            allowed[action] = [where] if isinstance(where, str) else where
    made = json.loads((Path(__file__).parent / "reviewed" / "bedrock.json").read_text("utf-8"))["sent"]
    # StartAsyncInvoke and ListObjectsV2 have no permission of their own name.
    names = {"StartAsyncInvoke": "InvokeModel", "ListObjectsV2": "ListBucket"}
    for call in made:
        service, name = call.split()
        assert f"{service.removesuffix('-runtime')}:{names.get(name, name)}" in allowed, call
    targets = " ".join(allowed["bedrock:InvokeModel"])
    assert all(each in targets for each in (":inference-profile/us.", "::foundation-model/", ":project/"))
    regions = set(re.findall(r"bedrock:([a-z0-9-]+)::foundation-model/stability", targets))
    assert regions == {"us-east-1", "us-east-2", "us-west-2"}, "every Region that the profile spans"
