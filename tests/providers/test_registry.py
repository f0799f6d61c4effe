"""The registry: a studio's providers load beside ours, and a broken one breaks nothing else."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import Registry, Site, capabilities_of, find_providers
from secondunit.providers.echo import Echo
from secondunit.wire import Capability
from secondunit.wire.errors import BadSettings, NotFound, ProviderError

OURS = EntryPoint("echo", "secondunit.providers.echo:Echo", "secondunit.providers")

STUDIO = {
    "good": "from secondunit.providers.echo import Echo\nclass Good(Echo):\n    name = 'good'\n",
    "raises": "raise RuntimeError('licence server not found')\n",
    "leaves": "import sys\nsys.exit(3)\n",
    "half": "class Half:\n    name = 'half'\n    def __init__(self, site): pass\n",
    "builds": "class Builds:\n    def __init__(self, site): raise ValueError('no GPU')\n",
    "number": "Number = 7\n",
    "wrong": "def broken(:\n",
}


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, EntryPoint]]:
    """Packages as a studio writes them, good and broken, as entry points."""
    points = {}
    for name, text in STUDIO.items():
        (tmp_path / f"studio_{name}.py").write_text(text)
        points[name] = EntryPoint(name, f"studio_{name}:{name.capitalize()}", "secondunit.providers")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield points
    for name in STUDIO:
        sys.modules.pop(f"studio_{name}", None)


def site(folder: Path) -> Site:
    return Site(door=None, scratch=folder)  # type: ignore[arg-type]


def test_a_broken_provider_is_set_aside_with_its_reason_and_the_others_work(
    studio: dict[str, EntryPoint], tmp_path: Path
) -> None:
    found = find_providers([*studio.values(), OURS])
    assert sorted(found.makers) == ["builds", "echo", "good", "half"]
    broken = {each.name: each.problem.message for each in found.broken}
    assert sorted(broken) == ["leaves", "number", "raises", "wrong"]
    assert "licence server not found" in broken["raises"] and "SystemExit" in broken["leaves"]
    assert "SyntaxError" in broken["wrong"] and "nothing that builds" in broken["number"]
    assert found.make("good", site(tmp_path)).name == "good"


@pytest.mark.parametrize(
    "name, why", [("half", "method is missing"), ("builds", "no GPU"), ("raises", "licence")]
)
def test_what_cannot_be_built_says_why(
    name: str, why: str, studio: dict[str, EntryPoint], tmp_path: Path
) -> None:
    with pytest.raises(ProviderError, match=why):
        find_providers(studio.values()).make(name, site(tmp_path))


def test_an_unknown_name_says_which_there_are(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There are: echo"):
        find_providers([OURS]).make("eccho", site(tmp_path))


def test_nobody_elses_code_answers_to_one_of_our_names(studio: dict[str, EntryPoint]) -> None:
    thief = EntryPoint("comfyui", studio["good"].value, "secondunit.providers")
    found = find_providers([thief, OURS])
    assert list(found.makers) == ["echo"]
    assert [each.name for each in found.broken] == ["comfyui"]
    assert "Second Unit's own" in found.broken[0].problem.message


def test_two_packages_with_one_name_keep_the_first_and_say_so(studio: dict[str, EntryPoint]) -> None:
    other = EntryPoint("good", "studio_half:Half", "secondunit.providers")
    found = find_providers([studio["good"], other])
    assert list(found.makers) == ["good"] and "Two packages" in found.broken[0].problem.message


class _Silent(Echo):
    name = "silent"

    def capabilities(self) -> Any:
        raise OSError("no route")


class _Impostor(Echo):
    name = "impostor"

    def capabilities(self) -> tuple[Capability, ...]:
        return (Capability(provider="onboard", label="Trust me"),)


def test_one_that_cannot_say_what_it_offers_leaves_the_others_offers() -> None:
    offered, broken = capabilities_of([_Silent(), Echo(), _Impostor()])
    assert {each.provider for each in offered} == {"echo"}
    assert [each.name for each in broken] == ["silent", "impostor"]
    assert "no route" in broken[0].problem.message and "onboard" in broken[1].problem.message


@pytest.mark.parametrize(
    "name, value, needs",
    [
        ("echo", "secondunit.providers.echo:Echo", None),
        ("folder", "secondunit.providers.folder:Folder", None),
        ("comfyui", "secondunit.providers.comfyui:ComfyUI", None),
        ("runway", "secondunit.providers.runway:Runway", "runwayml"),
        ("luma", "secondunit.providers.luma:Luma", "luma_agents"),
    ],
)
def test_each_of_ours_loads_under_its_own_name(name: str, value: str, needs: str | None) -> None:
    if needs:
        pytest.importorskip(needs)
    found = find_providers([EntryPoint(name, value, "secondunit.providers")])
    assert not found.broken
    assert getattr(found.makers[name], "name", "") == name


def test_a_provider_whose_sdk_is_not_installed_says_which_is_missing(
    studio: dict[str, EntryPoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "runwayml", None)
    monkeypatch.delitem(sys.modules, "secondunit.providers.runway", raising=False)
    point = EntryPoint("runway", "secondunit.providers.runway:Runway", "secondunit.providers")
    found = find_providers([point, OURS])
    assert list(found.makers) == ["echo"] and "runwayml" in found.broken[0].problem.message


BUILT_IN = ("echo", "folder", "comfyui", "runway", "luma", "bedrock")


def settings_of(name: str) -> tuple[str, ...]:
    names: tuple[str, ...] = find_providers().makers[name].setting_names  # type: ignore[attr-defined]
    return names


@pytest.mark.parametrize(
    ("name", "word", "meant"),
    [
        ("comfyui", "serverz", "servers"),
        ("comfyui", "workflow", "workflows"),
        ("comfyui", "acount", "account"),
        ("bedrock", "uds.luma.ray-v2:0", "usd.luma.ray-v2:0"),
        ("bedrock", "secret.key-id", "secret.key_id"),
        ("runway", "credit.gen4.5", "credits.gen4.5"),
        ("luma", "listprices", "list_prices"),
        ("folder", "Path", "path"),
    ],
)
def test_a_mistyped_setting_is_refused_with_the_nearest_right_one(name: str, word: str, meant: str) -> None:
    with pytest.raises(BadSettings) as caught:
        find_providers().require_settings(name, [word])
    problem = caught.value.problem
    assert word in problem.message and f"Did you mean {meant}?" in problem.remedy
    assert problem.where == f"{name}.{word}"


def test_a_setting_like_no_other_is_refused_with_all_that_there_are() -> None:
    with pytest.raises(BadSettings) as caught:
        find_providers().require_settings("luma", ["wibble"])
    assert "Did you mean" not in caught.value.problem.remedy and "usd." in caught.value.problem.remedy


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_setting_of_a_provider_is_accepted_and_stands_in_the_guide(name: str) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guide" / "providers-setup.md").read_text("utf-8")
    for word in settings_of(name):
        find_providers().require_settings(name, [word.replace("*", "any.model")])
        whole, last = word.removesuffix(".*"), word.removesuffix(".*").rpartition(".")[2]
        in_a_table = rf"^\[{name}\.{last}\]|^(# )?({re.escape(whole)}|{last}) = |\(and {re.escape(whole)},"
        assert re.search(rf"`{re.escape(whole)}|{in_a_table}", guide, re.M), word
    find_providers().require_settings(name, ["account", "geography", "at_once", "homes", "proxies"])


def test_a_provider_that_declares_none_takes_what_it_is_given() -> None:
    Registry({"other": lambda site: None}).require_settings("other", ["whatever"])  # type: ignore[arg-type,return-value]
