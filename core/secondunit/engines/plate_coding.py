"""How a plate's light is coded for the model of a work: chosen from a few frames, and measured on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from secondunit.media.coding import clipped
from secondunit.media.coding_choice import choose, measure
from secondunit.media.exposures import choose_exposures, measure_exposures
from secondunit.media.light_samples import Light, sampled
from secondunit.wire import Coding, Encoded, Intake, RoundTrip, Window, Work, frames_text

from .inputs import config_of
from .outgoing import OutgoingFiles
from .pieces import coding_of, exposures_of
from .plate_reader import PlateReader

#: So many frames that turn out to be brighter than those that the coding was chosen by are looked at, too.
SAMPLED_FLASHES = 5
#: From this share of pixels on it is said that a model is not shown all of the plate's light.
MUCH_CLIPPED = 0.001


@dataclass(frozen=True)
class PlateCoding:
    """A plate's coding, that of its darker exposure where it has one, and what they do to its pixels.

    All None where nothing of a plate is sent.
    """

    encoded: Encoded | None = None
    darker: Encoded | None = None
    round_trip: RoundTrip | None = None

    @property
    def brightest(self) -> Encoded | None:
        """That which holds the most light."""
        return self.darker or self.encoded


def plate_coding(
    work: Work, intake: Intake, plate: PlateReader | None, sample_frames: tuple[int, ...], region: Window,
    before: PlateCoding | None = None,
) -> PlateCoding:  # fmt: skip
    """The coding for the plate by the frames `sample_frames`, and what it does to the plate's own pixels.

    It stays as it was `before` where another one would show the model no more of them.
    """
    if plate is None or not sample_frames:
        return PlateCoding()
    config = config_of(work)
    space = config.space(work.brief.colorspace.name).name
    samples = sampled(_within(plate, frame, region) for frame in sample_frames)
    coding = coding_of(work.brief, intake)
    darker = None
    if exposures_of(work.brief, intake) > 1:
        encoded, darker = choose_exposures(samples, space, config, intake.depth)
    else:
        encoded = choose(samples, space, config, coding, intake.depth)
    if intake.result_coding is Coding.LINEAR and intake.coding is not Coding.LINEAR:
        # Light comes back that is taken as it is: the plate must go out as bright as it is, too.
        encoded = replace(encoded, exposure=1.0, white=max(1.0, encoded.white / encoded.exposure))
    chosen = PlateCoding(encoded, darker)
    if before is not None and before.brightest is not None and chosen.brightest is not None:
        losses = [
            clipped(samples, space, config, candidate, intake.depth)
            for candidate in (chosen.brightest, before.brightest)
        ]
        chosen = chosen if losses[0] < losses[1] else before
    return replace(chosen, round_trip=_measured(samples, space, work, chosen, intake.depth))


def _measured(samples: Light, space: str, work: Work, coding: PlateCoding, depth: int) -> RoundTrip:
    config = config_of(work)
    assert coding.encoded is not None
    if coding.darker is None:
        return measure(samples, space, config, coding.encoded, depth)
    return measure_exposures(samples, space, config, coding.encoded, coding.darker, depth)


def flashes(sending: OutgoingFiles, sample_frames: tuple[int, ...]) -> tuple[int, ...]:
    """The frames that the coding cuts off much of because it was chosen without them, worst first."""
    usual = max((sending.clipped.get(frame, 0.0) for frame in sample_frames), default=0.0)
    beyond = [frame for frame, share in sending.clipped.items() if share > usual + MUCH_CLIPPED]
    return tuple(sorted(beyond, key=lambda frame: (-sending.clipped[frame], frame))[:SAMPLED_FLASHES])


def clipped_remarks(sending: OutgoingFiles) -> Iterable[str]:
    """What of the plate the model is not shown."""
    beyond = {frame: share for frame, share in sending.clipped.items() if share > MUCH_CLIPPED}
    if not beyond:
        return
    share = f"{100 * max(beyond.values()):.2g} %"
    if len(beyond) == len(sending.clipped):
        yield f"{share} of the plate's pixels are beyond what the model is shown."
        return
    many = f"s {frames_text(sorted(beyond))}: up to" if len(beyond) > 1 else f" {next(iter(beyond))}:"
    yield f"Frame{many} {share} of the plate's pixels are beyond what the model is shown."


def _within(plate: PlateReader, frame: int, region: Window) -> npt.NDArray[np.float32]:
    """The pixels of a frame that are in the region."""
    picture = plate.picture(frame)
    shared = picture.data_window.intersection(region) or picture.data_window
    return np.asarray(picture.within(shared).pixels, np.float32)
