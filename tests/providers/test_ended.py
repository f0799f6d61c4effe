"""Models that have ended: offered by nothing here, while what they once made is read as ever."""

from __future__ import annotations

import importlib
from dataclasses import replace
from typing import Any

import pytest

from secondunit.providers.bedrock.facts import ENDED, ENDED_ELSEWHERE
from secondunit.wire import (
    ColorSpace,
    Format,
    FrameRange,
    Rate,
    Take,
    TakeLayer,
    dumps,
    loads,
)

TAKE = Take(
    id="t1", job="j1", show="S", shot="sh010", element="rig", version=3, folder="/shows/S/takes/rig/v003",
    frames=FrameRange.starting(1001, 3), rate=Rate(24), format=Format(1280, 720),
    colorspace=ColorSpace("ocio://default", "ACEScg"), brief_digest="0" * 64,
    layers=(TakeLayer("beauty", "rig_v003.%04d.exr", ("R", "G", "B", "A")),), made_by="AI model",
)  # fmt: skip


@pytest.mark.parametrize("vendor", ["bedrock", "luma", "runway"])
def test_what_has_ended_is_offered_by_nothing(vendor: str) -> None:
    pytest.importorskip({"luma": "luma_agents", "runway": "runwayml", "bedrock": "botocore"}[vendor])
    models: Any = importlib.import_module(f"secondunit.providers.{vendor}.models")
    offered = models.MODELS if hasattr(models, "MODELS") else models.OFFERS
    names = str(offered).lower()
    assert len(names) > 1000
    gone = [each.lower() for each in ENDED.value + ENDED_ELSEWHERE.value if each != "Veo 3"]
    for each in (*gone, "nova", "titan", "imagen", "veo-2", "veo2", "veo-3.0", "'veo3'", "'veo 3'"):
        assert each not in names


@pytest.mark.parametrize(
    ("provider", "model"),
    [
        ("bedrock", "amazon.nova-canvas-v1:0"),
        ("bedrock", "amazon.nova-reel-v1:1"),
        ("google", "imagen-4.0-generate-001"),
        ("google", "veo-2.0-generate-001"),
        ("google", "veo-3.0-generate-001"),
    ],
)
def test_a_take_of_an_ended_model_is_read_as_it_was_written(provider: str, model: str) -> None:
    old = replace(TAKE, provider=provider, model=model)
    assert loads(Take, dumps(old)) == old
