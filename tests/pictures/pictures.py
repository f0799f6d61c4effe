"""The guides' pictures, made anew from the running program: `pictures.py [--out FOLDER] [--only NAME]`.

Run by the Python of the tests' environment; works without a display. One service of its own, in a folder that
is taken away afterwards, serves the desk, Nuke's panel and Resolve's over the simulators of the tests, and a
real Blender's window where `SECONDUNIT_BLENDER_WINDOW` starts one (see tests/blender/test_window.py). Beside
the pictures `pictures.json` says of each its size and the words on its widgets. `demo.jpg` is the demo's, and
`looks_*.jpg`, `torch.jpg` and `embers.jpg` are renders.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: The pictures, each with the script beside this that plays its scene; one by one they share takes.
SCENES = {
    "first_plate": "desk_scenes.py",
    "desk": "desk_scenes.py",
    "variants": "desk_scenes.py",
    "nuke": "nuke_scene.py",
    "resolve": "resolve_scene.py",
    "blender": "blender_scene.py",
    "provider": "",
}
FACTS = "pictures.json"
#: What a scene ends with where this machine cannot play it.
NOT_HERE = 77


def main() -> int:
    """Make them; 1 when one did not come."""
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    read.add_argument("--only", action="append", default=[], choices=tuple(SCENES), metavar="NAME")
    given = read.parse_args()
    out = given.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="pictures") as folder:
        environment = surroundings(Path(folder))
        try:
            for name in [one for one in SCENES if one in given.only] or SCENES:
                ended = play(name, Path(folder), out, environment)
                said = {0: out / f"{name}.jpg", NOT_HERE: "not here"}.get(ended, "FAILED")
                sys.stdout.write(f"{name:<12} {said}\n")
                failed += ended not in (0, NOT_HERE)
        finally:
            stop = [sys.executable, "-m", "secondunit", "stop"]
            subprocess.run(stop, env=environment, stdout=subprocess.DEVNULL, check=False)
    return 1 if failed else 0


def surroundings(folder: Path) -> dict[str, str]:
    """An environment whose service, shows and files are these pictures' own."""
    mine = {
        "SECONDUNIT_HOME": str(folder / "home"),
        "SECONDUNIT_SHOWS": str(folder / "shows"),
        "SECONDUNIT_COMMAND": f"{sys.executable} -m secondunit",
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": "1",
        "PYTHONPATH": str(ROOT / "core"),
        "PYTHONUTF8": "1",
    }
    return {**{name: value for name, value in os.environ.items() if name != "OCIO"}, **mine}


def play(name: str, folder: Path, out: Path, environment: dict[str, str]) -> int:
    """One scene in a process of its own, its facts put beside the others; the exit status."""
    picture, facts = out / f"{name}.jpg", folder / f"{name}.json"
    if name == "provider":
        script = ROOT / "tests" / "qt" / "provider_desk.py"
        return run([script, "--picture", picture], environment)
    ended = run([ROOT / "tests" / "pictures" / SCENES[name], name, folder, picture, facts], environment)
    if ended == 0:
        kept = out / FACTS
        known = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
        known[name] = json.loads(facts.read_text("utf-8"))
        kept.write_text(json.dumps(dict(sorted(known.items())), indent=1, ensure_ascii=False) + "\n", "utf-8")
    return ended


def run(words: list[object], environment: dict[str, str]) -> int:
    """A script by this Python; what it says of a failure is shown."""
    command = [sys.executable, *(str(word) for word in words)]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if answer.returncode not in (0, NOT_HERE):
        sys.stderr.write((answer.stdout + answer.stderr)[-3000:])
    return answer.returncode


if __name__ == "__main__":
    raise SystemExit(main())
