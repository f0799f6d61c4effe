"""What is made is signed by the show's key and reads back; one changed byte is seen."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import OpenEXR
import pytest
from PIL import Image

from secondunit.media.vdb import Grid, write_vdb
from secondunit.rights.keys import CHAIN_FILE, KEY_FILE, ShowKey, show_key
from secondunit.rights.provenance import Claim, Ingredient, Made, content, sign_file, sign_sequence
from secondunit.rights.reading import Standing, read_provenance
from secondunit.wire.errors import BadInput, NoProvenance, NotFound, ProvenanceError

Make = Callable[[Path], Path]


def picture(path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    values = np.random.default_rng(7).integers(0, 255, (48, 64, 3), np.uint8)
    Image.fromarray(values).save(path)
    return path


def frame(path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    values = np.linspace(0, 4, 48 * 64 * 4, dtype=np.float16).reshape(48, 64, 4)
    OpenEXR.File({"type": OpenEXR.scanlineimage}, {"RGBA": values}).write(str(path))
    return path


def movie(path: Path) -> Path:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg4", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(6):
            values = np.full((48, 64, 3), number * 20, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(values, format="rgb24")))
        out.mux(stream.encode(None))
    return path


MAKERS: dict[str, Make] = {
    ".png": picture, ".jpg": picture, ".tif": picture, ".mp4": movie, ".mov": movie, ".exr": frame,
}  # fmt: skip


@pytest.fixture
def claim(tmp_path: Path) -> Claim:
    brief = tmp_path / "brief.json"
    brief.write_text('{"prompt": "smoke"}', "utf-8")
    return Claim(
        Made.GENERATED, "smoke_left v003", job="j1", brief_digest="c" * 64, provider="bedrock",
        model="luma.ray-v2:0", ingredients=(Ingredient(brief),),
    )  # fmt: skip


@pytest.mark.parametrize("suffix", sorted(MAKERS))
def test_a_signed_file_reads_back_as_what_was_said_of_it(
    suffix: str, tmp_path: Path, claim: Claim, key: ShowKey
) -> None:
    path = MAKERS[suffix](tmp_path / f"made{suffix}")
    before = path.read_bytes()
    held_in = sign_file(path, claim, key)
    read = read_provenance(path, key.root)
    assert (read.standing, read.problems) == (Standing.TRUSTED, ())
    assert (read.title, read.job, read.provider) == ("smoke_left v003", "j1", "bedrock")
    assert (read.made, read.model) == ("trainedAlgorithmicMedia", "luma.ray-v2:0")
    assert (read.training, read.mining) == (False, False)
    assert (read.signer, read.issuer) == ("Second Unit, show heist", "heist")
    brief = claim.ingredients[0].path
    assert [(part.title, part.sha256) for part in read.ingredients] == [("brief.json", content(brief)[0])]
    if suffix == ".exr":
        assert held_in.name == "made.exr.c2pa"
        assert path.read_bytes() == before
        assert held_in.stat().st_size < 20_000
    else:
        assert held_in == path and path.read_bytes() != before


@pytest.mark.parametrize("suffix", sorted(MAKERS))
def test_a_byte_changed_after_signing_is_seen(
    suffix: str, tmp_path: Path, claim: Claim, key: ShowKey
) -> None:
    path = MAKERS[suffix](tmp_path / f"made{suffix}")
    bare = path.read_bytes()
    sign_file(path, claim, key)
    body = path.read_bytes()
    windows = (bare[start : start + 20] for start in range(len(bare) // 2, len(bare)))
    place = next(body.index(window) for window in windows if window in body)
    path.write_bytes(body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :])
    try:
        read = read_provenance(path, key.root)
    except ProvenanceError:
        return
    assert read.standing is Standing.INVALID
    assert read.problems


@pytest.mark.parametrize("suffix", [".png", ".mp4"])
def test_the_picture_is_the_same_with_its_provenance(
    suffix: str, tmp_path: Path, claim: Claim, key: ShowKey
) -> None:
    path = MAKERS[suffix](tmp_path / f"made{suffix}")
    signed = sign_file(path, claim, key, into=tmp_path / f"signed{suffix}")
    shown = []
    for file in (path, signed):
        with av.open(str(file)) as source:
            shown.append([frame.to_ndarray(format="rgb24") for frame in source.decode(video=0)])
    assert len(shown[0]) == len(shown[1]) > 0
    assert all((one == other).all() for one, other in zip(*shown, strict=True))
    with pytest.raises(NoProvenance):
        read_provenance(path)


def test_a_file_signed_by_another_is_valid_but_not_trusted(
    tmp_path: Path, claim: Claim, key: ShowKey
) -> None:
    other = show_key(tmp_path / "other", "other")
    path = picture(tmp_path / "a.png")
    sign_file(path, claim, other)
    assert read_provenance(path, key.root).standing is Standing.VALID
    assert read_provenance(path, other.root).standing is Standing.TRUSTED


@pytest.mark.parametrize(
    ("made", "word"),
    [
        (Made.GENERATED, "trainedAlgorithmicMedia"),
        (Made.COMPOSITED, "compositeWithTrainedAlgorithmicMedia"),
        (Made.SIMULATED, "algorithmicMedia"),
    ],
)
def test_the_source_type_says_whether_a_model_made_it(
    made: Made, word: str, tmp_path: Path, key: ShowKey
) -> None:
    path = picture(tmp_path / "a.png")
    sign_file(path, Claim(made, "a"), key)
    assert read_provenance(path).made == word


def test_a_comp_leads_back_to_plate_take_and_the_providers_own_bytes(tmp_path: Path, key: ShowKey) -> None:
    provider = show_key(tmp_path / "provider", "provider")
    came = picture(tmp_path / "came.png")
    sign_file(came, Claim(Made.GENERATED, "from the provider"), provider)
    archived = content(came)
    take = frame(tmp_path / "take.1001.exr")
    beside = sign_file(take, Claim(Made.GENERATED, "take", ingredients=(Ingredient(came),)), key)
    plate = picture(tmp_path / "plate.png")
    comp = picture(tmp_path / "comp.png")
    of = (Ingredient(plate, "the plate", parent=True), Ingredient(came, "provider bytes"), Ingredient(beside))
    sign_file(comp, Claim(Made.COMPOSITED, "comp", ingredients=of), key)
    read = read_provenance(comp, key.root)
    assert (read.standing, read.problems) == (Standing.TRUSTED, ())
    assert [(part.title, part.relation, part.signed) for part in read.ingredients][:2] == [
        ("the plate", "parentOf", False), ("provider bytes", "inputTo", True),
    ]  # fmt: skip
    assert content(came) == archived


def test_a_sequence_is_signed_as_a_whole_and_each_frame_reads_back(
    tmp_path: Path, claim: Claim, key: ShowKey
) -> None:
    frames = [frame(tmp_path / "take" / f"smoke.{number}.exr") for number in (1001, 1002, 1003)]
    before = [path.read_bytes() for path in frames]
    sign_sequence(frames, claim, key)
    assert [path.read_bytes() for path in frames] == before
    assert {read_provenance(path, key.root).standing for path in frames} == {Standing.TRUSTED}
    frames[1].write_bytes(before[1][:-1] + b"\0" + before[1][-1:])
    changed = read_provenance(frames[1], key.root)
    assert changed.standing is Standing.INVALID
    assert "smoke.1002.exr is not the frame that was signed." in changed.problems
    assert read_provenance(frames[0], key.root).standing is Standing.TRUSTED


def test_the_volumes_of_a_take_read_back_by_its_list(tmp_path: Path, claim: Claim, key: ShowKey) -> None:
    volume = tmp_path / "take" / "smoke.1001.vdb"
    write_vdb(volume, [Grid("density", np.ones((8, 8, 8), np.float32), 0.1, (0.0, 0.0, 0.0))], {})
    sign_sequence([frame(tmp_path / "take" / "smoke.1001.exr"), volume], claim, key)
    assert read_provenance(volume, key.root).standing is Standing.TRUSTED
    volume.write_bytes(volume.read_bytes()[:-1] + b"\1")
    assert read_provenance(volume, key.root).standing is Standing.INVALID


def test_a_sequences_list_cannot_be_rewritten(tmp_path: Path, claim: Claim, key: ShowKey) -> None:
    frames = [frame(tmp_path / "take" / f"smoke.{number}.exr") for number in (1001, 1002)]
    listing = sign_sequence(frames, claim, key)
    frames[1].write_bytes(b"another frame")
    said = json.loads(listing.read_text("utf-8"))
    said["frames"]["smoke.1002.exr"]["sha256"] = content(frames[1])[0]
    listing.write_text(json.dumps(said), "utf-8")
    assert read_provenance(frames[1], key.root).standing is Standing.INVALID
    stranger = frame(tmp_path / "take" / "other.1001.exr")
    with pytest.raises(NoProvenance):
        read_provenance(stranger)


def test_a_manifest_beside_another_file_is_not_that_files(tmp_path: Path, claim: Claim, key: ShowKey) -> None:
    path = frame(tmp_path / "a.exr")
    beside = sign_file(path, claim, key)
    other = tmp_path / "b.exr"
    other.write_bytes(path.read_bytes() + b"\0")
    shutil.copy(beside, other.with_name("b.exr.c2pa"))
    assert read_provenance(other, key.root).standing is Standing.INVALID


def test_a_callback_signs_as_a_file_does(tmp_path: Path, claim: Claim, key: ShowKey) -> None:
    asked: list[int] = []

    def far_away(data: bytes) -> bytes:
        asked.append(len(data))
        return key.sign(data)

    path = picture(tmp_path / "a.png")
    sign_file(path, claim, ShowKey(far_away, key.chain))
    assert asked and read_provenance(path, key.root).standing is Standing.TRUSTED


def test_a_key_store_that_fails_is_told_and_leaves_the_file(
    tmp_path: Path, claim: Claim, key: ShowKey
) -> None:
    def broken(data: bytes) -> bytes:
        raise TimeoutError("no answer")

    path = picture(tmp_path / "a.png")
    before = path.read_bytes()
    with pytest.raises(ProvenanceError):
        sign_file(path, claim, ShowKey(broken, key.chain))
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.glob(".*tmp-*")] == []


def test_a_shows_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = show_key(tmp_path / "keys", "heist")
    assert show_key(tmp_path / "keys", "heist").chain == first.chain
    assert first.verified(b"said", show_key(tmp_path / "keys", "heist").sign(b"said"))
    assert not first.verified(b"said otherwise", first.sign(b"said"))
    if os.name == "posix":
        assert (tmp_path / "keys" / KEY_FILE).stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "keys").stat().st_mode & 0o077 == 0
        (tmp_path / "keys" / KEY_FILE).chmod(0o644)
        show_key(tmp_path / "keys", "heist")
        assert (tmp_path / "keys" / KEY_FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("broken", ["text", "other"])
def test_a_wrong_key_is_told_with_its_file(tmp_path: Path, broken: str) -> None:
    show_key(tmp_path / "keys", "heist")
    show_key(tmp_path / "other", "other")
    body = b"no key" if broken == "text" else (tmp_path / "other" / KEY_FILE).read_bytes()
    (tmp_path / "keys" / KEY_FILE).write_bytes(body)
    with pytest.raises(ProvenanceError) as caught:
        show_key(tmp_path / "keys", "heist")
    assert caught.value.problem.where.endswith(KEY_FILE)
    assert CHAIN_FILE in caught.value.problem.remedy


def test_what_carries_none_or_takes_none_is_told(tmp_path: Path, claim: Claim, key: ShowKey) -> None:
    with pytest.raises(NoProvenance):
        read_provenance(picture(tmp_path / "a.png"))
    with pytest.raises(NoProvenance):
        read_provenance(frame(tmp_path / "a.exr"))
    (tmp_path / "a.txt").write_text("x", "utf-8")
    with pytest.raises(BadInput):
        sign_file(tmp_path / "a.txt", claim, key)
    with pytest.raises(NotFound):
        read_provenance(tmp_path / "none.png")
    (tmp_path / "cut.png").write_bytes(b"\x89PNG\r\n\x1a\n cut")
    with pytest.raises(ProvenanceError):
        read_provenance(tmp_path / "cut.png")
    with pytest.raises(ProvenanceError):
        sign_file(tmp_path / "cut.png", claim, key)
