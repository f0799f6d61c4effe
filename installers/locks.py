"""Lock what is installed: `python3 installers/locks.py` when setup.cfg was changed; --upgrade: newer ones.

Each file of `locks/` names every package of a purpose by version and hash, for Linux, macOS and Windows at
once, as `uv pip compile` resolved it: wheels alone, and no address of a registry.
"""

from __future__ import annotations

import argparse
import configparser
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

if sys.version_info < (3, 10):  # noqa: UP036 - said plainly to whoever starts it with an older one
    sys.exit("Second Unit's installers need Python 3.10 or newer; this is " + sys.version.split()[0] + ".")

import environments
from environments import LOCKS, ROOT, SERVICE_VERSIONS, SUPPLY, SetupFailed

#: What those who work have besides what setup.cfg requires: keys in a keyring, vendors, a shared store.
EXTRAS = ("bedrock", "keyring", "luma", "postgresql", "runway")
#: Where every lock has to have a wheel of each package: Rocky Linux 9's C library, macOS 14, Windows.
PLATFORMS = {
    "x86_64-manylinux_2_34": ("linux", "x86_64"),
    "aarch64-apple-darwin": ("darwin", "arm64"),
    "x86_64-pc-windows-msvc": ("win32", "AMD64"),
}
_MACOS = {"MACOSX_DEPLOYMENT_TARGET": "14.0"}
_QT_TESTS = ("pytest>=8.3", "pytest-timeout>=2.3")
_MADE_OF = "# made of sha256:"


@dataclass(frozen=True)
class Lock:
    """What one file is made of: requirements, the Pythons and platforms it is for, and what it adds to."""

    name: str
    requirements: tuple[str, ...]
    versions: tuple[str, ...]
    adds_to: str = ""
    platforms: tuple[str, ...] = tuple(PLATFORMS)

    @property
    def digest(self) -> str:
        """Names the requirements; it stands in the file, so that a change of either shows."""
        text = json.dumps([sorted(self.requirements), self.versions, self.adds_to, self.platforms])
        return hashlib.sha256(text.encode()).hexdigest()


def locks() -> dict[str, Lock]:
    """Every lock by its name, as setup.cfg and pyproject.toml ask for it now; one that adds comes later."""
    work = (*_required(), *_build_system(), *(word for name in EXTRAS for word in _required(name)))
    made = (
        Lock("work", work, SERVICE_VERSIONS),
        Lock("demo", _required("demo"), SERVICE_VERSIONS, "work"),
        Lock("test", (*_required("demo"), *_required("test")), SERVICE_VERSIONS, "work"),
        Lock("supply", _required("supply"), SERVICE_VERSIONS),
        Lock("blender-4.5", ("bpy>=4.5,<4.6", "numpy<2"), ("3.11",)),
        Lock("blender-5.0", ("bpy==5.0.1", "numpy<2"), ("3.11",)),
        Lock("blender-5.2", ("bpy>=5.2,<5.3",), ("3.13",)),
        # No PySide2 was ever made for a Mac of Apple's own processors.
        Lock(
            "pyside2",
            ("PySide2==5.15.2.1", "pytest-qt==4.2.*", *_QT_TESTS),
            ("3.10",),
            platforms=tuple(name for name in PLATFORMS if "apple" not in name),
        ),
        Lock("pyside6.5", ("PySide6-Essentials==6.5.*", "pytest-qt>=4.5", *_QT_TESTS), ("3.11",)),
    )
    return {lock.name: lock for lock in made}


def stale() -> list[str]:
    """The names of locks that are not made of what setup.cfg asks for now."""
    return [lock.name for lock in locks().values() if _MADE_OF + lock.digest not in _text(lock.name)]


def pinned(name: str) -> set[str]:
    """The packages that a lock names, normalized as registries do (PEP 503)."""
    return set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", _text(name), re.MULTILINE))


