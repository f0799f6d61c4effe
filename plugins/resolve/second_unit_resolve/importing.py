"""A take's files in the media pool: in the bin of its shot, at its exact rate, its alpha and colour said."""

from __future__ import annotations

from collections.abc import Callable

from secondunit.host.placement import sequence_path
from secondunit.wire import Take, version_text
from secondunit.wire.errors import CannotPlace, HostError

from . import colors, timecodes
from .bridge import Bridge
from .pool import MediaPool
from .seen import MediaSeen, TimelineSeen

BIN = "Second Unit"


def bring_in(
    bridge: Bridge, pool: MediaPool, timeline: TimelineSeen, take: Take, say: Callable[[str], None]
) -> tuple[MediaSeen, bool]:
    """The take's clip in its bin, and whether it was imported just now; raises `CannotPlace`.

    `say` hears what could not be done and the editor should know.
    """
    if take.rate != timeline.rate:
        raise CannotPlace(
            f"{take.label} was made at {take.rate} fps, and this timeline runs at {timeline.rate} fps.",
            remedy="Place it in a timeline of its own rate, or generate it for this one.",
        )
    path = sequence_path(take)
    media, new = pool.import_sequence((BIN, take.shot), path, take.frames)
    try:
        if media.count != len(take.frames):
            raise CannotPlace(
                f"Resolve found {media.count} of the {len(take.frames)} frames of {take.label}.",
                remedy="Check the folder of the take; press Retry on its job where files are missing.",
                where=path,
            )
        _set_rate(pool, media, timeline, take)
        if new:
            _describe(bridge, pool, media, take, say)
    except BaseException:
        if new:
            pool.delete_media([media])
        raise
    return media, new


def _set_rate(pool: MediaPool, media: MediaSeen, timeline: TimelineSeen, take: Take) -> None:
    """Let the clip run at the timeline's exact rate; raises `CannotPlace`."""
    for text in ("", timecodes.resolve_text(timeline.rate)):
        if text:
            pool.set_clip(media, "FPS", text)
        try:
            if timecodes.rate_of(pool.clip_property(media, "FPS"))[0] == timeline.rate:
                return
        except HostError:
            continue
    raise CannotPlace(
        f"Resolve plays the files of {take.label} at {media.fps} fps, not at {timeline.rate}.",
        remedy="Set the frame rate in the clip's attributes in the media pool, then place again.",
    )


def _describe(
    bridge: Bridge, pool: MediaPool, media: MediaSeen, take: Take, say: Callable[[str], None]
) -> None:
    """Say what the pixels are: premultiplied, scene-linear, of this take."""
    if not pool.set_clip(media, "Alpha mode", "Premultiplied"):
        say("Resolve did not take the alpha mode: set it to Premultiplied in the clip's attributes.")
    resolution = media.resolution.lower().replace(" ", "")
    if resolution and resolution != f"{take.format.width}x{take.format.height}":
        say(
            f"Resolve reads {media.name} as {resolution}; it is {take.format}: check its size in the "
            "Inspector."
        )
    mode = bridge.setting("colorScienceMode")
    if mode in (*colors.ACES, *colors.MANAGED):
        tags = colors.TAGS if mode in colors.ACES else colors.TAGS[2:]
        match = take.colorspace.name == colors.ACESCG
        if not match or not any(pool.set_clip(media, name, value) for name, value in tags):
            say(
                f"Set the Input Color Space of {media.name} by hand: it is scene-linear, "
                f"{take.colorspace.name}."
            )
    pool.set_metadata(
        media,
        {
            "Shot": take.shot,
            "Take": version_text(take.version),
            "Description": take.label,
            "Comments": take.prompt[:300],
        },
    )
