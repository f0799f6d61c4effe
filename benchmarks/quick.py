"""Quick looks: how soon a warm worker shows one, and how far it agrees with the final.

    python -m benchmarks.quick [KIND ...] [--frame 40] [--width 480] [--agree] [--final 960]

Speed: the service's lane and its process, `--width` pixels across on grey, a warm worker. `first` is the
first look at a frame after the seed changed, `sharp` the one of 960 pixels that follows where the canvas
shows as many, `light` the next first one after the key light changed. Wall seconds of this machine, and the
processor seconds of the worker. Goals of first and light: 3 s and 1 s.

Agreement (`--agree`): every kind of gas at frames 1, 40 and 120, and one that is let go all at once at frames
7, 8, 16 and 40 while it acts, against the final in `--final` pixels, averaged down to the quick look's. The
silhouettes of alpha above 0.05 overlap by 0.7 (their common part by all of both; where neither has any they
agree), the sums of optical depth differ by 20 % at most. Where the sharper look of a kind has cells of its
own, that is what an artist rests on and what counts; the first one's figures stand beside it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

import numpy as np
import numpy.typing as npt
import psutil

from secondunit.elements import Scene, kind, kinds
from secondunit.elements.carriers.fluid.gas_kind import GasKind
from secondunit.engines.quick.look import quick_scene
from secondunit.service.quick import QuickLane
from secondunit.wire import Brief, ColorSpace, Format, FrameRange, FrozenMap, Rate, Scalar, Work
from secondunit.wire.quick import USUAL, WIDEST

Field = npt.NDArray[np.float32]
FIRST, LIGHT = 3.0, 1.0
#: Above which alpha a pixel belongs to the silhouette; how far silhouettes overlap; how far depths differ.
SEEN, OVERLAP, DEPTH = 0.05, 0.7, 0.2
FRAMES = (1, 40, 120)
#: When what is let go all at once acts: a muzzle flash stands for a frame or two, dust flies for a second.
ACTING = (7, 8, 16, 40)


def gases() -> tuple[str, ...]:
    """The kinds that are carried by the gas grid."""
    return tuple(name for name in kinds() if isinstance(kind(name), GasKind))


def gas(name: str) -> GasKind:
    """A kind that is carried by the gas grid."""
    element = kind(name)
    assert isinstance(element, GasKind)
    return element


def overlap(one: Field, other: Field) -> float:
    """The common part of two silhouettes by all of both; 1 where there is none."""
    a, b = one > SEEN, other > SEEN
    every = int((a | b).sum())
    return float((a & b).sum() / every) if every else 1.0


def smaller(layer: Field, width: int) -> Field:
    """A layer averaged down by a whole factor."""
    cut = layer.shape[1] // width
    high = layer.shape[0] // cut
    part: Field = layer[: high * cut, : width * cut].reshape(high, cut, width, cut)
    small: Field = part.mean(axis=(1, 3), dtype=np.float32)
    return small


def speed(names: tuple[str, ...], frame: int, width: int) -> bool:
    """Print how soon each kind is shown; gives whether all goals are met."""
    met = True
    print(
        f"kind            first (s)  worker's cpu   sharp (s)  worker's cpu   light (s)  worker's cpu   "
        f"frame {frame}, {width} px, goals of first and light {FIRST}, {LIGHT}"
    )
    with tempfile.TemporaryDirectory(prefix="quick-") as folder:
        lane = QuickLane(Path(folder) / "looks")
        try:
            for name in names:
                look(lane, name, 1, width, {})  # warm: its code is loaded and compiled
                first, first_cpu = look(lane, name, frame, width, {"seed": 2})
                sharp, sharp_cpu = look(lane, name, frame, WIDEST, {"seed": 2})
                light, light_cpu = look(lane, name, frame, width, {"seed": 2, "key_side": 70.0})
                good = first <= FIRST and light <= LIGHT
                met = met and good
                print(f"{name:14s} {first:9.2f} {first_cpu:12.2f} {sharp:12.2f} {sharp_cpu:12.2f}"
                      f" {light:12.2f} {light_cpu:12.2f}"
                      f"   {'' if good else 'not met'}", flush=True)  # fmt: skip
        finally:
            lane.close()
    return met


def look(
    lane: QuickLane, name: str, frame: int, width: int, changes: dict[str, float]
) -> tuple[float, float]:
    """One look through the lane: wall seconds and the worker's processor seconds."""
    controls = {control.name for control in kind(name).controls()}
    hand: dict[str, Scalar] = {key: value for key, value in changes.items() if key in controls}
    brief = Brief(
        "show", "shot", name, FrameRange(1, 120), Rate(24), Format(1920, 1080), kind=name, prompt=name,
        seed=int(changes.get("seed", 1)), controls=FrozenMap(hand), colorspace=ColorSpace("ACEScg"),
    )  # fmt: skip
    work = Work("quick", brief, kind(name).settings(name, hand), "", "")
    before, began = spent(lane.pid), perf_counter()
    lane.put(lane.take_turn("benchmark"), work, frame, width).result(600)
    return perf_counter() - began, spent(lane.pid) - before


