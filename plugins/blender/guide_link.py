"""Which guides of the scene the panel has: read anew when what they hang on changes. Writes nothing."""

from __future__ import annotations

from typing import Any

from secondunit.host import Panel
from secondunit.wire import GuideNeed

from .guides import GUIDES_KEY, scene_guides
from .scenes import scene_format, scene_rate


def guide_needs(panel: Panel) -> tuple[GuideNeed, ...]:
    """The guides that the chosen model takes."""
    intake = panel.capability.intake if panel.capability is not None else None
    return intake.guides if intake is not None else ()


class GuideLink:
    """Keeps the panel's guides those of the scene, as its range, format and camera are."""

    def __init__(self, panel: Panel) -> None:
        self._panel = panel
        self._seen: tuple[object, ...] = ()

    def look(self, scene: Any, *, anew: bool = False) -> None:
        """Follow the scene; `anew` where its camera may have changed, which takes longer to tell."""
        wanted = bool(guide_needs(self._panel))
        frames = scene.frame_start, scene.frame_end
        seen = wanted, str(scene.get(GUIDES_KEY, "")), frames, scene_format(scene), scene_rate(scene)
        if anew or seen != self._seen:
            self._seen = seen
            self._panel.use_guides(scene_guides(scene) if wanted else ())
