"""A look in the form: it fills the sliders of its kind by hand, and goes with its kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.host import Dialling, Link, Panel
from secondunit.host.fields import Fields
from secondunit.host.history import FormHistory
from secondunit.wire import Control, FrozenMap, Kind, Look
from secondunit.wire.saved_look import LookScope, SavedLook

GLOW = Control("glow", "Glow", default=4.0, minimum=0.0, maximum=100.0, group="Look")
RADIUS = Control("radius", "Radius", unit="m", default=0.3, minimum=0.01, maximum=10.0, group="Place")
LANTERN = Kind(
    "lantern",
    "Lantern",
    controls=(GLOW, RADIUS),
    looks=(
        Look("paper", "Paper", FrozenMap(), "As it hangs in a shop."),
        Look("feast", "Feast", FrozenMap({"glow": 9.0, "radius": 0.5}), "Many of them."),
        Look("beacon", "Beacon", FrozenMap({"glow": 40.0}), "Seen from afar."),
    ),
)
LAMP = Kind("lamp", "Lamp", controls=(GLOW,))


@pytest.fixture
def fields() -> Fields:
    made = Fields((LANTERN, LAMP))
    made.set("kind", "lantern")
    return made


def test_a_look_is_offered_by_its_label(fields: Fields) -> None:
    assert fields["look"].choices == ("none", "paper", "feast", "beacon")
    assert fields.choice_words("look", "feast") == ("Feast", "Many of them.")
    fields.set("kind", "lamp")
    assert fields["look"].choices == ("none",), "one can be saved"


def test_a_look_fills_the_sliders_by_hand(fields: Fields) -> None:
    fields.set("look", "feast")
    assert fields.value("look") == "feast"
    assert fields.controls() == {"glow": 9.0, "radius": 0.5}
    assert fields.origin("controls.glow") == "hand"


def test_another_look_takes_back_what_the_first_one_set(fields: Fields) -> None:
    fields.set("look", "feast")
    fields.set("look", "beacon")
    assert fields.controls() == {"glow": 40.0}
    fields.set("look", "paper")
    assert fields.controls() == {}


def test_what_was_moved_after_a_look_is_kept(fields: Fields) -> None:
    fields.set("look", "feast")
    fields.set("controls.radius", 2.0)
    fields.set("look", "none")
    assert fields.controls() == {"radius": 2.0}


def test_a_look_goes_with_its_kind(fields: Fields) -> None:
    fields.set("look", "feast")
    fields.set("kind", "lamp")
    assert fields.controls() == {} and "look" not in fields.hand
    fields.set("kind", "lantern")
    assert fields.value("look") == "none"


def test_words_that_ask_for_another_kind_take_the_look_back() -> None:
    fields = Fields((LANTERN, LAMP))
    fields.take_kind("lantern")
    fields.set("look", "beacon")
    assert fields.take_kind("lamp")
    assert fields.controls() == {}


def test_a_document_that_is_opened_again_keeps_what_was_moved_after_the_look(fields: Fields) -> None:
    fields.set("look", "feast")
    fields.set("controls.glow", 12.0)
    opened = Fields((LANTERN, LAMP))
    opened.replace(dict(fields.hand))
    assert opened.controls() == {"glow": 12.0, "radius": 0.5}
    opened.set("look", "none")
    assert opened.controls() == {"glow": 12.0}


def test_clearing_a_look_clears_its_sliders(fields: Fields) -> None:
    fields.set("look", "feast")
    fields.clear("look")
    assert fields.controls() == {} and fields.value("look") == "none"


def saved(**changes: object) -> SavedLook:
    """A look of lanterns as the service lists it."""
    look = SavedLook("lantern", "dusk", "Dusk", FrozenMap({"glow": 2.0, "radius": 1.0}), LookScope.SHOW)
    return replace(look, **changes)  # type: ignore[arg-type]


def test_saved_looks_are_offered_after_those_of_the_kind_and_say_whose_they_are(fields: Fields) -> None:
    fields.use_looks((saved(), saved(scope=LookScope.MINE), saved(kind="lamp", name="other")))
    assert fields["look"].choices[-2:] == ("show:dusk", "mine:dusk") and len(fields["look"].choices) == 6
    assert fields.choice_words("look", "show:dusk")[0] == "Dusk (the show's)"
    assert fields.choice_words("look", "mine:dusk")[0] == "Dusk (yours)"
    assert fields.set("look", "show:dusk") is None
    assert fields.controls() == {"glow": 2.0, "radius": 1.0}


def test_a_look_that_cannot_be_used_here_is_not_offered(fields: Fields) -> None:
    fields.use_looks((saved(usable=False, settings=FrozenMap()),))
    assert "show:dusk" not in fields["look"].choices


def test_a_document_whose_look_is_not_known_yet_has_no_fault_and_keeps_what_the_look_set(
    fields: Fields,
) -> None:
    fields.use_looks((saved(),))
    fields.set("look", "show:dusk")
    opened = Fields((LANTERN, LAMP))
    opened.replace(dict(fields.hand))
    assert not opened.errors and opened.value("look") == "show:dusk"
    opened.use_looks((saved(settings=FrozenMap({"glow": 77.0})),))
    assert opened.controls() == {"glow": 2.0, "radius": 1.0}, "as it was when it was applied"


def test_what_a_hand_has_placed_stays_where_a_look_is_applied() -> None:
    across = Control("x", "Left to right", default=0.5, minimum=0.0, maximum=1.0, group="Place")
    look = Look("far", "Far", FrozenMap({"x": 0.9, "glow": 5.0}))
    other = Look("near", "Near", FrozenMap({"x": 0.1, "glow": 6.0}))
    kind = replace(LANTERN, controls=(*LANTERN.controls, across), looks=(look, other))
    fields = Fields((kind,))
    fields.set("look", "far")
    fields.set("look", "near")
    assert fields.value("controls.x") == 0.1, "no hand has placed it: looks may"
    fields.set("controls.x", 0.3)
    fields.set("look", "far")
    assert fields.value("controls.x") == 0.3 and fields.value("controls.glow") == 5.0


@pytest.fixture
def ready(service: Any, panel: Panel, link: Link, until: Callable[..., None]) -> Panel:
    """A panel whose service makes lanterns, for which somebody saved a look."""
    service.kinds = (LANTERN, LAMP)
    service.looks = [saved()]
    link.start()
    until(panel, lambda: panel.fields.saved_looks and panel.fields.kinds)
    panel.set("kind", "lantern")
    return panel


def test_a_look_is_compared_with_what_is_set_now(ready: Panel) -> None:
    ready.set("controls.glow", 2.0)
    assert [str(change) for change in ready.looks.changes("show:dusk")] == ["Radius: 0.3 m → 1 m"]
    ready.set("look", "show:dusk")
    assert ready.looks.changes("show:dusk") == ()
    assert {change.label: change.look for change in ready.looks.changes("none")} == {
        "Glow": "4", "Radius": "0.3 m"
    }  # fmt: skip


def test_applying_a_look_is_one_step_that_keeps_prompt_and_seed(ready: Panel) -> None:
    now = [0.0]
    history = FormHistory(ready, dict, lambda choices: None, lambda: now[0])
    ready.set("prompt", "a lantern in the fog")
    ready.set("seed", 7)
    history.begin()
    ready.set("look", "show:dusk")
    history.note()
    assert (ready.fields.value("prompt"), ready.fields.value("seed")) == ("a lantern in the fog", 7)
    history.undo()
    assert ready.fields.controls() == {} and ready.fields.value("look") == "none" and not history.can_undo
    history.redo()
    assert ready.fields.controls() == {"glow": 2.0, "radius": 1.0}


def test_how_it_looks_now_is_saved_whole_and_offered_at_once(
    service: Any, ready: Panel, until: Callable[..., None]
) -> None:
    ready.set("controls.glow", 33.0)
    written: list[str] = []
    ready.looks.save("Fog lamp", LookScope.MINE, False, lambda: written.append("yes"))
    until(ready, lambda: written)
    [posted] = [look for look in service.looks if look.label == "Fog lamp"]
    assert dict(posted.settings) == {"glow": 33.0, "radius": 0.3} and posted.version == LANTERN.version
    assert "mine:fog_lamp" in ready.fields["look"].choices
    assert ready.looks.named("FOG lamp!", LookScope.MINE) is not None
    assert ready.looks.named("Fog lamp", LookScope.SHOW) is None


def test_two_panels_of_a_show_have_the_look_that_one_saved(
    service: Any, ready: Panel, home: Path, until: Callable[..., None]
) -> None:
    written: list[str] = []
    ready.looks.save("Harbour", LookScope.SHOW, False, lambda: written.append("yes"))
    until(ready, lambda: written)
    link = Link(Dialling(command="", user="other", home=str(home)))
    try:
        second = Panel(link)
        link.start()
        until(second, lambda: second.fields.saved_looks and second.fields.kinds)
        second.set("kind", "lantern")
        assert "show:harbour" in second.fields["look"].choices
    finally:
        link.stop()


def test_a_refusal_to_save_is_said_and_nothing_is_offered(ready: Panel, until: Callable[..., None]) -> None:
    ready.looks.save("Dusk", LookScope.SHOW, False, lambda: None)
    until(ready, lambda: ready.message)
    assert ready.message is not None and "Dusk" in ready.message.message
