"""A studio's network as a method: the plate coded, in tiles or whole, and the result as a take has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.media.coding import FLOAT, decode, encode
from secondunit.models.matte.cut_out import cut_out
from secondunit.models.method import Footage, MethodCost, Pixels
from secondunit.models.runtimes import Network
from secondunit.models.sizes import resized
from secondunit.models.spans import spanned
from secondunit.models.tiles import tile_count, tiled
from secondunit.models.upscale.method import upscaled
from secondunit.models.weights.table import Weights
from secondunit.wire import (
    Capability,
    Coding,
    Form,
    FrameRange,
    Intake,
    Limit,
    Need,
    Problem,
    Task,
    licence_text,
)
from secondunit.wire.errors import WrongNetwork
from secondunit.wire.frames import MOST_FRAMES

from .checked_network import checked_network
from .models_file import StudioNetwork
from .signature import Order, Result

#: Seconds for a million pixels, and bytes for a pixel, where nothing is known of a network: a guess on the
#: careful side, of a network of 2 MB.
SECONDS, MEMORY = 20.0, 1200


@dataclass(frozen=True)
class NetworkMethod:
    """One network of a studio, with its files in `folder`."""

    network: StudioNetwork
    folder: Path

    #: Raised whenever the same plate gives other pixels.
    version = 1
    marks: Sequence[str] = ()

    @property
    def capability(self) -> Capability:
        """What it does; with the problem where its file is not there."""
        network, problem = self.network, None
        if not (self.folder / network.file).is_file():
            problem = Problem(
                "model.weights", f"{network.name} has no file {network.file}.", "Put it beside models.toml.",
                where=str(self.folder / network.file),
            )  # fmt: skip
        masked = Need.REQUIRED if network.signature.matte_input else Need.OPTIONAL
        return Capability(
            provider="",
            label="On this machine",
            model=network.name,
            model_label=network.label or network.name,
            tasks=() if problem else (network.task,),
            made_by="AI model",
            terms=f"Works on this machine; nothing leaves it. A network of your own, {network.allowed}: "
            f"{licence_text(network.licences)}.",
            limits=(
                Limit("Licence", licence_text(network.licences)),
                Limit("Allowed", f"by {network.allowed_by} on {network.allowed_on}"),
                Limit("File", f"{network.file}, SHA-256 {network.sha256[:12]}..."),
            ),
            intake=Intake(
                plate=Need.REQUIRED, plate_form=Form.FRAMES, result=Form.FRAMES, most_frames=MOST_FRAMES,
                matte=Need.NONE if network.task in (Task.MATTE, Task.UPSCALE) else masked,
                coding=Coding.LINEAR, depth=32, scale=network.signature.scale,
                alpha=network.task is Task.UPSCALE and network.signature.frames == 1,
            ),
            problem=problem,
            licences=network.licences,
        )  # fmt: skip

    @property
    def needs(self) -> Sequence[Weights]:
        """None that can be fetched: the file is the studio's."""
        return ()

    def cost(self, width: int, height: int) -> MethodCost:
        """A guess: what a network costs is known when it has run."""
        signature = self.network.signature
        tiling = signature.tiling
        side = tiling.extent(width) * tiling.extent(height)
        if signature.whole:
            count, side = 1, signature.side**2
        else:
            count = tile_count(tiling, width, height)
        memory = (side * MEMORY + width * height * 48) * signature.frames * signature.scale**2
        return MethodCost(count * side / 1e6 * SECONDS, memory)

    def load(self, footage: Footage) -> NetworkWorker:
        """The network opened and held to hash and signature."""
        ready = checked_network(self.network, self.folder, threads=footage.threads)
        return NetworkWorker(self.network, ready, footage)


