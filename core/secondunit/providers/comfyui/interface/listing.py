"""What is published for ComfyUI, a line each: read or not and why, its task, the models that it names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from secondunit.providers.comfyui.catalogue import Catalogue
from secondunit.wire import SecondUnitError, Task

from .blueprint import ModelFile, named_models, read_blueprint
from .document import WorkflowDocument, read_document
from .flattening import flattened
from .footprint import memory_word, speed_word
from .library import BLUEPRINTS, TEMPLATES, body, files, templates_index
from .licences import Commercial, strictest
from .wrapping import workflow_of

BLUEPRINT, TEMPLATE = "blueprint", "template"


@dataclass(frozen=True)
class Listed:
    """A blueprint or a template: `read` where its values have names, `why` what keeps it from a task."""

    name: str
    kind: str
    title: str
    read: bool
    task: Task | None = None
    why: str = ""
    models: tuple[ModelFile, ...] = ()
    #: Whether its nodes run on one's own machine, where the index says it.
    open_source: bool | None = None
    #: Of a blueprint: the licence of the model that is bound the most, and which file that is.
    licence: str = ""
    commercial: Commercial | None = None
    strictest: str = ""
    #: What its models weigh and the card that holds them, and how fast it is: as `footprint` says.
    memory: str = ""
    speed: str = ""


@cache
def freely_licensed(task: Task) -> tuple[str, ...]:
    """The blueprints for a task all of whose models may be used for commercial work without conditions."""
    entries = (_blueprint(name, path, {}) for name, path in files(BLUEPRINTS).items())
    return tuple(entry.name for entry in entries if entry.task is task and entry.commercial is Commercial.YES)


def listed(catalogue: Catalogue) -> Iterator[Listed]:
    """Every blueprint, then every template; a server's `catalogue` names what the files do not."""
    for name, path in files(BLUEPRINTS).items():
        yield _blueprint(name, path, catalogue)
    index = {entry["name"]: entry for entry in templates_index()}
    for name, path in files(TEMPLATES).items():
        entry = index.get(name, {})
        title, open_source = entry.get("title"), entry.get("openSource")
        yield _template(
            name,
            path,
            catalogue,
            title if isinstance(title, str) else name,
            open_source if isinstance(open_source, bool) else None,
        )


def _blueprint(name: str, path: Path, catalogue: Catalogue) -> Listed:
    title = name
    models: tuple[ModelFile, ...] = ()
    try:
        document = read_document(body(path))
        blueprint = read_blueprint(name, document, catalogue)
        title, models = blueprint.title, blueprint.models
        blueprint.flat.needed([output.node for output in blueprint.outputs])
    except SecondUnitError as error:
        return Listed(name, BLUEPRINT, title, False, None, _sentence(error), models)
    try:
        workflow = workflow_of(blueprint)
    except SecondUnitError as error:
        return Listed(name, BLUEPRINT, title, True, None, _sentence(error), models)
    bound = strictest(models)
    entry = Listed(
        name,
        BLUEPRINT,
        title,
        True,
        workflow.task,
        models=models,
        memory=memory_word(name),
        speed=speed_word(workflow.graph),
    )
    if bound is None:
        return entry
    terms = bound.terms
    return replace(entry, licence=terms.licence, commercial=terms.commercial, strictest=bound.model.name)


def _template(name: str, path: Path, catalogue: Catalogue, title: str, open_source: bool | None) -> Listed:
    models: tuple[ModelFile, ...] = ()
    try:
        document: WorkflowDocument = read_document(body(path))
        models = named_models(document)
        flattened(document, catalogue).whole()
    except SecondUnitError as error:
        return Listed(name, TEMPLATE, title, False, None, _sentence(error), models, open_source)
    why = "Its nodes' titles name nothing of a brief."
    return Listed(name, TEMPLATE, title, True, None, why, models, open_source)


def _sentence(error: SecondUnitError) -> str:
    return error.problem.message
