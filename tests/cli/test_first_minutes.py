"""The first ten minutes, walked: the guide's own commands from a movie to a take, in an empty folder."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from .conftest import Run

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "first-minutes.md"


def commands() -> dict[str, list[str]]:
    """The guide's commands by their first word, each as its arguments; a line may go on after a backslash."""
    blocks = re.findall(r"```\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    words = [shlex.split(line) for line in lines]
    return {found[1]: found[1:] for found in words if found[0] == "secondunit"}


def write_clip(path: Path) -> None:
    """Three grey frames that grow brighter, as a camera's movie says its colour: Rec.709."""
    with av.open(str(path), "w") as movie:
        stream = movie.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 96, 54, "yuv420p"
        context = stream.codec_context
        context.color_primaries = context.color_trc = context.colorspace = 1
        for number in range(3):
            picture = np.full((54, 96, 3), 90 + 20 * number, np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            for packet in stream.encode(frame):
                movie.mux(packet)
        for packet in stream.encode():
            movie.mux(packet)


def test_the_first_minutes_lead_from_a_movie_to_a_take_over_its_plate(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_clip(tmp_path / "clip.mov")
    told = commands()
    for name in ("plate", "estimate", "generate", "takes", "show", "frame", "export"):
        answer = run(*told[name])
        assert answer.code == 0, (name, answer.out[-800:], answer.err[-800:])
    plates = sorted((tmp_path / "plates").iterdir())
    assert [path.name for path in plates] == [f"sh010.{frame}.exr" for frame in (1001, 1002, 1003)]
    made = sorted((home / "shows" / "first" / "sh010" / "smoke" / "v001").glob("smoke_v001.*.exr"))
    assert [path.name[-8:-4] for path in made] == ["1001", "1002", "1003"]
    shown = np.asarray(Image.open(tmp_path / "smoke.png").convert("RGB"))
    assert shown.shape[:2] == (54, 96) and shown.std() > 2, "smoke over grey"
    assert "SecondUnit_smoke" in (tmp_path / "smoke.nk").read_text("utf-8")


def test_the_guide_names_the_pictures_and_the_desk() -> None:
    told = commands()
    assert told["desk"] == ["desk", "plates/sh010.1001.exr"] and told["stop"] == ["stop"]
