"""A network as every runtime gives it: named arrays in, named arrays out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Port:
    """An input or output: its name, its shape (None: any length), its numbers (`float32`)."""

    name: str
    shape: tuple[int | None, ...]
    dtype: str = "float32"

    def __str__(self) -> str:
        sides = " x ".join("any" if side is None else str(side) for side in self.shape)
        return f"{self.name} ({sides}, {self.dtype})"

    def takes(self, shape: tuple[int, ...]) -> bool:
        """Whether an array of that shape fits."""
        return len(shape) == len(self.shape) and all(
            own is None or own == other for own, other in zip(self.shape, shape, strict=True)
        )


class Network(Protocol):
    """What can be run."""

    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]

    def run(self, arrays: Mapping[str, Array]) -> dict[str, npt.NDArray[np.float32]]:
        """The outputs by name, float32; raises `WrongNetwork` where it cannot be run with these."""
        ...
