"""The locks: made of what setup.cfg asks for, by hash, for every Python and platform, without an address."""

from __future__ import annotations

import importlib
import re
import sys
from importlib import metadata
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REMEDY = "run: python3 installers/locks.py"
SYSTEMS = (("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt"))


def module(name: str) -> ModuleType:
    return importlib.import_module(name)


def entries(name: str) -> list[tuple[Requirement, list[str]]]:
    """Each package that a lock names, with its hashes."""
    text = module("environments").lock(name).read_text("utf-8")
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    found = []
    for entry in lines.replace("\\\n", " ").splitlines():
        words = entry.split(" --hash=")
        found.append((Requirement(words[0]), [word.strip() for word in words[1:]]))
    return found


def environment(version: str, system: tuple[str, str, str]) -> dict[str, str]:
    """The markers' values of a Python on a system."""
    values = {key: str(value) for key, value in default_environment().items()}
    values |= {"python_version": version, "python_full_version": f"{version}.4", "extra": ""}
    return values | dict(zip(("sys_platform", "platform_system", "os_name"), system, strict=True))


def test_setup_cfg_and_the_locks_agree() -> None:
    assert module("locks").stale() == [], REMEDY


def test_a_requirement_that_no_lock_knows_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locks = module("locks")
    for name in ("setup.cfg", "pyproject.toml"):
        (tmp_path / name).write_bytes((locks.ROOT / name).read_bytes())
    monkeypatch.setattr(locks, "ROOT", tmp_path)
    assert locks.stale() == []
    asked = (tmp_path / "setup.cfg").read_text("utf-8")
    (tmp_path / "setup.cfg").write_text(asked.replace("    requests>=2.32\n", "    requests>=9\n"), "utf-8")
    assert locks.stale() == ["work"]


@pytest.mark.parametrize("name", ["work", "test"])
def test_every_requirement_is_met_on_every_python_and_platform(name: str) -> None:
    lock = module("locks").locks()[name]
    pins = [pin for one in {lock.adds_to, name} - {""} for pin, _ in entries(one)]
    for version in lock.versions:
        for system in SYSTEMS:
            here = environment(version, system)
            chosen = [pin for pin in pins if pin.marker is None or pin.marker.evaluate(here)]
            versions = {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in chosen}
            assert len(versions) == len(chosen), "one version of a package for one machine"
            for text in lock.requirements:
                wanted = Requirement(text)
                version_there = versions.get(canonicalize_name(wanted.name))
                assert version_there is not None, f"{text} on {system[0]}; {REMEDY}"
                assert wanted.specifier.contains(version_there, prereleases=True), f"{text}; {REMEDY}"


def test_what_a_locked_package_needs_is_locked() -> None:
    locks = module("locks")
    pinned = locks.pinned("work")
    waiting = [Requirement(text) for text in locks.locks()["work"].requirements]
    seen: set[str] = set()
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        assert name in pinned, f"{name}; {REMEDY}"
        if f"{name}{sorted(wanted.extras)}" in seen:
            continue
        seen.add(f"{name}{sorted(wanted.extras)}")
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            assert name == "setuptools"  # an environment of Python 3.12 or newer may build without it
            continue
        for text in needs:
            need = Requirement(text)
            extras = {"", *wanted.extras}
            if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(need)


def test_a_lock_holds_hashes_of_packages_and_no_address_or_option() -> None:
    environments = module("environments")
    there = {path.stem for path in environments.LOCKS.iterdir()}
    assert there == set(module("locks").locks())
    for name in there:
        text = environments.lock(name).read_text("utf-8")
        assert not re.search(r"https?:|://|^-", text, re.MULTILINE), name
        for pin, hashes in entries(name):
            assert hashes and all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), pin
            assert str(pin.specifier).startswith("=="), pin


def test_who_only_works_gets_nothing_of_the_tests_and_the_demo() -> None:
    locks, environments = module("locks"), module("environments")
    work = locks.pinned("work")
    assert environments.SERVICE.locks == ("work",)
    assert not work & (locks.pinned("test") | locks.pinned("demo") | {"uv", "cyclonedx-bom"})
    assert {"pytest", "mypy", "ruff", "moto"} <= locks.pinned("test")
    assert "scikit-video" in locks.pinned("demo")


def wheel(folder: Path) -> Path:
    """A package of one line."""
    path = folder / "tiny-1.0-py3-none-any.whl"
    with ZipFile(path, "w") as archive:
        archive.writestr("tiny.py", "here = True\n")
        archive.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        archive.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("tiny-1.0.dist-info/RECORD", "tiny.py,,\n")
    return path


def test_other_bytes_than_the_lock_names_are_refused_and_locks_that_are_in_stay_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environments = module("environments")
    monkeypatch.setattr(environments, "ROOT", tmp_path)
    monkeypatch.setattr(environments, "LOCKS", tmp_path)
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    (tmp_path / "little.txt").write_text("# nothing\n")
    (tmp_path / "more.txt").write_text("# nothing either\n")
    little = environments.Environment("small", "small", (version,), ("little",))
    more = environments.Environment("small", "small", (version,), ("little", "more"))
    environments.prepare(more)
    assert "ready" in environments.prepare(little)
    stamp = (tmp_path / "small" / "secondunit-stamp").read_text()
    assert stamp.splitlines()[2] == "little more"
    (tmp_path / "more.txt").write_text(f"tiny @ {wheel(tmp_path).as_uri()} --hash=sha256:{'0' * 64}\n")
    with pytest.raises(environments.SetupFailed, match=r"(?i)hash"):
        environments.prepare(little)
    assert not list((tmp_path / "small").rglob("tiny.py"))
