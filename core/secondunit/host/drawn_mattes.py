"""Drawn mattes as the panel has them: asked for and written by the service, and offered as a host's sources.

A source's id says all that a brief needs of it, so that a document that is opened again has its matte
although nobody was asked. For worker threads: every call waits for the service.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.wire.errors import NothingSelected

from .protocol import Source

if TYPE_CHECKING:
    from secondunit.wire import Matte, MatteLook, MatteWish, OpenedMatte, WrittenMatte

    from .client import Client

#: How the id of a source begins that is a drawn matte; its frames and the pattern of its files follow.
DRAWN = "drawn:"
#: How long the service may take to write all frames of a matte, in seconds.
WRITE = 600.0


def source_id(matte: Matte) -> str:
    """The id of a drawn matte among a host's sources."""
    return f"{DRAWN}{matte.frames}:{matte.path}"


def is_drawn(path: str) -> bool:
    """Whether files lie where drawn mattes are written: `mattes/NAME/v002/` in a shot's folder."""
    parts = path.replace("\\", "/").split("/")
    return len(parts) > 4 and parts[-4] == "mattes" and parts[-2][:1] == "v" and parts[-2][1:].isdigit()


def drawn_source(written: WrittenMatte) -> Source:
    """A drawn matte as something that can be chosen."""
    from secondunit.wire import version_text

    label = f"{written.name} {version_text(written.version)} (drawn)"
    return Source(source_id(written.matte), label, written.matte.path)


def unlisted_source(id: str) -> Source:
    """A drawn matte by its id alone: another shot's, or a service that was not asked yet."""
    path = id[len(DRAWN) :].partition(":")[2]
    return Source(id, path.replace("\\", "/").rpartition("/")[2], path)


def drawn_matte(id: str) -> Matte | None:
    """The matte behind a source's id; None where it is not a drawn one. Raises `NothingSelected`."""
    from secondunit.wire import FrameRange, Matte, SecondUnitError

    if not id.startswith(DRAWN):
        return None
    frames, _, path = id[len(DRAWN) :].partition(":")
    try:
        return Matte(path, FrameRange.parse(frames), "A")
    except SecondUnitError:
        raise NothingSelected("This drawn matte is not known any more.", where=id[:200]) from None


def list_drawn(client: Client, show: str, shot: str) -> tuple[WrittenMatte, ...]:
    """The drawn mattes of a shot, the newest version of each name first."""
    from urllib.parse import urlencode

    from secondunit.wire import WrittenMatteList, loads

    body, _ = client.ask_media("GET", "/v1/mattes?" + urlencode({"show": show, "shot": shot}))
    return loads(WrittenMatteList, body).mattes


def write_drawn(client: Client, wish: MatteWish) -> WrittenMatte:
    """Have a drawing written as the next version of its name; raises `DiskFull`, `NoRights`."""
    from secondunit.wire import WrittenMatte, dumps, loads

    body, _ = client.ask_media("POST", "/v1/mattes", dumps(wish), timeout=WRITE)
    return loads(WrittenMatte, body)


def open_drawn(client: Client, path: str, show: str) -> OpenedMatte:
    """A drawn matte as it was drawn, and whose files were changed since; raises `NotFound`."""
    from secondunit.wire import MatteFiles, OpenedMatte, dumps, loads

    body, _ = client.ask_media("POST", "/v1/mattes/open", dumps(MatteFiles(path, show)), timeout=WRITE)
    return loads(OpenedMatte, body)


def drawn_shapes(client: Client, path: str, show: str) -> OpenedMatte:
    """A drawn matte as it was drawn, whatever became of its files; raises `NotFound`."""
    from secondunit.wire import MatteFiles, OpenedMatte, dumps, loads

    body, _ = client.ask_media("POST", "/v1/mattes/open", dumps(MatteFiles(path, show, unread=True)))
    return loads(OpenedMatte, body)


def look_at_drawing(client: Client, look: MatteLook) -> bytes:
    """A drawing at a frame as a grey PNG."""
    from secondunit.wire import dumps

    return client.ask_media("POST", "/v1/mattes/frame", dumps(look), timeout=30.0)[0]
