"""A simulated DaVinci Resolve that misbehaves as the real one does, for the tests of the plugin.

Not a part of what is installed. `tests/resolve/conftest.py` loads it under a name of its own.
"""
