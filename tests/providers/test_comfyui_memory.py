"""Of several servers the one whose card holds a model's weights, and pictures of a sampler's work."""

from __future__ import annotations

from typing import Any

import pytest

from secondunit.providers.comfyui.settings import read_settings
from secondunit.wire.errors import BadSettings

GB = 10**9
BLUEPRINT = "remove_background_birefnet"


def card(gigabytes: float) -> list[dict[str, Any]]:
    return [
        {"name": "cpu", "type": "cpu", "vram_total": 512 * GB},
        {"name": "cuda:0", "type": "cuda", "index": 0, "vram_total": int(gigabytes * GB)},
    ]


def where(bench: Any, key: str = "key", **more: Any) -> str:
    return str(bench.provider(**more).submit(bench.request, key).server)


def test_the_server_whose_card_holds_the_models_is_taken_before_one_with_a_shorter_queue(bench: Any) -> None:
    small, large = bench.server(), bench.server()
    small.devices, large.devices = card(8), card(48)
    large.pending.append([1, "another", {}, {}, []])
    assert where(bench, "first", **{"memory.soften": 24}) == large.url
    assert where(bench, "second", **{"memory.soften": 6}) == small.url
    large.pending += [[2, "a third", {}, {}, []], [3, "a fourth", {}, {}, []]]
    assert where(bench, "third") == small.url, "what is not known decides nothing"


def test_where_no_card_holds_them_the_shortest_queue_decides_and_nothing_is_refused(bench: Any) -> None:
    first, second = bench.server(), bench.server()
    first.devices, second.devices = card(8), card(12)
    first.pending.append([1, "another", {}, {}, []])
    assert where(bench, **{"memory.soften": 80}) == second.url


def test_a_server_that_says_nothing_of_its_card_is_none_that_is_too_small(bench: Any) -> None:
    quiet, small = bench.server(), bench.server()
    small.devices = card(8)
    assert where(bench, **{"memory.soften": 24}) == quiet.url


def test_what_is_published_of_a_blueprints_models_counts_without_a_setting(bench: Any) -> None:
    bench.server()
    models = bench.provider(blueprints=BLUEPRINT)._models
    assert 0.3 * GB < models.memory(BLUEPRINT) < 0.6 * GB
    assert models.memory("soften") == 0
    limits = {limit.label: limit.text for limit in bench.offered(BLUEPRINT, blueprints=BLUEPRINT).limits}
    assert limits["Memory"] == "0.4 GB, 8 GB card" and limits["Speed"] == "one pass"


def test_a_prompt_asks_for_pictures_while_it_runs(bench: Any) -> None:
    server = bench.server()
    where(bench)
    # The far end holds every prompt to it.
    assert server.taken == 1 and not server.wrong


@pytest.mark.parametrize("value", [0, -4, "much"])
def test_memory_is_a_number_of_gigabytes(value: object, tmp_path: Any) -> None:
    values = {"servers": "http://gpu1:8188", "workflows": str(tmp_path), "memory.soften": value}
    with pytest.raises(BadSettings, match="number above 0"):
        read_settings(values)
