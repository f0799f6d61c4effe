"""What stands below a continuity: whose thresholds its words go by, and by how many networks."""

from __future__ import annotations

from collections.abc import Sequence

from secondunit.wire import CharacterDrift, Continuity, DriftScale, DriftWord


def drifts_of(of: Continuity) -> list[CharacterDrift]:
    """The drifts of its shots, the newest take last."""
    return [shot.drift for shot in sorted(of.shots, key=lambda shot: shot.take.created)]


def scale_of(drifts: Sequence[CharacterDrift]) -> DriftScale:
    """The thresholds of the last of some drifts: a show may have been calibrated between them."""
    return drifts[-1].scale if drifts else DriftScale()


def scale_notes(drifts: Sequence[CharacterDrift]) -> tuple[str, ...]:
    """Lines to stand below drifts, the newest last."""
    scale = scale_of(drifts)
    second = next((drift.second for drift in reversed(drifts) if drift.second is not None), None)
    lines = [
        f"Distances of 128 numbers from the nearest reference. Up to {scale.close:.2f}: "
        f"{DriftWord.CLOSE.value}. Up to {scale.far:.2f}: {DriftWord.UNCLEAR.value}. Above: "
        f"{DriftWord.FAR.value}."
    ]
    sources = dict.fromkeys(drift.scale.source or "the usual ones" for drift in drifts)
    if scale.source:
        lines.append(f"These thresholds are {scale.source}.")
    if len(sources) > 1:
        lines.append(f"Shots go by other thresholds: {', '.join(sources)}. Measure them anew to compare.")
    if second is None:
        return (*lines, "By one network. None says who somebody is.")
    return (
        *lines,
        f"By two networks, the curve by the first. Words of {second.network} change at "
        f"{second.scale.close:g} and {second.scale.far:g}. Its terms: {second.licence}; {second.allowed}.",
        "Where the two do not say the same, nobody can tell. None says who somebody is.",
    )
