"""A take is signed where it lies, once, whatever died in between, and says what it was made of."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

import secondunit.service.sealing as sealing
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.rights.provenance import FRAMES_FILE, Claim, Made, content, sign_file
from secondunit.rights.reading import Standing, read_provenance
from secondunit.rights.show import ShowRights
from secondunit.service.ingredients import made_of
from secondunit.service.sealing import is_sealed, seal
from secondunit.wire import (
    Brief,
    ColorSpace,
    Format,
    FrameRange,
    Plate,
    Rate,
    Reference,
    Take,
    TakeLayer,
    Window,
    dumps,
)
from secondunit.wire.errors import ProvenanceError

FORMAT = Format(32, 18)


def exr(path: Path, value: float, **said: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    window = Window(0, 0, 32, 18)
    pixels = np.full((18, 32, 4), value, np.float32)
    write_exr(path, Picture(("R", "G", "B", "A"), pixels, window, window), provenance=said)
    return path


def movie(path: Path) -> None:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg4", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(3):
            frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), number * 20, np.uint8), format="rgb24")
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


Make = Callable[..., tuple[Take, Brief]]


@pytest.fixture
def plate(tmp_path: Path) -> Plate:
    for frame in (1001, 1002, 1003):
        exr(tmp_path / "plates" / f"plate.{frame}.exr", frame / 2000)
    return Plate(str(tmp_path / "plates" / "plate.%04d.exr"), FrameRange(1001, 1003), Rate(24), FORMAT,
                 ColorSpace("ACEScg"))  # fmt: skip


@pytest.fixture
def make(tmp_path: Path, plate: Plate, make_brief: Callable[..., Brief]) -> Make:
    """Takes as a delivery leaves them, whole and unsigned."""

    def made(element: str = "smoke", *, plate: Plate | None = plate, **facts: object) -> tuple[Take, Brief]:
        brief = make_brief(element=element, format=FORMAT, plate=plate)
        folder = tmp_path / "show" / "sh010" / element / "v001"
        for frame in brief.frames:
            exr(folder / f"{element}_v001.{frame}.exr", frame / 1000)
        (folder / "previews").mkdir()
        for name in ("thumbnail.png", "contact_sheet.png"):
            Image.effect_noise((64, 36), 60).convert("RGB").save(folder / "previews" / name)
        movie(folder / "previews" / "review.mp4")
        (folder / "brief.json").write_text(dumps(brief), "utf-8")
        values: dict[str, object] = {
            "id": f"t-{element}", "job": f"j-{element}", "show": "S", "shot": "sh010", "element": element,
            "version": 1, "folder": str(folder), "frames": brief.frames, "rate": brief.rate,
            "format": FORMAT, "colorspace": ColorSpace("ACEScg"), "brief_digest": "c" * 64,
            "layers": (TakeLayer("beauty", f"{element}_v001.%04d.exr", ("R", "G", "B", "A")),),
            "thumbnail": "previews/thumbnail.png", "contact_sheet": "previews/contact_sheet.png",
            "movie": "previews/review.mp4",
        }  # fmt: skip
        take = Take(**(values | facts))  # type: ignore[arg-type]
        (folder / "take.json").write_text(dumps(replace(take, folder="")), "utf-8")
        return take, brief

    return made


@pytest.fixture
def rights(tmp_path: Path) -> ShowRights:
    return ShowRights("S", tmp_path / "show")


def provided(take: Take, name: str = "provider/1/out.png") -> Path:
    path = Path(take.folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.effect_noise((32, 32), 30).save(path)
    return path


def pictures(take: Take) -> list[Path]:
    folder = Path(take.folder)
    previews = (take.thumbnail, take.contact_sheet, take.movie)
    return [*sorted(folder.glob("*.exr")), *(folder / name for name in previews)]


def everything(take: Take) -> dict[str, str]:
    folder = Path(take.folder)
    return {path.relative_to(folder).as_posix(): content(path)[0]
            for path in sorted(folder.rglob("*")) if path.is_file()}  # fmt: skip


def test_every_picture_of_a_sealed_take_reads_back_as_the_shows_and_no_frame_changed(
    make: Make, rights: ShowRights
) -> None:
    take, brief = make()
    before = everything(take)
    seal(take, brief, rights)
    after = everything(take)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"previews/thumbnail.png", "previews/contact_sheet.png", "previews/review.mp4"}
    assert set(after) - set(before) == {"provenance.json", "provenance.json.c2pa"}
    for path in pictures(take):
        read = read_provenance(path, rights.key.root)
        assert (read.standing, read.problems, read.made) == (Standing.TRUSTED, (), "algorithmicMedia")
        assert (read.job, read.brief_digest, read.title) == (take.job, take.brief_digest, take.label)
        assert (read.training, read.mining) == (False, False)
    assert is_sealed(take)


@pytest.mark.parametrize(
    ("facts", "made"),
    [
        ({}, Made.SIMULATED),
        ({"provider": "bedrock", "made_by": "AI model"}, Made.GENERATED),
        ({"provider": "folder", "made_by": "studio tool"}, Made.GENERATED),
        ({"provider": "folder", "made_by": "simulated"}, Made.SIMULATED),
        ({"made_by": "comp", "brought": True}, Made.COMPOSITED_SIMULATION),
    ],
)
def test_what_made_a_take_decides_what_it_is_called(facts: dict[str, object], made: Made, make: Make) -> None:
    assert made_of(make(**facts)[0]) is made


def test_a_providers_take_leads_back_to_brief_provider_bytes_and_plate(
    make: Make, rights: ShowRights, tmp_path: Path
) -> None:
    reference = tmp_path / "look.png"
    Image.effect_noise((32, 32), 30).save(reference)
    take, brief = make(provider="luma", model="uni-1", made_by="AI model")
    brief = replace(brief, references=(Reference(str(reference)),))
    came = provided(take)
    archived = content(came)
    seal(take, brief, rights)
    assert content(came) == archived
    read = read_provenance(Path(take.folder, take.movie), rights.key.root)
    assert (read.made, read.provider, read.model) == ("trainedAlgorithmicMedia", "luma", "uni-1")
    linked = {part.title: part.sha256 for part in read.ingredients}
    plate = tmp_path / "plates" / "plate.1001.exr"
    assert linked == {
        f"{take.label} provenance.json": content(Path(take.folder, FRAMES_FILE))[0],
        "brief.json": content(Path(take.folder, "brief.json"))[0],
        "provider/1/out.png": archived[0],
        "plate plate.1001.exr": content(plate)[0],
        "reference style look.png": content(reference)[0],
    }
    of_frame = read_provenance(pictures(take)[0], rights.key.root)
    assert {part.title for part in of_frame.ingredients} == set(linked) - {f"{take.label} provenance.json"}


def test_what_a_provider_signed_is_kept_within_ours(make: Make, rights: ShowRights, tmp_path: Path) -> None:
    take, brief = make(provider="luma", made_by="AI model")
    came = provided(take)
    sign_file(came, Claim(Made.GENERATED, "theirs"), ShowRights("other", tmp_path / "other").key)
    seal(take, brief, rights)
    read = read_provenance(Path(take.folder, take.thumbnail), rights.key.root)
    assert {part.title for part in read.ingredients if part.signed} == {"provider/1/out.png"}


def test_provider_bytes_that_are_not_what_their_name_says_are_linked_as_bytes(
    make: Make, rights: ShowRights
) -> None:
    take, brief = make(provider="luma", made_by="AI model")
    for number, name in enumerate(("odd.png", "odd.mp4", "odd.webp", "odd.zip", "odd")):
        provided(take).with_name(name).write_bytes(b"\x89PNG\r\n\x1a\n nothing of the kind" * (number + 1))
    seal(take, brief, rights)
    read = read_provenance(pictures(take)[0], rights.key.root)
    assert read.standing is Standing.TRUSTED
    assert sum(part.title.startswith("provider/1/odd") for part in read.ingredients) == 5


def test_more_files_than_a_manifest_links_are_all_in_the_signed_list(make: Make, rights: ShowRights) -> None:
    take, brief = make(provider="runway", made_by="AI model")
    came = {f"provider/1/out.{number:03}.png": content(provided(take, f"provider/1/out.{number:03}.png"))[0]
            for number in range(40)}  # fmt: skip
    seal(take, brief, rights)
    listed = json.loads(Path(take.folder, FRAMES_FILE).read_text("utf-8"))["sources"]
    assert came.items() <= {each["title"]: each["sha256"] for each in listed}.items()
    assert len(read_provenance(pictures(take)[0]).ingredients) == sealing.LINKED


def test_sealing_twice_changes_nothing(make: Make, rights: ShowRights) -> None:
    take, brief = make()
    seal(take, brief, rights)
    before = everything(take)
    seal(take, brief, rights)
    assert everything(take) == before


class Killed(BaseException):
    """The service died at this very moment."""


@pytest.mark.parametrize("moment", range(9))
def test_whatever_dies_half_way_the_next_try_ends_with_the_whole_signed(
    moment: int, make: Make, rights: ShowRights, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, brief = make()
    frames = {path.name: content(path) for path in Path(take.folder).glob("*.exr")}
    left = moment
    whole = Path.replace

    def replaced(path: Path, target: Path) -> Path:
        nonlocal left
        left -= 1
        if left == 0:
            raise Killed
        done = whole(path, target)
        left -= 1
        if left == 0:
            raise Killed
        return done

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replaced)
        try:
            seal(take, brief, rights)
            assert moment == 0
        except Killed:
            stray = Path(take.folder, "previews", ".review.tmp-0123456789ab.mp4")
            stray.write_bytes(b"half a movie")
    seal(take, brief, rights)
    assert {read_provenance(path, rights.key.root).standing for path in pictures(take)} == {Standing.TRUSTED}
    assert {path.name: content(path) for path in Path(take.folder).glob("*.exr")} == frames
    assert not list(Path(take.folder).rglob(".*tmp-*"))


def test_what_was_changed_after_it_was_signed_is_not_signed_anew(make: Make, rights: ShowRights) -> None:
    take, brief = make()
    seal(take, brief, rights)
    listing = Path(take.folder, FRAMES_FILE)
    listing.write_text(listing.read_text("utf-8").replace("1001", "1004", 1), "utf-8")
    with pytest.raises(ProvenanceError, match="changed after it was signed"):
        seal(take, brief, rights)


def test_a_plate_that_is_gone_does_not_keep_a_take_unsigned(
    make: Make, rights: ShowRights, tmp_path: Path
) -> None:
    take, brief = make()
    for path in (tmp_path / "plates").iterdir():
        path.unlink()
    seal(take, brief, rights)
    read = read_provenance(pictures(take)[0], rights.key.root)
    assert read.standing is Standing.TRUSTED
    assert [part.title for part in read.ingredients] == ["brief.json"]


def comp_of(tmp_path: Path, name: str, **said: str) -> Plate:
    for frame in (1001, 1002, 1003):
        exr(tmp_path / name / f"{name}.{frame}.exr", 0.5, **said)
    return Plate(str(tmp_path / name / f"{name}.%04d.exr"), FrameRange(1001, 1003), Rate(24), FORMAT,
                 ColorSpace("ACEScg"))  # fmt: skip


def test_a_comp_that_names_its_take_is_made_of_that_take(
    make: Make, rights: ShowRights, tmp_path: Path
) -> None:
    smoke = make("smoke")
    generated = make("sky", provider="luma", made_by="AI model")
    for take, brief in (smoke, generated):
        seal(take, brief, rights)
    others = (smoke[0], generated[0])
    for element, of, word in (("one", smoke[0], "compositeSynthetic"),
                              ("two", generated[0], "compositeWithTrainedAlgorithmicMedia")):  # fmt: skip
        plate = comp_of(tmp_path, f"render_{element}", take=of.id)
        take, brief = make(element, plate=plate, made_by="comp", brought=True)
        seal(take, brief, rights, others=others)
        read = read_provenance(Path(take.folder, take.thumbnail), rights.key.root)
        assert (read.standing, read.made) == (Standing.TRUSTED, word)
        linked = {part.title: part.signed for part in read.ingredients}
        assert linked[f"{of.label} previews/thumbnail.png"] is True
        assert f"{of.label} provenance.json" in linked
        assert f"comp render_{element}.1001.exr" in linked
        unused = next(other for other in others if other is not of)
        assert not [title for title in linked if title.startswith(unused.label)]


def test_a_comp_that_names_no_take_is_called_by_all_of_its_shot_and_none_is_linked(
    make: Make, rights: ShowRights, tmp_path: Path
) -> None:
    generated, brief_of_it = make("sky", provider="luma", made_by="AI model")
    seal(generated, brief_of_it, rights)
    take, brief = make("comp", plate=comp_of(tmp_path, "render"), made_by="comp", brought=True)
    seal(take, brief, rights, others=(generated,))
    first = read_provenance(pictures(take)[0], rights.key.root)
    assert first.made == "compositeWithTrainedAlgorithmicMedia"
    assert [part.title for part in first.ingredients] == ["brief.json", "comp render.1001.exr"]
    again, brief = make(
        "again", plate=comp_of(tmp_path, "second", take=take.id), made_by="comp", brought=True
    )
    seal(again, brief, rights, others=(take,))
    assert read_provenance(pictures(again)[0]).made == "compositeWithTrainedAlgorithmicMedia"
