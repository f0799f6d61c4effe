"""A show's own thresholds: measured on its cast, kept beside it with who kept them, and read by every drift.

Nothing of a face is in them: two distances for each network, the pairs they come from, a name and a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from secondunit.media.foreign import settings_of
from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import DriftScale, dumps, loads
from secondunit.wire.errors import BadSettings, BadValue

#: Below a show's `cast` folder.
FILE = "thresholds.json"


@dataclass(frozen=True)
class ShowThresholds:
    """One network's thresholds, by the SHA-256 of its file: another file is another network.

    `same` and `other` are how many pairs of one person and of two they come from, `people` how many
    characters; `by` kept them `on` a day.
    """

    network: str
    sha256: str
    close: float
    far: float
    same: int
    other: int
    people: int
    by: str
    on: str

    @property
    def scale(self) -> DriftScale:
        """As a drift goes by them; raises `OutOfRange`."""
        return DriftScale(self.close, self.far, f"this show's own, by {self.by} on {self.on}")


@dataclass(frozen=True)
class ThresholdList:
    """All of a show's, one a network."""

    networks: tuple[ShowThresholds, ...] = ()

    def find(self, sha256: str) -> ShowThresholds | None:
        """Those of the network whose file has this hash, None where there are none."""
        return next((one for one in self.networks if one.sha256 == sha256), None)


def read_thresholds(cast: Path) -> ThresholdList:
    """What is kept in a show's `cast` folder, nothing where nobody calibrated.

    Raises `BadSettings` for a damaged file, `NotAFile`, `NoRights`.
    """
    path = cast / FILE
    try:
        kept = loads(ThresholdList, settings_of(path))
        _ = [one.scale for one in kept.networks]
    except FileNotFoundError:
        return ThresholdList()
    except BadValue as error:
        raise BadSettings(
            f"The show's thresholds cannot be read: {error.problem.message}",
            remedy="Calibrate again: secondunit drift calibrate --show SHOW --keep.",
            kept="Drift goes by the usual thresholds until then.",
            where=str(path),
        ) from None
    return kept


def keep_thresholds(cast: Path, measured: tuple[ShowThresholds, ...]) -> Path:
    """Write thresholds in place of those of the same networks; raises `DiskFull`, `NoRights`."""
    path = cast / FILE
    try:
        before = read_thresholds(cast).networks
    except BadSettings:
        before = ()
    hashes = {one.sha256 for one in measured}
    kept = ThresholdList((*(one for one in before if one.sha256 not in hashes), *measured))
    try:
        with whole_file(path) as temporary:
            temporary.write_text(dumps(kept, indent=2) + "\n", "utf-8")
    except OSError as error:
        raise storage_error(error, path) from error
    return path
