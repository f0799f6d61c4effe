"""What stands at a take's sign-off of whose picture it is: near copies, and what its model was trained on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from secondunit.engines.names import BRIEF_FILE
from secondunit.host.whose_picture import copies_line, whose_lines
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.rights.reading import read_provenance
from secondunit.service.outbound.gateway import SitesGateway
from secondunit.service.sealing import seal
from secondunit.wire import ColorSpace, Take, TakeLayer, dumps
from secondunit.wire.near_copy import CopySearch, NearCopy
from secondunit.wire.training import TrainedOn, TrainingTerm

SAYS = """trained_on = ["licensed"]
trained_on_evidence = "legal/letter.pdf"
trained_on_date = 2026-10-01
"""
MAKERS = TrainingTerm((TrainedOn.DISCLOSED,), "LAION-5B, by its model card", "its model card", "2026-11-01")


def allowed(house: Any) -> Any:
    """A job that the gate allowed."""
    work = house.work(house.brief())
    assert house.crossing(work, house.prepared(work)).decide().allowed
    return work


def test_the_rule_that_allowed_a_job_says_what_its_model_was_trained_on(house: Any) -> None:
    house.rules(more=SAYS)
    work = SitesGateway(house.sites).with_terms(allowed(house))
    assert work.training == TrainingTerm(
        (TrainedOn.LICENSED,), "as the rule 'studio stills' has it", "legal/letter.pdf", "2026-10-01"
    )
    assert work.training.sentence == (
        "Trained on licensed material: as the rule 'studio stills' has it (legal/letter.pdf, 2026-10-01)."
    )


def test_where_no_rule_says_it_the_models_maker_does(house: Any) -> None:
    work = allowed(house)
    assert SitesGateway(house.sites).with_terms(work).training is None
    assert work.capability is not None and work.capability.trained_on == ()
    assert replace(work.capability, training=MAKERS).trained_on == (TrainedOn.DISCLOSED,)
    assert MAKERS.sentence == (
        "What it was trained on is published: LAION-5B, by its model card (its model card, 2026-11-01)."
    )
    assert TrainingTerm().sentence == "What it was trained on is unknown."


def test_a_job_that_was_never_judged_has_no_rule(house: Any) -> None:
    work = house.work(house.brief())
    assert house.sites.rights("S").rule_of(work.job) == ""
    assert SitesGateway(house.sites).with_terms(work).training is None


def test_both_are_in_the_signed_list_and_at_the_sign_off(house: Any) -> None:
    brief, folder = house.brief(), house.show / "sh010" / "look" / "v001"
    folder.mkdir(parents=True)
    (folder / BRIEF_FILE).write_text(dumps(brief), "utf-8")
    write_exr(folder / "look_v001.1001.exr", Picture.of(np.full((36, 64, 4), 0.5, np.float32)))
    copies = CopySearch(4, 7, 2, (NearCopy(1002, 0.934, "t9", "sh020/fire v003", 1008, mirrored=True),))
    take = Take(
        "t1", "j1", "S", "sh010", "look", 1, str(folder), brief.frames, brief.rate, brief.format,
        ColorSpace("ACEScg"), "0" * 64, (TakeLayer("beauty", "look_v001.%04d.exr", ("R", "G", "B", "A")),),
        provider="studio", model="still", training=MAKERS, copies=copies,
    )  # fmt: skip
    rights = house.sites.rights("S")
    seal(take, brief, rights)
    read = read_provenance(folder / "look_v001.1001.exr", rights.key.root)
    assert read.trained_on == MAKERS.sentence
    assert read.near_copies == ("Frame 1002 is nearly take sh020/fire v003, frame 1008, mirrored (0.93).")
    assert whose_lines(take) == (copies.sentence, MAKERS.sentence) and copies_line(take)[1]
    assert whose_lines(replace(take, training=None, copies=None)) == ()
    assert not copies_line(replace(take, copies=CopySearch(4, 7, 2)))[1]
