"""Scheduler, gate, doorway and ledger joined: a provider's job over real sockets, from verdict to bill."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import Call, Request, State, Status, Ticket
from secondunit.providers.door import json_call, read_object
from secondunit.providers.landing import Landing
from secondunit.rights import verify
from secondunit.service.ids import now
from secondunit.service.outbound.backoff import Backoff
from secondunit.service.outbound.gateway import SitesGateway
from secondunit.service.scheduling import job_scheduler
from secondunit.service.store import Store, jobs
from secondunit.wire import Job, JobState, Money
from secondunit.wire.job import ENDED

from .empty_store import copy_empty

BUSY = Backoff(least=0.005, first=0.01, longest=0.02, still=0.02)


class _Far(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.came.append(body)  # type: ignore[attr-defined]
        self._say(b'{"id": "t1"}')

    def do_GET(self) -> None:
        if self.path == "/result":
            self._say(b"a picture, byte for byte")
            return
        self.server.polled()  # type: ignore[attr-defined]
        self._say(json.dumps({"state": self.server.state}).encode())  # type: ignore[attr-defined]

    def do_DELETE(self) -> None:
        self.server.came.append("DELETE")  # type: ignore[attr-defined]
        self._say(b"{}")

    def _say(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Any]:
    made: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Far)
    made.came, made.state, made.polled = [], "done", lambda: None
    thread = threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def shop(house: Any, gates: Any, engine: Any, server: Any) -> Iterator[Any]:
    """A queue whose jobs pass the house's gate, and a provider that posts to the server."""
    url = f"http://127.0.0.1:{server.server_port}"

    class Posting(gates.Studio):  # type: ignore[misc, name-defined]
        def submit(self, request: Request, key: str) -> Ticket:
            call = json_call("POST", f"{url}/jobs", key, {"prompt": request.prompt})
            told = read_object(self.site.door.send(call))
            return Ticket(self.name, told["id"], key, request.digest)

        def poll(self, ticket: Ticket) -> Status:
            told = read_object(self.site.door.send(Call("GET", f"{url}/jobs/t1", ticket.key)))
            billed = Money("0.08") if told["state"] == "done" else None
            return Status(State(told["state"]), billed=billed, retry_after=0.0)

        def fetch(self, ticket: Ticket, into: Path) -> list[Path]:
            answer = self.site.door.send(Call("GET", f"{url}/result", ticket.key))
            with Landing(into) as landing:
                landing.take("a.png", answer.chunks())
            return landing.paths

        def cancel(self, ticket: Ticket) -> Any:
            self.site.door.send(Call("DELETE", f"{url}/jobs/t1", ticket.key)).close()
            return super().cancel(ticket)

    def make(site: Any) -> Any:
        house.made["studio"].append(Posting(site, house.models["studio"], house.prices["studio"]))
        return house.made["studio"][-1]

    house._maker = lambda name: make
    house.rules(hosts='"127.0.0.1"')
    house.sites = house.new_sites()
    house.planner = replace(house.planner, sites=house.sites)
    made = _Shop(house, engine)
    yield made
    made.queue.stop()
    made.store.close()


class _Shop:
    def __init__(self, house: Any, engine: Any) -> None:
        self.house = house
        copy_empty(house.home.database)
        self.store = Store(house.home.database)
        self.queue = job_scheduler(
            self.store,
            engine,
            "me",
            scratch=house.home.scratch,
            gateway=SitesGateway(house.sites),
            backoff=BUSY,
        )
        self.queue.start()

    def run(self, **changes: Any) -> Job:
        work = self.house.work(self.house.brief(**changes))
        of = work.brief
        cost = self.house.planner.plan(of).estimate.cost
        job = Job(work.job, of.show, of.shot, of.element, work.brief_digest, of.frames, created=now(),
                  changed=now(), user="bob", provider=of.provider, model=of.model, cost=cost)  # fmt: skip
        ended = threading.Event()
        self.store.listen(lambda _: ended.set() if self.find(job.id).state in ENDED else None)
        self.queue.plan(job, work, 1)
        assert ended.wait(30), (self.find(job.id), kinds(self.house))
        return self.find(job.id)

    def begin(self, server: Any) -> str:
        """A job that the provider has, and a service that has stopped."""
        server.state, asked = "running", threading.Event()
        server.polled = asked.set
        work = self.house.work(self.house.brief())
        of = work.brief
        cost = self.house.planner.plan(of).estimate.cost
        job = Job(work.job, of.show, of.shot, of.element, work.brief_digest, of.frames, created=now(),
                  changed=now(), user="bob", provider=of.provider, model=of.model, cost=cost)  # fmt: skip
        self.queue.plan(job, work, 1)
        assert asked.wait(30)
        self.queue.stop()
        server.polled = lambda: None
        return job.id

    def again(self, engine: Any) -> None:
        """The service that follows: no verdict is in its hand."""
        self.queue = job_scheduler(
            self.store, engine, "me", scratch=self.house.home.scratch,
            gateway=SitesGateway(self.house.new_sites()), backoff=BUSY,
        )  # fmt: skip
        self.queue.start()

    def until(self, true: Callable[[], bool]) -> None:
        """Wait for what an event brings."""
        come = threading.Event()
        self.store.listen(lambda _: come.set() if true() else None)
        assert true() or come.wait(30), kinds(self.house)

    def find(self, job: str) -> Job:
        return self.store.read(lambda connection: jobs.find(connection, job))


