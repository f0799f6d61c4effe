"""Providers in the panel: choosers, terms, price and verdict, approval, offers, uncertain jobs, takes."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.qt.binding import Qt, QtWidgets
from secondunit.wire import CastPin, FrameRange, JobState, Money, Problem, RoundTrip
from secondunit.wire.cast import PersonConsent
from secondunit.wire.errors import ProviderError, Uncertain

LEFT = Qt.MouseButton.LeftButton
staging = sys.modules["secondunit_qt_staging"]
offered = staging.load("secondunit_test_offered", Path(__file__).parents[1] / "host" / "offered.py")
RAY = {"provider": "bedrock", "model": "luma.ray-v2:0", "cost": Money("1.20")}


@pytest.fixture
def served(service: Any) -> Any:
    """A service that offers everybody, and lacks two."""
    service.capabilities = (*service.capabilities, *offered.ALL)
    service.absent = offered.ABSENT
    service.estimates = {"bedrock": offered.ALLOWED}
    service.offers = offered.OFFERS
    return service


@pytest.fixture
def asked(served: Any, make_panel: Any, session: Any, qtbot: Any) -> Any:
    """A panel whose provider is chosen: Ray2, for a clip."""
    panel = make_panel(session)
    qtbot.waitUntil(lambda: len(session.panel.capabilities) > 2 and session.panel.estimate is not None)
    for name, value in (("task", "video"), ("provider", "bedrock"), ("model", "luma.ray-v2:0")):
        session.set(name, value)
    qtbot.waitUntil(lambda: panel.form.complete and panel.form.provider is not None)
    qtbot.waitUntil(lambda: session.panel.estimate is not None and session.panel.estimate.pieces == 2)
    return panel


def pick(qtbot: Any, choice: Any, value: str) -> None:
    """Choose a value as by a click on it."""
    row = choice.findData(value)
    assert row >= 0
    choice.setCurrentIndex(row)
    choice.activated.emit(row)
    qtbot.wait(1)


def test_task_provider_and_model_are_chosen_from_top_to_bottom(asked: Any, session: Any, qtbot: Any) -> None:
    titles = list(asked.form.groups)
    assert titles[:3] == ["Shot", "Provider", "Brief"], "whom one asks comes before what is asked"
    provider = asked.form.provider
    assert provider.task.isVisible() and provider.task.currentText() == "Clip"
    pick(qtbot, provider.task, "inpaint")
    pick(qtbot, provider.provider, "bedrock")
    qtbot.waitUntil(lambda: "Stable Inpaint" in asked.form.groups)
    assert provider.model.currentText() == "Stable Inpaint"
    assert "a matte (needed)" in provider.terms.text()
    qtbot.waitUntil(lambda: "controls.grow_mask" in asked.form.rows)
    assert "kind" not in asked.form.rows
    pick(qtbot, provider.task, "element")
    qtbot.waitUntil(lambda: "kind" in asked.form.rows and "Stable Inpaint" not in asked.form.groups)


def test_a_provider_that_is_absent_is_seen_with_its_reason_and_cannot_be_chosen(
    asked: Any, qtbot: Any
) -> None:
    choice = asked.form.provider.provider
    row = choice.findData("runway")
    assert choice.itemText(row) == "Runway: There is no key named runway."
    assert not choice.model().item(row).isEnabled()
    assert "secondunit secret" in choice.itemData(row, int(Qt.ItemDataRole.ToolTipRole))
    assert asked.form.provider.terms.text().endswith("Not here now: Runway, Folder.")
    assert not asked.form.provider.further.isVisible()
    asked.session.panel.replace({**asked.session.panel.fields.hand, "provider": "runway"})
    qtbot.waitUntil(lambda: asked.form.provider.where.text().startswith("There is no key named runway."))
    asked.session.set("provider", "bedrock")
    asked.session.set("model", "luma.ray-v2:0")
    qtbot.waitUntil(lambda: asked.form.provider.where.text() == "Material leaves this machine.")
    qtbot.mouseClick(asked.form.provider.more, LEFT)
    assert "Works at 1280 x 720" in asked.form.provider.further.text()
    assert "The watched folder is not mounted." in asked.form.provider.further.text()


def test_a_workflow_that_is_no_model_is_seen_with_its_reason(
    served: Any, make_panel: Any, session: Any, qtbot: Any
) -> None:
    served.capabilities = (*served.capabilities, offered.BROKEN)
    panel = make_panel(session)
    qtbot.waitUntil(lambda: len(session.panel.capabilities) > 2)
    for name, value in (("task", "restyle"), ("provider", "comfyui")):
        session.set(name, value)
    qtbot.waitUntil(lambda: panel.form.complete and panel.form.provider is not None)
    choice = panel.form.provider.model
    qtbot.waitUntil(lambda: choice.findData("restyle_page") >= 0)
    row = choice.findData("restyle_page")
    assert choice.itemText(row) == "restyle page: This is not a workflow in API format."
    enabled = choice.model().flags(choice.model().index(row, 0)) & Qt.ItemFlag.ItemIsEnabled
    assert not enabled and choice.isVisible()
    assert "Export (API)" in choice.itemData(row, int(Qt.ItemDataRole.ToolTipRole))
    qtbot.mouseClick(panel.form.provider.more, LEFT)
    assert "ComfyUI, restyle page: This is not a workflow" in panel.form.provider.further.text()


def test_price_what_leaves_and_the_rule_stand_at_the_button(asked: Any, session: Any, qtbot: Any) -> None:
    session.set("prompt", "a street")
    bar = asked.estimate
    qtbot.waitUntil(lambda: bar.leaves.text() == "Leaves this machine: the prompt, to Bedrock")
    qtbot.waitUntil(lambda: bar.takes.text() == "About 1.20 USD, 2 requests, 40 s.")
    assert "The rule 'ray for plates' allows" in bar.verdict.text()
    assert bar.button.isEnabled() and bar.approval is None


def test_refused_the_button_is_off_and_another_fills_the_form(
    asked: Any, served: Any, session: Any, qtbot: Any
) -> None:
    served.estimates["bedrock"] = offered.REFUSED
    session.set("prompt", "her face")
    bar = asked.estimate
    qtbot.waitUntil(lambda: bar.offers is not None and len(bar.offers.buttons) == 2)
    assert not bar.button.isEnabled()
    assert "No rule allows" in bar.button.accessibleDescription()
    jobs = len(served.jobs)
    session.set("task", "restyle")
    bar.offers.buttons[0].click()
    assert session.panel.fields.value("provider") == "comfyui"
    assert len(served.jobs) == jobs


def test_what_the_model_lacks_stands_at_the_button(asked: Any, served: Any, session: Any, qtbot: Any) -> None:
    lacks = Problem("input.bad", "This model needs a matte.", "Choose or draw one.", where="matte")
    served.estimates["bedrock"] = replace(offered.ALLOWED, problems=(lacks,))
    session.set("prompt", "no rig")
    asked.estimate.show_estimate()
    assert asked.estimate.verdict.text() == "Waits for the estimate."
    qtbot.waitUntil(lambda: "needs a matte" in asked.estimate.verdict.text())
    assert not asked.estimate.button.isEnabled()


def test_an_approval_is_given_in_two_presses_up_to_a_ceiling(
    asked: Any, served: Any, session: Any, qtbot: Any
) -> None:
    served.estimates["bedrock"] = offered.UNAPPROVED
    session.set("prompt", "a street")
    bar = asked.estimate
    qtbot.waitUntil(lambda: bar.approval is not None and bar.approval.isVisible())
    assert "ana or you may approve it" in bar.verdict.text()
    assert not bar.button.isEnabled() and not bar.approval.yes.isVisible()
    qtbot.mouseClick(bar.approval.ask, LEFT)
    assert bar.approval.ceiling.text() == "1.20" and not served.approvals
    bar.approval.ceiling.selectAll()
    qtbot.keyClicks(bar.approval.ceiling, "2.50")
    qtbot.mouseClick(bar.approval.yes, LEFT)
    qtbot.waitUntil(lambda: bar.button.isEnabled())
    assert [(yes.by, yes.ceiling) for yes in served.approvals] == [("kim", Money("2.50"))]
    assert not bar.approval.isVisible()


def test_a_ceiling_that_was_typed_stays_while_the_note_is_written(
    asked: Any, served: Any, session: Any, qtbot: Any
) -> None:
    served.estimates["bedrock"] = offered.UNAPPROVED
    session.set("prompt", "a street")
    bar = asked.estimate
    qtbot.waitUntil(lambda: bar.approval is not None and bar.approval.isVisible())
    qtbot.mouseClick(bar.approval.ask, LEFT)
    bar.approval.ceiling.selectAll()
    qtbot.keyClicks(bar.approval.ceiling, "2.50")
    qtbot.keyClick(bar.approval.ceiling, Qt.Key.Key_Tab)
    bar.show_estimate()
    assert bar.approval.ceiling.text() == "2.50"


def test_nobody_else_sees_the_button_that_approves(asked: Any, served: Any, session: Any, qtbot: Any) -> None:
    served.estimates["bedrock"] = replace(offered.UNAPPROVED, approvers=("ana",))
    session.set("prompt", "a street")
    qtbot.waitUntil(lambda: "ana may approve it" in asked.estimate.verdict.text())
    assert asked.estimate.approval is None


def test_the_prompt_asks_for_what_the_task_needs(asked: Any, session: Any, qtbot: Any) -> None:
    prompt = asked.form.prompt
    assert "how the camera moves" in prompt.text.placeholderText()
    session.set("prompt", "sharp")
    session.set("task", "upscale")
    session.set("provider", "bedrock")
    qtbot.waitUntil(lambda: prompt.text.placeholderText() == "This model takes no words.")
    assert prompt.ignored.text() == "This model takes no words: they are kept here and not sent."
    session.set("task", "inpaint")
    qtbot.waitUntil(lambda: "What stands there instead" in prompt.text.placeholderText())
    assert prompt.text.toPlainText() == "sharp" and not prompt.ignored.text()


def test_references_take_the_roles_of_the_model(asked: Any, session: Any, qtbot: Any, tmp_path: Path) -> None:
    group = asked.form.groups["References"]
    qtbot.waitUntil(lambda: not group.isHidden())
    group.open()
    asked.form.finish()
    session.commands.add_reference("/a.png", "style")
    references = asked.form.references
    qtbot.waitUntil(lambda: len(references.cards) == 1)
    role = references.cards[0].role
    assert [role.itemText(row) for row in range(role.count())] == [
        "First frame", "Last frame", "Style (not taken)",
    ]  # fmt: skip
    assert "role the chosen model does not take" in references.said.text()
    pick(qtbot, role, "last_frame")
    qtbot.waitUntil(lambda: [one.role for one in session.panel.used_references] == ["last_frame"])


def test_characters_are_chosen_from_the_shows_cast(asked: Any, served: Any, session: Any, qtbot: Any) -> None:
    served.cast = offered.CAST
    for name, value in (("task", "restyle"), ("provider", "comfyui")):
        session.set(name, value)
    qtbot.waitUntil(lambda: "restyle_dream" in asked.form.groups)
    assert not asked.form.groups["Cast"].isHidden()
    asked.form.groups["Cast"].open()
    asked.form.finish()
    cast = asked.form.cast
    qtbot.waitUntil(lambda: len(cast.slots) == 1 and cast.slots[0].name.count() == 3)
    first = cast.slots[0]
    assert [first.name.itemText(row) for row in range(3)] == [
        "No character", "Ingrid (Ingrid, act two)", "Ola",
    ]  # fmt: skip
    assert not first.version.isEnabled()
    pick(qtbot, first.name, "Ingrid")
    qtbot.waitUntil(lambda: len(cast.slots) == 2)
    assert chosen(session) == [("Ingrid", 4)], "the newest that can be used"
    assert [first.version.itemText(row) for row in range(3)] == ["v005", "v004", "v003"]
    assert not first.version.model().item(0).isEnabled() and first.newer.isHidden()
    qtbot.waitUntil(lambda: first.picture.pixmap() is not None and not first.picture.pixmap().isNull())
    before = first.picture.pixmap().toImage().pixelColor(20, 20)
    pick(qtbot, first.version, "3")
    qtbot.waitUntil(lambda: chosen(session) == [("Ingrid", 3)])
    qtbot.waitUntil(lambda: not first.newer.isHidden() and "v004 is newer" in first.newer.text())
    qtbot.waitUntil(
        lambda: (
            not first.picture.pixmap().isNull()
            and first.picture.pixmap().toImage().pixelColor(20, 20) != before
        )
    )
    pick(qtbot, first.name, "Ingrid")
    assert chosen(session) == [("Ingrid", 3)], "choosing who is there changes no version"
    pick(qtbot, cast.slots[1].name, "Ola")
    qtbot.waitUntil(lambda: chosen(session) == [("Ingrid", 3), ("Ola", 1)])
    pick(qtbot, first.name, "")
    qtbot.waitUntil(lambda: chosen(session) == [("Ola", 1)] and len(cast.slots) == 2)


def test_a_character_comes_in_as_it_is_pinned_and_its_sheet_is_seen(
    asked: Any, served: Any, session: Any, qtbot: Any
) -> None:
    shot = session.panel.shot_name
    served.cast = replace(offered.CAST, pins=(CastPin("Ingrid", 3, shot=shot),))
    for name, value in (("task", "restyle"), ("provider", "comfyui")):
        session.set(name, value)
    qtbot.waitUntil(lambda: "restyle_dream" in asked.form.groups)
    asked.form.groups["Cast"].open()
    asked.form.finish()
    cast = asked.form.cast
    qtbot.waitUntil(lambda: len(cast.slots) == 1 and cast.slots[0].name.count() == 3)
    first = cast.slots[0]
    assert first.versions.isHidden() and first.consents.isHidden()
    pick(qtbot, first.name, "Ingrid")
    qtbot.waitUntil(lambda: chosen(session) == [("Ingrid", 3)])
    qtbot.waitUntil(lambda: first.pin.text() == f"It is pinned for {shot}.")
    assert first.newer.isHidden(), "what is pinned is not asked to be newer"
    assert [button.text() for button in first.versions.buttons] == ["v004", "v003 \u2022"]
    assert [button.isChecked() for button in first.versions.buttons] == [False, True]
    qtbot.waitUntil(lambda: not first.versions.buttons[0].icon().isNull())
    first.versions.buttons[0].click()
    qtbot.waitUntil(lambda: chosen(session) == [("Ingrid", 4)])
    qtbot.waitUntil(lambda: first.pin.text() == f"v003 is pinned for {shot}.")
    assert first.appearance.text() == "red coat, torn at the sleeve, 34, burn on the cheek"
    assert first.remarks.text() == "front.png shows 2 faces: takes are held against the largest."
    assert first.consents.isHidden()
    withdrawn = PersonConsent("Ada Lind", reason="the consent was withdrawn on 2026-11-30")
    served.cast = replace(served.cast, consents=(withdrawn,))
    session.panel.outside.characters.ask()
    qtbot.waitUntil(lambda: first.consents.text() == "Ada Lind: the consent was withdrawn on 2026-11-30.")


def chosen(session: Any) -> list[tuple[str, int]]:
    return [(one.name, one.version) for one in session.panel.outside.cast]


def test_a_character_that_is_not_in_the_cast_stays_seen_and_an_empty_cast_says_where_it_lies(
    asked: Any, served: Any, session: Any, qtbot: Any
) -> None:
    served.cast = replace(offered.CAST, characters=())
    for name, value in (("task", "restyle"), ("provider", "comfyui")):
        session.set(name, value)
    qtbot.waitUntil(lambda: "restyle_dream" in asked.form.groups)
    asked.form.groups["Cast"].open()
    asked.form.finish()
    session.commands.change_cast(0, "Eve", 7)
    cast = asked.form.cast
    qtbot.waitUntil(lambda: len(cast.slots) == 2)
    assert cast.slots[0].name.currentText() == "Eve (not here)"
    assert cast.slots[0].version.currentText() == "7 (not here)"
    qtbot.waitUntil(lambda: "/shows/nordlys/cast/NAME/v001" in cast.said.text())


def test_an_uncertain_job_is_decided_by_its_buttons_and_by_no_key(
    asked: Any, served: Any, session: Any, qtbot: Any
) -> None:
    job = served.make_job(**RAY)
    served.change(job.id, state=JobState.UNCERTAIN, problem=Uncertain("No answer came.").problem)
    queue = asked.queue
    qtbot.waitUntil(lambda: queue.model.rowCount() == 1 and queue.model.rows[0].uncertain)
    asked.show_part("queue")
    queue.list.setCurrentIndex(queue.model.index(0, 0))
    assert (queue.cancel.text(), queue.retry.text()) == ("&Give up", "&Send again")
    assert "paid for, twice" in queue.beneath.advice.text()
    assert "1.20 USD held" in queue.beneath.detail.text()
    for key in (Qt.Key.Key_R, Qt.Key.Key_Delete):
        qtbot.keyClick(queue.list, key)
    qtbot.wait(60)
    assert served.jobs[job.id].state is JobState.UNCERTAIN
    qtbot.mouseClick(queue.retry, LEFT)
    qtbot.waitUntil(lambda: served.jobs[job.id].state is JobState.PLANNED)


def test_a_failed_job_offers_others_that_fill_the_form(
    asked: Any, served: Any, session: Any, qtbot: Any
) -> None:
    session.set("prompt", "rain on glass")
    session.commands.generate()
    qtbot.waitUntil(lambda: bool(session.panel.own_jobs))
    (job,) = session.panel.own_jobs
    served.change(job, state=JobState.FAILED, problem=ProviderError("Refused by a filter.").problem)
    queue = asked.queue
    qtbot.waitUntil(lambda: queue.model.rowCount() == 1 and queue.model.rows[0].problem is not None)
    asked.show_part("queue")
    queue.list.setCurrentIndex(queue.model.index(0, 0))
    qtbot.waitUntil(lambda: queue.beneath is not None and len(queue.beneath.offers.buttons) == 2)
    said = [label.text() for label in queue.beneath.offers.findChildren(QtWidgets.QLabel)]
    assert any(text.startswith("Try Luma ray-3.2: 0.90 USD, 40 s. The rule") for text in said)
    session.set("prompt", "another")
    queue.beneath.offers.buttons[1].click()
    qtbot.waitUntil(lambda: session.panel.fields.value("prompt") == "rain on glass")
    assert session.panel.fields.value("provider") == "luma"
    assert len(served.jobs) == 1


def test_a_take_says_who_made_it_how_the_way_was_and_that_it_is_signed(
    asked: Any, served: Any, session: Any, qtbot: Any, tmp_path: Path
) -> None:
    (tmp_path / "frames.json.c2pa").write_bytes(b"x")
    job = served.make_job(state=JobState.DONE, frames=FrameRange(1001, 1004))
    take = served.add_take(
        staging.loopback.take_of(
            job, folder=str(tmp_path), made_by="AI model", provider="bedrock", model="luma.ray-v2:0",
            round_trip=RoundTrip(delta_e=0.42),
        )
    )  # fmt: skip
    viewer = asked.takes.viewer
    session.viewer.show(take.id)
    qtbot.waitUntil(lambda: session.panel.takes.get(take.id) is not None)
    session.panel.touch("takes")
    said = "Signed (C2PA)   round trip 8-bit sRGB, ΔE 0.42 (not seen)"
    qtbot.waitUntil(lambda: viewer.made.accessibleName() == said)
    assert viewer.facts.accessibleName().startswith("AI model (Bedrock, Ray2)")


def test_one_picture_or_every_frame_is_said_in_words_and_set_by_keys(
    asked: Any, session: Any, qtbot: Any
) -> None:
    session.host.plates["bg"] = staging.PLATE
    session.use_source("bg")
    session.set("task", "inpaint")
    qtbot.waitUntil(lambda: "every_frame" in asked.form.rows and "plate_frame" in asked.form.rows)
    editor = asked.form.rows["every_frame"].editor
    assert editor.means.text() == "One picture, held"
    editor.switch.setFocus()
    qtbot.keyClick(editor.switch, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "plate_frame" not in asked.form.rows and asked.form.complete)
    assert asked.form.rows["every_frame"].editor.means.text() == "Every frame by itself"
    switch = asked.form.rows["every_frame"].editor.switch
    assert switch in asked.form.stops() and switch.hasFocus(), "its row is another one, the focus is kept"
    assert session.panel.brief().fitting.every_frame is True


def test_what_an_offer_filled_in_is_said_over_the_button_until_it_is_changed(
    asked: Any, served: Any, session: Any, qtbot: Any
) -> None:
    job = served.make_job(**RAY)
    served.briefs[job.id] = replace(session.panel.brief(), prompt="rain on glass", seed=5)
    session.commands.take_offer("bedrock", "luma.ray-v2:0", job.id)
    bar = asked.estimate
    qtbot.waitUntil(lambda: bar.filled.isVisible())
    assert "prompt, seed 5. Nothing is sent before you press Generate." in bar.filled.text()
    qtbot.waitUntil(lambda: bar.leaves.text() == "Leaves this machine: the prompt, to Bedrock")
    session.set("seed", 6)
    qtbot.waitUntil(lambda: not bar.filled.isVisible())


def test_a_job_that_waits_for_a_decision_is_counted_as_such_and_not_as_failed(
    asked: Any, served: Any, qtbot: Any
) -> None:
    job = served.make_job(show="show", shot="shot", **RAY)
    served.change(job.id, state=JobState.UNCERTAIN, problem=Uncertain("No answer came.").problem)
    qtbot.waitUntil(lambda: asked.queue.said.text() == "Queue: no job is running, 1 to decide")
