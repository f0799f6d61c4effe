"""The provider ComfyUI: its servers as one, its workflow files as models.

What became of a job is asked by HTTP; the socket only brings progress and previews. A job's id on the server
is made from its key before anything is sent, so that a lost answer can be settled by looking. The server has
no authentication: it belongs in a trusted network, and everything in a workflow can be read by anyone there.
"""

from __future__ import annotations

import contextlib
import re
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from secondunit.providers.landing import Landing
from secondunit.providers.protocol import CancelOutcome, Estimated, Input, Request, State, Status, Ticket
from secondunit.providers.registry import Site
from secondunit.wire import Capability, FrozenMap, Money, Problem, SecondUnitError
from secondunit.wire.errors import (
    BadInput,
    Conflict,
    Expired,
    NotFound,
    ProviderAbsent,
    ProviderBroken,
    ProviderError,
    ProviderSilent,
    RateLimited,
    Uncertain,
)

from .listening import Listening
from .models import Models
from .outcome import OutputFile, cached, failed, failure, last_message, leavings, no_file, outputs, reasons
from .preflight import Preflight
from .server import FAULT, Server
from .settings import read_settings
from .workflow import assets_of

_SPACE = uuid.UUID("6a3f7c52-43f6-5c11-9c3c-7d1f7b0a5e20")
#: Jobs waiting and none at work for so long means that the server's executor has died, in seconds.
_DEAD_AFTER = 30.0
#: A server that has not answered for so long is lost, where there is another, in seconds.
_LOST_AFTER = 60.0
#: The name under which an input is uploaded.
_UPLOADED = re.compile(r"[0-9a-f]{32}(\.\w{1,5})?")


