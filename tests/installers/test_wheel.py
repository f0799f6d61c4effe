"""A wheel is enough: on a machine without a checkout it puts the plug-ins into hosts and makes elements."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from secondunit import __version__
from secondunit.install import blender

ROOT = Path(__file__).parents[2]
HOSTS = ("nuke", "resolve", "blender")
SOURCES = ("core", "plugins", "installers", "setup.cfg", "pyproject.toml", "README.md", "LICENSE")
#: A simulation of a few cells, begun just before its first frame.
QUICK = ("--set", "resolution=16", "--set", "preroll=0.2", "--set", "detail=0")
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def pip(*words: str, cwd: Path, **given: str) -> None:
    """pip of the project's environment, without a registry."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *words]
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **given}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def build(source: Path, target: Path, **given: str) -> Path:
    words = ["wheel", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", "-w", str(target), "."]
    pip(*words, cwd=source, **given)
    (made,) = target.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    return build(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def away(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an environment of its own that holds the wheel; the other packages are the project's."""
    home = tmp_path_factory.mktemp("a machine ü")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home / "venv")], check=True)
    inside = home / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip(f"--python={inside}", "install", "--quiet", "--no-index", "--no-deps", str(wheel), cwd=home)
    asked = [str(inside), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())
    # A path file adds this one folder, and does not read the path files in it: the checkout stays out.
    borrowed = Path(pytest.__file__).parents[1]
    (packages / "borrowed.pth").write_text(f"{borrowed}\n", "utf-8")
    take_compiled(ROOT / "core" / "secondunit", packages / "secondunit")
    return home


def take_compiled(source: Path, target: Path) -> None:
    """Take along what numba compiled of the same sources: that is a minute, and not what is tested here.

    numba knows a source by its size and its time (`numba.core.caching`).
    """
    for path in source.rglob("__pycache__/*.nb[ic]"):
        there = target / path.relative_to(source)
        there.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, there)
        module = path.parents[1] / f"{path.name.partition('.')[0]}.py"
        if module.is_file():
            when = module.stat().st_mtime_ns
            os.utime(target / module.relative_to(source), ns=(when, when))


