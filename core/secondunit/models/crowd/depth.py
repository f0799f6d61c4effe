"""Who stands in front: whose feet are lower in the picture, or whose pass an artist names first.

A step lifts a foot: where a person stands is the median over the frames around it.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from secondunit.wire.errors import OutOfRange

from .passes import Mask, Pixels

#: How many frames before and after a frame say where somebody stands.
REACH = 2


def ground_lines(people: Mask, around: Sequence[Mask]) -> Pixels:
    """For each pixel of `people` (height, width) the row on which that person stands; -1 elsewhere.

    `around` are the people of frames before and after: who overlaps most there is the same person. People
    who hide each other within a pass stand as one.
    """
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(people.astype(np.uint8), connectivity=8)
    lines = np.full(count, -1.0, np.float32)
    others = [cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8) for mask in around]
    for label in range(1, count):
        bottoms = [int(boxes[label, cv2.CC_STAT_TOP] + boxes[label, cv2.CC_STAT_HEIGHT])]
        here = labels == label
        for _, other_labels, other_boxes, _ in others:
            shared = np.bincount(other_labels[here])
            shared[0] = 0
            same = int(shared.argmax()) if shared.any() else 0
            if same:
                box = other_boxes[same]
                bottoms.append(int(box[cv2.CC_STAT_TOP] + box[cv2.CC_STAT_HEIGHT]))
        lines[label] = float(np.median(bottoms))
    return np.asarray(lines[labels], np.float32)


def read_order(text: str, passes: int) -> tuple[int, ...]:
    """The passes from the front to the back, counted from 1 (the plate): `2 1 3`; none: by ground line.

    Raises `OutOfRange` where it does not name every pass once.
    """
    words = text.replace(",", " ").split()
    if not words:
        return ()
    numbers = [int(word) if word.isdecimal() else 0 for word in words]
    if sorted(numbers) != list(range(1, passes + 1)):
        raise OutOfRange(
            f"{text[:40]!r} does not name each of {passes} passes once.",
            remedy="Write them from the front to the back, "
            f"{' '.join(str(number) for number in range(1, passes + 1))}, where 1 is the plate; or leave it "
            "empty: who stands lower in the picture is in front.",
            where="controls.order",
        )
    return tuple(numbers)
