"""The contract of Resolve's scripting: fusionscript-stubs, then the reviewed overlay, list and dict forms
only.
"""

from __future__ import annotations

import importlib.metadata
from functools import cache
from pathlib import Path

from .trees import Contract

OVERLAY = Path(__file__).parent / "overlay" / "fusionscript.pyi"


@cache
def resolve_contract() -> Contract:
    """Every class that a script of Resolve meets. Classes that only type a dict are left out."""
    contract = Contract()
    contract.read(_stub().read_text(encoding="utf-8"), overlay=False)
    for name in [name for name, known in contract.classes.items() if not known.methods]:
        if not name.startswith(("Gallery", "Fusion")):
            del contract.classes[name]
    contract.read(OVERLAY.read_text(encoding="utf-8"), overlay=True)
    return contract


def _stub() -> Path:
    for path in importlib.metadata.files("fusionscript-stubs") or ():
        if path.name == "fusionscript.pyi":
            return Path(str(path.locate()))
    raise AssertionError("fusionscript-stubs is not installed: the simulator has no contract")
