"""An engine that makes takes without pixels, in this process: it measures and rehearses the queue.

It goes through the same folders, names and renames as a real one, and its takes have no layers.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from secondunit.engines import Progress, Report, Stop
from secondunit.engines.delivery import claim_version, delivered, take_facts
from secondunit.engines.folders import make_folders, read_work
from secondunit.engines.names import Staging
from secondunit.engines.provider_files import PREPARED
from secondunit.media.whole import whole_file
from secondunit.wire import Piece, Prepared, Size, Step, Take, Work, dumps


class NoopEngine:
    """Does every step by walking through it; each frame is one report."""

    name = "noop"

    def prepare(self, work: Work) -> Path:
        return make_folders(work)

    def run(self, request: Path, step: Step, frames: Sequence[int], report: Report, stop: Stop) -> None:
        work = read_work(request)
        stop.check()
        if step is Step.DELIVER:
            if not delivered(work):
                claim_version(work, lambda names, version: self._take(work, version))
            return
        if step is Step.PREPARE:
            _write_prepared(work)
        staging = Staging(Path(work.staging))
        for done, frame in enumerate(frames, 1):
            stop.check()
            if step is Step.RENDER:
                for layer in staging.layers(work.brief.delivery.passes):
                    staging.frame(layer, frame).touch()
            report(Progress(done / len(frames), f"Frame {frame} is walked through", frame))

    def _take(self, work: Work, version: int) -> Take:
        return take_facts(work, version, layers=(), made_by="nothing", maker="noop 1")


def _write_prepared(work: Work) -> None:
    """One piece without a file: nothing would leave."""
    brief = work.brief
    size = Size(brief.format.width, brief.format.height)
    piece = Piece(0, brief.frames, len(brief.frames), size, rate=brief.rate)
    with whole_file(Path(work.scratch) / PREPARED) as temporary:
        temporary.write_text(dumps(Prepared((piece,)), indent=1), "utf-8")
