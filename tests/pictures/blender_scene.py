"""The panel in a real Blender window, with an element's handles over the plate; nothing without a window.

`SECONDUNIT_BLENDER_WINDOW` is the command that starts a Blender 5 with a window (and a display), to which
arguments are added; `SECONDUNIT_WINDOW_GRAB` what writes the display as a PNG to the path that follows.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from scene import (
    BY_HAND,
    COUNT,
    ELEMENT,
    FIRST,
    PROMPT,
    QUALITY,
    SHOT,
    SHOW,
    Given,
    plate,
    secondunit,
    takes,
)

#: The part of the display that the window has (px): left, top, right, bottom.
WINDOW = (0, 50, 1500, 1000)
NOT_HERE = 77


def main(given: Given) -> int:
    """Let Blender play it, and keep the window's part of the display."""
    from PIL import Image

    command = os.environ.get("SECONDUNIT_BLENDER_WINDOW", "")
    if not command:
        return NOT_HERE
    footage = plate(given.folder)
    takes(given.folder, 1)
    extension, brief = given.folder / "second_unit.zip", given.folder / "brief.json"
    secondunit("install", "--host", "blender", "--path", extension)
    brief.write_text(json.dumps({
        "show": SHOW, "shot": SHOT, "element": ELEMENT, "prompt": PROMPT, "by_hand": BY_HAND,
        "first": FIRST, "last": FIRST + COUNT - 1,
    }), "utf-8")  # fmt: skip
    display = given.folder / "display.png"
    grab = os.environ.get("SECONDUNIT_WINDOW_GRAB", "import -window root")
    resources = given.folder / "blender"
    resources.mkdir()
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "OCIO")}
    environment["BLENDER_USER_RESOURCES"] = str(resources)
    script = Path(__file__).with_name("in_blender.py")
    words = [
        *command.split(),
        "--factory-startup",
        "--python",
        script,
        "--",
        extension,
        footage,
        brief,
        display,
    ]
    done = subprocess.run(
        [*(str(word) for word in words), grab],
        env=environment, capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    if done.returncode or not display.is_file():
        sys.stderr.write((done.stdout + done.stderr)[-3000:])
        return 1
    shown = Image.open(display).convert("RGB").crop(WINDOW)
    shown.save(given.picture, quality=QUALITY)
    given.facts.write_text(json.dumps({"size": list(shown.size), "words": []}), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Given.read()))
