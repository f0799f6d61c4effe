"""The digest of a take: which frames a sign-off is of."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from secondunit.media.foreign import digest_of
from secondunit.media.whole import storage_error
from secondunit.wire import Take
from secondunit.wire.errors import BadInput

from .inside import require_inside


def take_digest(take: Take, root: Path) -> str:
    """The SHA-256 (hex) of the list of a take's frames, of every layer, by name: `HASH  NAME`, a line each.

    It is what `LC_ALL=C sha256sum *.exr | sha256sum` prints in the take's folder (`*.[ev][xd][rb]` where it
    has volumes). Previews and provenance are made from the frames and are not in it. `root` is what every
    frame lies below. Raises `BadInput` for a take without frames, `NotFound`, `NoRights`, `OutsideShow`,
    `StorageSilent`.
    """
    folder = Path(take.folder)
    names = sorted({layer.path % frame for layer in take.layers for frame in take.frames}, key=str.encode)
    if not names:
        raise BadInput(f"{take.label} has no frames that anybody could judge.")
    digest = sha256()
    for name in names:
        path = require_inside(folder / name, root)
        try:
            digest.update(f"{digest_of(path)}  {name}\n".encode())
        except OSError as error:
            raise storage_error(error, path) from error
    return digest.hexdigest()
