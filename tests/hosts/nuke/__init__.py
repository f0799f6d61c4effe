"""A strict, hostile Nuke for tests: the `nuke` and `nukescripts` modules over a document of plain data.

Whoever loads it as a package finds what simulators share, `hosts/strict`, on its path.
"""

from pathlib import Path

__path__.append(str(Path(__file__).parents[1] / "strict"))
