"""A provider that cannot be used now says so when it is asked what it offers, not when a job has waited."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from secondunit.providers.comfyui import ComfyUI
from secondunit.wire.errors import ProviderAbsent


def test_comfyui_is_absent_while_none_of_its_servers_can_be_reached(comfy: Any, tmp_path: Path) -> None:
    gone, there = comfy.Comfy(), comfy.Comfy()
    gone.close()
    alone = ComfyUI(comfy.site(tmp_path / "one", gone))
    with pytest.raises(ProviderAbsent, match="cannot be reached"):
        alone.capabilities()
    both = ComfyUI(comfy.site(tmp_path / "two", gone, there))
    assert [each.model for each in both.capabilities()] == ["soften"]
    both.close()
    alone.close()
    there.close()
