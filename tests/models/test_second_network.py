"""A studio's own network that describes faces: held to hash and shape, shown a face as its entry says."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from onnx import helper

from secondunit.models.identity.second import TEMPLATE, SecondDescriber
from secondunit.models.studio.embedding import StudioEmbedding, read_embedding
from secondunit.models.studio.models_file import read_networks
from secondunit.wire.errors import BadSettings, WeightsAbsent, WrongNetwork, WrongWeights

from . import networks as small
from .embedding_of import SIDE, write_embedding
from .faces_of import HEADS, codes, heads, networks


def describer_of(folder: Path) -> SecondDescriber:
    entry = read_embedding(folder)
    assert entry is not None
    return SecondDescriber.of_folder(entry, folder)


def entry_of(folder: Path) -> StudioEmbedding:
    entry = read_embedding(folder)
    assert entry is not None
    return entry


def test_a_face_lies_in_what_it_is_shown_as_the_template_has_it(tmp_path: Path) -> None:
    describer, kit = describer_of(write_embedding(tmp_path, whole=True)), networks()
    for picture in (codes(HEADS / "hopper.jpg"), heads("hopper")[3], heads("hopper")[2]):
        face, _ = kit.largest(picture)
        assert face is not None
        eyes = [face.points[2:4].mean(axis=0), face.points[0:2].mean(axis=0)]
        marked = np.zeros_like(picture)
        y, x = np.mgrid[: picture.shape[0], : picture.shape[1]]
        for channel, place in enumerate((*eyes, face.marks[2])):
            far = np.hypot(x - place[0], y - place[1]) * face.scale
            marked[..., channel] = np.exp(-((far / 4.0) ** 2))
        shown = describer.describe(marked, face).reshape(3, SIDE, SIDE)
        for channel, wanted in enumerate(TEMPLATE[:3]):
            row, column = np.unravel_index(int(shown[channel].argmax()), (SIDE, SIDE))
            assert np.hypot(column - wanted[0], row - wanted[1]) < 6


def test_what_goes_in_is_coded_as_the_entry_says(tmp_path: Path) -> None:
    kit = networks()
    face, _ = kit.largest(codes(HEADS / "hopper.jpg"))
    assert face is not None
    picture = np.ones((400, 400, 3), np.float32) * np.array([0.2, 0.4, 0.6], np.float32)
    plain = describer_of(write_embedding(tmp_path, mean=[0.0] * 3, std=[1.0] * 3)).describe(picture, face)
    assert plain == pytest.approx([0.2, 0.4, 0.6], abs=1e-3)
    other = write_embedding(tmp_path, mean=[0.5] * 3, std=[0.25] * 3, range=2.0, order="bgr")
    assert describer_of(other).describe(picture, face) == pytest.approx([0.8, -0.8, -2.4], abs=1e-2)


@pytest.mark.parametrize("side", [64, 150, 224])
def test_a_network_may_be_shown_dlibs_square_in_its_own_size(tmp_path: Path, side: int) -> None:
    face, _ = networks().largest(codes(HEADS / "hopper.jpg"))
    assert face is not None
    plain = {"mean": [0.0] * 3, "std": [1.0] * 3}
    folder = write_embedding(tmp_path, whole=True, align="dlib", side=side, **plain)
    shown = describer_of(folder).describe(codes(HEADS / "hopper.jpg"), face).reshape(3, side, side)
    assert shown.mean() == pytest.approx(float(face.chip.mean()), abs=5e-3)
    upper, lower = (half.mean() for half in np.array_split(shown, 2, axis=1))
    wanted = (half.mean() for half in np.array_split(face.chip, 2, axis=0))
    assert (upper, lower) == pytest.approx(tuple(wanted), abs=2e-2)


def test_both_metrics_are_what_their_names_say(tmp_path: Path) -> None:
    one, other = np.array([1.0, 0.0], np.float32), np.array([0.0, 2.0], np.float32)
    cosine = describer_of(write_embedding(tmp_path))
    assert cosine.distance(one, other) == pytest.approx(1.0) and cosine.distance(one, 3 * one) == 0.0
    length = describer_of(write_embedding(tmp_path, metric="euclidean"))
    assert length.distance(one, other) == pytest.approx(5**0.5)


def test_its_terms_and_who_allowed_it_are_on_record_and_no_word_is_its_without_thresholds(
    tmp_path: Path,
) -> None:
    assert describer_of(write_embedding(tmp_path)).opinion is None
    opinion = describer_of(write_embedding(tmp_path, close=0.2, far=0.4)).opinion
    assert opinion is not None and opinion.network == "house_face" and "our own" in opinion.licence
    assert opinion.allowed == "allowed by Jane Doe on 2026-11-30"
    assert (opinion.scale.close, opinion.scale.far) == (0.2, 0.4) and "house_face" in opinion.scale.source


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"close": 0.4}, "far"), ({"close": 0.5, "far": 0.4}, "close"), ({"side": 8}, "side"),
        ({"align": "ears"}, "align"), ({"metric": "taste"}, "metric"), ({"mean": [0.5]}, "mean"),
        ({"std": [0.5, 0.0, 0.5]}, "std"), ({"allowed_by": " "}, "allowed_by"), ({"task": "matte"}, "task"),
        ({"file": "../house_face.onnx"}, "file"),
    ],
)  # fmt: skip
def test_an_entry_that_is_wrong_names_its_field(tmp_path: Path, more: dict[str, object], place: str) -> None:
    write_embedding(tmp_path)
    text = (tmp_path / "models.toml").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.split(" = ")[0] not in more]
    lines += [f"{name} = {value!r}".replace("'", '"') for name, value in more.items()]
    (tmp_path / "models.toml").write_text("\n".join(lines), "utf-8")
    with pytest.raises(BadSettings) as error:
        read_embedding(tmp_path)
    assert error.value.problem.where.endswith(f"embedding[0].{place}")


def test_there_is_one_beside_the_programs_own_and_networks_of_pictures_stand_apart(tmp_path: Path) -> None:
    assert read_embedding(tmp_path) is None
    write_embedding(tmp_path)
    assert read_networks(tmp_path) == ()
    text = (tmp_path / "models.toml").read_text("utf-8")
    (tmp_path / "models.toml").write_text(text + text.replace("house_face", "other"), "utf-8")
    with pytest.raises(BadSettings, match="2 networks"):
        read_embedding(tmp_path)


def test_a_file_that_is_gone_changed_or_no_description_is_refused(tmp_path: Path) -> None:
    folder = write_embedding(tmp_path)
    entry = entry_of(folder)
    (folder / "house_face.onnx").write_bytes(b"other")
    with pytest.raises(WrongWeights, match="Jane Doe"):
        SecondDescriber.of_folder(entry, folder)
    (folder / "house_face.onnx").unlink()
    with pytest.raises(WeightsAbsent):
        SecondDescriber.of_folder(entry, folder)
    write_embedding(tmp_path)
    for word, value in (("side", 96), ("output", "numbers"), ("input", "face")):
        with pytest.raises(WrongNetwork, match=str(value)):
            SecondDescriber.of_folder(replace(entry, **{word: value}), folder)


def test_a_network_that_gives_what_is_no_number_is_refused(tmp_path: Path) -> None:
    folder = write_embedding(tmp_path)
    nodes = [
        helper.make_node("Sub", ["input", "input"], ["none"]),
        helper.make_node("Div", ["none", "none"], ["lost"]),
        helper.make_node("GlobalAveragePool", ["lost"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["output"]),
    ]
    path = small.network(folder / "lost.onnx", nodes, shape=(1, 3, SIDE, SIDE), result=(1, 3))
    entry = entry_of(folder)
    lost = replace(entry, file=path.name, sha256=sha256(path.read_bytes()).hexdigest())
    with pytest.raises(WrongNetwork, match="no description"):
        SecondDescriber.of_folder(lost, folder)
