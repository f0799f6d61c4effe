"""`drift calibrate`: a cast measured, thresholds proposed, and kept on record for the drifts that follow."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from secondunit.engines.drift.measuring import drift_networks
from secondunit.engines.drift.thresholds import read_thresholds
from secondunit.models.identity.description import NUMBERS, FaceDescriber
from secondunit.models.identity.networks import IdentityNetworks
from secondunit.models.runtimes import Port
from secondunit.models.weights.store import weights_folder

from ..models.embedding_of import write_embedding
from ..models.faces_of import HEADS, codes, heads, networks

Tint = tuple[float, float, float]


class Colours:
    """A network that describes a face by the colours of its middle: tints are people to it."""

    inputs = (Port("face", (None, 3, None, None)),)
    outputs = (Port("numbers", (None, NUMBERS, None, None)),)

    def run(self, arrays: Mapping[str, Any]) -> dict[str, Any]:
        face = np.maximum(arrays["face"][0, :, 40:-40, 40:-40].mean(axis=(1, 2)) + 0.45, 1e-3)
        numbers = np.zeros(NUMBERS, np.float32)
        numbers[:3] = face / face.sum()
        return {"numbers": numbers}


@pytest.fixture
def show(home: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a show without a cast; this machine has weights and no network of a studio."""
    networks()
    monkeypatch.setenv("SECONDUNIT_WEIGHTS", str(weights_folder()))
    monkeypatch.setenv("SECONDUNIT_MODELS", str(home / "no_models"))
    folder = home / "shows" / request.node.name[:40].rstrip("_")
    (folder / "cast").mkdir(parents=True)
    return folder


def add(show: Path, name: str, pictures: list[Any], version: int = 1, tint: Tint = (1.0, 1.0, 1.0)) -> None:
    folder = show / "cast" / name / f"v{version:03d}"
    folder.mkdir(parents=True)
    for number, picture in enumerate(pictures):
        tinted = np.asarray(picture * np.array(tint) * 255 + 0.5, np.uint8)
        Image.fromarray(tinted).save(folder / f"{number}.png")


