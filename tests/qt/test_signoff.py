"""Sign-offs among the takes: in the gallery, over the picture, and given by presses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.host.signoffs import decision_lines
from secondunit.qt import style
from secondunit.qt.binding import Qt
from secondunit.wire import Decision, SignOff
from secondunit.wire.near_copy import CopySearch, NearCopy
from secondunit.wire.training import TrainedOn, TrainingTerm

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def take(service: Any, online: Any, takes: Any, settle: Callable[..., None], tmp_path: Path) -> Any:
    """A take that is shown."""
    from secondunit_qt_staging import loopback

    (tmp_path / "previews").mkdir()
    (tmp_path / "previews" / "thumbnail.png").write_bytes(loopback.png(64, 36, (90, 40, 20)))
    made = service.add_take(loopback.take_of(service.make_job(), folder=str(tmp_path)))
    settle(lambda: online.gallery.rows())
    online.gallery.choose(made.id)
    settle(lambda: online.panel.signoffs(made.id).take_digest)
    return made


def test_a_take_without_a_decision_says_so_and_its_cell_is_plain(online: Any, takes: Any, take: Any) -> None:
    assert takes.viewer.signoff.newest.text() == "Not signed off"
    assert takes.gallery.list.model().row(take).decision == ("", "info")


def test_who_decided_what_and_when_stands_over_the_picture_and_in_the_gallery(
    online: Any, takes: Any, take: Any, service: Any, settle: Callable[..., None]
) -> None:
    service._sign_off(SignOff(take.id, Decision.CHANGES, "ana", "supervisor", "Thinner at the roof."), "ana")
    settle(lambda: online.panel.signoffs(take.id).signoffs)
    service._sign_off(SignOff(take.id, Decision.ACCEPTED, "bo", "director"), "kim")
    settle(lambda: len(online.panel.signoffs(take.id).signoffs) == 2)
    pane = takes.viewer.signoff
    assert pane.newest.text().startswith("Accepted by bo, director (entered by kim)")
    assert pane.earlier.text().startswith("Changes by ana, supervisor")
    assert pane.earlier.text().endswith(": Thinner at the roof.")
    row = takes.gallery.list.model().row(take)
    assert row.decision == ("Accepted", "good")
    tip = takes.gallery.list.model().data(
        takes.gallery.list.model().index_of(take.id), int(Qt.ItemDataRole.ToolTipRole)
    )
    assert all(line in tip for line in decision_lines(online.panel.signoffs(take.id)))


def test_a_decision_on_files_that_were_others_is_a_warning(
    online: Any, takes: Any, take: Any, service: Any, settle: Callable[..., None]
) -> None:
    service._sign_off(SignOff(take.id, Decision.ACCEPTED, "ana", "supervisor"), "ana")
    settle(lambda: online.panel.signoffs(take.id).signoffs)
    service.digests[take.id] = "1" * 64
    online.panel.lists.want_signoffs(take.id)
    settle(lambda: online.panel.signoffs(take.id).take_digest == "1" * 64)
    assert "of files that have changed since" in takes.viewer.signoff.newest.text()
    assert takes.gallery.list.model().row(take).decision == ("Accepted (old files)", "warning")


def test_a_decision_is_given_in_a_role_and_what_is_not_accepted_needs_a_reason(
    online: Any, takes: Any, take: Any, service: Any, qtbot: Any, settle: Callable[..., None]
) -> None:
    pane = takes.viewer.signoff
    assert not pane.role.isVisible()
    qtbot.mouseClick(pane.ask, LEFT)
    accept, changes, reject = (pane.decisions[decision] for decision in Decision)
    assert not (accept.isEnabled() or changes.isEnabled() or reject.isEnabled()), "in no role"
    qtbot.keyClicks(pane.role, "lead")
    assert accept.isEnabled() and not changes.isEnabled() and not reject.isEnabled()
    qtbot.keyClicks(pane.why, "Too thick.")
    assert changes.isEnabled() and reject.isEnabled()
    qtbot.mouseClick(reject, LEFT)
    settle(lambda: online.panel.signoffs(take.id).signoffs)
    kept = service.signoffs[-1]
    assert (kept.decision, kept.by, kept.role, kept.why) == (Decision.REJECTED, "kim", "lead", "Too thick.")
    assert pane.newest.text().startswith("Rejected by kim, lead") and pane.ask.isVisible()
    qtbot.mouseClick(pane.ask, LEFT)
    assert pane.role.text() == "lead" and not pane.why.text(), "the role is kept, the reason is not"


def test_a_decision_on_files_that_changed_meanwhile_is_refused_and_said(
    online: Any, takes: Any, take: Any, service: Any, settle: Callable[..., None]
) -> None:
    service.digests[take.id] = "1" * 64
    online.commands.sign_off(take.id, "accepted", "lead")
    settle(lambda: online.panel.message is not None)
    assert "not those that were looked at" in online.panel.message.message
    assert not service.signoffs


def test_whose_picture_it_is_stands_where_it_is_signed_off(
    service: Any, online: Any, takes: Any, settle: Callable[..., None], tmp_path: Path
) -> None:
    from secondunit_qt_staging import loopback

    copies = CopySearch(24, 7, 2, (NearCopy(1002, 0.934, "t9", "sh020/fire v003", 1008),))
    term = TrainingTerm((TrainedOn.LICENSED,), "its makers' letter", "legal/letter.pdf", "2026-10-01")
    bare = loopback.take_of(service.make_job(), folder=str(tmp_path))
    found = service.add_take(replace(bare, copies=copies, training=term))
    settle(lambda: online.gallery.rows())
    online.gallery.choose(found.id)
    pane = takes.viewer.signoff
    settle(lambda: pane.copies.text())
    assert pane.copies.text() == copies.sentence and pane.copies.isVisible()
    assert pane.copies.palette().windowText().color() == style.state(pane, "warning")
    assert pane.training.text() == term.sentence
    assert pane.training.palette().windowText().color() == style.quiet(pane)
    assert takes.gallery.list.model().row(found).check == "warning"


def test_a_take_that_nobody_looked_at_says_nothing_of_whose_picture_it_is(takes: Any, take: Any) -> None:
    assert not (takes.viewer.signoff.copies.isVisible() or takes.viewer.signoff.training.isVisible())
