"""The whole round at every rate: Resolve, Nuke, Blender, and back on the cut as a new take, frame-exact."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.host import Fields
from secondunit.host.adopting import adopted
from secondunit.host.assembly import assemble
from secondunit.host.placement import frame_path
from secondunit.media.exr import inspect_exr, read_exr, write_exr
from secondunit.wire import FrameRange, Placement, PlacementKind, Plate, Rate, Take

pytestmark = pytest.mark.long

RATES = {
    "23.976": Rate(24000, 1001), "24": Rate(24), "25": Rate(25), "29.97 DF": Rate(30000, 1001),
    "30": Rate(30), "50": Rate(50), "59.94": Rate(60000, 1001),
}  # fmt: skip
#: The shot is six frames of a gap, three before the minute and three after; handles at both ends.
BEFORE, AFTER, HANDLES = 3, 3, 2
LINEAR = "Linear Rec.709 (sRGB)"


@dataclass
class Stop:
    """One rate's cut in Resolve, and what became of its element."""

    name: str
    rate: Rate
    edit: Any
    host: Any
    frames: FrameRange
    take: Take | None = None
    placed: Any = None
    track: int = 0

    @property
    def made(self) -> Take:
        assert self.take is not None
        return self.take

    @property
    def with_handles(self) -> FrameRange:
        return self.frames.with_handles(HANDLES)

    @property
    def element(self) -> str:
        return "smoke_" + "".join(letter for letter in self.name if letter.isalnum())

    def code(self, frame: int) -> str:
        """The timecode that the editor reads at a frame."""
        return str(self.edit.timeline.clock.text(frame))

    def item(self) -> Any:
        """The element's one clip on the timeline, as only a test sees it."""
        ((track, item),) = [
            (track, item) for track, item in self.edit.timeline.items() if item.name.startswith(self.element)
        ]
        self.track = track
        return item


def opened(plugin: Any, name: str) -> Stop:
    """A cut at a rate whose gap, between two seconds and three, lies over the full minute."""
    edit = plugin.edit
    timeline = edit.timeline
    minute = timeline.clock.frame("01:01:00;02" if "DF" in name else "01:01:00:00")
    moved = minute - edit.at(2) - 10
    timeline.start += moved
    timeline.playhead += moved
    for _, item in timeline.items():
        item.start += moved
    frames = FrameRange(minute - BEFORE, minute + AFTER - 1)
    timeline.marks = (frames.first - timeline.start, frames.last - timeline.start)
    return Stop(name, RATES[name], edit, plugin.host(answer=LINEAR), frames)


def briefed(client: Any, stop: Stop, plate: Plate | None = None) -> Any:
    """The job of a brief as the panel in Resolve puts it together."""
    fields = Fields(client.kinds())
    fields.use_capabilities(client.capabilities().capabilities)
    values = {"show": "heist", "shot": "sh010", "element": stop.element, "prompt": "thick dark smoke",
              "kind": "smoke",
              "handles": HANDLES, "passes": False, "controls.preroll": 1.0, "controls.resolution": 16,
              "controls.detail": 0.0}  # fmt: skip
    for name, value in values.items():
        assert fields.set(name, value) is None, name
    shot = stop.host.shot()
    assert (shot.frames, shot.rate, str(shot.format)) == (stop.frames, stop.rate, "64x36"), stop.name
    stop.host.keep({})
    return client.submit(assemble(fields, shot, plate, None))


def check_files(stop: Stop, take: Take, version: int, code: Callable[[int], str] | None = None) -> None:
    """Numbers in names and headers, timecodes and rates, of every frame."""
    code = code or stop.code
    assert (take.version, take.frames, take.rate) == (version, stop.with_handles, stop.rate), stop.name
    names = sorted(path.name for path in Path(take.folder).glob("*.exr"))
    assert names == [f"{stop.element}_v{version:03d}.{frame}.exr" for frame in take.frames], stop.name
    for frame in take.frames:
        header = inspect_exr(frame_path(take, frame))
        assert header.rate == stop.rate, (stop.name, header.rate)
        assert str(header.timecode) == code(frame), (stop.name, frame)
        assert header.provenance["frame"] == str(frame), stop.name


