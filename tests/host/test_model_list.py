"""Models in a chooser: what works now first, favourites before all, found by words, a thousand of them."""

from __future__ import annotations

from pathlib import Path

from secondunit.host.model_list import (
    FAVOURITES_FILE,
    listed_models,
    matching,
    read_favourites,
    write_favourites,
)
from secondunit.wire import Capability, Limit, Problem, Task


def model(name: str, lacks: str = "", problem: Problem | None = None) -> Capability:
    limits = (Limit("Missing", lacks),) if lacks else ()
    return Capability(
        "comfyui", "ComfyUI", name, name.replace("_", " "), () if problem else (Task.IMAGE,), limits=limits,
        problem=problem,
    )  # fmt: skip


MODELS = (
    model("alpha", "The node X is not installed."),
    model("beta"),
    model("gamma_turbo"),
    model("delta", problem=Problem("input.bad", "What does delta do: inpaint or image?")),
)
CHOICES = ("alpha", "beta", "gamma_turbo")


def test_what_works_now_comes_first_and_what_cannot_be_asked_last() -> None:
    listed = listed_models(MODELS, "comfyui", CHOICES, frozenset())
    assert [each.value for each in listed] == ["beta", "gamma_turbo", "alpha", "delta"]
    assert [each.works for each in listed] == [True, True, False, False]
    assert listed[2].help == "The node X is not installed." and not listed[2].off
    assert listed[3].off and "What does delta do" in listed[3].label


def test_favourites_stand_before_others_that_work_as_well() -> None:
    favourites = frozenset({"comfyui/gamma_turbo", "comfyui/alpha", "other/beta"})
    listed = listed_models(MODELS, "comfyui", CHOICES, favourites)
    assert [each.value for each in listed] == ["gamma_turbo", "beta", "alpha", "delta"]
    assert [each.favourite for each in listed] == [True, False, True, False]


def test_a_model_is_found_by_all_of_its_words_in_any_order() -> None:
    listed = listed_models(MODELS, "comfyui", CHOICES, frozenset())
    assert [each.value for each in matching(listed, "TURBO gam")] == ["gamma_turbo"]
    assert matching(listed, "turbo alpha") == () and matching(listed, "  ") == listed


def test_favourites_are_kept_in_the_state_folder_and_a_broken_file_is_none(tmp_path: Path) -> None:
    home = str(tmp_path / "state")
    assert read_favourites(home) == frozenset()
    write_favourites(home, frozenset({"comfyui/beta"}))
    assert read_favourites(home) == frozenset({"comfyui/beta"})
    (tmp_path / "state" / FAVOURITES_FILE).write_text("{", "utf-8")
    assert read_favourites(home) == frozenset()