def make(lock: Lock, uv: list[str], *, upgrade: bool) -> None:
    """Write one lock; versions in it stay where they still fit. Raises `SetupFailed`."""
    target = environments.lock(lock.name)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pyproject.toml").write_text(_project(lock), encoding="utf-8")
        made = folder / target.name
        if target.exists() and not upgrade:
            made.write_bytes(target.read_bytes())
        words = ["--universal", "--generate-hashes", "--no-header", "--fork-strategy", "fewest"]
        words += ["--only-binary", ":all:", "--python-version", lock.versions[0], "-o", made.name]
        if lock.adds_to:
            words += ["-c", str(environments.lock(lock.adds_to))]
            words += [word for other in sorted(pinned(lock.adds_to)) for word in ("--no-emit-package", other)]
        _call([*uv, "pip", "compile", *words, "pyproject.toml"], folder)
        head = f"# {lock.name}: made by python3 installers/locks.py\n{_MADE_OF}{lock.digest}\n"
        whole = folder / "whole"
        whole.write_text(head + made.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(whole.read_bytes())


def try_everywhere(lock: Lock, uv: list[str]) -> None:
    """See that every package has a wheel for each Python on each platform; raises `SetupFailed`."""
    names = [environments.lock(name) for name in (lock.adds_to, lock.name) if name]
    files = [word for path in names for word in ("-r", str(path))]
    with tempfile.TemporaryDirectory() as folder:
        for platform in lock.platforms:
            for version in lock.versions:
                place = ["--python-platform", platform, "--python-version", version, "--target", folder]
                words = ["--dry-run", "--require-hashes", "--only-binary", ":all:", *place, *files]
                _call([*uv, "pip", "install", *words], Path(folder))


def main() -> int:
    """Make the locks; 1 when one cannot be made."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--upgrade", action="store_true", help="take newer versions of everything")
    parser.add_argument("name", nargs="*", help="only these; default: all that setup.cfg has left behind")
    arguments = parser.parse_args()
    known = locks()
    wanted = arguments.name or (list(known) if arguments.upgrade else stale())
    if unknown := [name for name in wanted if name not in known]:
        print(f"There is no lock {unknown[0]}. There are: {', '.join(known)}.")
        return 1
    try:
        print(environments.prepare(SUPPLY))
        uv = [str(SUPPLY.python), "-m", "uv", "--no-python-downloads", "--quiet"]
        for name in (name for name in known if name in wanted):
            make(known[name], uv, upgrade=arguments.upgrade)
            try_everywhere(known[name], uv)
            print(f"{environments.lock(name).relative_to(ROOT)}: {len(pinned(name))} packages")
    except SetupFailed as error:
        print(f"Stopped. {error}")
        return 1
    if not wanted:
        print("Every lock is made of what setup.cfg asks for.")
    return 0


def _project(lock: Lock) -> str:
    """The requirements as a project of uv: Python's range, and the platforms that must have wheels."""
    last = int(lock.versions[-1].split(".")[1]) + 1
    cpython = f"python_full_version < '3.{last}' and implementation_name == 'cpython'"
    cpython += " and platform_python_implementation == 'CPython'"
    where = [
        f"{cpython} and sys_platform == '{system}' and platform_machine == '{machine}'"
        for system, machine in (PLATFORMS[name] for name in lock.platforms)
    ]
    exact = f"=={lock.versions[0]}.*" if len(lock.versions) == 1 else f">={lock.versions[0]},<3.{last}"
    asked = json.dumps(sorted(set(lock.requirements)))
    return (
        f'[project]\nname = "second-unit-{lock.name.replace(".", "-")}"\nversion = "0"\n'
        f"requires-python = {json.dumps(exact)}\ndependencies = {asked}\n"
        f"[tool.uv]\nrequired-environments = {json.dumps(where)}\n"
    )


def _call(command: list[str], folder: Path) -> None:
    answer = subprocess.run(
        command, cwd=folder, env={**os.environ, **_MACOS}, capture_output=True, text=True, check=False
    )
    if answer.returncode != 0:
        raise SetupFailed(f"uv could not do it:\n{answer.stderr.strip()[-3000:]}")


def _required(extra: str = "") -> tuple[str, ...]:
    """What setup.cfg requires, or one of its extras."""
    file = configparser.ConfigParser()
    file.read(ROOT / "setup.cfg", encoding="utf-8")
    text = file["options.extras_require"][extra] if extra else file["options"]["install_requires"]
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _build_system() -> tuple[str, ...]:
    """What pyproject.toml needs to build this project (Python 3.10 has no reader of TOML)."""
    found = re.search(r"^requires = (\[.*\])$", (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    return tuple(json.loads(found[1])) if found else ()


def _text(name: str) -> str:
    path = LOCKS / f"{name}.txt"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main())
