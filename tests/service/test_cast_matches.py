"""A match to the cast: one yes to a list of briefs with a ceiling, carried out, stopped, taken up again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from secondunit.engines.delivery import take_facts
from secondunit.providers import Estimated, Registry, Request, Site
from secondunit.providers.echo import Echo, House
from secondunit.rights.consent import Consent, Replica
from secondunit.rights.ledger import parse_row
from secondunit.service.api import Desk
from secondunit.service.hub import Hub
from secondunit.service.ids import now
from secondunit.service.jobs import Scheduler
from secondunit.service.outbound.gateway import SitesGateway
from secondunit.service.plan import Plan, Planner
from secondunit.service.previews import FramePreviews
from secondunit.service.scheduling import job_scheduler
from secondunit.service.store import Store, jobs, takes
from secondunit.wire import (
    Brief,
    Capability,
    CastMatch,
    CastMatchApproval,
    CastMatchList,
    CastMatchOffer,
    CastMatchState,
    CastMatchWish,
    CastMember,
    CharacterDrift,
    FrameDrift,
    Intake,
    JobState,
    Money,
    Take,
    Task,
    Work,
    dumps,
    loads,
)
from secondunit.wire.errors import (
    BadInput,
    Conflict,
    DiskFull,
    NotFound,
    OutOfRange,
    Refused,
    SecondUnitError,
)

from ..noop import NoopEngine
from .empty_store import copy_empty

CONSENT = Consent("Jane Doe", Replica.ALTERATION, ("crowd",), ("S",), ("studio",), "2026-01-01",
                  "2099-01-01", "Jane Doe", "2026-01-01")  # fmt: skip


def drift(median: float, **changes: Any) -> CharacterDrift:
    return replace(CharacterDrift("ada", 1, 3, (FrameDrift(1001, median),)), **changes)


class Studio(Echo):
    """Echo as a model elsewhere that costs 0.10 USD and takes three references."""

    name = "studio"

    def __init__(self, site: Site, house: House) -> None:
        super().__init__(site, house)

    def capabilities(self) -> Sequence[Capability]:
        return [Capability(
            "studio", "Studio", "still", "Still", (Task.IMAGE,), made_by="AI model", leaves=True, prompt=100,
            references=3, terms="Under contract.", intake=Intake(most_side=2048),
        )]  # fmt: skip

    def estimate(self, request: Request) -> Estimated:
        return Estimated(Money("0.10"), seconds=1.0)


@dataclass
class DriftingEngine(NoopEngine):
    """Its takes drift as `script` says of their brief."""

    script: Callable[[Brief], CharacterDrift] = lambda brief: drift(0.55)
    #: Every step waits for it.
    gate: threading.Event = field(default_factory=threading.Event)

    def run(self, request: Path, *rest: Any) -> None:
        self.gate.wait(20)
        super().run(request, *rest)

    def _take(self, work: Work, version: int) -> Take:
        made = take_facts(work, version, layers=(), made_by="nothing", maker="noop 1")
        return replace(made, drift=(self.script(work.brief),))


class Stage:
    """A show with a character, a model elsewhere, and a service; `restart` is what follows a kill -9."""

    def __init__(self, folder: Path, house: Any) -> None:
        self.folder, self.house, self.far = folder, house, House()
        house.sites._found = Registry({"studio": lambda site: Studio(site, self.far)})
        house.rules(add="[terms]\ninput_rights = false\n")
        self.pictures = house.show / "cast" / "ada" / "v001"
        self.pictures.mkdir(parents=True)
        for number, name in enumerate(("front", "side", "full")):
            Image.new("RGB", (48, 32), (40 * number, 80, 90)).save(self.pictures / f"{name}.png")
        self.engine = DriftingEngine()
        self.engine.gate.set()
        copy_empty(house.home.database)
        self.open()

    def open(self) -> None:
        house = self.house
        self.store = Store(house.home.database)
        self.queue: Scheduler = job_scheduler(
            self.store, self.engine, "me", scratch=house.home.scratch, gateway=SitesGateway(house.sites)
        )
        self.desk = Desk(house.home, self.store, self.queue, Hub(self.store), house.shows, house.planner,
                         FramePreviews(house.home.previews), now(), lambda: None)  # fmt: skip
        self.queue.start()
        self.matches = self.desk.cast_matches
        self.matches.start()

    def close(self) -> None:
        self.engine.gate.set()
        self.matches.stop()
        self.queue.stop()
        self.desk.previews.close()
        self.desk.hub.close()
        self.store.close()

    def restart(self) -> None:
        self.close()
        self.open()

    def brief(self, **changes: Any) -> Brief:
        return self.house.brief(**({"cast": (CastMember("ada", 1),), "use": "crowd"} | changes))  # type: ignore[no-any-return]

    def take(self, **changes: Any) -> Take:
        """A first take of the character."""
        from secondunit.service.api.job_planning import plan_job

        job, _ = plan_job(self.desk, self.house.planner.plan(self.brief(**changes), "bob"), "", "bob")
        self.until(lambda: self.job(job.id).state.ended)
        return self.store.read(lambda connection: takes.find(connection, self.job(job.id).take))

    def job(self, id: str) -> Any:
        return self.store.read(lambda connection: jobs.find(connection, id))

    def every_job(self) -> list[Any]:
        return list(self.store.read(jobs.page).jobs[::-1])

    def yes(self, offer: CastMatchOffer, ceiling: str = "1.00", by: str = "bob") -> CastMatchApproval:
        return CastMatchApproval(offer.wish, offer.digests, Money(ceiling), by)

    def begin(self, take: Take, tries: int = 3, **more: str) -> CastMatch:
        offer = self.matches.offer(CastMatchWish((take.id,), tries), "bob")
        return self.matches.begin(self.yes(offer, **more), "bob")

    def ended(self, match: CastMatch) -> CastMatch:
        self.until(lambda: self.matches.get(match.id).state is not CastMatchState.RUNNING)
        return self.matches.get(match.id)

    def until(self, holds: Callable[[], object]) -> None:
        """Wait for news of the store until something holds."""
        news = threading.Event()
        self.store.listen(lambda _: news.set())
        for _ in range(400):
            if holds():
                return
            news.wait(0.1)
            news.clear()
        raise AssertionError("it did not come to that")

    def ledger(self, kind: str) -> list[Any]:
        lines = self.house.sites.rights("S").ledger.path.read_bytes().splitlines()
        return [row for row in map(parse_row, lines) if row is not None and row.kind == kind]


@pytest.fixture
def stage(house: Any, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path, house)
    yield made
    made.close()


def test_one_yes_to_a_list_is_carried_out_and_the_closest_take_is_named(stage: Stage) -> None:
    first = stage.take()
    medians = iter((0.60, 0.30, 0.20))
    stage.engine.script = lambda brief: drift(next(medians))
    offer = stage.matches.offer(CastMatchWish((first.id,), 3), "bob")
    assert offer.most == Money("0.30") and len(set(offer.digests)) == 3
    assert all(one.allowed and one.why for one in offer.tries)
    match = stage.ended(stage.matches.begin(stage.yes(offer), "bob"))
    assert (match.state, match.why) == (CastMatchState.DONE, "Close enough.")
    assert [job.state for job in match.jobs] == [JobState.DONE] * 2 and match.spent == Money("0.20")
    (outcome,) = match.outcomes
    assert outcome.best == match.jobs[1].takes[0] and outcome.close
    assert outcome.sentence.startswith("sh010/look v003 is closest of 2: ada v001: close to the references")
    # Every take stays, and the yes is one row that names every brief.
    assert len(stage.store.read(takes.page).takes) == 3
    (row,) = stage.ledger("approval")
    assert row.body["briefs"] == list(offer.digests) and row.body["ceiling"]["amount"] == "1.00"


def test_the_references_that_go_are_those_of_the_try(stage: Stage) -> None:
    first = stage.take()
    stage.engine.script = lambda brief: drift(0.1, copied=0.97, copied_from="front.png", copied_frame=1001)
    match = stage.ended(stage.begin(first, 2))
    briefs = [
        stage.store.read(lambda connection, id=job.job: jobs.find_row(connection, id)).work.brief
        for job in match.jobs
    ]
    assert [brief.cast[0].selection for brief in briefs] == [
        one.brief.cast[0].selection for one in match.tries
    ]
    assert briefs[0].cast[0].pictures[0].endswith(briefs[0].cast[0].selection[0])
    # Pasted references are no likeness: the first take stays the closest.
    assert match.outcomes[0].best == first.id and not match.outcomes[0].close


def test_a_list_is_refused_when_anything_in_it_is_another(stage: Stage) -> None:
    first = stage.take()
    offer = stage.matches.offer(CastMatchWish((first.id,), 2), "bob")
    yes = stage.yes(offer)
    swapped = replace(yes, brief_digests=yes.brief_digests[::-1])
    fewer = replace(yes, brief_digests=yes.brief_digests[:1])
    for other in (swapped, fewer, replace(yes, brief_digests=())):
        with pytest.raises(Conflict, match="another one than was approved"):
            stage.matches.begin(other, "bob")
    Image.new("RGB", (48, 32), (1, 2, 3)).save(stage.pictures / "side.png")
    with pytest.raises(Conflict, match="another one than was approved"):
        stage.matches.begin(yes, "bob")
    assert len(stage.every_job()) == 1 and stage.ledger("approval") == []


@pytest.mark.parametrize(
    ("ceiling", "made", "left"), [("0.25", 2, "0.05"), ("0.10", 1, "0.00"), ("0", 0, "0.00")]
)
def test_nothing_is_spent_above_the_ceiling(stage: Stage, ceiling: str, made: int, left: str) -> None:
    match = stage.ended(stage.begin(stage.take(), 3, ceiling=ceiling))
    assert match.state is CastMatchState.STOPPED and len(match.jobs) == made
    assert f"the next try costs 0.10 USD, and {left} USD of it is left." in match.why


def test_where_a_rule_asks_for_an_approval_the_list_has_one_and_one_ceiling(stage: Stage) -> None:
    first = stage.take()
    stage.house.rules(more='approval = "always"\napprovers = ["Vera"]', add="[terms]\ninput_rights = false\n")
    offer = stage.matches.offer(CastMatchWish((first.id,), 3), "bob")
    assert offer.approvers == ("Vera",)
    with pytest.raises(Refused, match="bob may not approve this"):
        stage.matches.begin(stage.yes(offer), "bob")
    match = stage.ended(stage.matches.begin(stage.yes(offer, "0.25", by="Vera"), "bob"))
    assert [job.state for job in match.jobs] == [JobState.DONE] * 2 and "ceiling is reached" in match.why
    # The gate itself holds the ceiling over all briefs of the list.
    rights = stage.house.sites.rights("S")
    (row,) = stage.ledger("approval")
    assert rights.budget.spent("approval", row.body["id"]) == 200_000
    (approval, *others) = [approval for _, approval in rights.approvals.standing()]
    assert len(others) == 2 and all(other.id == approval.id for other in others)
    rights.retract(approval, "Vera")
    assert not list(rights.approvals.standing())


def test_a_consent_that_is_withdrawn_ends_it_before_the_next_brief_leaves(stage: Stage) -> None:
    (stage.pictures / "character.toml").write_text('person = "Jane Doe"\n', "utf-8")
    rights = stage.house.sites.rights("S")
    rights.consent("jane", CONSENT, "ann")
    first = stage.take()

    def script(brief: Brief) -> CharacterDrift:
        rights.revoke("jane", "ann")
        return drift(0.6)

    stage.engine.script = script
    match = stage.ended(stage.begin(first, 3))
    assert match.state is CastMatchState.STOPPED and "Jane Doe" in match.why
    assert len(match.jobs) <= 1 and len(stage.far.jobs) <= 2
    offer = stage.matches.offer(CastMatchWish((first.id,), 3), "bob")
    assert not any(one.allowed for one in offer.tries)
    with pytest.raises(Refused, match="Jane Doe"):
        stage.matches.begin(stage.yes(offer), "bob")


def test_an_uncertain_job_ends_it_and_nothing_else_is_sent(stage: Stage) -> None:
    first = stage.take()

    def lost(step: str) -> None:
        if step in ("submitted", "poll"):
            raise NotFound("gone")

    stage.far.interrupt = lost
    match = stage.begin(first, 3)
    stage.until(lambda: stage.every_job()[-1].state.ended)
    match = stage.ended(match)
    assert match.state is CastMatchState.STOPPED and len(match.jobs) == 1, match


def test_a_service_that_died_goes_on_and_no_brief_is_paid_twice(stage: Stage) -> None:
    first = stage.take()
    stage.engine.gate.clear()
    match = stage.begin(first, 2)
    stage.until(lambda: len(stage.every_job()) == 2)
    stage.restart()
    ended = stage.ended(match)
    assert ended.state is CastMatchState.DONE and len(ended.jobs) == 2 and ended.spent == Money("0.20")
    assert len(stage.every_job()) == 3 and len(stage.far.jobs) == 3


def test_what_was_begun_is_not_begun_again(stage: Stage) -> None:
    first = stage.take()
    offer = stage.matches.offer(CastMatchWish((first.id,), 2), "bob")
    match = stage.matches.begin(stage.yes(offer), "bob")
    with pytest.raises(Conflict):  # a second press of the same button
        stage.matches.begin(stage.yes(offer), "bob")
    stage.ended(match)
    again = stage.matches.offer(CastMatchWish((first.id,), 2), "bob")
    assert not set(again.digests) & set(offer.digests) and len(again.tries) == 2


def test_a_match_that_is_stopped_begins_nothing_more(stage: Stage) -> None:
    first = stage.take()
    stage.engine.gate.clear()
    match = stage.begin(first, 3)
    stage.until(lambda: len(stage.every_job()) == 2)
    stopped = stage.matches.end(match.id, "bob")
    assert stopped.why.startswith("Stopped by bob")
    stage.engine.gate.set()
    stage.until(lambda: stage.every_job()[-1].state.ended)
    assert len(stage.matches.get(match.id).jobs) == 1
    with pytest.raises(Conflict):
        stage.matches.end(match.id, "bob")


def test_takes_of_a_sequence_stand_under_one_approval_and_say_which_are_left_out(stage: Stage) -> None:
    far = [stage.take(shot=f"sh0{number}0") for number in (1, 2)]
    stage.engine.script = lambda brief: drift(0.2)
    near, plain = stage.take(shot="sh030"), stage.take(shot="sh040", cast=())
    plain_take = replace(plain, drift=())
    offer = stage.matches.offer(CastMatchWish((*(one.id for one in (*far, near)),), 2), "bob")
    assert {one.take for one in offer.tries} == {one.id for one in far} and offer.most == Money("0.40")
    assert offer.remarks == ("sh030/look v001 is left out: it is close to its references already.",)
    match = stage.ended(stage.matches.begin(stage.yes(offer), "bob"))
    assert match.why == "Close enough." and len(match.jobs) == 2 and match.spent == Money("0.20")
    assert [outcome.close for outcome in match.outcomes] == [True, True]
    assert plain_take.drift == ()


def test_an_appearance_that_was_pinned_anew_since_is_said(stage: Stage) -> None:
    first = stage.take()
    second = stage.house.show / "cast" / "ada" / "v002"
    second.mkdir()
    Image.new("RGB", (48, 32)).save(second / "front.png")
    (stage.house.show / "cast" / "pins.toml").write_text("[shot.sh010]\nada = 2\n", "utf-8")
    offer = stage.matches.offer(CastMatchWish((first.id,), 1), "bob")
    assert offer.remarks == ("ada is pinned to v002 in sh010: this names v001.",)
    assert offer.tries[0].brief.cast[0].version == 1


def test_the_shots_of_a_sequence_that_drift_are_offered_in_one_list_in_the_order_of_the_cut(
    stage: Stage,
) -> None:
    stage.house.write("secondunit.toml", 'format = "64x36"\n[sequences]\nSQ = ["sh020", "sh010", "sh030"]\n')
    older, first = stage.take(shot="sh010"), stage.take(shot="sh010")
    second = stage.take(shot="sh020")
    stage.engine.script = lambda brief: drift(0.2)
    stage.take(shot="sh030")
    offer = stage.matches.offer(CastMatchWish(tries=2, show="S", sequence="SQ"), "bob")
    assert [one.take for one in offer.tries] == [second.id] * 2 + [first.id] * 2 and older.version == 1
    match = stage.ended(stage.matches.begin(stage.yes(offer), "bob"))
    assert match.why == "Close enough." and len(match.jobs) == 2
    with pytest.raises(NotFound, match="No measured take of SQ drifts"):
        stage.matches.offer(CastMatchWish(show="S", sequence="SQ"), "bob")
    with pytest.raises(NotFound, match="no sequence SX"):
        stage.matches.offer(CastMatchWish(show="S", sequence="SX"), "bob")


@pytest.mark.parametrize(
    ("wish", "error"),
    [(("nobody",), NotFound), ((), OutOfRange), (("a", "a"), OutOfRange), (tuple("ab") * 200, OutOfRange)],
)
def test_a_wish_that_makes_no_sense_is_refused(stage: Stage, wish: Any, error: type[SecondUnitError]) -> None:
    with pytest.raises(error):
        stage.matches.offer(CastMatchWish(wish), "bob")


@pytest.mark.parametrize("id", ["m0", "../secondunit", "m/../..", ""])
def test_a_match_that_is_not_there_is_not_found(stage: Stage, id: str) -> None:
    with pytest.raises(NotFound):
        stage.matches.get(id)


def test_a_file_of_a_match_that_is_damaged_hides_no_other(stage: Stage) -> None:
    match = stage.ended(stage.begin(stage.take(), 1))
    (stage.house.home.cast_matches / "m999.json").write_text("{", "utf-8")
    assert [one.id for one in stage.matches.listed("S").matches] == [match.id]
    assert stage.matches.listed("S", match.jobs[0].takes[0]).matches == (match,)
    assert stage.matches.listed("T").matches == ()


def test_the_whole_match_goes_by_its_routes(stage: Stage, published: Any) -> None:
    from starlette.testclient import TestClient

    from secondunit.service.api import create_app

    app = create_app(stage.desk, token="t" * 43, port=4711)
    headers = {"Authorization": f"Bearer {'t' * 43}", "X-Secondunit-User": "bob"}
    with TestClient(app, base_url="http://127.0.0.1:4711", headers=headers) as client:  # type: ignore[arg-type]
        document = published.Published(client.get("/openapi.json").json())

        def ask(method: str, path: str, body: Any = None) -> bytes:
            answer = client.request(method, path, content=dumps(body) if body is not None else None)
            document.hold(method, path.partition("?")[0], answer.status_code, answer.headers, answer.content)
            assert answer.status_code in (200, 201), answer.content
            return bytes(answer.content)

        first = stage.take()
        stage.engine.gate.clear()
        wish = CastMatchWish((first.id,), 2)
        offer = loads(CastMatchOffer, ask("POST", "/v1/cast-matches/offer", wish))
        match = loads(CastMatch, ask("POST", "/v1/cast-matches", stage.yes(offer)))
        assert match.user == "bob" and match.state is CastMatchState.RUNNING
        assert loads(CastMatch, ask("GET", f"/v1/cast-matches/{match.id}")).id == match.id
        (known,) = loads(CastMatchList, ask("GET", f"/v1/cast-matches?take={first.id}")).matches
        assert known.id == match.id
        stopped = loads(CastMatch, ask("POST", f"/v1/cast-matches/{match.id}/stop"))
        assert stopped.state is CastMatchState.STOPPED


def test_what_a_ceiling_left_over_can_be_approved_anew(stage: Stage) -> None:
    first = stage.take()
    stage.house.rules(more='approval = "always"\napprovers = ["Vera"]', add="[terms]\ninput_rights = false\n")
    offer = stage.matches.offer(CastMatchWish((first.id,), 3), "bob")
    stage.ended(stage.matches.begin(stage.yes(offer, "0.25", by="Vera"), "bob"))
    rest = stage.matches.offer(CastMatchWish((first.id,), 1), "bob")
    assert rest.digests == offer.digests[2:] and rest.approvers == ("Vera",)
    match = stage.ended(stage.matches.begin(stage.yes(rest, "0.10", by="Vera"), "bob"))
    assert match.state is CastMatchState.DONE and match.spent == Money("0.10"), match.why


def test_a_file_of_no_text_among_the_matches_keeps_no_service_from_starting(stage: Stage) -> None:
    match = stage.ended(stage.begin(stage.take(), 1))
    (stage.house.home.cast_matches / "m999.json").write_bytes(b"\xff\xfe\x00")
    stage.restart()
    assert [one.id for one in stage.matches.listed("S").matches] == [match.id]


def test_a_disk_that_is_full_when_a_match_is_refused_leaves_it_to_go_on_with(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, write, full = stage.take(), stage.matches._write, threading.Event()

    def fails_once(match: CastMatch) -> None:
        if match.state is not CastMatchState.RUNNING and not full.is_set():
            full.set()
            raise DiskFull("The disk is full.")
        write(match)

    def refuses(*_: object) -> None:
        raise Refused("Not today.")

    monkeypatch.setattr(stage.matches, "_write", fails_once)
    monkeypatch.setattr(stage.matches, "_submit", refuses)
    match = stage.begin(first, 1)
    assert full.wait(20)
    stage.take(shot="sh020")  # the next news of a job
    assert stage.ended(match).why == "Not today."


def test_what_nobody_may_approve_whole_is_not_offered(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    far = [stage.take(shot=f"sh0{number}0") for number in (1, 2)]
    plan = Planner.plan

    def asks_somebody_else_for_each(self: Planner, brief: Brief, user: str = "") -> Plan:
        whole = plan(self, brief, user)
        approvers = ("Vera",) if brief.shot == "sh010" else ("Max",)
        return replace(whole, estimate=replace(whole.estimate, allowed=False, approvers=approvers))

    monkeypatch.setattr(Planner, "plan", asks_somebody_else_for_each)
    wish = CastMatchWish(tuple(take.id for take in far), 1)
    with pytest.raises(BadInput, match="Nobody may approve all of these: Vera, Max"):
        stage.matches.offer(wish, "bob")
    assert stage.matches.offer(CastMatchWish(wish.takes[:1], 1), "bob").approvers == ("Vera",)
