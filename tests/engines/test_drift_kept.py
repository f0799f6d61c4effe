"""What a take's delivery does where its drift cannot be measured, or nothing can be kept of its faces."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from secondunit.engines import deliver_step
from secondunit.engines.delivery import read_take
from secondunit.engines.drift.kept_faces import FACES, erase_faces, keep_face, kept_faces
from secondunit.models.identity.measurement import TakeFace
from secondunit.wire import CharacterDrift, FrameDrift, Work
from secondunit.wire.errors import DiskFull, NoRights, SecondUnitError

from .test_drift import delivered

DRIFT = CharacterDrift("grace", 1, 1, (FrameDrift(1001, 0.3), FrameDrift(1002, 0.4)))
FACE = TakeFace(1001, np.full(128, 0.25, np.float32), None)


def measures(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    """Whatever is measured comes to this, or fails with it."""

    def take_drift(*_: object, **__: object) -> Any:
        if isinstance(answer, BaseException):
            raise answer
        return answer

    monkeypatch.setattr("secondunit.engines.drift.take_drift", take_drift)


@pytest.mark.parametrize("error", [ValueError("shapes"), DiskFull("The disk is full."), MemoryError()])
def test_what_fails_in_the_measuring_costs_no_take(
    tmp_path: Path, make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    measures(monkeypatch, error)
    take, cast = delivered(tmp_path, make_work)
    assert take.drift == () and Path(take.folder).is_dir()
    [remark] = [remark for remark in take.remarks if remark.startswith("The drift of its characters")]
    assert read_take(Path(take.folder)) == take and list(kept_faces(cast)) == []
    assert (error.problem.message if isinstance(error, SecondUnitError) else type(error).__name__) in remark


def test_a_cast_that_takes_nothing_leaves_the_drift_and_a_remark(
    tmp_path: Path, make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    measures(monkeypatch, ((DRIFT, FACE),))
    character = tmp_path / "show" / "cast" / "grace"
    character.mkdir(parents=True)
    (character / FACES).write_text("a file where the folder would be", "utf-8")
    take, _ = delivered(tmp_path, make_work)
    assert take.drift == (DRIFT,)
    assert any("Nothing is kept of grace's face" in remark for remark in take.remarks)
    assert read_take(Path(take.folder)) == take


def test_of_a_take_that_never_came_to_be_no_face_is_kept(
    tmp_path: Path, make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    measures(monkeypatch, ((DRIFT, FACE),))

    def refused(*_: object) -> None:
        raise NoRights("This place may not be written.")

    monkeypatch.setattr(deliver_step, "claim_version", refused)
    with pytest.raises(NoRights):
        delivered(tmp_path, make_work)
    assert list(kept_faces(tmp_path / "show" / "cast")) == []


def test_a_folder_of_another_user_is_said_to_be_unreadable_and_not_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cast" / "grace" / FACES
    folder.mkdir(parents=True)
    listed = Path.iterdir

    def iterdir(path: Path) -> Any:
        if path == folder:
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    for character in ("", "grace"):
        with pytest.raises(NoRights, match="cannot be read"):
            list(kept_faces(tmp_path / "cast", character))
    with pytest.raises(NoRights, match="cannot be read"):
        erase_faces(tmp_path / "cast", "grace")


def test_what_another_user_keeps_hides_nothing_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = tmp_path / "cast"
    for name, take in (("ada", "t1"), ("ada", "t2"), ("bob", "t3")):
        (cast / name).mkdir(parents=True, exist_ok=True)
        keep_face(cast, name, 1, take, FACE)
    others, read = cast / "ada" / FACES / "t1.json", Path.read_text

    def read_text(path: Path, *more: Any) -> str:
        if path == others:
            raise PermissionError(13, "Permission denied")
        return read(path, *more)

    monkeypatch.setattr(Path, "read_text", read_text)
    own = []
    with pytest.raises(NoRights, match="ada's face cannot be read"):
        for face in kept_faces(cast):
            own.append(face.take)
    assert own == ["t2", "t3"]


def test_everybody_may_add_a_face_and_nobody_reads_anothers(tmp_path: Path) -> None:
    (tmp_path / "cast" / "ada").mkdir(parents=True)
    path = keep_face(tmp_path / "cast", "ada", 1, "t1", FACE)
    assert path.stat().st_mode & 0o7777 == 0o600
    assert path.parent.stat().st_mode & 0o7777 == 0o1777, "and removes nobody else's"


def test_the_nearest_and_the_farthest_face_lie_among_the_previews_of_the_take(
    tmp_path: Path, make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    box = (0.3, 0.3, 0.3, 0.4)
    frames = tuple(FrameDrift(1001 + number, away, "", box) for number, away in enumerate((0.2, 0.6)))
    measures(monkeypatch, ((CharacterDrift("grace", 1, 1, frames), None),))
    take, _ = delivered(tmp_path, make_work)
    crops = sorted(Path(take.folder, "previews").glob("face_*"))
    assert [crop.name for crop in crops] == ["face_grace.1001.jpg", "face_grace.1002.jpg"]
    for crop in crops:
        with Image.open(crop) as picture:
            assert max(picture.size) <= 240 and picture.mode == "RGB"
    assert take.bytes >= sum(crop.stat().st_size for crop in crops)