def spent(pid: int) -> float:
    """The processor seconds that a process has had."""
    times = psutil.Process(pid).cpu_times() if pid else None
    return times.user + times.system if times is not None else 0.0


def agreement(names: tuple[str, ...], width: int) -> bool:
    """Print how far each kind agrees with its final; gives whether all of it is within the goals."""
    met = True
    for name in names:
        element, format, hand = gas(name), Format(width, width * 9 // 16), FrozenMap[Scalar]({})
        final = Scene(name, element.whole(hand), 7, format, Rate(24), passes=False)
        first, rest = quick_scene(final, USUAL), quick_scene(final, WIDEST)
        scenes = {"first": first, "rest": rest} if element.halves else {"first": first}
        frames = ACTING if "start" in final.settings else FRAMES
        with tempfile.TemporaryDirectory(prefix="quick-") as folder:
            simulated(element, final, Path(folder, "final"), frames[-1])
            for frame in frames:
                large = element.render(final, Path(folder, "final"), frame).layers
                for look, scene in scenes.items():
                    simulated(element, scene, Path(folder, "quick"), frame)
                    small = element.render(scene, Path(folder, "quick"), frame).layers
                    shapes, ratio = compared(small, large)
                    good = shapes >= OVERLAP and abs(ratio - 1.0) <= DEPTH
                    counts = look == list(scenes)[-1]
                    met = met and (good or not counts)
                    print(f"{name:14s} {look if len(scenes) > 1 else '':5s} frame {frame:3d}  overlap "
                          f"{shapes:.2f}  optical depth x {ratio:.2f}   {'' if good else 'not met'}",
                          flush=True)  # fmt: skip
    return met


def simulated(element: GasKind, scene: Scene, place: Path, last: int) -> None:
    """A scene up to a frame, into a folder."""
    element.simulate(scene, place, FrameRange(1, last), lambda share, text: None, lambda: False)


def compared(look: Mapping[str, Field], final: Mapping[str, Field]) -> tuple[float, float]:
    """How far the silhouettes of a look and of its final overlap, and the look's depth by the final's."""
    one, other = (smaller(layers["beauty"][..., 3], USUAL) for layers in (look, final))
    depth, whole = (float(layers["density"].mean()) for layers in (look, final))
    return overlap(one, other), depth / whole if whole > 1e-6 else 1.0 if depth <= 1e-6 else np.inf


def main() -> int:
    """The exit status: 0 where every goal is met."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kinds", nargs="*")
    parser.add_argument("--frame", type=int, default=40)
    parser.add_argument("--width", type=int, default=USUAL)
    parser.add_argument("--agree", action="store_true")
    parser.add_argument("--final", type=int, default=960)
    options = parser.parse_args()
    if options.agree:
        return 0 if agreement(tuple(options.kinds) or gases(), options.final) else 1
    return 0 if speed(tuple(options.kinds) or kinds(), options.frame, options.width) else 1


if __name__ == "__main__":
    sys.exit(main())
