"""Whose likeness is measured: asked of the show when a take is delivered, on record, and erased to a byte."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.engines.deliver_step import deliver
from secondunit.engines.drift.kept_faces import kept_faces
from secondunit.engines.folders import make_folders
from secondunit.engines.names import Staging
from secondunit.engines.provider_files import PREPARED, answer_folder
from secondunit.media.exr import write_exr
from secondunit.media.picture import RGBA, Picture
from secondunit.media.png import write_png
from secondunit.models.weights.store import weights_folder
from secondunit.rights.consent import Consent, Replica
from secondunit.rights.show import ShowRights
from secondunit.service.outbound.gateway import SitesGateway
from secondunit.service.store import Store, takes
from secondunit.wire import CastMember, Delivery, Form, Format, FrameRange, Intake, Take, Task, Work, dumps
from secondunit.wire.brief import Brief
from secondunit.wire.drift import MeasuringConsent
from secondunit.wire.rights import MaterialKind

from ..models.faces_of import HEADS, heads, networks

GRACE = CastMember("grace", 1)
JANE = Consent("Jane Doe", Replica.ALTERATION, ("crowd", "measure"), ("S",), ("studio",), "2026-01-01",
               "2099-01-01", "Jane Doe", "2026-01-01")  # fmt: skip
TERMS = "[terms]\ninput_rights = false\n"


@pytest.fixture
def job(house: Any, gates: Any) -> Callable[..., Work]:
    """A job of two frames with a character of the cast, who is Jane Doe."""
    house.rules(add=TERMS)
    house.models["studio"] = [
        replace(gates.MOVIE, references=1, intake=Intake(result=Form.FRAMES, most_frames=9))
    ]
    folder = house.show / "cast" / "grace" / "v001"
    folder.mkdir(parents=True)
    (folder / "hopper.jpg").write_bytes((HEADS / "hopper.jpg").read_bytes())
    (folder / "character.toml").write_text('persons = ["Jane Doe"]', "utf-8")

    def make(**changes: Any) -> Work:
        brief = house.brief(
            cast=(GRACE,), task=Task.VIDEO, model="movie", use="crowd", frames=FrameRange(1001, 1002),
            format=Format(640, 360), delivery=Delivery(passes=False), **changes,
        )  # fmt: skip
        work: Work = house.work(brief)
        make_folders(work)
        Path(work.scratch, PREPARED).write_text(dumps(house.prepared(work)), "utf-8")
        return work

    return make


def asked(house: Any, work: Work) -> MeasuringConsent:
    said = SitesGateway(house.sites).with_terms(work).measuring
    assert said is not None
    return said


def delivered(work: Work) -> Take:
    """A take of the job that shows a head, of which a provider gave the frames."""
    answer = answer_folder(Path(work.scratch), 0)
    answer.mkdir(parents=True)
    for frame in work.brief.frames:
        codes = heads("hopper")[frame % 2]
        write_png(answer / f"{frame}.png", (codes * 255).astype(np.uint8))
        pixels = np.concatenate([codes**2.2, np.ones((360, 640, 1), np.float32)], axis=2)
        write_exr(Staging(Path(work.staging)).frame("beauty", frame), Picture.of(pixels, RGBA))
    return deliver(work)


def consent(house: Any, name: str = "jane", **changes: Any) -> None:
    house.sites.rights("S").consent(name, replace(JANE, **changes), "legal")


def test_a_consent_to_everything_is_none_to_be_measured(house: Any, job: Callable[..., Work]) -> None:
    consent(house, "any", uses=("*",), providers=("*",))
    said = asked(house, job())
    assert said.reason == "no consent to measure Jane Doe's likeness"
    assert said.why == ("The consent of Jane Doe does not describe the use 'measure'.",)
    consent(house, "measured", uses=("measure",), providers=("nobody",))
    assert asked(house, job()) == MeasuringConsent(), "nothing leaves: whom it names as provider is no matter"


def test_each_answer_is_on_record_with_its_job(house: Any, job: Callable[..., Work]) -> None:
    consent(house)
    work = job()
    asked(house, work)
    [row] = house.ledger("measured")
    assert row.body == {"job": work.job, "persons": ["Jane Doe"], "why": []} and row.who == "bob"
    house.sites.rights("S").revoke("jane", "legal", "she left")
    asked(house, work)
    [row] = house.ledger("not_measured")
    assert row.body["why"] == ["There is no consent of Jane Doe that stands."]


def test_a_consent_withdrawn_between_two_shots_withholds_the_next_and_says_what_is_kept(
    house: Any, job: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    networks()
    monkeypatch.setenv("SECONDUNIT_WEIGHTS", str(weights_folder()))
    consent(house, uses=("crowd",))
    consent(house, "measured", uses=("measure",))
    first, second = job(), job(shot="sh020")
    take = delivered(replace(first, measuring=asked(house, first)))
    assert take.drift[0].measured and len(list(kept_faces(house.show / "cast"))) == 1
    house.sites.rights("S").revoke("measured", "legal", "she changed her mind")

    def opened(*_: object) -> None:
        raise AssertionError("a network was opened")

    monkeypatch.setattr("secondunit.engines.drift.measuring.IdentityNetworks.of_store", opened)
    take = delivered(replace(second, measuring=asked(house, second)))
    [drift] = take.drift
    assert "no consent to measure Jane Doe's likeness in 2 of 2 frames from 1001" in drift.sentence
    assert any("secondunit faces erase grace --show S" in remark for remark in drift.remarks)
    assert len(list(kept_faces(house.show / "cast"))) == 1
    assert not any("drift" in remark for remark in take.remarks)


def test_work_that_comes_without_a_word_of_its_show_measures_nobody_who_is_named(
    house: Any, job: Callable[..., Work]
) -> None:
    consent(house)
    [drift] = delivered(job()).drift
    assert not drift.measured and "Jane Doe" in drift.sentence
    assert drift.remarks == ("The show was not asked for a consent.",)


def test_who_is_on_record_in_the_plate_is_asked_too(house: Any, job: Callable[..., Work]) -> None:
    consent(house)
    work = job()
    plate = house.folder / "plate.exr"
    plate.write_bytes(b"a plate")
    house.on_record(plate, kind=MaterialKind.LIKENESS, persons=("Kim Roe",))
    Path(work.scratch, PREPARED).write_text(dumps(house.prepared(work, 1, [plate])), "utf-8")
    assert asked(house, work).lacking == ("Kim Roe",)


def test_a_show_may_measure_nobody_or_everybody(house: Any, job: Callable[..., Work]) -> None:
    consent(house, uses=("crowd",))
    work = job()
    house.rules(add=TERMS + 'measure_consent = "never"\n')
    assert asked(house, work) == MeasuringConsent()
    house.rules(add=TERMS + 'measure_consent = "always"\n')
    unnamed = replace(work, brief=replace(work.brief, cast=(replace(work.brief.cast[0], persons=()),)))
    assert asked(house, unnamed).lacking == ("grace",)
    house.rules(add=TERMS)
    assert asked(house, unnamed) == MeasuringConsent()


def test_where_nobody_can_be_asked_nothing_is_measured(house: Any, job: Callable[..., Work]) -> None:
    consent(house)
    work = job()
    house.write("rights.toml", "this is no TOML")
    said = asked(house, work)
    assert said.lacking == ("Jane Doe",) and said.why[0].startswith("It cannot be asked: ")


def test_of_a_face_that_was_erased_no_byte_is_left_in_files_database_previews_or_logs(
    house: Any, job: Callable[..., Work], monkeypatch: pytest.MonkeyPatch, run_faces: Callable[..., int]
) -> None:
    networks()
    monkeypatch.setenv("SECONDUNIT_WEIGHTS", str(weights_folder()))
    log = logging.FileHandler(house.home.root / "service.log")
    logging.getLogger().addHandler(log)
    monkeypatch.setattr(logging.getLogger(), "level", logging.DEBUG)
    consent(house)
    work = job()
    work = replace(work, measuring=asked(house, work))
    take = delivered(work)
    SitesGateway(house.sites).seal(take, work)
    store = Store(house.home.database)
    store.write(lambda transaction: takes.add(transaction, take, work.brief))
    store.close()
    log.close()
    logging.getLogger().removeHandler(log)
    [face] = kept_faces(house.show / "cast")
    assert holders(house.folder, face.description) == {face.path}
    assert run_faces("grace") == 1
    assert holders(house.folder, face.description) == set()
    [row] = house.ledger("faces_erased")
    assert row.body == {"character": "grace", "faces": 1, "why": "she asked"}


@pytest.fixture
def run_faces(house: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Erases what is kept of a character by the command line, in the house's home."""
    from secondunit.cli import main

    def erase(character: str) -> int:
        monkeypatch.setenv("SECONDUNIT_HOME", str(house.home.root))
        monkeypatch.setenv("SECONDUNIT_SHOWS", str(house.show.parent))
        assert main(["faces", "erase", character, "--show", "S", "--why", "she asked"]) == 0
        return len(house.ledger("faces_erased"))

    return erase


