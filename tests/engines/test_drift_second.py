"""A drift by two networks, and by a show's own thresholds: whose words, and where nobody can tell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from secondunit.engines.drift.measuring import drift_networks
from secondunit.engines.drift.thresholds import (
    ShowThresholds,
    ThresholdList,
    keep_thresholds,
    read_thresholds,
)
from secondunit.models.identity.description import description_weights
from secondunit.models.identity.second import SecondDescriber
from secondunit.models.studio.embedding import read_embedding
from secondunit.models.weights.store import weights_folder
from secondunit.wire import CharacterDrift, DriftScale, DriftWord

from ..models.embedding_of import write_embedding
from ..models.faces_of import HEADS, heads, networks
from .test_drift import measured, member


def asked(folder: Path, tmp_path: Path) -> CharacterDrift:
    """A take of the character, measured by what the folder's entry says beside the program's own network."""
    entry = read_embedding(folder)
    assert entry is not None
    kit = replace(networks(), second=SecondDescriber.of_folder(entry, folder))
    hopper = member(tmp_path, "grace", HEADS / "hopper.jpg", HEADS / "hopper_0.jpg")
    [(drift, _)] = measured(tmp_path, heads("hopper")[1:4], hopper, kit=kit)
    return drift


def test_where_two_networks_say_the_same_both_are_named(tmp_path: Path) -> None:
    drift = asked(write_embedding(tmp_path / "models", close=1.5, far=1.9), tmp_path)
    assert drift.words == (DriftWord.CLOSE, DriftWord.CLOSE) and drift.word is DriftWord.CLOSE
    assert "by two networks" in drift.sentence and "; house_face: median" in drift.sentence
    assert drift.second is not None and drift.second.allowed == "allowed by Jane Doe on 2026-11-30"
    assert all(frame.second is not None and frame.word is DriftWord.CLOSE for frame in drift.measured)
    assert not drift.amber and drift.in_list.sentence == drift.sentence


def test_where_two_networks_disagree_nobody_can_tell_frame_by_frame(tmp_path: Path) -> None:
    drift = asked(write_embedding(tmp_path / "models", close=1e-9, far=2e-9), tmp_path)
    assert drift.words == (DriftWord.CLOSE, DriftWord.FAR) and drift.word is DriftWord.UNCLEAR
    assert all(frame.word is DriftWord.UNCLEAR for frame in drift.measured) and drift.amber
    assert "two networks disagree; dlib's: close to the references, median" in drift.sentence
    assert "house_face: farther than any same-person pair measured" in drift.sentence
    assert drift.in_list.words == drift.words and drift.in_list.amber


def test_with_one_network_the_sentence_says_so(tmp_path: Path) -> None:
    [(drift, _)] = measured(tmp_path, heads("hopper")[1:2], member(tmp_path, "grace", HEADS / "hopper.jpg"))
    assert "by one network" in drift.sentence and drift.second is None


def test_by_a_shows_own_thresholds_the_words_are_others_and_it_is_said(tmp_path: Path) -> None:
    hopper = member(tmp_path, "grace", HEADS / "hopper.jpg", HEADS / "hopper_0.jpg")
    pictures = heads("hopper")[1:4]
    [(usual, _)] = measured(tmp_path, pictures, hopper)
    assert usual.median is not None and usual.word is DriftWord.CLOSE
    scale = DriftScale(0.05, 0.06, "this show's own, by ada on 2026-12-01")
    [(drift, face)] = measured(tmp_path, pictures, hopper, kit=replace(networks(), scale=scale))
    assert drift.word is DriftWord.FAR and drift.median == usual.median
    assert {frame.word for frame in drift.measured} == {DriftWord.FAR}
    assert "thresholds 0.05 and 0.06 are" in drift.sentence and "by ada on 2026-12-01" in drift.sentence
    assert face is None, "what is far by the show's thresholds may be a bystander's"
    assert drift.in_list.sentence == drift.sentence


def kept(sha256: str, network: str = "") -> ShowThresholds:
    return ShowThresholds(network, sha256, 0.41, 0.66, 60, 200, 4, "ada", "2026-12-01")


def test_a_drift_goes_by_what_a_show_kept_for_the_very_file_of_a_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    networks()
    monkeypatch.setenv("SECONDUNIT_WEIGHTS", str(weights_folder()))
    models, cast = write_embedding(tmp_path / "models"), tmp_path / "cast"
    cast.mkdir()
    kit, remarks = drift_networks(cast, models)
    assert kit.second is None and kit.scale == DriftScale()
    assert any("house_face has no thresholds" in remark and "calibrate" in remark for remark in remarks)
    entry = read_embedding(models)
    assert entry is not None
    keep_thresholds(cast, (kept(description_weights().sha256), kept("0" * 64, "house_face")))
    kit, remarks = drift_networks(cast, models)
    assert kit.scale.close == 0.41 and "ada on 2026-12-01" in kit.scale.source
    assert kit.second is None and remarks, "another file of the same name was calibrated"
    keep_thresholds(cast, (kept(entry.sha256, "house_face"),))
    kit, remarks = drift_networks(cast, models)
    assert kit.second is not None and kit.second.opinion is not None and remarks == ()
    assert kit.second.opinion.scale.far == 0.66 and kit.scale.close == 0.41


def test_a_second_network_that_cannot_be_asked_leaves_the_first_and_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    networks()
    monkeypatch.setenv("SECONDUNIT_WEIGHTS", str(weights_folder()))
    models = write_embedding(tmp_path / "models", close=0.3, far=0.6)
    (models / "house_face.onnx").write_bytes(b"another")
    kit, remarks = drift_networks(tmp_path, models)
    assert kit.second is None and len(remarks) == 1
    assert remarks[0].startswith("By one network alone: house_face.onnx is not the file that was allowed")
    (models / "models.toml").write_text("[[embedding]]\nname = 3\n", "utf-8")
    assert drift_networks(tmp_path, models)[1][0].startswith("By one network alone: ")


def test_thresholds_that_cannot_be_read_are_a_remark_and_the_usual_ones_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    networks()
    monkeypatch.setenv("SECONDUNIT_WEIGHTS", str(weights_folder()))
    for text in ("{", '{"networks": [{"network": "", "sha256": "0"}]}'):
        (tmp_path / "thresholds.json").write_text(text, "utf-8")
        kit, remarks = drift_networks(tmp_path, tmp_path / "none")
        assert kit.scale == DriftScale() and remarks[0].startswith("The show's thresholds cannot be read")
    bent = replace(kept("0" * 64), close=0.7)
    keep_thresholds(tmp_path, (bent,))
    assert "Thresholds rise" in drift_networks(tmp_path, tmp_path / "none")[1][0]
    keep_thresholds(tmp_path, (kept("1" * 64),))
    assert read_thresholds(tmp_path) == ThresholdList((kept("1" * 64),))
