"""A ComfyUI that paints: it answers every prompt by itself, the way an editing model does.

Like the real ones it changes the whole picture a little, not only what the matte marks, so that whoever lays
its answer over the plate carelessly is found out.
"""

from __future__ import annotations

import io
import json
import threading
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from .comfy import Comfy

#: What it does to every pixel, in code values of 255, and what it paints where the matte is white.
DRIFT, PAINT = 9, (32, 160, 96)

WORKFLOW: dict[str, Any] = {
    "1": {"class_type": "LoadImage", "inputs": {"image": "x.png"}, "_meta": {"title": "Load Image [plate]"}},
    "2": {"class_type": "LoadImageMask", "inputs": {"image": "x.png", "channel": "red"},
          "_meta": {"title": "Load Image (as Mask) [matte]"}},
    "3": {"class_type": "ImageInvert", "inputs": {"image": ["1", 0]}, "_meta": {"title": "Invert"}},
    "5": {"class_type": "ImageCompositeMasked", "inputs": {"destination": ["1", 0], "source": ["3", 0],
          "x": 0, "y": 0, "resize_source": False, "mask": ["2", 0]},
          "_meta": {"title": "Composite [Shift: x]"}},
    "9": {"class_type": "SaveImage", "inputs": {"images": ["5", 0], "filename_prefix": "out"},
          "_meta": {"title": "Save [output]"}},
}  # fmt: skip


class Painter(Comfy):
    """Paints at once; `requests` are its graphs, `sent` the pictures, `files_sent` the bytes."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[dict[str, Any]] = []
        self.sent: list[tuple[npt.NDArray[Any], npt.NDArray[Any] | None]] = []
        self.files_sent: list[bytes] = []

    def take_prompt(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        status, answer = super().take_prompt(body)
        if status == 200:
            self.requests.append(body["prompt"])
            threading.Thread(target=self.paint, args=(body["prompt_id"],), daemon=True).start()
        return status, answer

    def paint(self, job: str) -> None:
        """Do one job from its uploads, and put it into the history."""
        with self.lock:
            found = next(j for j in (*self.running, *self.pending) if j[1] == job)
        outputs: dict[str, Any] = {}
        plate = self._picture(found[2], "LoadImage")
        assert plate is not None
        matte = self._picture(found[2], "LoadImageMask")
        self.sent.append((plate, matte))
        made = np.clip(plate[..., :3].astype(np.int16) + DRIFT, 0, 255).astype(np.uint8)
        if matte is not None:
            made[matte[..., 0] > 127] = PAINT
        held = io.BytesIO()
        Image.fromarray(made).save(held, "PNG")
        for node, body in found[2].items():
            prefix = body["inputs"].get("filename_prefix")
            if prefix:
                folder, _, name = prefix.rpartition("/")
                file = f"{name}_00001_.png"
                self.files[("output", folder, file)] = held.getvalue()
                outputs[node] = {"images": [{"filename": file, "subfolder": folder, "type": "output"}]}
        with self.lock:
            self.pending = [j for j in self.pending if j[1] != job]
            self._remember(found, outputs, "success", ["execution_success", {"timestamp": 3}])

    def _picture(self, graph: dict[str, Any], kind: str) -> npt.NDArray[Any] | None:
        for body in graph.values():
            if body["class_type"] == kind:
                data = self.uploads[body["inputs"]["image"]]
                self.files_sent.append(data)
                with Image.open(io.BytesIO(data)) as image:
                    return np.asarray(image.convert("RGB"))
        return None


def workflows(folder: Path) -> Path:
    """A folder with the one workflow that it knows, `inpaint_fill`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "inpaint_fill.json").write_text(json.dumps(WORKFLOW), "utf-8")
    return folder
