"""The small service of the tests, loaded by its path inside Blender's interpreter."""

from __future__ import annotations

import importlib.util
import sys
from typing import Any


def loopback(path: str) -> Any:
    """The module of the service."""
    name = "secondunit_test_loopback"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]
