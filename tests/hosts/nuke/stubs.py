"""The contract of Nuke's Python, read from the syntax trees of types-nuke and of the reviewed overlay.

Knows names, arities and keyword names, nothing of what a call does: `trees` reads them.
"""

from __future__ import annotations

import importlib.metadata
from functools import cache
from pathlib import Path

from .trees import Call, Contract

__all__ = ["Call", "Contract", "nuke_contract", "nukescripts_contract"]

OVERLAY = Path(__file__).parent / "overlay"


@cache
def nuke_contract() -> Contract:
    """The `nuke` module: types-nuke (which stops at 13.2), then what the overlay adds."""
    contract = Contract()
    folder = _stub_folder()
    for part in ("_nuke", "utils", "callbacks", "colorspaces", "executeInMain", "overrides", "scripts"):
        contract.read((folder / f"{part}.pyi").read_text(), overlay=False)
    contract.attributes |= {"callbacks", "localization", "colorspaces"}
    contract.read((OVERLAY / "nuke.pyi").read_text(), overlay=True)
    return contract


@cache
def nukescripts_contract() -> Contract:
    """The `nukescripts` module, of which there are no stubs: the overlay alone."""
    contract = Contract()
    contract.read((OVERLAY / "nukescripts.pyi").read_text(), overlay=True)
    return contract


def _stub_folder() -> Path:
    for path in importlib.metadata.files("types-nuke") or ():
        if path.name == "_nuke.pyi":
            return Path(str(path.locate())).parent
    raise AssertionError("types-nuke is not installed: the simulator has no contract")
