"""Which published blueprints a server can run now, and what each other lacks: nodes, models, a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from secondunit.providers.comfyui.catalogue import Catalogue, choices, described
from secondunit.providers.comfyui.workflow import Workflow
from secondunit.wire import SecondUnitError, Task

from .blueprint import Blueprint, ModelFile, read_blueprint
from .library import BLUEPRINTS, files, published
from .licences import Commercial, strictest
from .wrapping import workflow_of


@dataclass(frozen=True)
class Readiness:
    """A blueprint with a task on one server; it works where nothing is missing."""

    name: str
    title: str
    task: Task
    nodes: tuple[str, ...] = ()
    models: tuple[ModelFile, ...] = ()
    #: Values that the server's version does not know, each in a sentence.
    values: tuple[str, ...] = ()
    #: The licence of the model that is bound the most, and which file that is.
    licence: str = ""
    commercial: Commercial | None = None
    strictest: str = ""

    @property
    def works(self) -> bool:
        """Whether the server has everything that it needs."""
        return not (self.nodes or self.models or self.values)

    @property
    def missing(self) -> str:
        """What the server lacks, in a sentence or several."""
        parts = []
        if self.nodes:
            parts.append(f"nodes: {', '.join(self.nodes)}")
        parts += [f"{model.folder or 'models'}/{model.name}" for model in self.models]
        return "; ".join([*parts, *self.values])


def readiness(catalogue: Catalogue) -> Iterator[Readiness]:
    """Every blueprint that is a task of a brief, held against a server's nodes."""
    for name in files(BLUEPRINTS):
        try:
            blueprint = read_blueprint(name, published(name), catalogue)
            workflow = workflow_of(blueprint)
        except SecondUnitError:
            continue
        yield _held(blueprint, workflow, catalogue)


def _held(blueprint: Blueprint, workflow: Workflow, catalogue: Catalogue) -> Readiness:
    known = {model.name: model for model in blueprint.models}
    nodes: list[str] = []
    models: list[ModelFile] = []
    values: list[str] = []
    for node, body in workflow.graph.items():
        kind = body["class_type"]
        if kind not in catalogue:
            nodes.append(kind)
            continue
        for name, value in body["inputs"].items():
            options = choices(described(catalogue, kind, name, body["inputs"]))
            if options is None or isinstance(value, list) or value in options:
                continue
            if value in known:
                models.append(known[value])
            elif not _is_filled(workflow, node, name):
                values.append(f"{kind} has no {name} {value!r}")
    bound = strictest(blueprint.models)
    return Readiness(
        blueprint.name,
        blueprint.title,
        workflow.task,
        tuple(dict.fromkeys(nodes)),
        tuple(dict.fromkeys(models)),
        tuple(dict.fromkeys(values)),
        bound.terms.licence if bound is not None else "",
        bound.terms.commercial if bound is not None else None,
        bound.model.name if bound is not None else "",
    )


def _is_filled(workflow: Workflow, node: str, name: str) -> bool:
    """Whether a brief or the artist gives the value."""
    return any(
        (place.node, place.input) == (node, name) for found in workflow.places.values() for place in found
    )