def kinds(house: Any) -> list[str]:
    return [row.kind for row in house.ledger()]


def test_a_job_leaves_its_whole_way_in_the_ledger(shop: Any, house: Any, server: Any) -> None:
    done = shop.run()
    assert done.state is JobState.DONE, done
    assert server.came == [{"prompt": "a red barn"}]
    assert kinds(house) == ["decision", "egress", "answer", "polls", "cost"]
    decision, egress, answer, polls, cost = house.ledger()
    assert polls.body["job"] == f"{done.id}-1-0" and polls.body["count"] >= 2
    verdict = decision.body["verdict"]
    assert verdict["allowed"] and verdict["rule"] == "studio stills" and verdict["cost"]["amount"] == "0.10"
    assert egress.body["job"] == f"{done.id}-1-0" and egress.body["verdict"] == verdict["digest"]
    assert answer.body["files"][0]["bytes"] == len(b"a picture, byte for byte")
    assert cost.body["estimated"]["amount"] == "0.10" and cost.body["billed"]["amount"] == "0.08"
    assert house.held() == [] and verify(house.show / "rights" / "ledger.jsonl").rows >= 4


def test_a_job_that_no_rule_allows_is_refused_in_the_gates_words(shop: Any, house: Any, server: Any) -> None:
    house.write("rights.toml", "")
    refused = shop.run()
    assert refused.state is JobState.REFUSED and refused.problem is not None
    assert refused.problem.message == "No rule of S allows the provider 'studio'."
    assert server.came == [] and kinds(house) == ["decision"] and house.held() == []


def test_a_rule_that_ends_in_the_middle_calls_the_job_off(shop: Any, house: Any, server: Any) -> None:
    server.state = "running"
    polls: list[int] = []

    def polled() -> None:
        polls.append(1)
        if len(polls) == 2:
            house.rules(hosts='"127.0.0.1"', expires="2020-01-01")

    server.polled = polled
    failed = shop.run()
    assert failed.state is JobState.FAILED and failed.problem is not None
    assert "expired on 2020-01-01" in failed.problem.message and failed.problem.code == "denied.refused"
    assert "DELETE" in server.came and "answer" not in kinds(house) and "stopped" in kinds(house)
    assert house.held() == []


def test_a_rule_that_ended_while_the_service_was_away_still_calls_the_job_off(
    shop: Any, house: Any, server: Any, engine: Any
) -> None:
    job = shop.begin(server)
    house.rules(hosts='"127.0.0.1"', expires="2020-01-01")
    shop.again(engine)
    shop.until(lambda: shop.find(job).state in ENDED)
    failed = shop.find(job)
    assert failed.state is JobState.FAILED and "expired on 2020-01-01" in failed.problem.message
    assert "DELETE" in server.came and "could not be told" not in failed.problem.kept
    assert "answer" not in kinds(house)
    assert [row.body["call"]["method"] for row in house.ledger("egress")] == ["POST", "DELETE"]


def test_a_job_outlives_a_table_of_providers_that_is_broken_for_a_while(
    shop: Any, house: Any, server: Any, engine: Any
) -> None:
    job = shop.begin(server)
    whole = (house.show / "providers.toml").read_text("utf-8")
    house.write("providers.toml", whole + "\n[studio\n")
    shop.again(engine)
    shop.until(lambda: "The providers cannot be read" in shop.find(job).status)
    assert shop.find(job).state is JobState.RUNNING
    server.state = "done"
    house.write("providers.toml", whole)
    shop.until(lambda: shop.find(job).state in ENDED)
    assert shop.find(job).state is JobState.DONE and "DELETE" not in server.came
    assert kinds(house).count("egress") == 1


def test_a_price_that_rose_in_between_is_refused_with_both(shop: Any, house: Any, server: Any) -> None:
    work = house.work(house.brief())
    house.made["studio"][-1].price = "0.25"
    of = work.brief
    job = Job(work.job, of.show, of.shot, of.element, work.brief_digest, of.frames, created=now(),
              changed=now(), provider="studio", cost=Money("0.10"))  # fmt: skip
    ended = threading.Event()
    shop.store.listen(lambda _: ended.set() if shop.find(job.id).state in ENDED else None)
    shop.queue.plan(job, work, 1)
    assert ended.wait(30)
    assert shop.find(job.id).state is JobState.REFUSED
    assert "0.25 USD" in shop.find(job.id).status and "0.10 USD" in shop.find(job.id).status
    assert server.came == [] and house.held() == []


def test_a_host_that_the_rule_leaves_out_gets_nothing(
    shop: Any, house: Any, server: Any, make_brief: Callable[..., Any]
) -> None:
    house.rules(hosts='"api.studio.test"')
    failed = shop.run()
    assert failed.state is JobState.FAILED and failed.problem is not None
    assert "does not name the host 127.0.0.1" in failed.problem.message
    assert server.came == [] and house.held() == []
    assert [row.body["host"] for row in house.ledger("held_back")] == ["127.0.0.1"]
