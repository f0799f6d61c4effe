"""What debris may be of: how heavy it is, how it flies, how it breaks and how it shines. Data only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Substance:
    """`density` in kg/m^3; `bluffness`, drag beside a sphere's; `flat`, a piece's other axes beside its
    first; `cuts` planes take its corners, `plates` about one axis only; how much of what is behind it is
    covered (`opacity`); how it glints (`gloss`); `splits`, how many break where they strike.
    """

    density: float
    bluffness: float
    flat: tuple[float, float]
    cuts: int
    plates: bool
    opacity: float
    gloss: float
    splits: float


MATERIALS: dict[str, Substance] = {
    "concrete": Substance(2300.0, 1.6, (0.8, 0.6), 8, False, 1.0, 0.0, 0.12),
    "brick": Substance(1900.0, 1.6, (0.7, 0.5), 5, False, 1.0, 0.0, 0.15),
    "wood": Substance(550.0, 2.2, (0.16, 0.09), 4, False, 1.0, 0.04, 0.0),
    "glass": Substance(2500.0, 2.0, (0.7, 0.06), 5, True, 0.4, 6.0, 0.3),
    "dirt": Substance(1500.0, 1.3, (0.85, 0.75), 10, False, 1.0, 0.0, 0.25),
    "metal": Substance(7500.0, 2.0, (0.6, 0.12), 5, True, 1.0, 1.2, 0.0),
}
