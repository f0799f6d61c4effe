"""A timeline in the shape that DaVinci Resolve imports: absolute timecode, one plain path for each clip.

Resolve takes Clip.2 with one external reference, times that begin at the media's own timecode, and an image
sequence by its bracketed name (`smoke_v003.[1001-1048].exr`); it does not read ImageSequenceReference.
"""

from __future__ import annotations

import opentimelineio as otio

from .cuts import media_path
from .times import frames_of, time
from .walk import rate_of, video_tracks


def for_resolve(timeline: otio.schema.Timeline) -> otio.schema.Timeline:
    """A copy as Resolve reads it: the active media of each clip alone, by a bare path."""
    copy = timeline.deepcopy()
    rate = rate_of(copy)
    if copy.global_start_time is None:
        copy.global_start_time = time(0, rate)
    for track in video_tracks(copy):
        for clip in track.find_clips():
            key = clip.active_media_reference_key
            media = clip.media_references().get(key)
            if isinstance(media, (otio.schema.ImageSequenceReference, otio.schema.ExternalReference)):
                plain = _plain(media)
                clip.set_media_references({otio.schema.Clip.DEFAULT_MEDIA_KEY: plain},
                                          otio.schema.Clip.DEFAULT_MEDIA_KEY)  # fmt: skip
    return copy


def _plain(
    media: otio.schema.ImageSequenceReference | otio.schema.ExternalReference,
) -> otio.schema.ExternalReference:
    path = media_path(media)
    if isinstance(media, otio.schema.ImageSequenceReference):
        folder, _, name = path.rpartition("/")
        path = f"{folder}/{bracketed(media, name)}"
    return otio.schema.ExternalReference(
        target_url=path, available_range=media.available_range, metadata=dict(media.metadata)
    )


def bracketed(media: otio.schema.ImageSequenceReference, name: str) -> str:
    """`smoke_v003.[1001-1048].exr`: how Resolve names a numbered sequence."""
    from .times import exact_rate

    available = media.available_range
    frames = frames_of(available, exact_rate(available.start_time.rate)) if available is not None else None
    if frames is None:
        return name
    pad = media.frame_zero_padding
    return f"{media.name_prefix}[{frames.first:0{pad}d}-{frames.last:0{pad}d}]{media.name_suffix}"
