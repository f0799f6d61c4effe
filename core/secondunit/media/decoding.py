"""Decoding that hides nothing: the frames of a movie in order, and every doubt of decoder or container.

FFmpeg conceals damage. A slice whose checksum is wrong is filled from the frame before, a file that breaks
off is a shorter one, and all that is left of it is a line in a log. So every sign counts here: errors, flags
on packets and frames, and what FFmpeg logs as an error. Its lines name no decoder; they are told apart by the
thread they come on. So one thread decodes, the caller's: that is little beside what is made of the frames.
"""

from __future__ import annotations

import contextlib
import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import av.logging
from av.error import FFmpegError

from ..wire.errors import BadPicture, DamagedPicture
from .foreign import go_on, open_file
from .nal import nal_fault
from .whole import storage_error

_ENDS = -1 << 62
_STRICT = "crccheck+bitstream+buffer+careful+explode"
# Frames of constant size, as in IMX, end in zeros: `bitstream` takes them for damage (mpeg12dec.c).
_PADDED = {"mpeg1video": "crccheck+buffer+careful+explode", "mpeg2video": "crccheck+buffer+careful+explode"}

# Off until somebody captures it: then every line at the level of an error, also one said before.
av.logging.set_level(av.logging.ERROR)
av.logging.set_skip_repeated(False)
logging.getLogger("libav").setLevel(logging.CRITICAL + 1)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[tuple[Any, Any]]:
    """The container and the picture stream of a movie, which one thread decodes.

    Raises `NotFound`, `NoRights`, `DamagedPicture`, and `BadPicture` where there is no picture in the file.
    """
    try:
        open_file(path).close()
        container = av.open(str(path), metadata_errors="replace")
    except FFmpegError as problem:
        raise DamagedPicture(
            f"{path.name} is not a movie, or is damaged: {problem.strerror}.", where=str(path)
        ) from problem
    except OSError as problem:
        raise storage_error(problem, path) from problem
    try:
        if not container.streams.video:
            raise BadPicture(f"{path.name} holds no picture.", where=str(path))
        stream = container.streams.video[0]
        stream.thread_count, stream.thread_type = 1, "NONE"
        yield container, stream
    finally:
        container.close()


@dataclass(frozen=True)
class Decoded:
    """A frame and when it is shown (in ticks, None where nothing says it), or why there is none."""

    frame: Any = None
    time: int | None = None
    fault: str = ""


class Decoding:
    """The frames of a movie from where its container stands on; of one thread at a time.

    With `accept` a decoder conceals what it can, and faults come beside the frames; without, the first fault
    is the last that comes, after every frame that was whole before it.
    """

    def __init__(self, container: Any, stream: Any, *, accept: bool = False) -> None:
        self._stream, self._accept = stream, accept
        context = stream.codec_context
        if not context.is_open:
            effort = _PADDED.get(context.name, _STRICT)
            context.options = {"err_detect": effort.replace("+explode", "") if accept else effort}
        self._packets = container.demux(stream)
        self._ready: deque[Decoded] = deque()
        self._over = False
        #: When the first key frame is shown: what comes before it may lean on what is not there.
        self._key: int | None = None
        self._before_key = ""

    def __iter__(self) -> Decoding:
        return self

    def __next__(self) -> Decoded:
        while not self._ready and not self._over:
            self._read()
        if not self._ready:
            raise StopIteration
        return self._ready.popleft()

    def _read(self) -> None:
        """Take the next packet to the decoder."""
        go_on()
        packet, fault = None, ""
        with av.logging.Capture() as lines:
            try:
                packet = next(self._packets, None)
            except FFmpegError as problem:
                fault = _words(lines, problem)
        if packet is None:
            self._over = True
            if fault or (self._key is None and self._before_key):
                self._ready.append(Decoded(fault=fault or self._before_key))
            return
        if packet.is_keyframe and self._key is None and packet.size:
            self._key = _ENDS if packet.pts is None else packet.pts
        frames, doubt = self._decoded(packet)
        fault = fault or _errors(lines) or doubt
        if packet.size and packet.is_corrupt:
            fault = fault or "its data is cut off"
        if fault and self._leans(packet):
            self._before_key = self._before_key or fault
            fault = ""
        if fault and not self._accept:
            self._ready += self._whole_before(packet)
            self._ready.append(Decoded(fault=fault))
            self._over = True
            return
        if fault:
            self._ready.append(Decoded(time=packet.pts, fault=fault))
        self._give(frames)

    def _give(self, frames: list[Any]) -> None:
        for frame in frames:
            if not frame.is_corrupt:
                self._ready.append(Decoded(frame, frame.pts))
            elif self._key is None or (frame.pts is not None and frame.pts < self._key):
                self._before_key = self._before_key or "it leans on frames that are not there"
            elif self._accept:
                self._ready.append(Decoded(time=frame.pts, fault="it was concealed by the decoder"))
                self._ready.append(Decoded(frame, frame.pts))
            else:
                self._ready.append(Decoded(time=frame.pts, fault="it was concealed by the decoder"))
                self._over = True
                return

    def _decoded(self, packet: Any) -> tuple[list[Any], str]:
        """The frames that come out when a packet goes in, and what was wrong with it."""
        fault = nal_fault(packet, self._stream.codec_context) if packet.size else ""
        frames: list[Any] = []
        with av.logging.Capture() as lines:
            try:
                frames = packet.decode()
            except FFmpegError as problem:
                fault = fault or _words(lines, problem)
        return frames, fault or _errors(lines)

    def _leans(self, packet: Any) -> bool:
        """Whether a packet comes before the first key frame, in the file or on the screen."""
        return self._key is None or (packet.pts is not None and packet.pts < self._key)

    def _whole_before(self, packet: Any) -> Iterator[Decoded]:
        """What the decoder still holds of frames that were whole: those shown before the damaged one."""
        if packet.pts is None:
            return
        with av.logging.Capture(), contextlib.suppress(FFmpegError):
            for frame in self._stream.codec_context.decode(None):
                if frame.is_corrupt or frame.pts is None or frame.pts >= packet.pts:
                    return
                yield Decoded(frame, frame.pts)


def demuxed(container: Any) -> Iterator[tuple[Any, str]]:
    """Every packet of every stream with what the container has against it; at a break the last is None.

    Nothing is decoded. What FFmpeg's parsers say of pictures does not count: decoding tells it better.
    """
    packets = container.demux()
    own = container.format.name
    while True:
        go_on()
        with av.logging.Capture() as lines:
            try:
                packet = next(packets, None)
            except FFmpegError as problem:
                yield None, _words(lines, problem)
                return
        message = _errors([line for line in lines if line[1] in (own, "")])
        if packet is None:
            if message:
                yield None, message
            return
        if packet.size and packet.is_corrupt:
            message = message or "its data is cut off"
        yield packet, message


def _errors(lines: list[Any]) -> str:
    """The first line at the level of an error, without its end; empty where there is none."""
    messages = [message for level, _, message in lines if level <= av.logging.ERROR]
    return str(messages[0]).strip().rstrip(".!")[:120] if messages else ""


def _words(lines: list[Any], problem: FFmpegError) -> str:
    return _errors(lines) or str(problem.strerror or problem).rstrip(".")[:120]
