"""The panel model: fields, estimate, lists and state, with the service there and away."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from secondunit.host import Link, LinkState, Panel, Shot
from secondunit.wire import (
    ColorSpace,
    Control,
    Format,
    FrameRange,
    JobState,
    Kind,
    Plate,
    Rate,
    errors,
)

Until = Callable[..., None]


@pytest.fixture
def online(panel: Panel, service: Any, until: Until) -> Panel:
    panel.link.start()
    until(panel, lambda: panel.fields.kind is not None and panel.estimate is not None)
    return panel


def test_the_kind_s_controls_become_fields_with_label_unit_range_and_help(online: Panel) -> None:
    field = online.fields["controls.height"]
    assert (field.label, field.unit, field.minimum, field.maximum) == ("Height", "m", 0.1, 100.0)
    assert field.help == "How high it rises"
    groups = dict(online.fields.grouped())
    assert groups["Smoke"][0] == "controls.density"
    assert groups["Quality"] == ("controls.steps",)
    assert {"show", "shot", "element"} <= set(groups["Shot"])


def test_a_prompt_moves_the_sliders_and_a_slider_set_by_hand_wins(online: Panel, until: Until) -> None:
    online.set("prompt", "thick smoke and a unicorn")
    until(online, lambda: online.fields.value("controls.density") == 2.5)
    assert online.fields.origin("controls.density") == "prompt"
    assert online.estimate is not None and online.estimate.ignored == ("unicorn",)
    online.set("controls.density", 0.5)
    until(online, lambda: online.estimate.settings["density"] == 0.5)
    assert online.fields.value("controls.density") == 0.5
    assert online.brief().controls == {"density": 0.5}
    online.clear("controls.density")
    assert online.fields.value("controls.density") == 2.5
    assert online.brief().controls == {}


def test_many_changes_are_estimated_once_when_the_fields_rest(service: Any, until: Until, link: Link) -> None:
    now = [0.0]
    panel = Panel(link, clock=lambda: now[0])
    panel.use(shot=Shot(FrameRange(1, 4), Rate(24), Format(64, 36), ColorSpace("lin")), plate=None)
    link.start()
    until(panel, lambda: panel.fields.kind and panel.capabilities)
    now[0] += 1
    until(panel, lambda: panel.estimate)
    before = sum("estimate" in asked for asked in service.asked)
    for step in range(40):
        panel.set("controls.height", 1.0 + step)
        now[0] += 0.01
        panel.pump()
    now[0] += 1
    until(panel, lambda: panel.estimate.settings["height"] == 40.0)
    assert sum("estimate" in asked for asked in service.asked) == before + 1


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("frames", "1048-1001", "frames.reversed"),
        ("frames", "soon", "value.wrong_type"),
        ("rate", "23.976", "value.wrong_type"),
        ("format", "0x0", "value.out_of_range"),
        ("shot", "../sh010", "name.bad"),
        ("element", "", "name.bad"),
        ("prompt", "smoke " * 20_000, "prompt.bad"),
        ("controls.density", 99.0, "value.out_of_range"),
        ("controls.height", "3 ft", "value.wrong_unit"),
        ("controls.source", "cube", "value.out_of_range"),
        ("seed", -1, "value.out_of_range"),
    ],
)
def test_a_wrong_value_is_kept_as_typed_and_its_field_says_why(
    online: Panel, name: str, value: object, code: str
) -> None:
    problem = online.set(name, value)
    assert problem is not None and problem.code == code
    assert online.error(name) == problem
    assert problem.where == name
    assert online.fields.value(name) == value
    with pytest.raises(errors.SecondUnitError):
        online.brief()
    online.clear(name)
    assert online.error(name) is None
    online.brief()


def test_an_empty_field_follows_the_plate_and_the_take_comes_in_the_host_s_own_space(online: Panel) -> None:
    plate = Plate("/p/a.%04d.exr", FrameRange(1001, 1010), Rate(24000, 1001), Format(128, 72, 2.0),
                  ColorSpace("ACEScg", "x.ocio"))  # fmt: skip
    online.use(shot=online.shot, plate=plate)
    brief = online.brief()
    assert (brief.rate, brief.format) == (plate.rate, plate.format)
    assert brief.frames == FrameRange(1001, 1004), "the plate's frames within the shot that is open"
    online.use(shot=Shot(FrameRange(1, 250), Rate(24), Format(64, 36), online.shot.colorspace), plate=plate)
    assert online.brief().frames == plate.frames, "a shot that does not meet the plate says nothing"
    assert brief.plate == plate
    assert brief.colorspace == ColorSpace("lin", "c.ocio")
    online.set("handles", 2)
    online.set("frames", "1003-1004")
    assert online.brief().frames == FrameRange(1001, 1006)


def test_without_plate_and_shot_the_brief_says_which_field_is_missing(link: Link) -> None:
    with pytest.raises(errors.NothingSelected) as missing:
        Panel(link).brief()
    assert missing.value.problem.where == "frames"


def test_the_panel_works_while_the_service_is_away_and_says_so(panel: Panel, until: Until) -> None:
    panel.link.start()
    until(panel, lambda: panel.connection.state is LinkState.AWAY)
    assert panel.set("prompt", "grey smoke") is None
    assert panel.brief().prompt == "grey smoke"
    assert panel.connection.sentence == "The service is not running."
    assert "secondunit serve" in panel.connection.remedy


def test_the_state_survives_as_json_and_brings_back_sliders_without_the_service(
    online: Panel, service: Any, until: Until
) -> None:
    online.set("prompt", "thick 💨")
    online.set("controls.height", 3.5)
    online.own_jobs.append(service.make_job(shot="another").id)
    state = json.loads(json.dumps(online.state()))
    away = Panel(Link(online.link.dialling))
    away.restore(state)
    away.pump()
    assert away.fields["controls.height"].unit == "m"
    assert away.fields.hand == online.fields.hand
    away.link.start()
    until(away, lambda: away.jobs.get(online.own_jobs[0]))
    away.link.stop()


def test_a_damaged_state_restores_what_can_be_read(panel: Panel) -> None:
    panel.restore({"fields": {"prompt": "smoke", "seed": -5}, "jobs": "x", "kinds": {"kinds": [{"no": 1}]}})
    assert panel.fields.value("prompt") == "smoke"
    assert panel.error("seed") is not None
    assert panel.own_jobs == []
    panel.restore({})
    assert panel.error("seed") is None


def test_the_lists_show_the_shot_newest_first_and_follow_it(
    online: Panel, service: Any, until: Until
) -> None:
    here = [service.make_job() for _ in range(3)]
    elsewhere = service.make_job(shot="sh999")
    until(online, lambda: len(online.jobs.all()) == 3)
    assert [job.id for job in online.jobs.all()] == [job.id for job in reversed(here)]
    online.set("shot", "sh999")
    until(online, lambda: online.jobs.get(elsewhere.id))
    assert [job.id for job in online.jobs.all()] == [elsewhere.id]


def test_news_older_than_what_is_known_is_not_shown(online: Panel, service: Any, until: Until) -> None:
    job = service.make_job()
    until(online, lambda: online.jobs.get(job.id))
    done = service.change(job.id, state=JobState.DONE)
    until(online, lambda: online.jobs.get(job.id) == done)
    online.put_job(job)
    assert online.jobs.get(job.id) == done


def test_observers_hear_once_a_pump_what_changed_and_one_that_fails_is_named(online: Panel) -> None:
    heard: list[frozenset[str]] = []
    stop = online.subscribe(heard.append)
    online.pump()
    heard.clear()
    online.set("prompt", "a")
    online.set("prompt", "b")
    online.pump()
    assert heard == [frozenset({"fields"})]
    stop()

    def broken(changed: frozenset[str]) -> None:
        raise RuntimeError("drawn wrongly")

    online.subscribe(broken)
    online.set("prompt", "c")
    assert online.pump()
    assert online.message is not None and "drawn wrongly" in online.message.message


def test_another_kind_brings_its_own_controls_and_keeps_the_others_values(
    panel: Panel, service: Any, until: Until
) -> None:
    module = sys.modules[type(service).__module__]
    service.kinds = (module.SMOKE, Kind("rain", "Rain", controls=(Control("amount", "Amount"),)))
    panel.link.start()
    until(panel, lambda: panel.fields.kinds)
    panel.set("kind", "smoke")
    panel.set("controls.density", 3.0)
    panel.set("kind", "rain")
    assert "controls.amount" in panel.fields
    assert "controls.density" not in panel.fields
    assert panel.brief().controls == {}
    panel.set("kind", "smoke")
    assert panel.brief().controls == {"density": 3.0}


def test_takes_are_called_as_their_kind_until_somebody_names_them(
    panel: Panel, service: Any, until: Until
) -> None:
    module = sys.modules[type(service).__module__]
    service.kinds = (module.SMOKE, Kind("rain", "Rain", controls=(Control("amount", "Amount"),)))
    panel.link.start()
    until(panel, lambda: panel.fields.kinds)
    assert panel.brief().element == "element", "no kind is the usual one"
    panel.set("kind", "rain")
    assert panel.brief().element == "rain"
    panel.set("element", "rain_left")
    panel.set("kind", "smoke")
    assert panel.brief().element == "rain_left"


def test_the_words_say_the_kind_until_one_is_chosen(panel: Panel, service: Any, until: Until) -> None:
    panel.link.start()
    until(panel, lambda: panel.fields.kind)
    assert panel.fields["kind"].choices == ("words", "smoke") and panel.fields.value("kind") == "words"
    assert panel.fields.choice_label("kind", "words") == "As the prompt says"
    assert panel.brief().kind == ""
    panel.set("kind", "smoke")
    assert panel.brief().kind == "smoke"
    panel.set("kind", "words")
    assert panel.brief().kind == "" and "controls.density" in panel.fields


LANTERN = Kind(
    "lantern",
    "Lantern",
    controls=(Control("glow", "Glow", default=4.0, minimum=0.0, maximum=100.0, group="Look"),),
)


def test_words_are_read_while_it_is_open_what_to_make(panel: Panel, service: Any, until: Until) -> None:
    service.kinds = (*service.kinds, LANTERN)
    panel.link.start()
    until(panel, lambda: len(panel.fields.kinds) == 2)
    assert panel.fields.kind is None
    panel.set("prompt", "a lantern on the wall")
    until(panel, lambda: "controls.glow" in panel.fields)


def test_the_sliders_are_those_of_the_kind_that_the_words_ask_for(
    online: Panel, service: Any, until: Until
) -> None:
    service.kinds = (*service.kinds, LANTERN)
    online.refresh()
    until(online, lambda: len(online.fields.kinds) == 2)
    online.set("controls.density", 0.5)
    online.set("prompt", "a lantern on the wall")
    until(online, lambda: "controls.glow" in online.fields and "controls.density" not in online.fields)
    until(online, lambda: online.estimate is not None and not online.estimate.problems)
    assert online.brief().kind == "", "the words still say it"
    online.set("controls.glow", 9.0)
    until(online, lambda: online.estimate is not None and online.estimate.settings.get("glow") == 9.0)
    online.set("prompt", "thick smoke")
    until(online, lambda: "controls.density" in online.fields)
    assert online.fields.value("controls.density") == 0.5, "what was set by hand is kept"
