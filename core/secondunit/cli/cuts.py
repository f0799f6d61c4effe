"""Cuts: what a timeline holds, a take put on it, takes carried to another cut. Works without the service."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from secondunit.host.brief_beside import plate_of
from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import Conformed, Cut, CutShot, FrameRange, Landed, Rate, Take, encode
from secondunit.wire.errors import BadInput, NotFound
from secondunit.wire.timecode import Timecode

from . import exits
from .named import take_of
from .nearest import did_you_mean
from .output import Output
from .reach import reach

if TYPE_CHECKING:
    import opentimelineio as otio


def shots(arguments: argparse.Namespace, output: Output) -> int:
    """List the shots of a timeline (OTIO, EDL, FCPXML, Final Cut 7 XML, AAF)."""
    from secondunit.timeline import cut_of, read_timeline

    cut = cut_of(read_timeline(arguments.cut, _rate(arguments)))
    output.value(encode(cut))
    output.remark(
        f"{cut.name or Path(arguments.cut).name}: {len(cut.shots)} shots at {cut.rate} frames a second"
    )
    output.table(
        ("shot", "name", "timeline", "source", "handles", "speed", "media"),
        [_row(cut, shot) for shot in cut.shots],
    )
    for shot in cut.shots:
        for remark in shot.remarks:
            output.remark(f"{shot.id}: {remark}")
    return exits.DONE


def place(arguments: argparse.Namespace, output: Output) -> int:
    """Put a take on a shot of a timeline, and write the timeline anew."""
    from secondunit.timeline import cut_of, landing_of, read_timeline

    timeline = read_timeline(arguments.cut, _rate(arguments))
    cut = cut_of(timeline)
    shot = cut.shot(arguments.shot) or _by_name(cut, arguments.shot)
    take = take_of(reach(), arguments.take)
    landed = landing_of(shot, take, plate_of(take), arguments.first)
    _write(timeline, [landed], {take.id: take}, arguments)
    output.value({"file": arguments.output, "landed": [encode(landed)]})
    output.line(f"{take.label} is on {shot.name or shot.id}, {_timecode(cut, landed.record)}.")
    _say_what_is_left_out([landed], arguments, output)
    return exits.DONE


def conform(arguments: argparse.Namespace, output: Output) -> int:
    """Carry the takes of an older cut to a newer one; what has no place any more is listed."""
    from secondunit.timeline import conform as carry
    from secondunit.timeline import cut_of, read_timeline, retimes, takes_on

    rate = _rate(arguments)
    old, new = read_timeline(arguments.old, rate), read_timeline(arguments.new, rate)
    before, after = cut_of(old), cut_of(new)
    takes, by_id = takes_on(old, before)
    if not takes:
        raise NotFound(
            f"There is no take on {Path(arguments.old).name}.",
            remedy="Name the cut that takes were put on, with their folders mounted.",
        )
    outcome = carry(before, after, takes, retimes(by_id.values()))
    _write(new, list(outcome.landed), by_id, arguments)
    output.value({"file": arguments.output, **_as_json(outcome)})
    for landed in outcome.landed:
        fates = ", ".join(fate.value for fate in landed.fates)
        output.line(f"{landed.label}: {_timecode(after, landed.record)} ({fates})")
        if landed.remark:
            output.line(f"    {landed.remark}")
        for missing in landed.missing:
            output.line(f"    {_timecode(after, missing)}: the take does not reach, extend the shot")
    for loss in outcome.lost:
        output.line(f"{loss.label}: no place. {loss.reason}")
    _say_what_is_left_out(outcome.landed, arguments, output)
    return exits.DONE


def add_cut_arguments(parser: argparse.ArgumentParser, *, writes: bool) -> None:
    """What every command about a cut takes."""
    parser.add_argument(
        "--rate",
        default="",
        metavar="24000/1001",
        help="of an EDL, which does not say it; default: the file's",
    )
    if writes:
        parser.add_argument(
            "-o", "--output", required=True, metavar="FILE", help=".otio, .edl, .fcpxml or .xml"
        )
        parser.add_argument(
            "--as", dest="form", metavar="FORM", choices=["track", "references"], default="track",
            help="track: clips on a new track (default); references: alternative media of the shots",
        )  # fmt: skip
        parser.add_argument(
            "--resolve", action="store_true", help="in the shape that DaVinci Resolve imports"
        )


def _rate(arguments: argparse.Namespace) -> Rate | None:
    return Rate.parse(arguments.rate) if arguments.rate else None


def _by_name(cut: Cut, name: str) -> CutShot:
    matches = [shot for shot in cut.shots if shot.name == name]
    if len(matches) != 1:
        none = f"No shot of the cut is called {name[:60]!r}."
        raise NotFound(
            f"{len(matches)} shots of the cut are called {name[:60]!r}." if matches else none,
            remedy=did_you_mean(name, [shot.name for shot in cut.shots])
            + "Name one by its id: `secondunit shots` lists them.",
            where="shot",
        )
    return matches[0]


def _write(
    timeline: otio.schema.Timeline,
    landed: list[Landed],
    takes: dict[str, Take],
    arguments: argparse.Namespace,
) -> None:
    from secondunit.timeline import add_references, add_track, for_resolve, timeline_text

    path = Path(arguments.output)
    for source in (Path(getattr(arguments, name)) for name in ("cut", "old", "new") if name in arguments):
        if source.exists() and path.exists() and source.samefile(path):
            raise BadInput(f"{path.name} is the cut itself.", remedy="Write to another file.", where="output")
    put = add_track if arguments.form == "track" else add_references
    edit = put(timeline, landed, takes)
    text = timeline_text(for_resolve(edit) if arguments.resolve else edit, path)
    try:
        with whole_file(path) as temporary:
            temporary.write_text(text, "utf-8")
    except OSError as error:
        raise storage_error(error, path) from error


def _say_what_is_left_out(landed: Sequence[Landed], arguments: argparse.Namespace, output: Output) -> None:
    """Only OTIO holds alternative media; the other formats keep the marker and drop the files in silence."""
    suffix = Path(arguments.output).suffix.lower()
    if landed and arguments.form == "references" and suffix != ".otio":
        output.remark(
            f"Note: a {suffix} holds no alternative media: there is a marker, but not the take's files. "
            "Write it as .otio to keep them."
        )


def _as_json(outcome: Conformed) -> dict[str, object]:
    body = encode(outcome)
    assert isinstance(body, dict)
    return {"landed": body.get("landed", []), "lost": body.get("lost", [])}


def _row(cut: Cut, shot: CutShot) -> tuple[str, ...]:
    handles = "{}+{}".format(*shot.handles) if shot.handles is not None else ""
    speed = "" if shot.speed.exact == 1 else str(shot.speed)
    media = shot.media or shot.reel or shot.kind.value
    return shot.id, shot.name, _timecode(cut, shot.record), str(shot.source), handles, speed, media


def _timecode(cut: Cut, frames: FrameRange) -> str:
    """`01:00:00:00-01:00:01:23`, the last frame included; plain numbers at rates without timecode."""
    if float(cut.rate) > 60:
        return str(frames)
    first, last = (Timecode.of_frame(frame, cut.rate, drop=cut.drop) for frame in (frames.first, frames.last))
    return f"{first}-{last}"
