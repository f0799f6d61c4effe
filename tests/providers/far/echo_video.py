"""A ComfyUI that has a blueprint's nodes and models, and gives back the movie it was shown, in its colours.

Strict as ever; what its catalogue lacks of the blueprint is added to it by name, with the values that stand
in the blueprint among the choices, as on a server on which all of it is installed.
"""

from __future__ import annotations

import io
import json
import tempfile
import threading
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from secondunit.media.interchange import read_clip
from secondunit.providers.comfyui.catalogue import choices, described
from secondunit.providers.comfyui.interface.blueprint import read_blueprint
from secondunit.providers.comfyui.interface.library import published
from secondunit.providers.comfyui.interface.wrapping import workflow_of

from .comfy import CATALOGUE, Comfy

#: What the model makes of white.
COLOR = np.array([0.95, 0.8, 0.6])


def catalogue_for(name: str) -> dict[str, Any]:
    """The recorded catalogue with every node and model of a blueprint."""
    catalogue: dict[str, Any] = json.loads(json.dumps(CATALOGUE))
    graph = workflow_of(read_blueprint(name, published(name), {})).graph
    for body in graph.values():
        node = {"input": {"required": {}}, "output": [], "python_module": "comfy_extras.nodes_lt"}
        catalogue.setdefault(body["class_type"], node)
        for input_name, value in body["inputs"].items():
            spec = described(catalogue, body["class_type"], input_name, body["inputs"])
            options = choices(spec)
            if options is not None and isinstance(value, str) and value not in options:
                options.append(value)
    return catalogue


class EchoVideo(Comfy):
    """Answers each prompt with the movie that it loads; `shown` are its frames, `graphs` what was asked."""

    def __init__(self, name: str) -> None:
        super().__init__(catalogue_for(name))
        self.graphs: list[dict[str, Any]] = []
        self.shown: list[list[npt.NDArray[Any]]] = []
        #: By so many pixels the answer lies to the right of what it was shown.
        self.shift = 0

    def take_prompt(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        status, answer = super().take_prompt(body)
        if status == 200:
            self.graphs.append(body["prompt"])
            threading.Thread(target=self.echo, args=(body["prompt_id"],), daemon=True).start()
        return status, answer

    def echo(self, job: str) -> None:
        """Do one job from its upload, and put it into the history."""
        with self.lock:
            found = next(j for j in (*self.running, *self.pending) if j[1] == job)
        graph = found[2]
        [loads] = [body for body in graph.values() if body["class_type"] == "LoadVideo"]
        frames = self._frames(self.uploads[loads["inputs"]["file"]])
        self.shown.append(frames)
        outputs: dict[str, Any] = {}
        for node, body in graph.items():
            prefix = body["inputs"].get("filename_prefix")
            if not prefix:
                continue
            folder, _, name = prefix.rpartition("/")
            named = []
            for number, frame in enumerate(frames, 1):
                painted = np.rint(np.roll(frame, self.shift, axis=1) * COLOR * 255).astype(np.uint8)
                held = io.BytesIO()
                Image.fromarray(painted).save(held, "PNG")
                file = f"{name}_{number:05d}_.png"
                self.files[("output", folder, file)] = held.getvalue()
                named.append({"filename": file, "subfolder": folder, "type": "output"})
            outputs[node] = {"images": named}
        with self.lock:
            self.pending = [j for j in self.pending if j[1] != job]
            self._remember(found, outputs, "success", ["execution_success", {"timestamp": 3}])

    @staticmethod
    def _frames(data: bytes) -> list[npt.NDArray[Any]]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "shown.mov")
            path.write_bytes(data)
            return [np.asarray(frame, np.float64) for frame in read_clip(path)[1]]