class ComfyUI:
    """The provider; `Settings` says what can be set."""

    name = "comfyui"
    setting_names: ClassVar[tuple[str, ...]] = (
        "servers", "workflows", "blueprints", "noncommercial", "cleared", "transport", "frames", "free",
        "secret", "label", "timeout", "parts.*", "memory.*",
    )  # fmt: skip

    def __init__(self, site: Site) -> None:
        self._settings = settings = read_settings(site.settings)
        headers = {"Authorization": f"Bearer {site.secret(settings.secret)}"} if settings.secret else {}
        self._steady = site.steady
        self._client = uuid.uuid4().hex
        self._servers = {
            url.rstrip("/"): Server(url, site.door, site.steady, headers, settings.timeout)
            for url in settings.urls
        }
        self._ears = {
            url: Listening(site.door, url, self._client, headers, site.steady) for url in self._servers
        }
        self._models = Models(self.name, settings, self._servers)
        self._progress: dict[str, float] = {}
        self._off: set[str] = set()
        self._stuck: dict[str, float] = {}
        self._silent: dict[str, float] = {}

    def capabilities(self) -> Sequence[Capability]:
        """One model for each workflow file, as `Models` says."""
        return self._models.capabilities()

    def estimate(self, request: Request) -> Estimated:
        """No price; raises `BadInput` or `ProviderLacks` with every node and model that is missing."""
        self._preflight(request).server(self._servers.values(), "", planned=True)
        return Estimated(Money("0"))

    def _preflight(self, request: Request, prefix: str = "estimate") -> Preflight:
        workflow = self._models.workflow(request.model)
        memory = self._models.memory(request.model)
        return Preflight(workflow, request, self._settings.transport, prefix, memory)

    def submit(self, request: Request, key: str) -> Ticket:
        """Preflight, upload, and queue on the least loaded server; a lost answer is settled by looking."""
        job = _job(key)
        preflight = self._preflight(request, _prefix(job))
        server = preflight.server(self._servers.values(), key)
        self._silent.pop(server.url, None)
        files = {
            role: tuple(self._upload(server, asset, key) for asset in assets)
            for role, assets in assets_of(request).items()
        }
        graph = preflight.graph(files, server.catalogue(key))
        ticket = self._ticket(request, key, server, len(graph))
        self._ears[server.url].follow(job, len(graph), key)
        try:
            receipt = server.post(graph, job, self._client, key)
        except (ProviderSilent, ProviderBroken) as error:
            doubt = Uncertain(f"{server.name} did not say whether it took the job.")
            self._settle(server, job, key, error if error.problem.where == FAULT else doubt)
            return ticket
        except SecondUnitError as error:
            self._ears[server.url].leave(job)
            if isinstance(error, BadInput):
                self._take_back(server, ticket)
            raise
        if receipt.get("node_errors"):
            self._withdraw(server, job, key)
            self._take_back(server, ticket)
            raise BadInput(f"{server.name} would run only a part of the workflow: {reasons(receipt)}.")
        return ticket

    def _upload(self, server: Server, asset: Input, key: str) -> str:
        folder = _prefix(_job(key))
        try:
            return server.upload(asset.path, _upload_name(asset), folder, asset.media_type, asset.sha256, key)
        except ProviderSilent as error:
            # Nothing is queued yet, and the same bytes under the same name do no harm twice.
            raise ProviderAbsent(f"{server.name} did not take the pictures.") from error

    def _settle(self, server: Server, job: str, key: str, otherwise: SecondUnitError) -> None:
        """After a POST without a good answer: return if the job is there, else raise `otherwise`."""
        try:
            present = server.look(job, key).known or server.look(job, key).known
        except ProviderError:
            present = False
        if not present:
            self._ears[server.url].leave(job)
            raise otherwise

    def recover(self, request: Request, key: str) -> Ticket | None:
        """Look for the job on every server; `Uncertain` while one of them cannot be asked."""
        job = _job(key)
        silent = []
        for server in self._servers.values():
            try:
                if server.look(job, key).known or server.look(job, key).known:
                    return self._ticket(request, key, server, len(self._models.workflow(request.model).graph))
            except ProviderError:
                self._silent.setdefault(server.url, self._steady())
                if not self._is_lost(server):  # what a lost one holds costs nothing, and is not waited for
                    silent.append(server.name)
        if silent:
            raise Uncertain(f"{', '.join(silent)} cannot be asked whether it has the job.")
        return None

    def poll(self, ticket: Ticket) -> Status:
        """Queue first, history second; the socket adds how far it is, and a picture."""
        server = self._server(ticket)
        try:
            look = server.look(ticket.id, ticket.key)
            if not look.known:
                look = server.look(ticket.id, ticket.key)
        except (ProviderAbsent, ProviderSilent, ProviderBroken, RateLimited):
            since = self._silent.setdefault(server.url, self._steady())
            if not self._is_lost(server):
                raise
            text = (
                f"{server.name} has not answered for {self._steady() - since:.0f} s: what became of the job "
                "there cannot be told."
            )
            remedy = "See that the server runs; a retry sends it again."
            return Status(
                State.LOST, self._further(ticket, 0.0), problem=Problem(Uncertain.code, text, remedy)
            )
        self._silent.pop(server.url, None)
        if look.entry is not None:
            return self._ended(ticket, look.entry)
        if look.place is None:
            self._ears[server.url].leave(ticket.id)
            if ticket.id in self._off:
                return Status(State.CANCELLED)
            text = f"{server.name} no longer knows the job: it was started anew, or its queue was cleared."
            remedy = f"Look for {_prefix(ticket.id)} in its output folder before it is asked for again."
            return Status(
                State.LOST, self._further(ticket, 0.0), problem=Problem(Uncertain.code, text, remedy)
            )
        ears = self._ears[server.url]
        ears.follow(ticket.id, _whole(ticket.notes.get("nodes")), ticket.key)
        news = ears.heard(ticket.id)
        progress = self._further(ticket, news.progress)
        if look.place == 0:
            self._stuck.pop(server.url, None)
            return Status(State.RUNNING, progress, f"at node {news.node}" if news.node else "", news.preview)
        return Status(State.WAITING, progress, self._waiting(server, look.place, look.stuck))

    def fetch(self, ticket: Ticket, into: Path) -> list[Path]:
        """Bring every file of the nodes titled `[output]`, or all that were saved; none may be an old one."""
        server = self._server(ticket)
        entry = server.look(ticket.id, ticket.key).entry
        if entry is None:
            raise (Expired if not server.look(ticket.id, ticket.key).known else NotFound)(
                f"{server.name} has no result of this job."
            )
        files = self._wanted(ticket, outputs(entry))
        old = cached(entry)
        for file in files:
            if file.node in old and not file.folder.startswith(_prefix(ticket.id)):
                raise ProviderBroken(f"{server.name} gives {file.name} of an earlier job from its cache.")
        with Landing(into) as landing:
            for file in files:
                server.take(file, landing, ticket.key)
        return landing.paths

    def cancel(self, ticket: Ticket) -> CancelOutcome:
        """Take it out of the queue; if it is at work, ask it to stop, which may come too late."""
        server = self._server(ticket)
        if ticket.id in self._off:
            return CancelOutcome.CANCELLED
        before = server.look(ticket.id, ticket.key)
        if before.entry is not None:
            stopped = last_message(before.entry)[0] == "execution_interrupted"
            return CancelOutcome.CANCELLED if stopped else CancelOutcome.TOO_LATE
        if not before.known and not server.look(ticket.id, ticket.key).known:
            return CancelOutcome.UNKNOWN
        return self._withdraw(server, ticket.id, ticket.key)

    def discard(self, ticket: Ticket) -> None:
        """Empty what a job that has ended was given and made on its server, and have its history forgotten.

        The server deletes nothing: empty files and folders stay, `secondunit/<id>` among inputs and outputs.
        Raises `Conflict` while it has the job in its queue.
        """
        server = self._server(ticket)
        look = server.look(ticket.id, ticket.key)
        if look.place is not None:
            raise Conflict(f"{server.name} still has the job in its queue: nothing of it is taken away.")
        self._empty_uploads(server, ticket)
        for leftover in leavings(look.entry or {}, _prefix(ticket.id)):
            server.empty(leftover.kind, leftover.folder, leftover.name, ticket.key)
        server.forget(ticket.id, ticket.key)

    def _empty_uploads(self, server: Server, ticket: Ticket) -> None:
        for name in str(ticket.notes.get("uploads", "")).split("\n"):
            if _UPLOADED.fullmatch(name):
                server.empty("input", _prefix(ticket.id), name, ticket.key)

    def _take_back(self, server: Server, ticket: Ticket) -> None:
        """Empty what was uploaded for a job that is refused: no ticket is left to do it later."""
        with contextlib.suppress(SecondUnitError):
            self._empty_uploads(server, ticket)
            self.discard(ticket)

    def close(self) -> None:
        """Close every socket."""
        for ears in self._ears.values():
            ears.close()

    def _withdraw(self, server: Server, job: str, key: str) -> CancelOutcome:
        server.withdraw(job, key)
        after = server.look(job, key)
        if after.entry is not None:
            return CancelOutcome.TOO_LATE
        if after.known:
            server.interrupt(job, key)
            return CancelOutcome.ASKED
        self._off.add(job)
        self._ears[server.url].leave(job)
        return CancelOutcome.CANCELLED

    def _ended(self, ticket: Ticket, entry: dict[str, object]) -> Status:
        self._ears[ticket.server].leave(ticket.id)
        progress = self._further(ticket, 0.0)
        if last_message(entry)[0] == "execution_interrupted":
            return Status(State.CANCELLED, progress)
        if failed(entry):
            workflow = str(ticket.notes.get("workflow", "")) or "the workflow"
            return Status(State.FAILED, progress, problem=failure(entry, workflow))
        if not self._wanted(ticket, outputs(entry)):
            return Status(State.FAILED, progress, problem=no_file())
        return Status(State.DONE, 1.0)

    def _wanted(self, ticket: Ticket, files: list[OutputFile]) -> list[OutputFile]:
        """The files of nodes titled `[output]`; else what was saved; else what was only previewed."""
        named = str(ticket.notes.get("outputs", "")).split("\n")
        return (
            [file for file in files if file.node in named]
            or [file for file in files if file.kind == "output"]
            or [file for file in files if file.kind == "temp"]
        )

    def _is_lost(self, server: Server) -> bool:
        """Whether a server has been silent for so long that another one is better asked, for nothing."""
        since = self._silent.get(server.url)
        alternative = self._settings.free and len(self._servers) > 1
        return alternative and since is not None and self._steady() - since >= _LOST_AFTER

    def _waiting(self, server: Server, place: int, stall: bool) -> str:
        since = self._stuck.setdefault(server.url, self._steady()) if stall else None
        if since is None:
            self._stuck.pop(server.url, None)
        elif self._steady() - since > _DEAD_AFTER:
            return f"Jobs wait at {server.name} and none is at work: it needs to be started anew."
        return f"number {place} in the queue of {server.name}"

    def _further(self, ticket: Ticket, progress: float) -> float:
        new = self._progress[ticket.id] = max(self._progress.get(ticket.id, 0.0), progress)
        return new

    def _server(self, ticket: Ticket) -> Server:
        server = self._servers.get(ticket.server)
        if server is None:
            raise ProviderAbsent(
                f"The job runs on {ticket.server}, which is no longer among the servers.",
                remedy="Add it to the servers again until the job has ended.",
            )
        return server

    def _ticket(self, request: Request, key: str, server: Server, nodes: int) -> Ticket:
        workflow = self._models.workflow(request.model)
        uploads = dict.fromkeys(_upload_name(asset) for asset in request.inputs)
        notes = FrozenMap[bool | int | float | str](
            nodes=nodes, outputs="\n".join(workflow.outputs), workflow=workflow.name,
            uploads="\n".join(uploads),
        )  # fmt: skip
        return Ticket(self.name, _job(key), key, request.digest, server.url, notes)


def _job(key: str) -> str:
    """The job's id on the server: made from the key, so that it is known before anything is sent."""
    return str(uuid.uuid5(_SPACE, key))


def _prefix(job: str) -> str:
    """The folder of a job's inputs and outputs on the server, so that its cache never gives an old file."""
    return f"secondunit/{job}"


def _upload_name(asset: Input) -> str:
    return f"{asset.sha256[:32]}{asset.path.suffix.lower()}"


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 1


__all__ = ["ComfyUI"]
