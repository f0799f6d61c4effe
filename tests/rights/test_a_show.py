"""A show's rights together: decided, held, recorded, revoked, settled; read back from the files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from secondunit.rights import Approval, Consent, InputRight, rows, verify
from secondunit.rights.keys import ShowKey
from secondunit.rights.local import LocalClaim
from secondunit.rights.provenance import content
from secondunit.rights.show import ShowRights
from secondunit.wire import Money
from secondunit.wire.errors import (
    BadSettings,
    Conflict,
    DiskFull,
    LedgerTampered,
    NoRights,
    NotFound,
    Refused,
)
from secondunit.wire.rights import Ask, FileSent, Material, MaterialKind

HOST = "bedrock-runtime.us-west-2.amazonaws.com"
MakeAsk = Callable[..., Ask]


@pytest.fixture
def plate(tmp_path: Path, show: ShowRights) -> tuple[Path, Material]:
    """A file that may leave, its rights on record."""
    path = tmp_path / "plate.png"
    path.write_bytes(b"the plate")
    digest = content(path)[0]
    show.record_input(InputRight(digest, MaterialKind.PLATE, "owned", "Heist Pictures", "lee"))
    return path, Material(MaterialKind.PLATE, digest)


def sent(path: Path) -> FileSent:
    return FileSent(path.name, *content(path))


def kinds(show: ShowRights) -> list[str]:
    return [row.kind for row in rows(show.ledger.path)]


def test_a_job_from_question_to_bill_is_on_record(
    show: ShowRights, ask: MakeAsk, plate: tuple[Path, Material]
) -> None:
    path, material = plate
    given = show.decide(ask(materials=(material,)), "job1")
    assert given.allowed
    show.leave(given, "job1", HOST, [sent(path)])
    show.answered("job1", "bedrock", "arn:1", [path], "mia")
    show.settle("job1", 2_250_000, "mia")
    read = list(rows(show.ledger.path))
    assert [row.kind for row in read] == ["input", "decision", "egress", "answer", "cost"]
    egress = read[2].body
    assert egress["files"] == [{"name": "plate.png", "sha256": material.hash, "bytes": 9}]
    assert (egress["host"], egress["rule"], egress["verdict"]) == (HOST, "ray for plates", given.digest)
    assert read[4].body["billed"] == {"amount": "2.25"}
    assert read[4].body["estimated"] == {"amount": "2.50"}
    assert show.budget.spent("show", "heist") == 2_250_000
    assert verify(show.ledger.path, verified=show.key.verified).signed


def test_a_refusal_is_on_record_and_holds_no_money(show: ShowRights, ask: MakeAsk) -> None:
    given = show.decide(ask(), "job1")
    assert "are not on record" in given.sentence
    assert kinds(show) == ["decision"]
    assert show.budget.find("job1") is None


def test_an_estimate_leaves_no_trace(show: ShowRights, ask: MakeAsk, plate: tuple[Path, Material]) -> None:
    assert show.examine(ask(materials=(plate[1],))).allowed
    assert kinds(show) == ["input"]
    assert show.budget.held() == ()


def test_a_file_the_gate_was_not_asked_about_does_not_leave(
    show: ShowRights, ask: MakeAsk, plate: tuple[Path, Material]
) -> None:
    path, material = plate
    given = show.decide(ask(materials=(material,)), "job1")
    path.write_bytes(b"another plate")
    with pytest.raises(Refused, match="not asked about"):
        show.leave(given, "job1", HOST, [sent(path)])
    with pytest.raises(Refused, match="does not name the host"):
        show.leave(given, "job1", "evil.example", [])
    assert kinds(show)[-2:] == ["held_back", "held_back"]


def test_a_consent_revoked_in_the_middle_of_a_job_stops_its_next_step(
    show: ShowRights, ask: MakeAsk, consent: Callable[..., Consent], tmp_path: Path
) -> None:
    face = Material(MaterialKind.LIKENESS, "b" * 64, ("Ada Roe",))
    show.record_input(InputRight(face.hash, face.kind, "cleared", "Ada Roe", "lee", ("Ada Roe",)))
    show.consent("ada", consent(), "lee")
    asked = ask(materials=(face,), use="smoke in front of her face")
    assert show.decide(asked, "job1").allowed
    assert show.still(asked, "job1").allowed
    other = ShowRights("heist", tmp_path, key=show.key)
    other.revoke("ada", "Ada Roe", "changed her mind")
    stopped = show.still(asked, "job1")
    assert not stopped.allowed
    assert "there is no consent of Ada Roe that stands" in stopped.sentence
    assert kinds(show)[-2:] == ["revocation", "stopped"]
    assert (tmp_path / "rights" / "consents" / "ada.json").exists()


def test_a_revocation_that_cannot_be_read_still_revokes(
    show: ShowRights, consent: Callable[..., Consent]
) -> None:
    show.consent("ada", consent(), "lee")
    (show.folder / "consents" / "ada.withdrawn.json").write_text("half a", "utf-8")
    assert list(show.consents.standing()) == []


def test_a_record_is_never_changed(show: ShowRights, consent: Callable[..., Consent]) -> None:
    show.consent("ada", consent(), "lee")
    show.consents.add("ada", consent())
    with pytest.raises(Conflict):
        show.consent("ada", consent(uses=("*",)), "lee")
    with pytest.raises(NotFound):
        show.revoke("bob", "lee")
    first = show.revoke("ada", "Ada Roe", "one")
    assert show.revoke("ada", "Ada Roe", "two") == first


def test_a_contract_that_expires_between_two_steps_stops_the_second(
    show: ShowRights, ask: MakeAsk, plate: tuple[Path, Material], rules_text: str
) -> None:
    asked = ask(materials=(plate[1],))
    assert show.decide(asked, "job1").allowed
    show.rules_path.write_text(rules_text.replace("2099-12-31", "2026-01-31"), "utf-8")
    assert "it expired on 2026-01-31" in show.still(asked, "job1").sentence


def test_rules_that_become_unreadable_let_nothing_out(
    show: ShowRights, ask: MakeAsk, plate: tuple[Path, Material]
) -> None:
    show.rules_path.write_text("[[rule]]\nname = 3", "utf-8")
    with pytest.raises(BadSettings) as caught:
        show.decide(ask(materials=(plate[1],)), "job1")
    assert caught.value.problem.kept == "Until then nothing leaves."


def test_a_budget_is_a_hard_stop_and_says_which(
    show: ShowRights, ask: MakeAsk, plate: tuple[Path, Material]
) -> None:
    asked = ask(materials=(plate[1],), cost=Money("4"))
    assert show.decide(asked, "job1").allowed
    assert show.decide(asked, "job1").allowed
    assert show.decide(asked, "job2").allowed
    third = show.decide(asked, "job3")
    assert not third.allowed
    assert third.sentence == (
        "The rule 'ray for plates' does not allow this: it costs 4.00 USD, "
        "and the shot sh010 has 2.00 USD left."
    )
    show.settle("job1", 0, "mia")
    assert show.decide(asked, "job4").allowed


def test_a_price_that_rises_is_asked_anew(
    show: ShowRights, ask: MakeAsk, plate: tuple[Path, Material]
) -> None:
    asked = ask(materials=(plate[1],), cost=Money("4"))
    assert show.decide(asked, "job1").allowed
    with pytest.raises(Conflict, match="another amount"):
        show.decide(replace(asked, cost=Money("5")), "job1")


def test_an_approvals_ceiling_holds_over_all_jobs_of_its_brief(
    show: ShowRights, ask: MakeAsk, plate: tuple[Path, Material], rules_text: str
) -> None:
    text = rules_text.replace('approval = "never"', 'approval = "always"\napprovers = ["jane"]')
    show.rules_path.write_text(text, "utf-8")
    approval = show.approve(Approval("a1", "jane", "c" * 64, Money("5"), "2026-01-01T00:00:00Z"))
    asked = ask(materials=(plate[1],), cost=Money("3"))
    assert show.decide(asked, "job1").approval == "a1"
    second = show.decide(asked, "job2")
    assert not second.allowed
    assert "what jane approved has 2.00 USD left" in second.sentence
    other = show.decide(replace(asked, brief_digest="d" * 64), "job3")
    assert "nobody approved this brief" in other.sentence
    show.retract(approval, "jane", "a mistake")
    assert "nobody approved this brief" in show.still(asked, "job1").sentence


def test_an_approval_that_cannot_be_put_on_record_counts_for_none_of_its_briefs(
    show: ShowRights, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskFull("The disk is full.")

    briefs = ("c" * 64, "d" * 64)
    yes = Approval("a1", "jane", briefs[0], Money("5"), "2026-01-01T00:00:00Z", briefs=briefs)
    with monkeypatch.context() as patch:
        patch.setattr(show.ledger, "append", full)
        with pytest.raises(DiskFull):
            show.approve(yes)
    assert list(show.approvals.standing()) == []
    show.approve(yes)
    assert len(list(show.approvals.standing())) == 2


def test_the_askers_own_clock_does_not_count(
    show: ShowRights, ask: MakeAsk, plate: tuple[Path, Material], rules_text: str
) -> None:
    show.rules_path.write_text(rules_text.replace("2099-12-31", "2026-01-31"), "utf-8")
    early = ask(materials=(plate[1],), when="2026-01-01T00:00:00.000Z")
    assert "it expired" in show.decide(early, "job1").sentence


def test_nothing_is_decided_that_cannot_be_recorded(
    show: ShowRights, ask: MakeAsk, plate: tuple[Path, Material], monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*arguments: object) -> None:
        raise NoRights("This place may not be read or written.")

    monkeypatch.setattr(show.ledger, "append", closed)
    with pytest.raises(NoRights):
        show.decide(ask(materials=(plate[1],)), "job1")
    assert show.budget.held() == ()


def test_two_shows_keep_their_rights_apart(
    tmp_path: Path, key: ShowKey, show: ShowRights, ask: MakeAsk
) -> None:
    other = ShowRights("other", tmp_path / "other", key=key)
    assert other.examine(ask(show="other")).sentence == "No rule of other allows the provider 'bedrock'."
    assert "another show" in show.examine(ask(show="other")).sentence


def test_nothing_is_put_on_record_that_the_ledger_does_not_take(
    show: ShowRights, plate: tuple[Path, Material], consent: Callable[..., Consent]
) -> None:
    """A right without its row would count, since nobody knows when; what is taken back counts always."""
    show.consent("ada", consent(), "lee")
    text = show.ledger.path.read_bytes()
    show.ledger.path.write_bytes(text.replace(b'"lee"', b'"bob"', 1))
    right = InputRight("e" * 64, MaterialKind.PLATE, "owned", "Heist Pictures", "lee")
    approval = Approval("a1", "jane", "c" * 64, Money("5"), "2026-01-01T00:00:00Z")
    for put in (
        lambda: show.record_input(right),
        lambda: show.consent("bob", consent(person="Bob Roe"), "lee"),
        lambda: show.approve(approval),
        lambda: show.declare_local(LocalClaim("comfyui", "Jane Doe")),
    ):
        with pytest.raises(LedgerTampered):
            put()
    assert show.inputs.find("e" * 64) is None and list(show.consents.names()) == ["ada"]
    assert not list(show.approvals.names()) and not list(show.claims.names())
    with pytest.raises(LedgerTampered):
        show.revoke("ada", "Ada Roe")
    assert show.consents.find("ada") is None