@pytest.fixture(scope="module")
def run(away: Path) -> Iterator[Run]:
    """Run a command of that environment, in that home; the service in it is stopped at the end."""
    scripts = away / "venv" / ("Scripts" if os.name == "nt" else "bin")
    left_out = ("PYTHONPATH", "OCIO", "VIRTUAL_ENV", "SECONDUNIT_COMMAND", "NUKE_PATH", "XDG_CONFIG_HOME")
    clean = {name: value for name, value in os.environ.items() if name not in left_out}
    clean |= {"HOME": str(away), "USERPROFILE": str(away), "PYTHONUTF8": "1", "PATH": os.defpath}
    clean |= {"SECONDUNIT_HOME": str(away / "state"), "SECONDUNIT_SHOWS": str(away / "shows")}

    def ended(program: str, *words: str) -> subprocess.CompletedProcess[str]:
        path = scripts / program if not Path(program).is_absolute() else Path(program)
        return subprocess.run(
            [str(path), *words],
            cwd=away,
            env=clean,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def command(program: str, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = ended(program, *words)
        assert done.returncode == code, done.stdout + done.stderr
        return done

    yield command
    # It waits for 20 s and says that it does no longer: on a machine with much else to do that is too short.
    while (stop := ended("secondunit", "stop")).returncode:
        assert "still ending" in stop.stdout + stop.stderr, stop.stdout + stop.stderr


def test_two_builds_of_the_same_sources_are_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    other = tmp_path / "a checkout elsewhere"
    other.mkdir()
    for name in SOURCES:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(ROOT / name, other / name, copy_function=shutil.copyfile, ignore=ignored)
        else:
            shutil.copyfile(ROOT / name, other / name)
    (other / "core" / "secondunit" / "cli" / "parser.py").chmod(0o600)
    (other / "build" / "lib" / "secondunit").mkdir(parents=True)
    (other / "build" / "lib" / "secondunit" / "of_an_older_commit.py").write_text("stale = True\n")
    with zipfile.ZipFile(wheel) as archive:
        dates = {entry.date_time for entry in archive.infolist()}
    when = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    again = build(other, tmp_path / "out", SOURCE_DATE_EPOCH=when.stdout.strip())
    assert len(dates) == 1
    assert again.name == wheel.name == f"secondunit-{__version__}-py3-none-any.whl"
    assert again.read_bytes() == wheel.read_bytes()


def test_the_wheel_s_record_is_right_and_its_entries_are_in_order(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        record = names[-1]
        rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(archive.read(record).decode()))}
        assert record.endswith(".dist-info/RECORD")
        assert set(rows) == set(names)
        package = [name for name in names if name.startswith("secondunit/")]
        assert package == sorted(package)
        for name in names[:-1]:
            digest = urlsafe_b64encode(hashlib.sha256(archive.read(name)).digest()).rstrip(b"=").decode()
            assert rows[name] == [f"sha256={digest}", str(archive.getinfo(name).file_size)]


def test_the_wheel_holds_every_source_of_the_plug_ins_and_nothing_of_the_tests(wheel: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *(f"plugins/{host}" for host in HOSTS)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    held = {name.removeprefix("secondunit/") for name in names if name.startswith("secondunit/plugins/")}
    assert held - {"plugins/LICENSE"} == {line.strip('"') for line in tracked.stdout.splitlines()}
    assert not [name for name in names if name.startswith(("tests/", "installers/")) or "__pycache__" in name]


def test_nothing_of_the_checkout_is_used(away: Path, run: Run) -> None:
    asked = "import secondunit, sys; print(secondunit.__file__); print('\\n'.join(sys.path))"
    answer = run("python", "-c", asked).stdout.splitlines()
    assert Path(answer[0]).is_relative_to(away)
    assert str(ROOT / "core") not in answer[1:]


def test_an_element_is_made_there_and_an_installed_nuke_plug_in_sees_it(away: Path, run: Run) -> None:
    run("secondunit", "install", "--host", "nuke")
    assert "loads it" in run("secondunit", "install", "--host", "nuke", "--check").stdout
    where = ["--show", "film", "--shot", "sh010", "--element", "smoke", "--frames", "1001-1002"]
    run(
        "secondunit",
        "generate",
        "thin smoke",
        "--kind",
        "smoke",
        *where,
        "--size",
        "64x36",
        "--fps",
        "24",
        *QUICK,
    )
    take = json.loads(run("secondunit", "takes", "--json").stdout)
    assert Path(take["folder"]).is_relative_to(away / "shows")
    assert len(list(Path(take["folder"]).rglob("*.100[12].exr"))) >= 2
    inside = (
        "import sys, types\n"
        "sys.modules['nuke'] = types.ModuleType('nuke')\n"
        f"sys.path.insert(0, {str(away / '.nuke' / 'second_unit')!r})\n"
        "import second_unit_nuke\n"
        "assert second_unit_nuke.core.fault() == '', second_unit_nuke.core.fault()\n"
        "from secondunit.host.start import Dialling\n"
        "import secondunit\n"
        "assert 'vendor' in secondunit.__file__\n"
        "print([take.id for take in Dialling().dial().takes().takes])\n"
    )
    # Nuke's own Python has neither the environment nor the packages in it.
    assert take["id"] in run(sys.executable, "-I", "-S", "-c", inside).stdout
    run("secondunit", "install", "--host", "nuke", "--uninstall")
    assert not (away / ".nuke").exists()


def test_resolve_s_script_finds_the_environment_and_its_panel_in_it(away: Path, run: Run) -> None:
    place = ["--host", "resolve", "--path", str(away / "Resolve")]
    run("secondunit", "install", *place)
    run("secondunit", "install", *place, "--check")
    script = away / "Resolve" / "Fusion" / "Scripts" / "Utility" / "Second Unit.py"
    asked = (
        "import json, runpy\n"
        f"names = runpy.run_path({str(script)!r}, run_name='menu')\n"
        "python = names['python_of'](names['state_home']())\n"
        "print(json.dumps([python, names['environment']({})['PYTHONPATH']]))\n"
    )
    python, path = json.loads(run(sys.executable, "-I", "-S", "-c", asked).stdout)
    assert Path(python).is_relative_to(away / "venv")
    asked = f"import sys; sys.path[:0] = {path.split(os.pathsep)!r}; import second_unit_resolve.app as app; "
    told = run("python", "-c", asked + "import secondunit; print(app.__file__, secondunit.__file__)").stdout
    assert told.count(str(away)) == 2
    run("secondunit", "install", *place, "--uninstall")
    assert not (away / "Resolve").exists()


def test_the_extension_for_blender_is_the_one_that_a_checkout_makes(away: Path, run: Run) -> None:
    run("secondunit", "install", "--host", "blender", "--path", "made.zip")
    assert (away / "made.zip").read_bytes() == blender.build(away / "of the checkout.zip").read_bytes()
    run("secondunit", "install", "--host", "blender", "--path", "made.zip", "--check")
    run("secondunit", "install", "--host", "blender", "--path", "made.zip", "--uninstall")
    assert not (away / "made.zip").exists()


def test_a_damaged_installation_is_told_to_be_installed_again(away: Path, run: Run) -> None:
    asked = "import secondunit.install.sources as sources; print(sources.set_up_again())"
    assert "pip, pipx or uv tool" in run("python", "-c", asked).stdout
