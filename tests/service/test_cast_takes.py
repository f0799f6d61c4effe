"""Takes that show somebody of the cast: listed with each character's version, for whoever changes a pin."""

from __future__ import annotations

from typing import Any

import pytest

from secondunit.cli import cast_pins
from secondunit.cli.output import Output
from secondunit.service.cast_pins import set_pins
from secondunit.service.store import takes
from secondunit.service.store.writer import Transaction
from secondunit.wire import Brief, CastMember, CastPin, FrozenMap, ShowSettings, Take, brief_digest, loads
from secondunit.wire.cast import CastTake, CastTakeList


def take_of(brief: Brief, number: int) -> Take:
    return Take(
        f"{number:026d}", f"job{number}", brief.show, brief.shot, brief.element, number, "/s", brief.frames,
        brief.rate, brief.format, brief.colorspace, brief_digest(brief), (),
    )  # fmt: skip


def test_the_takes_with_a_cast_are_listed_newest_first_each_with_its_versions(
    api: Any, room: Any, make_brief: Any
) -> None:
    briefs = (
        make_brief(cast=(CastMember("ada", 2, ("/a.png",), ("Jane Doe",)), CastMember("bob", 1))),
        make_brief(),
        make_brief(prompt='a sign that says "cast":[{'),
        make_brief(shot="sh020", cast=(CastMember("ada", 3),)),
        make_brief(show="other", cast=(CastMember("ada", 9),)),
    )

    def add(transaction: Transaction) -> None:
        for number, brief in enumerate(briefs, 1):
            takes.add(transaction, take_of(brief, number), brief)

    room.store.write(add)
    listed = loads(CastTakeList, api.client.get("/v1/cast/takes", params={"show": "S"}).content)
    assert [(take.shot, take.label, take.cast) for take in listed.takes] == [
        ("sh020", "sh020/smoke v004", (CastMember("ada", 3),)),
        ("sh010", "sh010/smoke v001", (CastMember("ada", 2), CastMember("bob", 1))),
    ]
    assert listed.left_out == 0
    assert api.client.get("/v1/cast/takes").status_code == 422


def test_forty_takes_of_the_version_before_are_counted_and_the_first_are_named(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    show = ShowSettings("S", str(tmp_path), sequences=FrozenMap({"sc01": ("sh010",)}))
    made = tuple(
        CastTake(str(number), "sh010", f"sh010/ada v{number:03d}", (CastMember("ada", 2),))
        for number in range(40, 0, -1)
    )

    class Listing:
        def cast_takes(self, show: str) -> CastTakeList:
            return CastTakeList(made)

    monkeypatch.setattr(cast_pins, "reach", Listing)
    set_pins(tmp_path, (CastPin("ada", 3, sequence="sc01"),))
    cast_pins.say_other_takes(show, Output())
    said = capsys.readouterr().err
    assert "40 takes show another version than is pinned: sh010/ada v040 (ada v002), " in said
    assert said.count("(ada v002)") == cast_pins.NAMED and "and 28 more." in said
