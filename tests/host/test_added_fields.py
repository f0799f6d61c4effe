"""A field that is said in one place is checked, goes into the brief and comes out of it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from secondunit.host import Panel, brief_fields
from secondunit.host.refill import hand_of

Until = Callable[..., None]


@pytest.fixture
def online(
    panel: Panel, service: Any, until: Until, monkeypatch: pytest.MonkeyPatch, added_fields: Any
) -> Panel:
    monkeypatch.setattr(brief_fields, "BRIEF_FIELDS", added_fields.added())
    panel.link.start()
    until(panel, lambda: panel.fields.kind is not None and panel.estimate is not None)
    return panel


def test_a_field_has_its_range_unit_group_and_choices_in_words(online: Panel) -> None:
    fields = online.fields
    groups = dict(fields.grouped())
    assert groups["Framing"] == ("bleed",) and groups["Delivery"][-1] == "purpose"
    assert fields.set("bleed", "12 px") is None and fields.value("bleed") == 12
    problem = fields.set("bleed", 40)
    assert problem is not None and "Stay within 0 to 15 px" in problem.remedy
    assert fields.choice_words("purpose", "temp") == ("For the temp", "Said to whoever takes it over")


def test_a_field_goes_into_the_brief_where_it_says_and_comes_out_again(online: Panel) -> None:
    assert (online.brief().use, online.brief().delivery.overscan) == ("final", 0)
    for name, value in (("purpose", "temp"), ("overscan", 32), ("bleed", 5)):
        assert online.set(name, value) is None
    brief = online.brief()
    assert (brief.use, brief.delivery.overscan) == ("temp", 37)
    hand = hand_of(brief, "onboard", "")
    assert (hand["purpose"], hand["bleed"]) == ("temp", 5)


def test_a_field_is_gone_where_it_has_no_meaning_and_is_not_in_that_brief(
    online: Panel, offered: Any, until: Until
) -> None:
    online.set("purpose", "temp")
    online.fields.use_capabilities((*online.capabilities, *offered.ALL))
    for name, value in (("task", "video"), ("provider", "bedrock")):
        assert online.set(name, value) is None
    assert "purpose" not in online.fields and "bleed" not in online.fields and "use" in online.fields
    assert online.brief().use == ""


def test_what_the_service_finds_wrong_at_its_place_is_said_at_the_field(online: Panel) -> None:
    from secondunit.host.assembly import problem_at_field
    from secondunit.wire.errors import OutOfRange

    problem = OutOfRange("So much is not made.", where="delivery.overscan").problem
    assert problem_at_field(problem, online.fields) == "overscan"
    assert problem_at_field(replace(problem, where="use"), online.fields) == "purpose"