def check_on_timeline(stop: Stop, take: Take) -> None:
    """The clip lies on the shot's frames, with the handles before and behind, over the right files."""
    item = stop.item()
    assert (item.start, item.duration, item.source) == (stop.frames.first, len(stop.frames), HANDLES), (
        stop.name
    )
    assert [stop.code(item.start), stop.code(item.start + item.duration - 1)] == [
        stop.code(stop.frames.first), stop.code(stop.frames.last)
    ]  # fmt: skip
    media = item.media
    assert (media.first, media.frames) == (take.frames.first, len(take.frames)), stop.name
    assert media.rate == Fraction(stop.rate.numerator, stop.rate.denominator), stop.name
    for record in stop.frames:
        shown = media.files[item.source + record - item.start]
        assert Path(shown) == Path(frame_path(take, record)), (stop.name, record)
    (marker,) = stop.edit.timeline.markers
    assert stop.edit.timeline.start + marker == stop.frames.first, stop.name


def in_nuke(stop: Stop, start_nuke: Callable[..., Any], load_nuke: Callable[..., Any]) -> None:
    """The same element in a Nuke script of the same rate: as a Group that reads frame N at frame N."""
    take = stop.made
    plugin = load_nuke(start_nuke())
    fps = f"{float(stop.rate):.3f}".rstrip("0").rstrip(".")
    first, last = take.frames.first, take.frames.last
    plugin.fake.paste(
        f"Root {{\n first_frame {first}\n last_frame {last}\n fps {fps}\n"
        ' format "64 36 0 0 64 36 1 small"\n}\n'
        'Constant {\n inputs 0\n channels rgba\n color {0 0 0 0}\n format "64 36 0 0 64 36 1 small"\n'
        " name Plate\n}\n"
    )
    host = plugin.host(answer=LINEAR)
    shot = host.shot()
    assert (shot.rate, shot.frames) == (stop.rate, take.frames), stop.name
    plugin.node("Plate").setSelected(True)
    placed = host.place(Placement(take.id, PlacementKind.COMP), take)
    assert host.placed() == (placed,) and placed.version == take.version, stop.name
    nuke = nuke_package()
    # `linear` is the working space of Nuke's own config, which the evaluator, with OCIO alone, does not have.
    nodes = nuke["script"].parse(plugin.fake.text().replace("colorspace linear", "colorspace default"))
    (group,) = [node for node in nodes if node.cls == "Group"]
    for frame in (first, *stop.frames, last):
        shown = nuke["pixels"].render(group, frame, nodes).shown().rgba()
        file = read_exr(frame_path(take, frame)).shown().rgba()
        assert np.abs(shown - file).max() < 2e-3, (stop.name, frame)


def nuke_package() -> dict[str, Any]:
    import importlib

    name = "second_unit_simulated_nuke"
    return {part: importlib.import_module(f"{name}.{part}") for part in ("script", "pixels")}


def in_blender(stops: list[Stop], blender: Any, client: Any, folder: Path) -> None:
    """The same elements in Blender's sequencer, and a comp of each rendered."""
    cases = []
    for stop in stops:
        base = 1.001 if stop.rate.denominator == 1001 else 1.0
        out = folder / stop.element / "comp.####.exr"
        cases.append({"take": stop.made.id, "fps": round(float(stop.rate) * base), "base": base,
                      "out": str(out)})  # fmt: skip
    (folder / "cases.json").write_text(json.dumps(cases))
    found = blender.run("round", folder / "cases.json", client.url, client.token)
    for stop, said in zip(stops, found, strict=True):
        frames, take = stop.with_handles, stop.made
        assert (said["rate"], said["frames"]) == (str(stop.rate), str(frames)), stop.name
        assert (said["left"], said["right"]) == (frames.first, frames.last + 1), stop.name
        assert (said["version"], said["offset"], said["read back"]) == (1, 0, True), stop.name
        assert said["files"] == [Path(frame_path(take, frame)).name for frame in frames], stop.name
        rendered = sorted((folder / stop.element).iterdir())
        assert [path.name for path in rendered] == [f"comp.{frame}.exr" for frame in frames], stop.name
        pixels = [read_exr(frame_path(take, frame)).shown().rgba() for frame in frames]
        for number, path in enumerate(rendered):
            comp = read_exr(path).rgba()
            apart = [float(np.abs(comp - one).mean()) for one in pixels]
            assert int(np.argmin(apart)) == number, (stop.name, path.name, apart)


def come_back(stop: Stop, client: Any, folder: Path) -> Any:
    """The job that brings a comp back, as the panel in Resolve asks for it."""
    shot = stop.host.shot()
    brief = adopted(
        client, [str(folder / stop.element)], show="heist", shot="sh010", element=stop.element,
        usual=shot.rate, space=shot.colorspace, target=shot.colorspace, drop=shot.drop,
    )  # fmt: skip
    estimate = client.estimate(brief)
    assert estimate.allowed and not estimate.problems, (stop.name, estimate.problems)
    return client.submit(brief)


