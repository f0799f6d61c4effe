"""The server's side of a websocket (RFC 6455), by hand: strict with the client, and no more than needed."""

from __future__ import annotations

import base64
import json
import socket
import struct
import threading
from hashlib import sha1

_MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Ear:
    """One open socket of a client."""

    def __init__(self, connection: socket.socket, client: str, deaf: bool) -> None:
        self.connection, self.client, self.deaf = connection, client, deaf
        self.flags = False
        self._lock = threading.Lock()

    @staticmethod
    def accept(key: str) -> str:
        """The answer to `Sec-WebSocket-Key`."""
        return base64.b64encode(sha1((key + _MAGIC).encode()).digest()).decode()

    def say(self, data: bytes | object) -> None:
        """Send a binary frame, or a value as a text frame of JSON."""
        payload = data if isinstance(data, bytes) else json.dumps(data).encode()
        size = len(payload)
        head = bytes([0x82 if isinstance(data, bytes) else 0x81])
        if size < 126:
            head += bytes([size])
        elif size < 65536:
            head += b"\x7e" + struct.pack(">H", size)
        else:
            head += b"\x7f" + struct.pack(">Q", size)
        with self._lock:
            try:
                self.connection.sendall(head + payload)
            except OSError:
                return

    def serve(self) -> None:
        """Answer the client until it goes: flags only if they are its first message, pings, its close."""
        first = True
        while True:
            try:
                code, payload = self._frame()
            except (OSError, ValueError, struct.error):
                return
            if code == 8:
                with self._lock:
                    self.connection.sendall(b"\x88" + bytes([len(payload)]) + payload)
                return
            if code == 9:
                with self._lock:
                    self.connection.sendall(b"\x8a" + bytes([len(payload)]) + payload)
            elif code == 1:
                message = json.loads(payload)
                if first and message.get("type") == "feature_flags" and not self.deaf:
                    self.flags = bool(message["data"].get("supports_preview_metadata"))
                    flags = {"supports_preview_metadata": True, "max_upload_size": 104857600}
                    self.say({"type": "feature_flags", "data": flags})
                first = False

    def _frame(self) -> tuple[int, bytes]:
        head = self._exactly(2)
        if not head[1] & 0x80:
            raise ValueError("a client's frame is masked")
        size = head[1] & 0x7F
        if size == 126:
            size = struct.unpack(">H", self._exactly(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self._exactly(8))[0]
        mask, data = self._exactly(4), self._exactly(size)
        return head[0] & 0x0F, bytes(byte ^ mask[place % 4] for place, byte in enumerate(data))

    def _exactly(self, size: int) -> bytes:
        held = b""
        while len(held) < size:
            more = self.connection.recv(size - len(held))
            if not more:
                raise ValueError("the client is gone")
            held += more
        return held
