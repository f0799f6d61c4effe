"""What people decided about takes: heard and asked for, said in words, and put on record from a panel."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from secondunit.host import Commands, Panel
from secondunit.host.signoffs import signoff_words
from secondunit.wire import Decision, SignOff
from secondunit.wire.errors import MissingField

Until = Callable[..., None]


@pytest.fixture
def online(panel: Panel, service: Any, until: Until) -> Panel:
    panel.link.start()
    until(panel, lambda: panel.fields.kind is not None)
    return panel


@pytest.fixture
def commands(online: Panel, host: Any) -> Commands:
    return Commands(online, host)


@pytest.fixture
def take(service: Any, online: Panel) -> Any:
    """A take of the panel's shot that somebody accepted before the panel was there."""
    made = service.add_take(sys.modules[type(service).__module__].take_of(service.make_job()))
    digest, when = "0" * 64, "2026-11-30T10:00:00Z"
    service.signoffs.append(
        SignOff(made.id, Decision.ACCEPTED, "ana", "supervisor", "", digest, when, id="s1")
    )
    return made


def test_what_was_decided_of_listed_takes_is_known_without_a_look_at_their_files(
    online: Panel, take: Any, until: Until, service: Any
) -> None:
    online.refresh()
    until(online, lambda: online.signoffs(take.id).signoffs)
    page = online.signoffs(take.id)
    assert [signoff_words(one) for one in page.signoffs] == ["Accepted by ana, supervisor"]
    assert page.take_digest == "" and page.stands(page.signoffs[0]) is None


def test_of_the_take_that_is_looked_at_it_is_known_whether_its_files_are_still_those(
    online: Panel, take: Any, until: Until, service: Any
) -> None:
    service.digests[take.id] = "1" * 64
    online.lists.want_signoffs(take.id)
    until(online, lambda: online.signoffs(take.id).take_digest)
    page = online.signoffs(take.id)
    stands = page.stands(page.signoffs[0])
    assert stands is False
    assert "of files that have changed since" in signoff_words(page.signoffs[0], stands)


def test_a_decision_of_another_host_is_heard_and_stands_beside_the_earlier(
    online: Panel, take: Any, until: Until, service: Any
) -> None:
    online.lists.want_signoffs(take.id)
    until(online, lambda: online.signoffs(take.id).take_digest)
    heard: list[frozenset[str]] = []
    online.subscribe(heard.append)
    service._sign_off(SignOff(take.id, Decision.REJECTED, "bo", "director", "Too thick."), "bo")
    until(online, lambda: len(online.signoffs(take.id).signoffs) == 2)
    assert [one.by for one in online.signoffs(take.id).signoffs] == ["ana", "bo"]
    assert any("signoffs" in changed for changed in heard)


def test_the_user_signs_off_in_a_role_that_the_document_remembers(
    online: Panel, commands: Commands, take: Any, until: Until, service: Any
) -> None:
    online.lists.want_signoffs(take.id)
    until(online, lambda: online.signoffs(take.id).take_digest)
    assert commands.sign_off(take.id, "changes", "lead ", "Thinner at the roof.") is None
    until(online, lambda: len(online.signoffs(take.id).signoffs) == 2)
    kept = service.signoffs[-1]
    assert (kept.by, kept.role, kept.why) == ("Łukasz Ō", "lead", "Thinner at the roof.")
    assert kept.take_digest == "0" * 64, "it is of the files that were looked at"
    assert online.state()["role"] == "lead"


def test_what_is_not_accepted_needs_a_reason_and_nothing_is_sent_without_one(
    online: Panel, commands: Commands, take: Any, service: Any
) -> None:
    problem = commands.sign_off(take.id, "rejected", "lead")
    assert problem is not None and problem.code == MissingField.code and "needs a reason" in problem.message
    assert len(service.signoffs) == 1