@pytest.fixture
def tints(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From here on faces are told apart by their tint alone."""

    def told_by_tint() -> None:
        kit = replace(networks(), describer=FaceDescriber(Colours()))
        monkeypatch.setattr(IdentityNetworks, "of_store", classmethod(lambda cls, store: kit))

    return told_by_tint


def ledger_of(show: Path) -> list[Any]:
    path = show / "rights" / "ledger.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []


def files_of(show: Path) -> set[str]:
    return {path.relative_to(show).as_posix() for path in show.rglob("*") if path.is_file()}


def test_a_small_cast_is_measured_and_nothing_is_proposed_or_kept(run: Any, show: Path) -> None:
    add(show, "grace", [codes(HEADS / "hopper.jpg"), *heads("hopper")[:3]])
    add(show, "eileen", [codes(HEADS / "astronaut.jpg"), *heads("astronaut")[:2]])
    add(show, "eileen", [codes(HEADS / "astronaut.jpg"), np.full((64, 64, 3), 0.5)], version=2)
    answer = run("drift", "calibrate", "--show", show.name, "--json")
    assert answer.code == 0, answer.out
    [said] = answer.lines
    assert (said["faces"], said["characters"]) == (8, 2)
    assert said["two_people"] == 16 and said["copies"] == 1 and said["one_person"] == 6 + 6 - 1
    limits = {row["threshold"]: row for row in said["thresholds"]}
    assert limits["close"]["distance"] == 0.45 and limits["far"]["two_people_within"]["pairs"] == 16
    assert limits["close"]["two_people_within"]["errors"] == 0 < limits["close"]["two_people_within"]["high"]
    assert said["proposed"] is None and any("35 are needed" in reason for reason in said["reasons"])
    text = run("drift", "calibrate", "--show", show.name)
    assert "Nothing is proposed." in text.out and "of 16 pairs (0.0 to" in text.out
    assert "1.png is not held against: no face is seen in it." in text.err
    refused = run("drift", "calibrate", "--show", show.name, "--keep", "--json")
    assert refused.code != 0 and "Nothing is proposed" in refused.problem["message"]
    assert not (show / "cast" / "thresholds.json").exists() and ledger_of(show) == []


def test_what_is_kept_is_on_record_and_the_next_drift_goes_by_it(
    run: Any, show: Path, tints: Callable[[], None], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tints()
    models = write_embedding(home / "models", close=0.4, far=0.6)
    monkeypatch.setenv("SECONDUNIT_MODELS", str(models))
    for name, tint in (("red", (1, 0.6, 0.5)), ("green", (0.5, 1, 0.6)), ("blue", (0.5, 0.5, 1))):
        add(show, name, heads("hopper"), tint=tint)  # type: ignore[arg-type]
    before = run("drift", "calibrate", "--show", show.name, "--json")
    assert before.code == 0, before.out
    assert [said["network"] for said in before.lines] == ["dlib's", "house_face"]
    own, house = before.lines
    assert own["one_person"] >= 35 and own["two_people"] >= 35 and own["proposed"] is not None
    assert own["proposed"]["close"] < 0.45 and any("stricter" in reason for reason in own["reasons"])
    assert read_thresholds(show / "cast").networks == () and ledger_of(show) == []
    files = files_of(show)
    kept = run("drift", "calibrate", "--show", show.name, "--keep")
    assert kept.code == 0 and "the ledger says so" in kept.out
    made = {name for name in files_of(show) - files if not name.startswith("rights/")}
    assert made == {"cast/thresholds.json"}
    written = json.loads((show / "cast" / "thresholds.json").read_text("utf-8"))
    kinds = {type(value) for one in written["networks"] for value in one.values()}
    assert kinds <= {str, int, float}, "distances and counts, and nothing of a face"
    networks_kept = read_thresholds(show / "cast").networks
    assert [one.network for one in networks_kept] == ["dlib's", "house_face"]
    assert networks_kept[0].close == own["proposed"]["close"] and networks_kept[0].same == own["one_person"]
    [row] = ledger_of(show)[-1:]
    assert row["kind"] == "drift_thresholds" and row["body"]["networks"][0]["close"] == networks_kept[0].close
    assert row["body"]["networks"][0]["by"] == networks_kept[0].by != ""
    kit, remarks = drift_networks(show / "cast")
    assert kit.scale.close == networks_kept[0].close and networks_kept[0].by in kit.scale.source
    assert remarks == () and kit.second is not None and kit.second.scale is not None
    assert kit.second.scale.close == house["proposed"]["close"]


def test_nobody_is_measured_without_the_consent_that_the_show_asks_for(
    run: Any, show: Path, tints: Callable[[], None]
) -> None:
    tints()
    add(show, "grace", heads("hopper")[:2])
    add(show, "eileen", heads("astronaut")[:2])
    (show / "cast" / "grace" / "v001" / "character.toml").write_text('person = "Grace H."\n', "utf-8")
    answer = run("drift", "calibrate", "--show", show.name)
    assert answer.code == 0 and "2 faces of 1 characters, 1 pairs of one person, 0 of two" in answer.out
    assert "grace v001 is left out: There is no consent of Grace H." in answer.err
    [row] = ledger_of(show)
    assert row["kind"] == "not_measured" and row["body"]["persons"] == ["Grace H."]
    (show / "rights.toml").write_text('[terms]\nmeasure_consent = "never"\n', "utf-8")
    assert "4 faces of 2 characters" in run("drift", "calibrate", "--show", show.name).out
    (show / "rights.toml").write_text('[terms]\nmeasure_consent = "always"\n', "utf-8")
    refused = run("drift", "calibrate", "--show", show.name)
    assert (
        "0 faces of 0 characters" in refused.out and "eileen v001 is left out: It names nobody" in refused.err
    )


def test_without_a_show_and_with_a_take_it_says_what_goes_with_what(run: Any) -> None:
    assert run("drift", "calibrate", "--json").problem["where"] == "show"
    refused = run("drift", "t001", "--keep", "--json")
    assert refused.code == 2 and "drift calibrate --show SHOW --keep" in refused.problem["remedy"]
