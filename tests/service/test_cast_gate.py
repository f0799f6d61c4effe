"""A brief's cast on its way out: which pictures go, what the gate is asked, and what stops them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from secondunit.engines.delivery import take_facts
from secondunit.engines.names import BRIEF_FILE
from secondunit.engines.prepare_step import prepare
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.rights.consent import Consent, Replica
from secondunit.service.ingredients import ingredients
from secondunit.wire import Brief, CastMember, Estimate, Intake, Prepared, Reference, Work, loads
from secondunit.wire.rights import MaterialKind

ADA = (CastMember("ada", 1),)
CONSENT = Consent("Jane Doe", Replica.ALTERATION, ("crowd",), ("S",), ("studio",), "2026-01-01",
                  "2099-01-01", "Jane Doe", "2026-01-01")  # fmt: skip


@pytest.fixture
def cast(house: Any, gates: Any) -> Callable[..., Path]:
    """Puts a character into the show's cast; the models of the house take any reference, three of them."""
    models = [replace(gates.STILL, references=3, intake=Intake(most_side=2048)), gates.STILL]
    house.rules(add="[terms]\ninput_rights = false\n")
    house.models["studio"] = [models[0], replace(models[1], model="styled", model_label="Styled")]

    def put(name: str = "ada", number: int = 1, persons: tuple[str, ...] = (), *files: str) -> Path:
        folder = Path(house.show) / "cast" / name / f"v{number:03d}"
        folder.mkdir(parents=True)
        for place, file in enumerate(files or ("front.png",)):
            color = (40 * place + number, 80, sum(name.encode()) % 256)
            if file.endswith(".exr"):
                write_exr(folder / file, Picture.of(np.full((32, 48, 3), 0.18, np.float32)))
            else:
                Image.new("RGB", (48, 32), color).save(folder / file)
        if persons:
            (folder / "character.toml").write_text(f"persons = {list(persons)}", "utf-8")
        return folder

    return put


@pytest.fixture
def estimate(house: Any) -> Callable[..., Estimate]:
    def make(**changes: Any) -> Estimate:
        return house.planner.plan(house.brief(**changes), "bob").estimate

    return make


def out(house: Any, **changes: Any) -> tuple[Work, Prepared]:
    """A job and what it really prepares."""
    work = house.work(house.brief(**changes))
    Path(work.scratch).mkdir(parents=True)
    Path(work.staging).mkdir(parents=True)
    return work, prepare(work)


def test_a_member_that_is_not_there_is_a_problem_with_a_remedy(
    cast: Any, estimate: Callable[..., Estimate]
) -> None:
    cast("ada", 2)
    for member, message in ((CastMember("ada", 1), "ada has no v001."), (CastMember("eve", 1), "no eve.")):
        found = estimate(cast=(member,))
        assert len(found.problems) == 1 and found.problems[0].message.endswith(message)
        assert found.problems[0].where == "cast" and found.problems[0].remedy
    assert not estimate(cast=(CastMember("ada", 2),)).problems


def test_pictures_leave_before_the_references_under_the_name_of_their_character(
    house: Any, cast: Any
) -> None:
    folder = cast("Ada Lind", 3, ("Jane Doe",), "side.exr", "front.png")
    work, made = out(house, cast=(CastMember("Ada Lind", 3),), references=(real(house),))
    files = made.pieces[0].files
    assert [(file.role, file.about, file.persons) for file in files] == [
        ("reference", "Ada Lind", ("Jane Doe",)),
        ("reference", "Ada Lind", ("Jane Doe",)),
        ("reference", "style", ()),
    ]
    assert [file.sources[0] for file in files[:2]] == [
        sha256((folder / name).read_bytes()).hexdigest() for name in ("front.png", "side.exr")
    ]
    with Image.open(Path(work.scratch) / files[1].path) as shown:
        assert shown.mode == "RGB" and 80 < shown.getpixel((4, 4))[0] < 125
    request = house.crossing(work, made).requests()[0]
    assert [given.about for given in request.of("reference")] == ["Ada Lind", "Ada Lind", "style"]
    sent = house.made["studio"][0].requests[-1]
    assert [given.about for given in sent.of("reference")] == ["Ada Lind", "Ada Lind", "style"]


def real(house: Any) -> Reference:
    path = house.folder / "look.png"
    Image.new("RGB", (20, 20), (1, 2, 3)).save(path)
    return Reference(str(path), "style")


def test_prepared_files_are_made_anew_when_a_picture_changed(house: Any, cast: Any) -> None:
    folder = cast("ada", 1)
    work, made = out(house, cast=ADA)
    assert prepare(work) == made
    Image.new("RGB", (48, 32), (9, 200, 9)).save(folder / "front.png")
    assert prepare(work).pieces[0].files[0].sha256 != made.pieces[0].files[0].sha256


