"""ground, wire, host and client import under bare interpreters: what a host's own Python will do."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

CORE = Path(__file__).parents[2] / "core"

SCRIPT = """
import sys, threading
sys.path.insert(0, sys.argv[1])
before = set(sys.modules)
opened = []
def watch(name, args):
    wrote = (name == "open" and isinstance(args[0], str) and not args[0].endswith((".py", ".pyc"))
             and isinstance(args[1], str) and set(args[1]) & set("wax+"))
    if wrote or name in ("socket.connect", "subprocess.Popen"):
        opened.append((name, args))
sys.addaudithook(watch)
import secondunit.ground.addresses, secondunit.ground.disk, secondunit.ground.locks
import secondunit.wire, secondunit.host, secondunit.client
assert threading.active_count() == 1, threading.enumerate()
assert not opened, opened
stdlib = sys.stdlib_module_names
foreign = {name.split(".")[0] for name in sys.modules} - set(stdlib) - {"secondunit", "__main__"}
assert not {name for name in foreign if not name.startswith("_")}, foreign
from secondunit.wire import Brief, FrameRange, Format, Rate, dumps, loads
brief = Brief("s", "sh010", "smoke", FrameRange(1001, 1002), Rate(24000, 1001), Format(64, 64))
assert loads(Brief, dumps(brief)) == brief
print("fine")
"""


def interpreter(version: str) -> str | None:
    """A Python of that version, asked of PATH and of the folders where version switchers keep theirs."""
    candidates = [shutil.which(f"python{version}")]
    for root in (os.environ.get("PYENV_ROOT"), "~/.pyenv", "~/.local/share/uv/python"):
        if root:
            folders = sorted(Path(root).expanduser().glob(f"**/*{version}*/bin/python{version}"))[:3]
            candidates += [str(path) for path in folders]
    for candidate in candidates:
        if candidate:
            probe = [candidate, "-I", "-S", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
            answer = subprocess.run(probe, capture_output=True, text=True, check=False)
            if answer.stdout.strip() == version:
                return candidate
    return None


@pytest.mark.parametrize("version", ["3.10", "3.11", "3.13"])
def test_what_hosts_run_imports_bare_starts_nothing_and_writes_nothing(version: str) -> None:
    python = interpreter(version)
    if python is None:
        pytest.skip(f"no Python {version} on this machine")
    command = [python, "-I", "-S", "-B", "-c", SCRIPT, str(CORE)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip() == "fine"
