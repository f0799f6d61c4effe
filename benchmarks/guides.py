"""Guides of a Blender scene: how long depth and normals of a hundred frames of 1280 x 720 take.

    python -m benchmarks.guides [--frames 100]

Forty heads of 7,900 faces each on a floor, a camera that moves. Blender runs beside, without a window; its
processor time does not change with what else the machine does, the clock does. The goal is 100 s for both
passes of 100 frames, on two cores. Needs Blender's Python: SECONDUNIT_BLENDER_PYTHON, or `.venv-blender-*` at
the root.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: Seconds of a frame, of both passes.
GOAL = 1.0


def main() -> int:
    """Measure in each Blender that is here, and print a line each."""
    read = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    read.add_argument("--frames", type=int, default=100)
    frames = read.parse_args().frames
    named = os.environ.get("SECONDUNIT_BLENDER_PYTHON", "")
    places = [Path(named)] if named else sorted(ROOT.glob(".venv-blender-*/bin/python"))
    if not places:
        print("No Python of Blender: python3 installers/setup.py makes .venv-blender-*.")
        return 0
    script = ROOT / "benchmarks" / "source" / "guide_scene.py"
    late = False
    for python in places:
        with tempfile.TemporaryDirectory() as folder:
            command = [str(python), str(script), folder, str(frames), str(ROOT)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
        if not lines:
            print(f"{python}: nothing was drawn:\n{(done.stdout + done.stderr)[-2000:]}")
            return 1
        found = json.loads(lines[-1])
        processor = found["processor"] / frames
        late = late or processor > GOAL
        print(
            f"guides, Blender {found['version']}: {processor:.2f} s of processor time a frame of depth and "
            f"normals (goal {GOAL:g}), {found['seconds'] / frames:.2f} s by the clock at a load of "
            f"{os.getloadavg()[0]:.0f}"
        )
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
