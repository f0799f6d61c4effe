"""What a model is asked once, answered over the service: kept in its provider's table, usable at once."""

from __future__ import annotations

import importlib.util
import json
import sys
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.wire import (
    CapabilityList,
    ModelAnswer,
    ModelQuestion,
    Problem,
    QuestionChoice,
    Task,
    dumps,
    loads,
)

QUESTION = ModelQuestion(
    "plate", "Which input takes the plate?", (QuestionChoice("left"), QuestionChoice("right")),
    ("parts", "clean up", "plate"),
)  # fmt: skip
ANSWER = ModelAnswer("S", "studio", "still", "plate", "right")


@pytest.fixture
def far_comfy() -> Iterator[Any]:
    """The tests' ComfyUI server."""
    name = "second_unit_far_of_answering"
    if name not in sys.modules:
        at = Path(__file__).parents[1] / "providers" / "conftest.py"
        spec = importlib.util.spec_from_file_location(name, at)
        assert spec is not None and spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    server = sys.modules[name].far_end("comfy").Comfy()
    yield server
    server.close()


@pytest.fixture
def asks(house: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The studio's still asks for its plate until its table says it."""
    from . import gate_house

    still = house.models["studio"][0]

    def capabilities(studio: Any) -> list[Any]:
        told = "parts.clean up.plate" in studio.site.settings
        asked = replace(still, tasks=(), question=QUESTION, problem=Problem("settings.bad", "Which?"))
        return [replace(still if told else asked, provider=studio.name)]

    monkeypatch.setattr(gate_house.Studio, "capabilities", capabilities)
    return house


def problem(answer: Any) -> Any:
    return json.loads(answer.content)


def test_an_answer_is_a_setting_of_its_table_and_all_else_in_the_file_stays(asks: Any, gate_api: Any) -> None:
    place = asks.show / "providers.toml"
    place.write_text("# ours\n" + place.read_text("utf-8"), "utf-8")
    answer = gate_api.post("/v1/answers", ANSWER)
    assert answer.status_code == 200, answer.text
    text = place.read_text("utf-8")
    assert text.startswith("# ours\n") and '[studio.parts."clean up"]\nplate = "right"\n' in text
    assert tomllib.loads(text)["rival"] == {"account": "vfx-prod", "geography": "us"}
    [still] = [
        each for each in loads(CapabilityList, answer.content).capabilities if each.provider == "studio"
    ]
    assert still.tasks == (Task.IMAGE,) and still.question is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"choice": "middle"}, "input.bad"),
        ({"part": "prompt"}, "conflict"),
        ({"model": "movie"}, "conflict"),
        ({"provider": "nobody"}, "not_found"),
        ({"choice": 'right"\n[rights]\n'}, "input.bad"),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_is_written(
    asks: Any, gate_api: Any, changes: dict[str, str], code: str
) -> None:
    before = (asks.show / "providers.toml").read_text("utf-8")
    answer = gate_api.post("/v1/answers", replace(ANSWER, **changes))
    assert problem(answer)["code"] == code
    assert (asks.show / "providers.toml").read_text("utf-8") == before


def test_an_answer_that_came_twice_is_a_conflict_the_second_time(asks: Any, gate_api: Any) -> None:
    assert gate_api.post("/v1/answers", ANSWER).status_code == 200
    assert problem(gate_api.post("/v1/answers", ANSWER))["code"] == "conflict"


def test_the_table_for_every_show_is_the_one_that_is_answered_where_it_sets_the_provider_up(
    asks: Any, gate_api: Any
) -> None:
    shared = asks.home.root / "providers.toml"
    shared.write_text((asks.show / "providers.toml").read_text("utf-8"), "utf-8")
    (asks.show / "providers.toml").unlink()
    assert gate_api.post("/v1/answers", ANSWER).status_code == 200
    assert tomllib.loads(shared.read_text("utf-8"))["studio"]["parts"]["clean up"] == {"plate": "right"}
    assert not (asks.show / "providers.toml").exists()


def test_a_studios_own_blueprint_is_asked_about_and_answered_on_a_comfyui(
    house: Any, far_comfy: Any, tmp_path: Path
) -> None:
    """The whole way: the file on disk, the provider, the question, the answer, the model."""
    from secondunit.providers.comfyui.interface.library import BLUEPRINTS, files
    from secondunit.providers.registry import find_providers
    from secondunit.service.outbound.sites import Sites

    flows = tmp_path / "flows"
    flows.mkdir()
    body = json.loads(files(BLUEPRINTS)["image_edit"].read_text("utf-8"))
    [graph] = [each for each in body["definitions"]["subgraphs"] if each["id"] == body["nodes"][0]["type"]]
    graph.pop("category", None)
    names = {"image 1": "left picture", "image 2 (optional)": "right picture"}
    for port in graph["inputs"]:
        known = port.get("label") or port["name"]
        port["label"] = names.get(known, known)
    (flows / "restyle_ours.json").write_text(json.dumps(body), "utf-8")
    house.write(
        "providers.toml",
        f'[comfyui]\nservers = "{far_comfy.url}"\nworkflows = {json.dumps(str(flows))}\n'
        'declared_local = "Ann"\n',
    )
    sites = Sites(house.home, house.shows, find_providers(), patience=60.0)
    [model], absent = sites.capabilities("S")
    assert absent == () and model.question is not None and model.tasks == ()
    labels = [(choice.value, choice.label) for choice in model.question.choices]
    assert labels[:2] == [("left_picture", "left picture"), ("right_picture", "right picture")]
    assert model.question.choices[0].help.startswith("Takes pictures")
    sites.answer(ModelAnswer("S", "comfyui", "restyle_ours", "plate", "right_picture"))
    [told], _ = sites.capabilities("S")
    assert told.question is None and told.problem is None and told.tasks == (Task.RESTYLE,)
    sites.close()
    assert dumps(told)


def test_two_answers_at_once_are_one_answer_and_a_conflict(
    asks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second is looked at once the first is kept, whenever it came."""
    from secondunit.service.outbound import sites as module
    from secondunit.service.outbound.sites import Sites
    from secondunit.wire.errors import Conflict

    sites: Sites = asks.sites
    kept = module.write_answers
    refused: list[Conflict] = []
    waiting = threading.Event()

    class Lock:
        """The lock of answers that says when somebody comes to it while it is held."""

        def __init__(self) -> None:
            self._lock = threading.Lock()

        def __enter__(self) -> None:
            if not self._lock.acquire(blocking=False):
                waiting.set()
                self._lock.acquire()

        def __exit__(self, *_: object) -> None:
            self._lock.release()

    def second() -> None:
        try:
            sites.answer(replace(ANSWER, choice="left"))
        except Conflict as error:
            refused.append(error)

    other = threading.Thread(target=second)

    def write(*arguments: Any) -> None:
        monkeypatch.setattr(module, "write_answers", kept)
        other.start()
        assert waiting.wait(20.0)
        kept(*arguments)

    monkeypatch.setattr(sites, "_answering", Lock())
    monkeypatch.setattr(module, "write_answers", write)
    sites.answer(ANSWER)
    other.join(20.0)
    assert len(refused) == 1
    place = asks.show / "providers.toml"
    assert tomllib.loads(place.read_text("utf-8"))["studio"]["parts"]["clean up"] == {"plate": "right"}
