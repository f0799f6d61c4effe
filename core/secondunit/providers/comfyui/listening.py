"""Listening: a ComfyUI server's socket, heard in the background for progress and previews.

All it hears is a hint: what became of a job is asked by HTTP. It keeps the newest of everything for each job
and nothing else, sends one message, and may fall silent at any time without harm.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlsplit

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from secondunit.providers.door import Door
from secondunit.providers.protocol import Preview
from secondunit.wire.errors import SecondUnitError

_PNG, _JPEG = "image/png", "image/jpeg"
#: The largest preview that is kept, in bytes.
_MOST_PREVIEW = 32 << 20
#: A socket that broke or never stood is not opened again sooner, in seconds.
_AGAIN = 10.0


@dataclass(frozen=True)
class Heard:
    """The newest of a job: how far it is, 0 to 1, the node at work, and its picture."""

    progress: float = 0.0
    node: str = ""
    preview: Preview | None = None
    done: frozenset[str] = field(default_factory=frozenset)


class Listening:
    """One socket to one server, for as long as a job of ours is open there."""

    def __init__(
        self, door: Door, server: str, client: str, headers: dict[str, str], steady: Callable[[], float]
    ) -> None:
        self._door, self._server, self._client, self._headers = door, server, client, headers
        self._steady, self._not_before = steady, 0.0
        self._heard: dict[str, Heard] = {}
        self._nodes: dict[str, int] = {}
        self._now = ""
        self._lock = threading.Lock()
        self._socket: ClientConnection | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    def follow(self, job: str, nodes: int, errand: str) -> None:
        """Hear about a job of `nodes` nodes from now on; opens the socket where it is not open."""
        with self._lock:
            self._nodes[job] = max(nodes, 1)
            self._heard.setdefault(job, Heard())
            open_ = self._thread is not None and self._thread.is_alive()
            if not self._closed and not open_ and self._steady() >= self._not_before:
                self._not_before = self._steady() + _AGAIN
                self._thread = threading.Thread(
                    target=self._listen, args=(errand,), name=f"comfyui {self._server}", daemon=True
                )
                self._thread.start()

    def leave(self, job: str) -> None:
        """Hear no more of a job; the socket closes with the last."""
        with self._lock:
            self._heard.pop(job, None)
            self._nodes.pop(job, None)
            idle = None if self._nodes else self._socket
        if idle is not None:
            idle.close()

    def heard(self, job: str) -> Heard:
        """What was heard of a job so far."""
        with self._lock:
            return self._heard.get(job, Heard())

    def close(self) -> None:
        """Close the socket and wait for the thread."""
        with self._lock:
            self._closed = True
            open_, thread = self._socket, self._thread
        if open_ is not None:
            open_.close()
        if thread is not None:
            thread.join(5.0)

    def _listen(self, errand: str) -> None:
        try:
            raw = self._knock(errand)
        except SecondUnitError:
            return
        try:
            with self._connected(raw) as connection:
                self._hear(connection)
        except (WebSocketException, OSError):
            pass  # polling goes on without it, and a later poll opens it again
        finally:
            raw.close()
            with self._lock:
                self._socket = None

    def _hear(self, connection: ClientConnection) -> None:
        """Say who we are, then hear: a socket that does not answer that is deaf, and is let go."""
        flags = {"type": "feature_flags", "data": {"supports_preview_metadata": True}}
        connection.send(json.dumps(flags))
        message: str | bytes = b""
        while isinstance(message, bytes) or '"feature_flags"' not in message:
            message = connection.recv(timeout=10)
            self.take(message)
        with self._lock:
            self._socket = connection
            idle = self._closed or not self._nodes
        if not idle:
            for message in connection:
                self.take(message)

    def _knock(self, errand: str) -> socket.socket:
        at = urlsplit(self._server)
        port = at.port or (443 if at.scheme == "https" else 80)
        return self._door.connect(at.hostname or "", port, errand, 10.0)

    def _connected(self, raw: socket.socket) -> ClientConnection:
        """The websocket over a connected socket; what is larger than any picture that is kept closes it."""
        at = urlsplit(self._server)
        scheme = "wss" if at.scheme == "https" else "ws"
        url = f"{scheme}://{at.netloc}{at.path.rstrip('/')}/ws?clientId={quote(self._client)}"
        return connect(
            url,
            sock=raw,
            max_size=_MOST_PREVIEW,
            max_queue=8,
            compression=None,
            open_timeout=10,
            ping_interval=20,
            ping_timeout=60,
            close_timeout=1,
            proxy=None,
            additional_headers=self._headers,
        )

    # ---- what comes ----

    def take(self, message: str | bytes) -> None:
        """One message of the server; unknown and foreign ones are let pass."""
        try:
            if isinstance(message, bytes):
                self._take_picture(message)
            else:
                self._take_event(json.loads(message))
        except (ValueError, KeyError, TypeError, AttributeError, struct.error, RecursionError):
            return

    def _take_event(self, event: dict[str, Any]) -> None:
        kind, data = event["type"], event["data"]
        job = data.get("prompt_id", "")
        if kind == "executing":
            self._now = str(job) if data.get("node") else ""
            self._change(job, lambda news: replace(news, node=str(data.get("node") or "")))
        elif kind == "execution_cached":
            self._change(job, lambda news: replace(news, done=news.done | set(map(str, data["nodes"]))))
        elif kind == "progress_state":
            self._change(job, lambda news: self._further(job, news, data["nodes"]))

    def _further(self, job: str, news: Heard, nodes: dict[str, Any]) -> Heard:
        """Progress by nodes: those done count whole, those at work by their own steps."""
        completions = news.done | {name for name, node in nodes.items() if node.get("state") == "finished"}
        part = sum(
            min(max(float(node["value"]) / float(node["max"]), 0.0), 1.0)
            for name, node in nodes.items()
            if name not in completions and float(node.get("max") or 0) > 0
        )
        progress = min((len(completions) + part) / self._nodes[job], 0.999)
        return replace(
            news, done=completions, progress=max(news.progress, progress if progress == progress else 0.0)
        )

    def _take_picture(self, data: bytes) -> None:
        if len(data) > _MOST_PREVIEW:
            return
        kind, second = struct.unpack(">II", data[:8])
        if kind == 1 and self._now:
            preview = Preview(data[8:], _JPEG if second == 1 else _PNG)
            self._change(self._now, lambda news: replace(news, preview=preview))
        elif kind == 4:
            about = json.loads(data[8 : 8 + second])
            preview = Preview(data[8 + second :], str(about.get("image_type", _JPEG)))
            self._change(about["prompt_id"], lambda news: replace(news, preview=preview))

    def _change(self, job: str, change: Callable[[Heard], Heard]) -> None:
        with self._lock:
            if job in self._heard:
                self._heard[job] = change(self._heard[job])