@pytest.mark.timeout(240)
def test_an_element_goes_through_every_host_and_comes_back_on_its_frames(
    service: Any, ended: Any, fake_resolve: Any, load_resolve: Callable[..., Any],
    start_nuke: Callable[..., Any], load_nuke: Callable[..., Any], blender: Any, tmp_path: Path,
) -> None:  # fmt: skip
    stops = [opened(load_resolve(fake_resolve, name), name) for name in RATES]
    app = fake_resolve.app

    def at(stop: Stop) -> None:
        app.project = stop.edit.project
        stop.host.looking.forget()

    jobs = []
    for stop in stops:
        at(stop)
        jobs.append(briefed(service, stop))
    for stop, job in zip(stops, jobs, strict=True):
        at(stop)
        stop.take = ended(service, job)
        assert stop.made.made_by == "simulated"
        check_files(stop, stop.made, 1)
        stop.placed = stop.host.place(Placement(stop.made.id, PlacementKind.STRIP), stop.made)
        check_on_timeline(stop, stop.made)
        assert stop.host.placed() == (stop.placed,), stop.name

    for stop in stops:
        in_nuke(stop, start_nuke, load_nuke)
    comps = tmp_path / "comps ü"
    comps.mkdir()
    in_blender(stops, blender, service, comps)

    jobs = []
    for stop in stops:
        at(stop)
        jobs.append(come_back(stop, service, comps))
    for stop, job in zip(stops, jobs, strict=True):
        at(stop)
        comp = ended(service, job)
        assert (comp.made_by, comp.element) == ("comp", stop.element)
        check_files(stop, comp, 2)
        for frame in comp.frames:
            source = read_exr(comps / stop.element / f"comp.{frame}.exr", half=True)
            stored = read_exr(frame_path(comp, frame), half=True)
            assert stored.pixels.tobytes() == source.pixels.tobytes(), (stop.name, frame)
        before = stop.item()
        after = stop.host.set_version(stop.placed.id, comp)
        check_on_timeline(stop, comp)
        assert (after.version, after.placement.take, after.placement.offset) == (2, comp.id, 0), stop.name
        assert after.placement.channel == stop.placed.placement.channel == stop.track, stop.name
        assert stop.item().start == before.start
        assert stop.host.placed() == (after,), stop.name
        # And down again: the editor compares.
        again = stop.host.set_version(after.id, stop.made)
        assert again.version == 1, stop.name
        check_on_timeline(stop, stop.made)


def test_an_element_on_a_plate_carries_the_plates_own_timecode_and_so_does_its_comp(
    service: Any, ended: Any, fake_resolve: Any, load_resolve: Callable[..., Any], tmp_path: Path
) -> None:
    for name in RATES:
        stop = opened(load_resolve(fake_resolve, name), name)
        timeline, item = stop.edit.timeline, stop.edit.item("plate")
        stop.frames = FrameRange.starting(item.start + 7, 4)
        timeline.marks = (stop.frames.first - timeline.start, stop.frames.last - timeline.start)
        timeline.playhead = stop.frames.first
        stop.host.memory.answer("footage space", LINEAR)
        source = next(one for one in stop.host.sources() if one.label == item.name)
        plate = stop.host.plate(source.id)

        def code(frame: int, media: Any = item.media, first: int = item.start - item.source) -> str:
            return str(media.clock.text(media.start + frame - first))

        for frame in stop.with_handles:
            number = item.media.first + item.source + frame - item.start
            assert plate.file_frame(frame) == number, (name, frame)
        take = ended(service, briefed(service, stop, plate))
        check_files(stop, take, 1, code)
        placed = stop.host.place(Placement(take.id, PlacementKind.STRIP), take)
        check_on_timeline(stop, take)

        # A comp from a program that writes neither rate nor timecode, numbered from 1.
        out = tmp_path / f"comp {stop.element}"
        out.mkdir()
        for number, frame in enumerate(take.frames, 1):
            picture = read_exr(frame_path(take, frame), half=True)
            write_exr(out / f"out_{number}.exr", replace(picture, attributes={}))
        shot = stop.host.shot()
        brief = adopted(
            service, [str(out)], show="heist", shot="sh010", element=stop.element, usual=shot.rate,
            start=take.frames.first, space=shot.colorspace, target=shot.colorspace, drop=shot.drop,
        )  # fmt: skip
        comp = ended(service, service.submit(brief))
        check_files(stop, comp, 2, code)
        stop.host.set_version(placed.id, comp)
        check_on_timeline(stop, comp)
