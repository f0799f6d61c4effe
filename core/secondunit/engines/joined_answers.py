"""The answers of a work as one light a frame: of a plate that was shown in two exposures, both joined."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np

from secondunit.media.contact import spread
from secondunit.media.exposures import gain_between, joined
from secondunit.media.light_samples import thinned
from secondunit.media.whole import whole_file
from secondunit.wire import Work
from secondunit.wire.errors import MissingFrames

from .inputs import config_of
from .result_reading import AnswerFrame, Answers, Canvas, PieceAnswer, mark_of_answers

#: So many frames of a clip, and pixels of each, tell by how much its two answers differ: one gain for all, so
#: that none flickers.
GAIN_FRAMES, GAIN_PIXELS = 5, 1 << 16
#: From this share of what both exposures show on it is said that they show two things.
MUCH_APART = 0.1
#: A gain that is said.
_SAID = 1.1


class JoinedAnswers:
    """Reads frames of the answers of a work, those of two exposures joined."""

    def __init__(self, work: Work, answers: Answers) -> None:
        self._work, self._answers = work, answers
        self._config = config_of(work)
        self._space = self._config.space(work.brief.colorspace.name).name
        self.gain = lru_cache(maxsize=None)(self._gain)

    def frame(self, clip: int, frame: int) -> AnswerFrame:
        """A frame of the shot by the answer, or the answers, of a clip; raises as `PieceAnswer.frame`."""
        usual = self._answers.pieces[clip].frame(frame)
        encoded = self._answers.prepared.encoded
        if not self._answers.darker or encoded is None:
            return usual
        darker = self._answers.darker[clip].frame(frame)
        _require_one_size(usual.canvas, darker.canvas)
        gain, _ = self.gain(clip)
        canvas = joined(usual.canvas, darker.canvas, self._space, self._config, encoded, gain)
        return AnswerFrame(canvas, usual.path, usual.replaced + darker.replaced)

    def remarks(self) -> Iterator[str]:
        """Where a model painted two things, or at two brightnesses."""
        gains = [self.gain(clip) for clip in range(len(self._answers.darker))]
        if not gains:
            return
        apart = max(share for _, share in gains)
        if apart > MUCH_APART:
            yield (
                f"In {100 * apart:.0f} % of what both exposures show, two things came back: look at the "
                "edges of what is bright."
            )
        factor = max(max(gain, 1.0 / gain) for gain, _ in gains)
        if factor > _SAID:
            yield f"The darker answer came back {factor:.2g} times off, and was matched to the usual one."

    def _gain(self, clip: int) -> tuple[float, float]:
        """What brings the darker answer of a clip to the usual one, and the share that differs after that.

        It is kept with the work: a clip is looked at once, however many steps take its frames.
        """
        mark = mark_of_answers(self._work, self._answers.prepared)
        place = Path(self._work.scratch) / f"gain-{self._work.alternative}-{clip}.json"
        with contextlib.suppress(OSError, ValueError, TypeError, IndexError):
            kept = json.loads(place.read_text("ascii"))
            if kept[0] == mark:
                return float(kept[1]), float(kept[2])
        gain, apart = self._measured(self._answers.pieces[clip], self._answers.darker[clip])
        with whole_file(place) as temporary:
            temporary.write_text(json.dumps([mark, gain, apart]), "ascii")
        return gain, apart

    def _measured(self, usual: PieceAnswer, darker: PieceAnswer) -> tuple[float, float]:
        encoded = self._answers.prepared.encoded
        assert encoded is not None
        sides: tuple[list[Canvas], list[Canvas]] = ([], [])
        for frame in spread(tuple(usual.piece.frames), GAIN_FRAMES):
            pair = usual.frame(frame).canvas, darker.frame(frame).canvas
            _require_one_size(*pair)
            for side, canvas in zip(sides, pair, strict=True):
                # The same places of both.
                side.append(thinned(canvas[..., :3].reshape(-1, 3), GAIN_PIXELS)[None])
        first, second = (np.concatenate(side, axis=1) for side in sides)
        return gain_between(first, second, self._space, self._config, encoded)


def _require_one_size(usual: Canvas, darker: Canvas) -> None:
    if usual.shape[:2] != darker.shape[:2]:
        raise MissingFrames("Two exposures of a clip came back in two sizes.", remedy="Retry the job.")