def test_what_does_not_fit_is_said_and_what_cannot_fit_is_refused(
    house: Any, cast: Any, estimate: Callable[..., Estimate]
) -> None:
    cast("ada", 1, (), "front.png", "side.png", "x.png")
    cast("bob", 1)
    both = (*ADA, CastMember("bob", 1))
    found = estimate(cast=both)
    assert found.warnings == ("Still is shown 2 of the 3 pictures of ada: front.png, side.png.",)
    assert found.allowed and not found.problems
    reference = house.reference()
    found = estimate(cast=both, references=(reference, house.reference("b.png")))
    assert "takes at most 3 pictures beside the plate" in found.problems[0].message
    found = estimate(cast=ADA, model="styled")
    assert found.problems[0].message == "Styled takes no characters."


def test_a_character_that_shows_nobody_is_a_concept(house: Any, cast: Any) -> None:
    cast("ada", 1)
    work, made = out(house, cast=ADA)
    given = house.crossing(work, made).decide()
    assert given.allowed and "concept" in given.sentence and given.hashes


def test_a_person_in_the_cast_asks_for_consent_before_anything_is_made(
    house: Any, cast: Any, estimate: Callable[..., Estimate]
) -> None:
    cast("ada", 1, ("Jane Doe",))
    found = estimate(cast=ADA, use="crowd")
    assert not found.allowed and "there is no consent of Jane Doe" in found.verdict
    house.sites.rights("S").consent("jane", CONSENT, "legal")
    assert "does not describe the use" in estimate(cast=ADA, use="stunt").verdict
    found = estimate(cast=ADA, use="crowd")
    assert found.allowed and "likeness" in found.verdict


def test_a_consent_that_is_revoked_stops_what_was_prepared(house: Any, cast: Any) -> None:
    cast("ada", 1, ("Jane Doe",))
    work, made = out(house, cast=ADA, use="crowd")
    crossing = house.crossing(work, made)
    assert "there is no consent of Jane Doe" in crossing.decide().sentence
    rights = house.sites.rights("S")
    rights.consent("jane", CONSENT, "legal")
    given = house.crossing(work, made, 2).decide()
    assert given.allowed and "likeness" in given.sentence
    rights.revoke("jane", "legal", "she changed her mind")
    for attempt in (2, 3):
        crossing = house.crossing(work, made, attempt)
        assert not crossing.still().allowed and "Jane Doe" in crossing.still().sentence
    assert house.ledger("stopped")


def test_a_picture_on_record_as_something_else_is_not_sent_as_a_likeness(
    house: Any, cast: Any, estimate: Callable[..., Estimate]
) -> None:
    folder = cast("ada", 1, ("Jane Doe",))
    house.sites.rights("S").consent("jane", CONSENT, "legal")
    house.on_record(folder / "front.png", kind=MaterialKind.LIKENESS, persons=("Jane Doe", "Kim Roe"))
    found = estimate(cast=ADA, use="crowd")
    assert "there is no consent of Kim Roe" in found.verdict
    other = cast("bob", 1, ("Jane Doe",))
    house.on_record(other / "front.png", kind=MaterialKind.CONCEPT)
    found = estimate(cast=(CastMember("bob", 1),), use="crowd")
    assert not found.allowed and "called a likeness and is on record as a concept" in found.verdict


def test_where_a_show_wants_rights_on_record_the_cast_is_no_exception(
    house: Any, cast: Any, estimate: Callable[..., Estimate]
) -> None:
    folder = cast("ada", 1, ("Jane Doe",))
    house.rules()
    house.sites.rights("S").consent("jane", CONSENT, "legal")
    digest = sha256((folder / "front.png").read_bytes()).hexdigest()
    named = f"the rights of the likeness front.png ({digest[:12]}) are not on record"
    assert named in estimate(cast=ADA, use="crowd").verdict
    refused = f"the rights of the likeness {digest[:12]} are not on record"
    work, made = out(house, cast=ADA, use="crowd")
    assert refused in house.crossing(work, made).decide().sentence
    house.on_record(folder / "front.png", kind=MaterialKind.LIKENESS, persons=("Jane Doe",))
    assert estimate(cast=ADA, use="crowd").allowed
    assert house.crossing(work, made, 2).decide().allowed


@pytest.mark.parametrize("change", ["picture", "words", "new words"])
def test_what_was_changed_since_does_not_leave(house: Any, cast: Any, change: str) -> None:
    folder = cast("ada", 1, () if change == "new words" else ("Jane Doe",))
    house.sites.rights("S").consent("jane", CONSENT, "legal")
    work, made = out(house, cast=ADA, use="crowd")
    if change == "picture":
        Image.new("RGB", (48, 32), (9, 200, 9)).save(folder / "front.png")
    else:
        (folder / "character.toml").write_text('persons = ["Kim Roe"]', "utf-8")
    given = house.crossing(work, made).decide()
    assert not given.allowed and "A file of the brief was changed since" in given.sentence


