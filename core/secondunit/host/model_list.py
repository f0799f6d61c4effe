"""The models of a provider as a chooser lists them: what works now first, favourites before all, by words.

Favourites are the user's own, in one file of the state folder. It knows values only, and no widget.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from secondunit.wire import Capability

FAVOURITES_FILE = "favourite_models.json"
#: The label of the limit that says what a server lacks for a model.
MISSING = "Missing"
#: What is said of a model that has to be told something before it can be used.
ASKS = "asks one question"


@dataclass(frozen=True)
class ListedModel:
    """A model in a chooser; one that does not work says why, one that is `off` cannot be chosen, and one
    that `asks` can be used once it is answered."""

    value: str
    label: str
    help: str = ""
    works: bool = True
    off: bool = False
    favourite: bool = False
    #: Choosing it opens its question first.
    asks: bool = False


def listed_models(
    capabilities: Iterable[Capability], provider: str, models: Iterable[str], favourites: frozenset[str]
) -> tuple[ListedModel, ...]:
    """Models that do a task, in the order they are listed; last are those of the provider that do none.

    `models` are those that can be chosen, in the provider's order; a favourite is `provider/model`.
    """
    own = {capability.model: capability for capability in capabilities if capability.provider == provider}
    entries = [
        _listed(model, own.get(model), f"{provider}/{model}" in favourites) for model in dict.fromkeys(models)
    ]
    ranked = sorted(entries, key=lambda entry: (not entry.works, not entry.favourite))
    failures = [
        ListedModel(
            capability.model,
            f"{capability.model_label}: {capability.problem.message}",
            str(capability.problem),
            False,
            True,
        )
        for capability in own.values()
        if capability.problem is not None and capability.question is None
    ]
    return (*ranked, *_asking(own.values()), *failures)


def first_questions(capabilities: Iterable[Capability], providers: Iterable[str]) -> tuple[Capability, ...]:
    """The first model that asks something of each provider that is none of `providers`."""
    known = set(providers)
    first: dict[str, Capability] = {}
    for capability in capabilities:
        if capability.question is not None and capability.provider not in known:
            first.setdefault(capability.provider, capability)
    return tuple(first.values())


def matching(models: Iterable[ListedModel], words: str) -> tuple[ListedModel, ...]:
    """The models whose label or name holds every word, in the order they are listed."""
    wanted = words.lower().split()
    return tuple(
        model for model in models if all(word in f"{model.label} {model.value}".lower() for word in wanted)
    )


def read_favourites(home: str) -> frozenset[str]:
    """The user's favourites; none where the file is not there or cannot be read."""
    try:
        names = json.loads(Path(home, FAVOURITES_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return frozenset()
    return (
        frozenset(name for name in names if isinstance(name, str)) if isinstance(names, list) else frozenset()
    )


def write_favourites(home: str, favourites: frozenset[str]) -> None:
    """Keep the user's favourites; a disk that takes nothing keeps them until the panel closes."""
    place = Path(home, FAVOURITES_FILE)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary = place.with_suffix(".tmp")
        temporary.write_text(json.dumps(sorted(favourites)), "utf-8")
        temporary.replace(place)
    except OSError:
        return


def _listed(model: str, capability: Capability | None, favourite: bool) -> ListedModel:
    lacks = _missing(capability) if capability is not None else ""
    label = (capability.model_label if capability is not None else "") or model or "Simulation"
    return ListedModel(model, label, lacks, not lacks, False, favourite)


def _asking(capabilities: Iterable[Capability]) -> Iterator[ListedModel]:
    """The models that ask one question before they can be used."""
    for capability in capabilities:
        if capability.question is not None:
            yield ListedModel(
                capability.model,
                f"{capability.model_label} {ASKS}",
                capability.question.text,
                False,
                asks=True,
            )


def _missing(capability: Capability) -> str:
    return next((limit.text for limit in capability.limits if limit.label == MISSING), "")
