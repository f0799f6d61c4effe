"""How a clip is seen that has no files of its own for a brief: by a still, or by its media as they are.

For the eye alone. Only what stands on disk is looked at: nothing is rendered, exported or asked for.
"""

from __future__ import annotations

from pathlib import Path

from secondunit.wire import ColorSpace, FrameRange, Plate, state_home
from secondunit.wire.errors import SecondUnitError

from . import footage
from .colors import CONFIG, Colors, view_of
from .looking import TimelineLook
from .seen import ItemSeen, MediaSeen, TimelineSeen

#: What a picture as on a screen is in, where the project does not say it.
_SCREEN = ColorSpace("sRGB Encoded Rec.709 (sRGB)", CONFIG)


def still_path(timeline: TimelineSeen, frame: int) -> Path:
    """Where the still of a timeline's frame lies, once it was asked for."""
    return Path(state_home()) / "resolve" / "stills" / f"{timeline.id[:8]}_{frame:08d}.png"


def likeness_of(
    look: TimelineLook, item: ItemSeen, why: str, media: MediaSeen | None, colors: Colors
) -> tuple[Plate | None, str]:
    """Files that show a clip, and the sentence over them; None where there are none.

    `why` says why they are not its plate, as the rest of a sentence.
    """
    timeline, here = look.timeline, look.playhead
    still = still_path(timeline, here)
    if here in item.frames and still.is_file():
        screen = colors.said_output() or _SCREEN
        plate = Plate(
            still.as_posix().replace("%", "%%"), FrameRange(here, here), timeline.rate, timeline.format,
            screen, view=view_of(screen),
        )  # fmt: skip
        remark = f"The still of {timeline.timecode(here)}: {item.name} {why}, and has no files yet."
        return plate, remark
    if media is None or not media.path:
        return None, ""
    space = colors.said(media)
    if space is None:
        return None, ""
    try:
        files = footage.files_of(media)
        frames = FrameRange.starting(item.frames.first - max(0, item.left), max(1, media.count))
        plate = Plate(
            files.path, frames, timeline.rate, footage.format_of(media, timeline.format), space,
            first_in_file=files.first, view=view_of(space),
        )  # fmt: skip
    except SecondUnitError:
        return None, ""
    return plate, f"The files of {item.name} as they are: it {why}, and the timeline shows it otherwise."