class NetworkWorker:
    """Runs a network over one plate."""

    remarks: Sequence[str] = ()

    def __init__(self, network: StudioNetwork, ready: Network, footage: Footage) -> None:
        self._entry, self._network, self._footage = network, ready, footage
        self._signature = network.signature
        self._mean = np.array(self._signature.mean, np.float32)
        self._std = np.array(self._signature.std, np.float32)
        self._shot: Iterator[tuple[int, Pixels]] | None = None

    def frame(self, frame: int) -> Pixels:
        """A frame of the result, premultiplied."""
        if self._entry.task is Task.UPSCALE and self._signature.frames == 1:
            return upscaled(self._footage, frame, self._signature.scale, self._enlarged)
        picture = self._footage.picture(frame)
        numbers = self._along_the_shot(frame) if self._signature.frames > 1 else self._one(frame, picture)
        self._require_finite(numbers)
        result = self._signature.result
        if result is Result.PICTURE:
            return self._as_light(frame, numbers)
        if result is Result.MAP:
            return np.concatenate([np.repeat(numbers, 3, axis=2), np.ones_like(numbers)], axis=2)
        if result is Result.LOGITS:
            numbers = np.float32(1.0) / (np.float32(1.0) + np.exp(-np.clip(numbers, -60, 60)))
        return cut_out(picture, np.clip(numbers[..., 0], 0.0, 1.0))

    def _require_finite(self, numbers: Pixels) -> None:
        if not np.isfinite(numbers).all():
            raise WrongNetwork(
                f"{self._entry.name} gave values that are no numbers.",
                remedy="Look at the frame for values that no picture has, or ask whoever trained it.",
            )

    # ---- in ----

    def _coded(self, picture: Pixels) -> Pixels:
        footage = self._footage
        codes = np.asarray(encode(picture, footage.space, footage.config, footage.encoded, FLOAT), np.float32)
        codes = codes[..., ::-1] if self._signature.order is Order.BGR else codes
        return np.asarray((codes - self._mean) / self._std * np.float32(self._signature.range), np.float32)

    def _coded_frame(self, frame: int) -> Pixels:
        return self._coded(self._footage.picture(frame))

    def _one(self, frame: int, picture: Pixels) -> Pixels:
        given = self._coded(picture)
        if self._signature.matte_input:
            footage = self._footage
            cover = np.zeros(picture.shape[:2], np.float32) if footage.matte is None else footage.matte(frame)
            given = np.concatenate([given, (cover > 0)[..., None].astype(np.float32)], axis=2)
        return self._over(given)

    def _along_the_shot(self, frame: int) -> Pixels:
        """Frames of a shot in their order; a frame out of order begins anew from it."""
        if self._shot is not None:
            for at, numbers in self._shot:
                if at == frame:
                    return numbers
                if at > frame:
                    break
        rest = FrameRange(frame, self._footage.frames.last)
        self._shot = spanned(rest, self._coded_frame, self._run_span, self._signature.spanning)
        return next(self._shot)[1]

    # ---- through ----

    def _over(self, given: Pixels) -> Pixels:
        height, width = given.shape[:2]
        signature = self._signature
        if signature.whole:
            small = self._run(resized(given, signature.side, signature.side))
            return resized(small, height, width)
        return tiled(given, self._run, signature.tiling)

    def _run(self, tile: Pixels) -> Pixels:
        signature = self._signature
        planes = np.ascontiguousarray(tile.transpose(2, 0, 1)[None])
        arrays = {signature.input: planes[:, :3]}
        if signature.matte_input:
            arrays[signature.matte_input] = (planes[:, 3:] > 0.5).astype(np.float32)
        return _picture(self._network.run(arrays)[signature.output][0], signature.result_range)

    def _run_span(self, frames: Sequence[Pixels]) -> list[Pixels]:
        """Spans go in whole: their tiles would be as many arrays of frames."""
        signature, count = self._signature, len(frames)
        stacked = np.concatenate(list(frames), axis=2)

        def run(tile: Pixels) -> Pixels:
            planes = np.ascontiguousarray(tile.transpose(2, 0, 1)).reshape(1, count, 3, *tile.shape[:2])
            out = self._network.run({signature.input: planes})[signature.output][0]
            pictures = [_picture(one, signature.result_range) for one in out]
            return np.concatenate(pictures, axis=2)

        result = tiled(stacked, run, signature.tiling)
        channels = result.shape[2] // count
        return [result[..., at * channels : (at + 1) * channels] for at in range(count)]

    # ---- out ----

    def _enlarged(self, picture: Pixels) -> Pixels:
        numbers = self._over(self._coded(picture))
        self._require_finite(numbers)
        return self._light(numbers)

    def _light(self, numbers: Pixels) -> Pixels:
        footage = self._footage
        codes = numbers[..., ::-1] if self._signature.order is Order.BGR else numbers
        return decode(np.ascontiguousarray(codes), footage.encoded, FLOAT, footage.space, footage.config)

    def _as_light(self, frame: int, numbers: Pixels) -> Pixels:
        footage = self._footage
        light = self._light(numbers)
        alpha = np.ones((*light.shape[:2], 1), np.float32)
        if footage.matte is not None and self._entry.task is not Task.UPSCALE:
            alpha = np.clip(footage.matte(frame), 0.0, 1.0)[..., None].astype(np.float32)
            light = np.where(alpha > 0, light * alpha, np.float32(0.0))
        return np.concatenate([light, alpha], axis=2)


def _picture(planes: npt.NDArray[np.float32], result_range: float) -> Pixels:
    """(channels, height, width) or (height, width) as (height, width, channels)."""
    planes = planes[None] if planes.ndim == 2 else planes
    picture = np.ascontiguousarray(planes.transpose(1, 2, 0))
    return picture if result_range == 1.0 else (picture / np.float32(result_range)).astype(np.float32)
