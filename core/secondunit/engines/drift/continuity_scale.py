"""By whose thresholds, and by how many networks, the words of a character's continuity go."""

from __future__ import annotations

from secondunit.wire import Continuity, DriftScale, DriftWord


def scale_of(of: Continuity) -> DriftScale:
    """The thresholds of the newest shot: a show may have been calibrated in between."""
    newest = max(of.shots, key=lambda shot: shot.take.created, default=None)
    return newest.drift.scale if newest is not None else DriftScale()


def scale_note(of: Continuity) -> str:
    """Whose thresholds the words go by, and by how many networks, in a line."""
    scale = scale_of(of)
    second = next((shot.drift.second for shot in of.shots if shot.drift.second is not None), None)
    networks = (
        f"By two networks, the curve by the first; {second.network} changes its words at "
        f"{second.scale.close:.2f} and {second.scale.far:.2f} ({second.licence}, {second.allowed})."
        if second is not None
        else "By one network."
    )
    return (
        f"Distances of 128 numbers from the nearest reference. Up to {scale.close:.2f}: "
        f"{DriftWord.CLOSE.value}. Up to {scale.far:.2f}: {DriftWord.UNCLEAR.value}. Above: "
        f"{DriftWord.FAR.value}. "
        + (f"These thresholds are {scale.source}. " if scale.source else "")
        + f"{networks} None says who somebody is."
    )
