"""Workflow files and blueprints as models: what each takes follows from the servers that answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from secondunit.wire import Capability, Limit, SecondUnitError
from secondunit.wire.errors import BadInput, BadSettings, ProviderError

from .catalogue import Catalogue
from .intake import intake_of
from .interface.blueprint import named_models, read_blueprint
from .interface.footprint import memory_word, speed_word, weights
from .interface.library import published
from .interface.licences import licence_words
from .interface.permission import require_commercial
from .interface.questions import Unanswered
from .interface.wrapping import workflow_of
from .reading import read_workflow
from .server import AROUND, Server
from .settings import Settings
from .transport import Transport, sent_as
from .workflow import Workflow

_ELSEWHERE = "Runs on the studio's own servers; whoever reaches them can read prompts and pictures."
_HERE = "Declared local: it runs on this machine."


@dataclass(frozen=True)
class _Answering:
    """The servers that answered with their nodes, and what kept each other one from it."""

    catalogues: dict[str, Catalogue]
    largest: dict[str, int]
    silent: dict[str, SecondUnitError]


class Models:
    """The workflows of one folder on servers by their URLs."""

    def __init__(self, provider: str, settings: Settings, servers: Mapping[str, Server]) -> None:
        self._provider, self._settings, self._servers = provider, settings, servers

    def workflow(self, model: str) -> Workflow:
        """The workflow of that name; raises `BadInput`, and what `read_workflow` raises."""
        try:
            return self._read(model, {})
        except SecondUnitError:
            catalogue = self._catalogue()  # a server may name what a file of the interface does not
            if not catalogue:
                raise
            return self._read(model, catalogue)

    def _read(self, model: str, catalogue: Catalogue) -> Workflow:
        """A studio's own file, else a published blueprint that its settings name."""
        if self._is_own(model):
            return read_workflow(self._file(model), catalogue, self._settings.answers.get(model))
        if model in self._settings.blueprints:
            blueprint = read_blueprint(model, published(model), catalogue)
            workflow = workflow_of(blueprint)
            if self._settings.judged(model):
                require_commercial(model, blueprint.models, workflow.task)
            return workflow
        raise BadInput(f"There is no workflow {model[:60]!r}.", where="model")

    def _file(self, model: str) -> Path:
        return self._settings.workflows / f"{model}.json"

    def _is_own(self, model: str) -> bool:
        return bool(model) and Path(model).name == model and self._file(model).is_file()

    def _licence(self, model: str) -> list[Limit]:
        """What binds a blueprint's models; of a studio's own file the studio knows it."""
        words = "" if self._is_own(model) else licence_words(named_models(published(model)))
        return [Limit("Licence", words)] if words else []

    def memory(self, model: str) -> int:
        """What a card must hold for a model, in bytes: as the settings say, else as is published; else 0."""
        if model in self._settings.memory:
            return round(self._settings.memory[model] * 1e9)
        weight = None if self._is_own(model) else weights().get(model)
        return weight.size if weight is not None else 0

    def _weight(self, workflow: Workflow) -> list[Limit]:
        """What a blueprint's models weigh and how many steps it takes."""
        if self._is_own(workflow.name):
            return []
        words = (("Memory", memory_word(workflow.name)), ("Speed", speed_word(workflow.graph)))
        return [Limit(label, text) for label, text in words if text]

    def _catalogue(self) -> Catalogue:
        """The nodes of the first server that says them; empty where none does."""
        for server in self._servers.values():
            try:
                return server.catalogue("")
            except SecondUnitError:
                continue
        return {}

    def capabilities(self) -> Sequence[Capability]:
        """One model for each file and each blueprint; one that cannot be read has its `problem`.

        Raises what keeps the first server from answering where none does.
        """
        if not self._settings.workflows.is_dir():
            raise BadSettings(f"There is no folder {self._settings.workflows}.", where="workflows")
        answering = self._ask()
        if not answering.catalogues and all(isinstance(e, ProviderError) for e in answering.silent.values()):
            raise next(iter(answering.silent.values()))
        capabilities = []
        catalogue = next(iter(answering.catalogues.values()), {})
        own = [path.stem for path in sorted(self._settings.workflows.glob("*.json"))]
        for model in (*own, *(name for name in self._settings.blueprints if name not in own)):
            try:
                capabilities.append(self._capability(self._read(model, catalogue), answering))
            except Unanswered as error:
                asked = error.question.asked
                capabilities.append(replace(self._offer(model), problem=error.problem, question=asked))
            except SecondUnitError as error:
                capabilities.append(replace(self._offer(model), problem=error.problem))
        return tuple(capabilities)

    def _ask(self) -> _Answering:
        answering = _Answering({}, {}, {})
        for server in self._servers.values():
            try:
                catalogue = server.catalogue("")
                largest = server.largest_upload("")
            except SecondUnitError as error:
                answering.silent[server.name] = error
            else:
                answering.catalogues[server.name] = catalogue
                if largest is not None:
                    answering.largest[server.name] = largest
        return answering

    def _offer(self, model: str) -> Capability:
        return Capability(
            provider=self._provider,
            label=self._settings.label,
            model=model,
            model_label=model.replace("_", " "),
            tasks=(),
            made_by="AI model",
            leaves=self._settings.leaves,
            terms=_ELSEWHERE if self._settings.leaves else _HERE,
            free=self._settings.free,
        )

    def _capability(self, workflow: Workflow, answering: _Answering) -> Capability:
        name, catalogue = self._best(workflow, answering)
        lacks = workflow.lacks(catalogue) if catalogue else []
        limits = [Limit("Servers", ", ".join(server.name for server in self._servers.values()))]
        limits += self._licence(workflow.name)
        limits += self._weight(workflow)
        limits += [Limit("Missing", " ".join(lacks))] if lacks else []
        silent = [error.problem.message for error in answering.silent.values() if answering.catalogues]
        limits += [Limit("Not answering", " ".join(silent))] if silent else []
        most = self._settings.transport
        limits += [Limit("Pictures", sent_as(workflow, catalogue, most).label)] if catalogue else []
        room = max(0, answering.largest.get(name, 0) - AROUND)
        return replace(
            self._offer(workflow.name),
            tasks=(workflow.task,),
            references=len(workflow.places.get("reference", ())),
            prompt=10_000 if "prompt" in workflow.places else 0,
            limits=tuple(limits),
            controls=workflow.controls(catalogue),
            intake=intake_of(workflow, catalogue, self._settings.frames, most, room),
        )

    def _best(self, workflow: Workflow, answering: _Answering) -> tuple[str, Catalogue]:
        """The server that can run a workflow and takes its pictures best, of those that answer."""
        candidates: list[tuple[bool, Transport, str]] = []
        for name, catalogue in answering.catalogues.items():
            able = not workflow.lacks(catalogue)
            candidates.append((able, sent_as(workflow, catalogue, self._settings.transport), name))
        if not candidates:
            return "", {}
        name = max(candidates, key=lambda candidate: candidate[:2])[2]
        return name, answering.catalogues[name]
