"""A simulated DaVinci Resolve that misbehaves as the real one does, for the tests of the plugin.

Not a part of what is installed. `tests/resolve/conftest.py` loads it under a name of its own; what simulators
share, `hosts/strict`, is on its path.
"""

from pathlib import Path

__path__.append(str(Path(__file__).parents[1] / "strict"))
