"""Which server runs a request: everything that can be known is held against it before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from secondunit.providers.protocol import Request
from secondunit.wire import SecondUnitError
from secondunit.wire.errors import (
    BadInput,
    ProviderAbsent,
    ProviderBroken,
    ProviderError,
    ProviderLacks,
    ProviderSilent,
    RateLimited,
)

from .catalogue import Catalogue
from .intake import check_extent
from .saving import resaved
from .server import Server
from .transport import Transport, sent_as
from .workflow import Graph, Workflow, assets_of

#: What a server says that may be able another time.
_PASSING = (ProviderAbsent, ProviderSilent, ProviderBroken, RateLimited)
EXR = "image/x-exr"
_TAKES = {"image/png", "image/jpeg", "image/webp", EXR, "video/mp4", "video/webm", "video/quicktime"}


@dataclass(frozen=True)
class Preflight:
    """A request for a workflow on a server: sent at most as `transport` says, saved below `prefix`.

    `memory` is what its models need on a card, in bytes; 0 where it is not known.
    """

    workflow: Workflow
    request: Request
    transport: Transport
    prefix: str = "estimate"
    memory: int = 0

    def graph(self, files: dict[str, tuple[str, ...]], catalogue: Catalogue) -> Graph:
        """The graph that a server is given: filled, its answer saved as the server saves best."""
        graph = self.workflow.filled(self.request, files, self.prefix)
        return resaved(self.workflow, graph, catalogue, self.transport, self.prefix)

    def server(self, servers: Iterable[Server], errand: str, *, planned: bool = False) -> Server:
        """The least loaded server that can run it, of those whose card holds its models if there are any.

        `planned`: none is asked for its queue, memory or limits.

        Raises `BadInput`; what keeps a server from answering that may run it later, and nothing was sent;
        and `ProviderLacks` with every node and model that is missing.
        """
        self._require()
        able: list[tuple[bool, int, Server]] = []
        lacking: list[str] = []
        failed: list[SecondUnitError] = []
        for server in servers:
            try:
                lacks = self._lacks(server.catalogue(errand), planned)
                if lacks:
                    lacking.append(f"{server.name}: {' '.join(lacks)}")
                    continue
                if not planned:
                    limit = server.largest_upload(errand)
                    for asset in self.request.inputs:
                        server.check_size(asset.path, limit)
                if planned:
                    return server
                able.append((self._is_short(server, errand), server.load(errand), server))
            except (ProviderError, BadInput) as error:
                failed.append(error)
        if able:
            return min(able, key=lambda candidate: candidate[:2])[2]
        cannot = f"{self.workflow.name} cannot run. {' '.join(lacking)}"
        order = (BadInput, *_PASSING) if planned else (*_PASSING, BadInput)
        first = next((fault for kind in order for fault in failed if isinstance(fault, kind)), None)
        if first is not None:
            raise _unsent(first, cannot if lacking else "")
        if lacking:
            raise ProviderLacks(cannot, where="model")
        raise failed[0]

    def _is_short(self, server: Server, errand: str) -> bool:
        """Whether a server says that its largest card has less memory than the models weigh."""
        if not self.memory:
            return False
        room = server.memory(errand)
        return room is not None and room < self.memory

    def _require(self) -> None:
        workflow, request = self.workflow, self.request
        if request.task is not workflow.task:
            raise BadInput(f"{workflow.name} does {workflow.task.value}.", where="task")
        if any(request.margins):
            raise BadInput(f"{workflow.name} is given a larger picture, and no margins.", where="margins")
        for asset in request.inputs:
            if asset.media_type not in _TAKES:
                raise BadInput(f"ComfyUI reads no {asset.media_type}.", where=str(asset.path))
        check_extent(workflow)

    def _lacks(self, catalogue: Catalogue, planned: bool) -> list[str]:
        self.workflow.check(self.request, catalogue, planned)
        files = {
            role: tuple(asset.path.name for asset in assets)
            for role, assets in assets_of(self.request).items()
        }
        lacks = self.workflow.lacks(catalogue, self.graph(files, catalogue))
        floats = any(asset.media_type == EXR for asset in self.request.inputs)
        if floats and sent_as(self.workflow, catalogue, Transport.EXR) is not Transport.EXR:
            lacks.append("It reads no float EXR.")
        return lacks


def _unsent(error: SecondUnitError, beside: str) -> SecondUnitError:
    """The error as it is told where nothing was sent: a question without an answer leaves no doubt then."""
    problem = replace(error.problem, message=f"{error.problem.message} {beside}".rstrip())
    if isinstance(error, ProviderSilent):
        return ProviderAbsent(problem.message, remedy=problem.remedy, where=problem.where)
    error.problem, error.args = problem, (problem.message,)
    return error
