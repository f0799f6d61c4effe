"""The transcripts of a real ComfyUI server, and a door that plays them."""

from __future__ import annotations

import base64
import functools
import json
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from secondunit.providers import Call
from secondunit.wire.errors import ProviderAbsent

FOLDER = Path(__file__).parents[2] / "fixtures" / "comfyui"
#: Where the recorded server is said to be.
URL = "http://127.0.0.1:8188"


@functools.cache
def scenario(name: str) -> Any:
    """One scenario by the number its file begins with: `03`."""
    [path] = FOLDER.glob(f"{name}_*.json")
    return json.loads(path.read_text(encoding="utf-8"))


def exchanges(name: str) -> list[dict[str, Any]]:
    """What went over HTTP, in order."""
    return list(scenario(name)["exchanges"])


def frames(name: str, socket_name: str) -> list[str | bytes]:
    """What came over one socket, in order, as the client saw it."""
    [one] = [each for each in scenario(name)["websockets"] if each["name"] == socket_name]
    raw = one["frames"]
    came: list[str | bytes] = []
    for frame in raw:
        if frame["dir"] != "recv":
            continue
        if frame["kind"] == "text" and "json" in frame:
            came.append(json.dumps(frame["json"]))
        elif frame["kind"] == "binary":
            held = raw[frame["same_bytes_as_frame"]] if "same_bytes_as_frame" in frame else frame
            if "base64" in held:
                came.append(base64.b64decode(held["base64"]))
    return came


def body(exchange: Mapping[str, Any]) -> bytes:
    """The bytes of a recorded answer."""
    response = exchange["response"]
    if "json" in response:
        return json.dumps(response["json"]).encode()
    return base64.b64decode(response["base64"]) if "base64" in response else response.get("text", "").encode()


class RecordedDoor:
    """Plays recorded exchanges one after the other, and minds that each is asked for as it was recorded."""

    def __init__(self, played: list[dict[str, Any]]) -> None:
        self.left = list(played)

    def send(self, call: Call) -> Played:
        exchange = self.left.pop(0)
        path = call.url.removeprefix(URL)
        assert (call.method, path) == (exchange["method"], exchange["path"]), f"{call.method} {path}"
        if exchange["status"] is None:
            raise ProviderAbsent("The server is down.")
        return Played(exchange)

    def connect(self, host: str, port: int, errand: str, timeout: float) -> socket.socket:
        raise ProviderAbsent("There is no socket here.")


class Played:
    """A recorded answer."""

    def __init__(self, exchange: Mapping[str, Any]) -> None:
        self.status: int = exchange["status"]
        self._body = body(exchange)
        self.headers = {"Content-Length": str(len(self._body))}

    def chunks(self) -> Iterator[bytes]:
        yield self._body

    def close(self) -> None:
        pass
