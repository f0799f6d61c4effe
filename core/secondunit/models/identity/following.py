"""Faces followed from frame to frame: each keeps its number for as long as it is seen without a gap.

Between looks at the whole picture only what is around each face is looked at: a face moves less than its own
width from one frame to the next. While fewer are followed than are sought, the whole is looked at more often.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from secondunit.models.faces import Face, FaceDetector

Array = npt.NDArray[np.float32]

#: How often the whole picture is looked at, in frames: usually, and while a face is missing.
WHOLE, SEARCH = 24, 6
#: What is looked at between, in widths of the face.
AROUND = 3.0
#: The longer side, in pixels, of what is around a face as it is looked at.
_SEEN = 384
#: How far a face's middle may have moved, in its widths.
_STEP = 0.8


@dataclass(frozen=True)
class FollowedFace:
    """A face of a frame and the number of its track."""

    track: int
    face: Face


class FaceFollower:
    """Follows faces over frames that are given in order; `sought` is how many are looked for."""

    def __init__(self, detector: FaceDetector, sought: int = 1) -> None:
        self._detector, self._sought = detector, sought
        self._last: tuple[FollowedFace, ...] = ()
        self._tracks = self._since = 0
        self._whole = False

    @property
    def whole(self) -> bool:
        """Whether the whole of the last frame was looked at: else a face may be there that nobody saw."""
        return self._whole

    def faces(self, codes: Array) -> tuple[FollowedFace, ...]:
        """The faces of the next frame, (height, width, 3) codes from 0 to 1, the surest first."""
        often = WHOLE if len(self._last) >= self._sought else SEARCH
        seen = self._around(codes) if self._last and self._since + 1 < often else ()
        self._whole = not seen or len(seen) < len(self._last)
        self._since = 0 if self._whole else self._since + 1
        if self._whole:
            seen = self._detector.faces(codes)
        self._last = self._numbered(seen, codes.shape[1] / codes.shape[0])
        return self._last

    def _around(self, codes: Array) -> tuple[Face, ...]:
        """The faces near where the last were; fewer where one is lost."""
        high, wide = codes.shape[:2]
        faces = []
        for followed in self._last:
            face = followed.face
            x, y = (face.left + face.width / 2) * wide, (face.top + face.height / 2) * high
            half = AROUND * face.width * wide / 2
            left, right = (int(np.clip(place, 0, wide)) for place in (x - half, x + half))
            top, bottom = (int(np.clip(place, 0, high)) for place in (y - half, y + half))
            part = codes[top:bottom, left:right]
            near = [_placed(one, part, left, top, codes) for one in self._detector.faces(_seen(part))]
            near = [one for one in near if _away(one, face, wide / high) < _STEP]
            if near:
                faces.append(min(near, key=lambda one: _away(one, face, wide / high)))
        return tuple(faces)

    def _numbered(self, faces: tuple[Face, ...], aspect: float) -> tuple[FollowedFace, ...]:
        free = list(self._last)
        numbered = []
        for face in faces:
            near = min(free, key=lambda one: _away(face, one.face, aspect), default=None)
            if near is not None and _away(face, near.face, aspect) < _STEP:
                free.remove(near)
                numbered.append(FollowedFace(near.track, face))
            else:
                numbered.append(FollowedFace(self._tracks, face))
                self._tracks += 1
        return tuple(numbered)


def _seen(part: Array) -> Array:
    """A part of a picture as small as the network sees it anyway."""
    times = max(part.shape[:2], default=0) / _SEEN
    if times <= 1.0 or not min(part.shape[:2]):
        return part
    size = max(1, round(part.shape[1] / times)), max(1, round(part.shape[0] / times))
    return np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.float32)


def _placed(face: Face, part: Array, left: int, top: int, codes: Array) -> Face:
    """A face of a part of a picture, as one of the whole."""
    high, wide = codes.shape[:2]
    down, across = part.shape[0] / high, part.shape[1] / wide
    return replace(
        face,
        left=face.left * across + left / wide,
        top=face.top * down + top / high,
        width=face.width * across,
        height=face.height * down,
        marks=tuple((x * across + left / wide, y * down + top / high) for x, y in face.marks),
    )


def _away(one: Face, other: Face, aspect: float) -> float:
    """How far apart two faces' middles are, in widths of the wider one; `aspect` is the picture's."""
    x = one.left + one.width / 2 - other.left - other.width / 2
    y = one.top + one.height / 2 - other.top - other.height / 2
    return float(np.hypot(x, y / aspect) / max(one.width, other.width, 1e-9))
