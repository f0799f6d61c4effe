"""States of the panel whose takes were held against a cast, for `shots.py`: what is known, and what opens."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from secondunit.qt.binding import QtCore, QtGui
from secondunit.wire import (
    Brief,
    CastMatchOffer,
    CastMatchOutcome,
    CastMatchState,
    CastMatchWish,
    CastMember,
    CastTry,
    CastTryJob,
    CharacterDrift,
    Continuity,
    ContinuityShot,
    Format,
    FrameDrift,
    FrameRange,
    JobState,
    Money,
    Rate,
    SequenceContinuity,
)
from secondunit.wire.near_copy import CopySearch, NearCopy
from secondunit.wire.training import TrainedOn, TrainingTerm

staging = sys.modules["secondunit_qt_staging"]
elsewhere = sys.modules["secondunit_qt_elsewhere"]
HEADS = Path(__file__).parents[1] / "models" / "heads"

#: In their order: whose picture a take is, at its sign-off; the continuity of a sequence; a match to the cast
#: that is offered; one that ended.
STATES = ("whose", "continuity", "match", "matched")
SHOTS = ("sh010", "sh020", "sh030", "sh040", "sh050")
_WHYS = (
    "Ingrid: side.png goes first, the face is turned away in 14 of 24 frames; seed 1653295577.",
    "Ingrid: full.png goes first, it was not shown before; Hold 0.83, more of the references; seed 16533.",
    "Ingrid: front.png goes alone; seed 1653311415.",
)


def offer(service: Any, state: str) -> None:
    """What the service has for this state."""
    if state not in STATES:
        return
    curves = (
        tuple(0.32 + 0.01 * (number % 5) for number in range(24)),
        tuple(0.5 + 0.012 * number for number in range(20)) + (None,) * 4,
        tuple(0.38 + 0.002 * number for number in range(24)),
        (None,) * 24,
    )
    warnings = ((), ("frame 1020 is farther than any same-person pair measured (0.73)",
                     "wears other colours than the shot before"), (),
                ("not measured: too small in 24 of 24 frames from 1001",))  # fmt: skip
    shots = []
    for number, (curve, said) in enumerate(zip(curves, warnings, strict=True)):
        drift = _drift(curve)
        take = _take(service, number, SHOTS[number], drift)
        shots.append(ContinuityShot(take.in_list, drift.in_list, curve, said))
        for place, head in zip(drift.in_list.faces, ("hopper_0", "hopper_3"), strict=False):
            service.faces[take.id, "Ingrid", place.frame] = _face(HEADS / f"{head}.jpg")
    of = Continuity("Ingrid", 4, tuple(shots), SHOTS[4:])
    service.sequence = SequenceContinuity("nordlys", "SQ010", SHOTS, (of,))
    service.cast = elsewhere.offered.CAST
    drifts = shots[1].take
    brief = Brief(
        "nordlys", "sh020", "Ingrid", FrameRange(1001, 1024), Rate(24), Format(64, 36),
        cast=(CastMember("Ingrid", 4),),
    )  # fmt: skip
    tries = tuple(
        CastTry(drifts.id, replace(brief, seed=number), why, f"{number}" * 64, Money("0.40"))
        for number, why in enumerate(_WHYS)
    )
    remark = "Ingrid is pinned to v004 in sh020: this names v003."
    service.cast_offers = [CastMatchOffer(CastMatchWish((drifts.id,)), tries, Money("1.20"), (), (remark,))]


def show(panel: Any, service: Any, state: str) -> None:
    """Choose the take, and open what this state is about."""
    if state not in STATES:
        return
    session = panel.session
    if not panel.wide:
        panel.show_part("takes")
    _until(session, lambda: session.gallery.rows())
    wanted = service.sequence.characters[0].shots[0 if state == "whose" else 1].take
    session.panel.lists.put_takes((wanted,))
    session.gallery.choose(wanted.id)
    _until(session, lambda: session.viewer.take_a is not None and session.viewer.take_a.id == wanted.id)
    if state == "continuity":
        session.continuity.show()
        _until(session, lambda: session.continuity.sequence is not None)
    matching = session.panel.cast_matching
    if state == "match" or (state == "matched" and not service.cast_approvals):
        panel.takes.viewer.drift.window_of_match.ask(wanted.id)
        _until(session, lambda: not matching.asking)
    elif state == "matched":
        panel.takes.viewer.drift.window_of_match.show()
    if state == "matched" and matching.match is None:
        matching.approve("1.00")
        _until(session, lambda: matching.running)
        _end(service, wanted)
        _until(session, lambda: not matching.running)


def window(panel: Any, state: str) -> Any:
    """The window that this state is about; None where it is the panel."""
    if state == "continuity":
        return panel.takes.continuity
    return panel.takes.viewer.drift.window_of_match if state in ("match", "matched") else None


def _face(path: Path) -> bytes:
    """The middle of a picture, where its head is, as a JPEG."""
    image = QtGui.QImage(str(path))
    side = image.height() * 2 // 3
    crop = image.copy((image.width() - side) // 2, image.height() // 8, side, side)
    data = QtCore.QBuffer()
    data.open(QtCore.QIODevice.OpenModeFlag.WriteOnly)
    crop.save(data, "JPG")
    return bytes(data.data().data())


def _end(service: Any, first: Any) -> None:
    made = [
        _take(service, 10 + number, "sh020", _drift((median,) * 24))
        for number, median in enumerate((0.58, 0.31))
    ]
    before = f"Before, {first.label} was at 0.61."
    closest = f"{made[1].label} is closest of 2: {made[1].drift[0].sentence} {before}"
    outcome = CastMatchOutcome(first.id, made[1].id, closest, True)
    jobs = tuple(
        CastTryJob(number, f"j{number}", JobState.DONE, (take.id,)) for number, take in enumerate(made)
    )
    service.cast_matches[-1] = replace(
        service.cast_matches[-1], state=CastMatchState.DONE, why="Close enough.", spent=Money("0.80"),
        jobs=jobs,
        outcomes=(outcome,),
    )  # fmt: skip


def _drift(curve: tuple[float | None, ...]) -> CharacterDrift:
    frames = tuple(
        FrameDrift(1001 + number, value, "" if value is not None else "too small", (0.3, 0.3, 0.3, 0.4))
        for number, value in enumerate(curve)
    )
    return CharacterDrift("Ingrid", 4, 3, frames, 0.2, "front.png", 1001)


def _take(service: Any, number: int, shot: str, drift: CharacterDrift) -> Any:
    job = service.make_job(
        show="nordlys", shot=shot, element="Ingrid", frames=FrameRange(1001, 1024), state=JobState.DONE
    )
    folder = service.home / f"{shot}_{number}"
    (folder / "previews").mkdir(parents=True, exist_ok=True)
    (folder / "previews/thumbnail.png").write_bytes(staging.loopback.png(384, 216, (60 + 8 * number, 80, 90)))
    take = staging.loopback.take_of(
        job, folder=str(folder), version=1 + number, made_by="AI model", provider="runway", model="act_two"
    )
    copy = NearCopy(1012, 0.93, "t", "sh020/Ingrid v003", 1008, mirrored=True, frames=4)
    grounds = (TrainedOn.LICENSED, TrainedOn.OWNED)
    training = TrainingTerm(grounds, '"licensed and own footage"', "legal/letter.pdf", "2026-09-14")
    copies = CopySearch(24, 61, 3, (copy,))
    return service.add_take(replace(take, drift=(drift,), copies=copies, training=training))


def _until(session: Any, holds: Any) -> None:
    import time

    end = time.monotonic() + 10
    while not holds():
        session.pump()
        assert time.monotonic() < end, "the window never came to rest"
        time.sleep(0.005)
