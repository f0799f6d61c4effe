"""What is seen of a version's pictures as they come in: faces, copies, and references that disagree.

Everything is said in sentences and nothing is kept of a face; only a file that is no picture is refused.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from secondunit.media.config import Config
from secondunit.media.foreign import digest_of
from secondunit.media.whole import storage_error
from secondunit.models.identity.networks import IdentityNetworks
from secondunit.models.identity.reference import references_of
from secondunit.models.weights.store import WeightsStore
from secondunit.wire.drift import MeasuringConsent
from secondunit.wire.errors import SecondUnitError

from .references import shown_codes

Codes = npt.NDArray[np.float32]
#: The longer side at which a picture is looked at, and the shorter one below which it is small, in pixels.
SIDE, SMALL = 2048, 512
#: From this correlation of their detail on two pictures are nearly the same. Of fourteen portraits each as
#: JPEG, at half and twice its size, brightened or with grain it was 0.97 and more; two faces on one rendered
#: head in one light came to 0.65, a picture cut by 2 % a side to 0.5, which is not said.
NEAR = 0.8
#: The size at which details are compared, and the blur (sigma) that takes the rest away, in pixels.
_SIZE, _BLUR = 64, 2.0


def entry_check(
    name: str, pictures: Iterable[Path], config: Config, consent: MeasuringConsent,
    *, networks: IdentityNetworks | None = None,
) -> tuple[str, ...]:  # fmt: skip
    """What an artist should know of a character's new pictures, in sentences that name the files.

    Raises what reading a picture raises. Without the weights for faces, or the `consent` of everybody who is
    named, it says that nobody looked for any.
    """
    small: list[str] = []
    details: dict[Path, Codes] = {}

    def codes() -> Iterator[tuple[str, Codes]]:
        for path in pictures:  # one at a time: 64 of them would take 3 GB
            picture = shown_codes(path, config, SIDE)
            height, width = picture.shape[:2]
            if min(height, width) < SMALL and max(height, width) < SIDE:  # else it was made smaller here
                small.append(f"{path.name} is small: {width}x{height} pixels.")
            details[path] = _detail(picture)
            yield path.name, picture

    faces = _faces(name, codes(), consent, networks)
    return (*small, *_copies(details), *faces)


def _copies(details: dict[Path, Codes]) -> Iterator[str]:
    """Pictures that are there twice: the same file, or one that looks the same."""
    try:
        digests = {path: digest_of(path) for path in details}
    except OSError as error:
        raise storage_error(error, error.filename or "") from error
    for one, other in combinations(details, 2):
        if digests[one] == digests[other]:
            yield f"{one.name} and {other.name} are the same file."
        elif float(details[one] @ details[other]) >= NEAR:
            yield f"{one.name} and {other.name} are nearly the same picture."


def _detail(picture: Codes) -> Codes:
    """The detail of a picture's brightness, (4096,) of length 1; zeros for one without any."""
    grey = np.asarray(picture.mean(axis=2, dtype=np.float32))
    small = np.asarray(cv2.resize(grey, (_SIZE, _SIZE), interpolation=cv2.INTER_AREA))
    fine = (small - np.asarray(cv2.GaussianBlur(small, (0, 0), _BLUR))).ravel()
    length = float(np.linalg.norm(fine))
    return np.asarray(fine / length if length > 1e-3 else np.zeros_like(fine), np.float32)


def _faces(
    name: str, codes: Iterator[tuple[str, Codes]], consent: MeasuringConsent,
    networks: IdentityNetworks | None,
) -> tuple[str, ...]:  # fmt: skip
    """What faces lack as a measure, and that they disagree; every picture is read, whoever looks at it."""
    if consent.lacking:
        deque(codes, maxlen=0)
        return (f"Its faces were not looked at: {consent.reason}.",)
    try:
        networks = networks or IdentityNetworks.of_store(WeightsStore.of_user())
    except SecondUnitError as error:
        deque(codes, maxlen=0)
        return (f"Its faces were not looked at: {error.problem.message}",)
    return references_of(name, 0, codes, networks).remarks