def holders(folder: Path, description: Any) -> set[Path]:
    """The files below a folder that hold two neighbours of a description, as bytes or as text."""
    numbers = [float(number) for number in description]
    pairs = list(pairwise(numbers))
    traces = [json.dumps([round(a, 6), round(b, 6)])[1:-1].encode() for a, b in pairs]
    for kind in ("<f4", ">f4", "<f8", ">f8"):
        traces += [np.array(pair, kind).tobytes() for pair in pairs]
    whole = np.array(numbers, "<f4").tobytes()
    for start in range(3):  # base 64 begins a new letter every third byte
        traces.append(base64.b64encode(whole[start : start + 48])[4:-4])
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path for path in files if any(trace in path.read_bytes() for trace in traces)}


@pytest.mark.parametrize(("maker", "reads"), [(Brief.provider, 0), ("studio", 1)])
def test_only_a_take_that_was_asked_for_elsewhere_is_looked_up_in_the_ledger(
    house: Any, job: Callable[..., Work], monkeypatch: pytest.MonkeyPatch, maker: str, reads: int
) -> None:
    work = job()
    asked_for: list[str] = []
    monkeypatch.setattr(ShowRights, "rule_of", lambda self, job: asked_for.append(job) or "")
    SitesGateway(house.sites).with_terms(replace(work, brief=replace(work.brief, provider=maker)))
    assert len(asked_for) == reads
