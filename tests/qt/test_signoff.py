"""Sign-offs among the takes: in the gallery, over the picture, and given by presses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secondunit.host.signoffs import decision_lines
from secondunit.qt.binding import Qt
from secondunit.wire import Decision, SignOff

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