def test_a_brief_does_not_say_itself_who_is_seen_or_what_is_sent(
    house: Any, cast: Any, estimate: Callable[..., Estimate]
) -> None:
    cast("ada", 1, ("Jane Doe",))
    secret = house.folder / "secret.png"
    secret.write_bytes(b"x")
    lie = (CastMember("ada", 1, (str(secret),), ("Nobody",)),)
    honest, lied = estimate(cast=ADA, use="crowd"), estimate(cast=lie, use="crowd")
    assert honest.brief_digest == lied.brief_digest and honest.verdict == lied.verdict
    kept = house.planner.plan(house.brief(cast=lie, provider="onboard"), "bob")
    assert kept.brief.cast == ADA
    assert "takes no characters" in " ".join(kept.estimate.warnings)


def test_who_is_in_the_cast_does_not_leave_as_a_mere_reference(
    house: Any, cast: Any, estimate: Callable[..., Estimate]
) -> None:
    folder, other = cast("ada", 1, ("Jane Doe",)), cast("sea", 1)
    link = house.folder / "look.png"
    link.symlink_to(folder / "front.png")
    for path in (folder / "front.png", link, folder / ".." / "v001" / "front.png"):
        found = estimate(references=(Reference(str(path), "style"),))
        assert [problem.where for problem in found.problems] == ["references[0]"], path
        assert "Jane Doe" in found.problems[0].message and "ada v001" in found.problems[0].remedy
    assert not estimate(references=(Reference(str(other / "front.png"), "style"),)).problems
    round_about = house.folder / "round.png"
    round_about.symlink_to(round_about)
    assert estimate(references=(Reference(str(round_about), "style"),)).problems


def test_a_take_is_linked_to_each_picture_of_the_cast_that_it_was_made_of(house: Any, cast: Any) -> None:
    folder = cast("ada", 1, (), "front.png", "side.png")
    work = house.work(house.brief(cast=ADA))
    facts = take_facts(work, 1, layers=(), made_by="AI model", maker="Still")
    take = replace(facts, folder=str(house.folder / "take"))
    (house.folder / "take").mkdir()
    (house.folder / "take" / BRIEF_FILE).write_text("{}")
    linked = {one.title: one.path for one in ingredients(take, work.brief)}
    assert linked["cast ada v001 front.png"] == folder / "front.png"
    assert linked["cast ada v001 side.png"] == folder / "side.png"


def test_another_version_is_another_brief_and_a_newer_one_changes_nothing(
    cast: Any, estimate: Callable[..., Estimate]
) -> None:
    cast("ada", 1)
    first = estimate(cast=ADA)
    cast("ada", 2)
    assert estimate(cast=ADA).brief_digest == first.brief_digest
    assert estimate(cast=(CastMember("ada", 2),)).brief_digest != first.brief_digest


def test_a_job_keeps_which_pictures_it_was_made_of(house: Any, cast: Any, gate_api: Any) -> None:
    folder = cast("ada", 1, ("Jane Doe",))
    house.sites.rights("S").consent("jane", CONSENT, "legal")
    work = house.work(house.brief(cast=ADA, use="crowd"))
    assert work.brief.cast == (CastMember("ada", 1, (str(folder / "front.png"),), ("Jane Doe",)),)
    from secondunit.wire import dumps

    answer = gate_api.client.post("/v1/jobs", content=dumps(house.brief(cast=ADA, use="crowd")))
    assert answer.status_code == 201, answer.text
    job = answer.json()["id"]
    kept = loads(Brief, gate_api.client.get(f"/v1/jobs/{job}/brief").content)
    assert kept.cast == work.brief.cast


def test_a_selection_says_which_pictures_of_a_character_go_and_in_which_order(
    cast: Any, house: Any, estimate: Callable[..., Estimate]
) -> None:
    folder = cast("ada", 1, (), "front.png", "side.png", "full.png")
    chosen = CastMember("ada", 1, selection=("full.png", "front.png"))
    work, made = out(house, cast=(chosen,))
    sources = [file.sources[0] for file in made.pieces[0].files]
    assert sources == [sha256((folder / name).read_bytes()).hexdigest() for name in ("full.png", "front.png")]
    # What is not shown is still what a take is held against.
    assert work.brief.cast[0].others == (str(folder / "side.png"),)
    plain, other = estimate(cast=ADA), estimate(cast=(chosen,))
    assert len({plain.brief_digest, other.brief_digest}) == 2
    assert any("full.png, front.png" in warning for warning in other.warnings)


@pytest.mark.parametrize("selection", [("gone.png",), ("front.png", "front.png"), ("../v002/front.png",)])
def test_a_selection_of_what_is_not_there_is_a_problem_that_says_what_there_is(
    cast: Any, estimate: Callable[..., Estimate], selection: tuple[str, ...]
) -> None:
    cast("ada", 1, (), "front.png", "side.png")
    cast("ada", 2)
    (problem,) = estimate(cast=(CastMember("ada", 1, selection=selection),)).problems
    assert problem.where == "cast" and "front.png" in problem.remedy and "side.png" in problem.remedy


def test_what_a_brief_says_of_others_is_not_believed(cast: Any, house: Any) -> None:
    cast("ada", 1)
    work = house.work(house.brief(cast=(CastMember("ada", 1, others=("/etc/passwd",)),)))
    assert work.brief.cast[0].others == ()
