"""A look in the form: it fills the sliders of its kind by hand, and goes with its kind."""

from __future__ import annotations

import pytest

from secondunit.host.fields import Fields
from secondunit.wire import Control, FrozenMap, Kind, Look

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


def test_a_look_is_offered_by_its_label_where_the_kind_has_looks(fields: Fields) -> None:
    assert fields["look"].choices == ("none", "paper", "feast", "beacon")
    assert fields.choice_words("look", "feast") == ("Feast", "Many of them.")
    fields.set("kind", "lamp")
    assert "look" not in fields


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
