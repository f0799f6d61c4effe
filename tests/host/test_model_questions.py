"""A model that asks one question: opened by choosing it, answered in the panel, used at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from secondunit.host import Panel
from secondunit.host.commands import Commands
from secondunit.host.model_list import first_questions, listed_models
from secondunit.wire import CapabilityList, ModelAnswer, ModelQuestion, Problem, QuestionChoice, Task
from secondunit.wire.capability import Absent

Until = Callable[..., None]


@pytest.fixture
def commands(panel: Panel, host: Any, service: Any, offered: Any, until: Until) -> Commands:
    service.capabilities = (*service.capabilities, offered.COMFY, offered.ASKS)
    panel.link.start()
    until(panel, lambda: len(panel.capabilities) == 3 and panel.estimate is not None)
    return Commands(panel, host)


def test_it_stands_among_the_models_and_says_that_it_asks(offered: Any) -> None:
    models = listed_models((offered.COMFY, offered.ASKS), "comfyui", ("restyle_dream",), frozenset())
    assert [(each.value, each.works, each.off, each.asks) for each in models] == [
        ("restyle_dream", True, False, False), ("restyle_ours", False, False, True),
    ]  # fmt: skip
    assert models[1].label == "restyle ours asks one question"


def test_a_provider_of_whom_every_model_asks_is_found_by_its_first(offered: Any) -> None:
    other = replace(offered.ASKS, model="second")
    assert first_questions((offered.ASKS, other), ("onboard",)) == (offered.ASKS,)
    assert first_questions((offered.COMFY, offered.ASKS), ("onboard", "comfyui")) == ()


def test_opened_it_asks_with_the_blueprints_own_names_and_what_each_is(
    commands: Commands, panel: Panel
) -> None:
    assert panel.asked == ()
    assert commands.ask_model("comfyui", "restyle_ours") is None
    [question] = panel.asked
    assert question.text == "Which input of restyle ours takes the plate?"
    assert question.choices == (
        ("left_picture", "left picture"), ("right_picture", "right picture"), ("", "Not now"),
    )  # fmt: skip
    assert "right picture: Takes pictures, and may be left out." in question.help


def test_an_answer_is_kept_by_the_service_and_the_model_is_used_at_once(
    commands: Commands, panel: Panel, service: Any, offered: Any, until: Until
) -> None:
    service.after_answers = [(*service.capabilities[:-1], offered.TOLD)]
    commands.ask_model("comfyui", "restyle_ours")
    assert commands.answer(panel.asked[0].id, "right_picture") is None
    until(panel, lambda: panel.capability == offered.TOLD)
    show = panel.show_name
    assert service.answers == [ModelAnswer(show, "comfyui", "restyle_ours", "plate", "right_picture")]
    assert panel.asked == () and panel.fields.task is Task.RESTYLE
    assert panel.state()["fields"]["model"] == "restyle_ours", "the document remembers what is used"


def test_one_question_follows_another_until_nothing_is_asked(
    commands: Commands, panel: Panel, service: Any, offered: Any, until: Until
) -> None:
    tasks = ModelQuestion(
        "task", "What does it do?", (QuestionChoice("inpaint"), QuestionChoice("restyle")), ("a",)
    )
    first = replace(offered.ASKS, question=tasks)
    panel.outside.questions._use(replace_last(panel, first))
    service.capabilities = (*service.capabilities[:-1], first)
    service.after_answers = [
        (*service.capabilities[:-1], offered.ASKS),
        (*service.capabilities[:-1], offered.TOLD),
    ]
    commands.ask_model("comfyui", "restyle_ours")
    assert panel.asked[0].choices[0] == ("inpaint", "Clean plate / Inpaint"), "in an artist's words"
    commands.answer(panel.asked[0].id, "restyle")
    until(panel, lambda: panel.asked and "takes the plate" in panel.asked[0].text)
    commands.answer(panel.asked[0].id, "left_picture")
    until(panel, lambda: panel.capability == offered.TOLD)
    assert [each.part for each in service.answers] == ["task", "plate"]


def test_left_for_later_nothing_is_sent_and_what_was_chosen_stays(
    commands: Commands, panel: Panel, service: Any
) -> None:
    before = panel.capability
    commands.ask_model("comfyui", "restyle_ours")
    assert commands.answer(panel.asked[0].id, "") is None
    assert panel.asked == () and panel.capability is before and service.answers == []


def test_what_somebody_else_answered_meanwhile_is_said(
    commands: Commands, panel: Panel, service: Any, offered: Any, until: Until
) -> None:
    commands.ask_model("comfyui", "restyle_ours")
    service.capabilities = (*service.capabilities[:-1], offered.TOLD)
    commands.answer(panel.asked[0].id, "left_picture")
    until(panel, lambda: panel.message is not None and panel.message.code == "conflict")
    until(panel, lambda: panel.capability == offered.TOLD)
    assert panel.asked == (), "the list is the new one at once"


def test_another_choice_drops_the_question_and_a_later_answer_of_somebody_else_changes_nothing(
    commands: Commands, panel: Panel, offered: Any
) -> None:
    commands.ask_model("comfyui", "restyle_ours")
    panel.set("task", "restyle")
    panel.set("provider", "comfyui")
    panel.set("model", "restyle_dream")
    panel.pump()
    assert panel.asked == ()
    before = dict(panel.fields.hand)
    panel.outside.questions._use(replace_last(panel, offered.TOLD))
    assert panel.fields.hand == before and panel.capability == offered.COMFY


def test_a_model_that_was_removed_is_not_waited_for(commands: Commands, panel: Panel, offered: Any) -> None:
    commands.ask_model("comfyui", "restyle_ours")
    gone = CapabilityList(panel.capabilities[:-1], ())
    panel.outside.questions._use(gone)
    assert not panel.outside.questions.waits and panel.asked == ()
    panel.outside.questions._use(CapabilityList((*gone.capabilities, offered.ASKS), ()))
    assert panel.asked == (), "it is another model by then"


def test_a_model_whose_provider_is_away_is_waited_for(commands: Commands, panel: Panel, offered: Any) -> None:
    commands.ask_model("comfyui", "restyle_ours")
    listed = panel.capabilities
    others = tuple(each for each in listed if each.provider != "comfyui")
    away = Absent("comfyui", Problem("provider.absent", "It is looked at anew."))
    panel.outside.questions._use(CapabilityList(others, (away,)))
    assert panel.outside.questions.waits
    panel.outside.questions._use(CapabilityList(listed, ()))
    assert len(panel.asked) == 1


def test_a_model_that_asks_nothing_opens_nothing(commands: Commands) -> None:
    problem = commands.ask_model("comfyui", "restyle_dream")
    assert problem is not None and problem.code == "not_found"


def replace_last(panel: Panel, capability: Any) -> Any:
    return CapabilityList((*panel.capabilities[:-1], capability), ())
