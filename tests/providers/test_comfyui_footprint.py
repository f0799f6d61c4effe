"""What a blueprint's models weigh, how fast it is, and what is offered first for each purpose."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from secondunit.providers.comfyui.interface.blueprint import named_models, read_blueprint
from secondunit.providers.comfyui.interface.curated import CURATED
from secondunit.providers.comfyui.interface.document import read_document
from secondunit.providers.comfyui.interface.footprint import card, memory_word, speed_word, steps_of, weights
from secondunit.providers.comfyui.interface.library import TEMPLATES, body, files, published, templates_index
from secondunit.providers.comfyui.interface.licences import Commercial
from secondunit.providers.comfyui.interface.listing import Listed, listed
from secondunit.providers.comfyui.interface.wrapping import workflow_of
from secondunit.wire import SecondUnitError

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "providers-setup.md"


@pytest.fixture(scope="module")
def entries() -> dict[str, Listed]:
    return {entry.name: entry for entry in listed({}) if entry.task is not None}


def test_each_weight_is_the_published_size_of_a_template_with_the_very_same_files() -> None:
    sizes = {entry["name"]: entry.get("size") for entry in templates_index()}
    templates: dict[frozenset[str], list[str]] = {}
    for name, path in files(TEMPLATES).items():
        if sizes.get(name):
            try:
                models = frozenset(model.name for model in named_models(read_document(body(path))))
            except SecondUnitError:
                continue
            templates.setdefault(models, []).append(name)
    assert len(weights()) >= 45
    for name, weight in weights().items():
        models = frozenset(model.name for model in named_models(published(name)))
        assert weight.template in templates[models] and sizes[weight.template] == weight.size, name
        counted = Counter(sizes[template] for template in templates[models])
        assert counted[weight.size] == max(counted.values()), "the size that most of them have"


@pytest.mark.parametrize(
    ("size", "gigabytes"), [(400_000_000, 8), (20_830_591_386, 24), (38_010_460_570, 48), (10**12, 0)]
)
def test_a_card_holds_the_models_and_room_for_pictures(size: int, gigabytes: int) -> None:
    assert card(size) == gigabytes


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("upscale_video_seedvr2_3b_int8", "fast, 1 step"),
        ("text_to_video_wan_2_2", "fast, 4 steps"),  # two samplers share them
        ("first_last_frame_to_video_ltx_2_3", "fast, 8 steps"),  # by the amounts of noise
        ("character_replacement_scail_2_base", "fast, 6 steps"),  # as its switch stands
        ("video_inpaint_void", "slow, 60 steps"),
        ("remove_background_birefnet", "one pass"),
    ],
)
def test_steps_are_counted_in_the_nodes(name: str, word: str) -> None:
    graph = workflow_of(read_blueprint(name, published(name), {})).graph
    assert speed_word(graph) == word and (steps_of(graph) > 0 or word == "one pass")


def test_what_is_offered_first_does_its_task_and_allows_commercial_work(entries: dict[str, Listed]) -> None:
    for row in CURATED:
        entry = entries[row.blueprint]
        assert entry.task is row.task, row
        assert entry.commercial in (Commercial.YES, Commercial.CONDITIONS), row
        if entry.commercial is Commercial.CONDITIONS:
            assert row.why.startswith("conditions"), "it is said"
        assert memory_word(row.blueprint) and entry.speed, row
    assert len({row.purpose for row in CURATED}) == len(CURATED)


def test_the_guide_has_the_table_as_it_is(entries: dict[str, Listed]) -> None:
    text = GUIDE.read_text("utf-8")
    rows = re.findall(r"^\| ([^|]+) \| `(\w+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", text, re.M)
    assert rows == [
        (
            row.purpose,
            row.blueprint,
            str(entries[row.blueprint].commercial),
            entries[row.blueprint].licence,
            entries[row.blueprint].memory,
            entries[row.blueprint].speed,
        )
        for row in CURATED
    ]
