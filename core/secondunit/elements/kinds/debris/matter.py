"""What breaks, in pieces: names of debris, as `lumps of plaster` and `morceaux de bois`. Data only."""

from __future__ import annotations

#: Pieces of what breaks: `lumps of plaster`, `morceaux de bois`.
_PIECES = (
    "chunk lump slab piece bit block clump clod shard fragment splinter hunk",
    "concrete plaster brick masonry rock stone earth dirt soil mud wood timber glass wall ceiling metal tile "
    "ice turf rubble marble pottery porcelain",
)
_MORCEAUX = (
    "morceau morceaux bout bouts bloc blocs pan pans plaque plaques eclat eclats motte mottes fragment "
    "fragments",
    "beton platre brique pierre roche terre bois verre mur plafond metal tuile glace marbre porcelaine",
)
MATTER = ", ".join(
    [f"{piece} of {matter}" for piece in _PIECES[0].split() for matter in _PIECES[1].split()]
    + [f"{piece}s of {matter}" for piece in _PIECES[0].split() for matter in _PIECES[1].split()]
    + [f"{morceau} de {matiere}" for morceau in _MORCEAUX[0].split() for matiere in _MORCEAUX[1].split()]
)

__all__ = ["MATTER"]
