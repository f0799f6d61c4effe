"""Plans of what a provider makes: limits, pieces, price, verdict, and every surprise said before."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import Call
from secondunit.service.outbound.inputs import digest_of
from secondunit.service.outbound.offers import offers_for
from secondunit.wire import (
    ColorSpace,
    Delivery,
    Estimate,
    Fitting,
    Form,
    Format,
    FrameRange,
    FrozenMap,
    Intake,
    Money,
    Need,
    Rate,
    Size,
    Task,
)
from secondunit.wire.errors import BadSettings, ProviderAbsent, ProviderDenied
from secondunit.wire.rights import MaterialKind


def codes(estimate: Estimate) -> list[str]:
    return [problem.code for problem in estimate.problems]


@pytest.fixture
def estimate(house: Any) -> Callable[..., Estimate]:
    def make(**changes: Any) -> Estimate:
        return house.planner.plan(house.brief(**changes), "bob").estimate

    return make


def test_a_brief_comes_to_a_price_a_rule_and_settings(house: Any, estimate: Callable[..., Estimate]) -> None:
    found = estimate(controls=FrozenMap({"strength": 0.25}))
    assert not found.problems and not found.warnings
    assert found.allowed and found.rule == "studio stills" and found.approvers == ()
    assert found.verdict.startswith(
        "The rule 'studio stills' allows studio still to do image with words alone"
    )
    assert found.cost == Money("0.10") and found.pieces == 1 and found.seconds > 3.0
    assert dict(found.settings) == {"strength": 0.25} and found.disk > 0
    assert house.ledger() == [] and not (house.show / "rights" / "keys").exists()


def test_the_work_holds_the_model_and_no_passes(house: Any) -> None:
    plan = house.planner.plan(house.brief(delivery=Delivery(passes=True)))
    work = plan.work("j1", house.home.scratch, "bob")
    assert work.capability == house.sites.capability("S", "studio", "still", Task.IMAGE)
    assert not work.brief.delivery.passes and work.brief.colorspace == ColorSpace("ACEScg")
    assert work.brief_digest == plan.estimate.brief_digest == digest_of(work.brief)


@pytest.mark.parametrize(
    ("changes", "code", "where", "said"),
    [
        ({"provider": "cloud"}, "input.bad", "provider", "onboard, methods, comp, studio, rival"),
        ({"model": "nine"}, "input.bad", "model", "still, movie, paint, near"),
        ({"model": ""}, "input.bad", "model", "still, movie, paint, near"),
        ({"task": Task.UPSCALE}, "input.bad", "task", "It does: image"),
        ({"prompt": "x" * 101}, "prompt.bad", "prompt", "101"),
        ({"prompt": " "}, "prompt.bad", "prompt", "empty"),
        ({"controls": FrozenMap({"strenth": 1.0})}, "value.unknown_field", "controls.strenth", "strength"),
        ({"controls": FrozenMap({"strength": 2.0})}, "value.out_of_range", "controls.strength", "0 to 1"),
        (
            {"controls": FrozenMap({"feather": 4.0})},
            "value.unknown_field",
            "controls.feather",
            "fitting.feather",
        ),
        ({"model": "paint", "task": Task.INPAINT}, "input.bad", "plate", "no plate"),
        ({"rate": Rate(5000)}, "value.out_of_range", "rate", "5000"),
    ],
)
def test_what_the_model_does_not_bear_is_said_with_its_place(
    estimate: Callable[..., Estimate], changes: dict[str, Any], code: str, where: str, said: str
) -> None:
    found = estimate(**changes)
    assert codes(found) == [code]
    (problem,) = found.problems
    assert problem.where == where and said in f"{problem.message} {problem.remedy}"
    assert problem.message.endswith(".")


def test_references_are_counted_and_their_roles_are_known(
    house: Any, estimate: Callable[..., Estimate]
) -> None:
    one, two, three = (house.reference(f"look{number}.png") for number in range(3))
    house.on_record(*house.files("look*.png"), kind=MaterialKind.CONCEPT)
    assert estimate(references=(one, two)).allowed
    (problem,) = estimate(references=(one, two, three)).problems
    assert problem.where == "references" and "at most 2" in problem.message
    (problem,) = estimate(references=(one, replace(two, role="subject"))).problems
    assert problem.where == "references[1].role" and "style" in problem.remedy
    (problem,) = estimate(model="movie", task=Task.VIDEO, references=(one,)).problems
    assert "takes no references" in problem.message
    (problem,) = estimate(references=(replace(one, path="/nowhere/look.png"),)).problems
    assert "look.png" in problem.where
    Path(one.path).write_bytes(Path(one.path).read_bytes()[:60])
    (problem,) = estimate(references=(one,)).problems
    assert problem.code == "picture.damaged" and problem.where.startswith("references[0]")


def test_originals_are_judged_as_they_are_on_record(house: Any, estimate: Callable[..., Estimate]) -> None:
    plate, matte = house.plate(), house.matte()
    changes = {"model": "paint", "task": Task.INPAINT, "plate": plate, "matte": matte,
               "frames": FrameRange(1001, 1003)}  # fmt: skip
    first = estimate(**changes)
    assert not first.problems and not first.allowed and "are not on record" in first.verdict
    house.on_record(*house.files("plate.*.exr"), *house.files("matte.*.exr"))
    assert estimate(**changes).allowed
    house.write("rights.toml", (house.show / "rights.toml").read_text().replace('"plate", ', ""))
    assert "it names no plate" in estimate(**changes).verdict


def test_a_plate_that_is_not_sent_needs_no_rights(house: Any, estimate: Callable[..., Estimate]) -> None:
    found = estimate(plate=house.plate())
    assert found.allowed and "words alone" in found.verdict
    assert found.warnings == ("Still takes no plate: it is made without looking at it.",)


def test_a_face_in_the_plate_asks_for_consent_at_the_estimate(
    house: Any, estimate: Callable[..., Estimate]
) -> None:
    plate = house.plate()
    house.on_record(*house.files("plate.*.exr"), kind=MaterialKind.LIKENESS, persons=("Ada Lind",))
    found = estimate(model="movie", task=Task.VIDEO, plate=plate, frames=FrameRange(1001, 1003))
    assert not found.allowed and "there is no consent of Ada Lind" in found.verdict


def test_a_long_shot_is_made_in_clips_and_paid_for_in_full(
    house: Any, estimate: Callable[..., Estimate]
) -> None:
    found = estimate(model="movie", task=Task.VIDEO, frames=FrameRange(1001, 1060))
    (request,) = house.made["studio"][-1].requests  # three that are alike are asked about once
    assert not found.problems and (found.pieces, request.frames) == (3, 24)
    assert found.cost == Money("7.20")
    assert any("at most 25 frames" in each and f"in {found.pieces} clips" in each for each in found.warnings)


def test_one_picture_for_many_frames_stands_still(estimate: Callable[..., Estimate]) -> None:
    found = estimate(frames=FrameRange(1001, 1010))
    assert found.cost == Money("0.10") and found.pieces == 1
    assert any("stands still over 1001-1010" in each for each in found.warnings)


def test_every_frame_by_itself_is_paid_for_one_by_one(house: Any, estimate: Callable[..., Estimate]) -> None:
    house.models["studio"] = [replace(house.models["studio"][0], intake=Intake(plate=Need.OPTIONAL))]
    house.plate()
    house.on_record(*house.files("plate.*.exr"))
    changes = {"plate": house.plate(), "frames": FrameRange(1001, 1003)}
    one = estimate(**changes)
    assert one.cost == Money("0.10") and any("one picture of frame 1001" in each for each in one.warnings)
    each = estimate(**changes, fitting=Fitting(every_frame=True))
    assert not each.problems and (each.pieces, each.cost) == (3, Money("0.30"))
    assert any("makes every frame by itself, 3 requests" in said for said in each.warnings)
    assert len(house.made["studio"][-1].requests) == 1  # what costs the same is asked about once


def test_a_model_that_is_given_frame_by_frame_may_hold_one_as_well(
    house: Any, estimate: Callable[..., Estimate]
) -> None:
    single = Intake(plate=Need.REQUIRED, plate_form=Form.FRAMES, result=Form.FRAMES, most_frames=1)
    house.models["studio"] = [replace(house.models["studio"][0], intake=single)]
    plate = house.plate()
    house.on_record(*house.files("plate.*.exr"))
    one = estimate(plate=plate, frames=FrameRange(1001, 1003), fitting=Fitting(plate_frame=1002))
    (request,) = house.made["studio"][-1].requests
    assert (one.pieces, request.frames, [each.frame for each in request.inputs]) == (1, 1, [1002])
    assert any("one picture of frame 1002" in each for each in one.warnings)
    every = estimate(plate=plate, frames=FrameRange(1001, 1003), fitting=Fitting(every_frame=True))
    assert every.pieces == 3 and not any("at once" in each or "overlap" in each for each in every.warnings)


def test_a_plate_that_is_shorter_than_the_shot_is_told(house: Any, estimate: Callable[..., Estimate]) -> None:
    plate, matte = house.plate(), house.matte("1001-1004")
    house.on_record(*house.files("*.exr"))
    found = estimate(
        model="paint", task=Task.INPAINT, plate=plate, matte=matte, frames=FrameRange(1001, 1004)
    )
    assert codes(found) == ["frames.missing"] and "1004" in found.problems[0].message


def test_a_smaller_model_and_another_rate_are_told(house: Any, estimate: Callable[..., Estimate]) -> None:
    house.models["studio"] = [
        replace(house.models["studio"][1], intake=Intake(
            plate=Need.OPTIONAL, result=Form.MOVIE, most_frames=50, sizes=(Size(32, 18),), rates=(Rate(25),)
        ))
    ]  # fmt: skip
    found = estimate(model="movie", task=Task.VIDEO, frames=FrameRange(1001, 1003))
    assert any("works at 32x18" in each and "50 %" in each for each in found.warnings)
    assert any("25 frames a second, the shot at 24" in each for each in found.warnings)
    (request,) = house.made["studio"][-1].requests
    assert (request.width, request.height, request.rate) == (32, 18, Rate(25))


@pytest.mark.parametrize(("days", "code", "said"), [(-1, "input.bad", ""), (5, "", "only"), (400, "", "")])
def test_a_model_that_ends_is_told(
    house: Any, estimate: Callable[..., Estimate], days: int, code: str, said: str
) -> None:
    day = (datetime.now(UTC) + timedelta(days=days)).date().isoformat()
    house.models["studio"] = [replace(house.models["studio"][0], retires=day)]
    found = estimate()
    assert codes(found) == ([code] if code else [])
    assert [day in each and said in each for each in found.warnings] == ([True] if said else [])


def test_what_the_service_says_it_keeps_is_in_the_verdict_of_the_estimate(
    house: Any, estimate: Callable[..., Estimate]
) -> None:
    house.models["studio"] = [replace(house.models["studio"][0], retention=30)]
    found = estimate()
    assert not found.allowed and "keeps what is sent 30 days, and the rule grants it 0" in found.verdict


def test_requests_without_files_carry_what_would_be_sent(
    house: Any, estimate: Callable[..., Estimate]
) -> None:
    house.plate()
    found = estimate(model="paint", task=Task.INPAINT, plate=house.plate(), matte=house.matte(),
                     frames=FrameRange(1001, 1003))  # fmt: skip
    assert not found.problems
    (request,) = house.made["studio"][-1].requests
    assert [each.frame for each in request.of("plate")] == [1001, 1002, 1003] == [
        each.frame for each in request.of("matte")
    ]  # fmt: skip
    assert all(each.path.is_file() for each in request.inputs)
    assert request.task is Task.INPAINT and request.frames == 3 and max(request.width, request.height) == 32


def test_a_price_that_nobody_knows_is_a_problem_and_one_that_is_late_a_warning(
    house: Any, estimate: Callable[..., Estimate], gates: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_price(name: str, verb: str) -> None:
        if verb == "estimate":
            raise BadSettings("No price is known for still.", remedy="Set usd.still.")

    house.asked = no_price
    assert codes(estimate()) == ["settings.bad"]
    gate = gates.Gate()
    house.asked = lambda name, verb: gate.wait() if verb == "estimate" else None
    monkeypatch.setattr("secondunit.service.outbound.sites.PRICE_PATIENCE", 0.05)
    found = estimate(prompt="another")
    gate.opened.set()
    assert not found.problems and found.cost == Money()
    assert found.warnings == ("What it costs is not known yet: studio has not answered yet.",)


def test_budget_and_approval_are_told_before_anything_happens(
    house: Any, estimate: Callable[..., Estimate]
) -> None:
    house.rules(limit="0.05")
    assert "0.10 USD" in estimate().verdict and "0.05 USD left" in estimate().verdict
    house.rules(more='approval = "always"\napprovers = ["Vera", "Max"]')
    found = estimate()
    assert not found.allowed and found.approvers == ("Vera", "Max") and found.rule == "studio stills"
    house.rules(limit="0.05", more='approval = "always"\napprovers = ["Vera", "Max"]')
    assert estimate().approvers == ()  # an approval is not all that is missing


def test_what_stays_here_is_allowed_without_a_rule(house: Any, estimate: Callable[..., Estimate]) -> None:
    house.write("rights.toml", "")
    found = estimate(model="near", plate=house.plate())
    assert found.allowed and found.rule == "" and found.verdict.startswith("Declared local by ")
    assert not estimate().allowed and estimate().verdict == "No rule of S allows the provider 'studio'."


def test_rules_that_cannot_be_read_let_nothing_out(house: Any, estimate: Callable[..., Estimate]) -> None:
    house.write("rights.toml", "[[rule]]\nname = 3")
    found = estimate()
    assert codes(found) == ["settings.bad"] and not found.allowed and "rights.toml" in found.problems[0].where


# ---- who is there ----


def test_capabilities_come_in_the_shows_order_and_the_absent_say_why(house: Any) -> None:
    offered, absent = house.sites.capabilities("S")
    assert [(each.provider, each.model) for each in offered][:5] == [
        ("studio", "still"), ("studio", "movie"), ("studio", "paint"), ("studio", "near"), ("rival", "still"),
    ]  # fmt: skip
    assert absent == ()
    house.providers("[unknown]\nx = 1\n", order='["rival"]')
    offered, absent = house.sites.capabilities("S")
    assert offered[0].provider == "rival" and [each.provider for each in absent] == ["unknown"]
    assert "There is no provider 'unknown'" in absent[0].problem.message
    house.write("providers.toml", "[studio")
    offered, (gone,) = house.new_sites().capabilities("S")
    assert offered == () and gone.provider == "providers.toml" and gone.problem.code == "settings.bad"


def test_a_dead_provider_holds_nobody_up_and_comes_back(house: Any, gates: Any) -> None:
    gate = gates.Gate()
    house.asked = lambda name, verb: gate.wait() if name == "rival" else None
    quick = house.new_sites(patience=0.2)
    offered, (gone,) = quick.capabilities("S")
    assert {each.provider for each in offered} == {"studio"}
    assert gone.provider == "rival" and gone.problem.code == "provider.silent"
    gate.opened.set()
    for thread in [each for each in threading.enumerate() if each.name == "asking rival"]:
        thread.join(10)
    assert {each.provider for each in quick.capabilities("S")[0]} == {"studio", "rival"}
    quick.close()


def test_a_provider_that_was_away_is_asked_again_after_seconds(house: Any) -> None:
    now = [0.0]
    away = [True]

    def asked(name: str, verb: str) -> None:
        if away[0]:
            raise ProviderAbsent("It is off.")

    house.asked = asked
    sites = house.new_sites(clock=lambda: now[0])
    assert len(sites.capabilities("S")[1]) == 2
    away[0], now[0] = False, 4.0
    assert len(sites.capabilities("S")[1]) == 2
    now[0] = 6.0
    assert sites.capabilities("S")[1] == ()
    sites.close()


def test_what_was_said_is_kept_for_a_minute(house: Any) -> None:
    now = [0.0]
    asked: list[str] = []
    house.asked = lambda name, verb: asked.append(f"{name} {verb}")
    sites = house.new_sites(clock=lambda: now[0])
    for now[0] in (0.0, 30.0, 59.0):
        sites.capabilities("S")
    assert sorted(asked) == ["rival capabilities", "studio capabilities"]
    now[0] = 61.0
    sites.capabilities("S")
    assert len(asked) == 4
    sites.close()


@pytest.mark.parametrize("error", [ProviderAbsent("It is off."), ProviderDenied("The key is wrong.")])
def test_a_provider_that_is_away_is_a_problem_of_the_brief(
    house: Any, estimate: Callable[..., Estimate], error: Exception
) -> None:
    def away(name: str, verb: str) -> None:
        if verb == "capabilities":
            raise error

    house.asked = away
    found = estimate()
    assert [problem.message for problem in found.problems] == [error.problem.message]  # type: ignore[attr-defined]
    assert found.verdict  # and the gate says its word all the same


def test_a_format_of_another_shape_is_refused(house: Any, estimate: Callable[..., Estimate]) -> None:
    plate, matte = house.plate(), house.matte()
    found = estimate(model="paint", task=Task.INPAINT, plate=plate, matte=matte, format=Format(32, 18))
    assert codes(found) == ["input.bad"] and found.problems[0].where == "format"


def test_a_question_that_the_gate_refuses_is_told_by_the_verdict(
    house: Any, estimate: Callable[..., Estimate]
) -> None:
    def asks(name: str, verb: str) -> None:
        if verb == "estimate":
            house.made["studio"][-1].site.door.permit(Call("GET", "https://gpu.studio.test/object_info"))

    house.asked = asks
    found = estimate()
    assert codes(found) == ["denied.refused"] and "gpu.studio.test" in found.problems[0].message
    house.write("rights.toml", "")
    found = estimate(seed=1)
    assert not found.problems and found.verdict == "No rule of S allows the provider 'studio'."


def test_offers_do_not_wait_for_ever(house: Any, gates: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = gates.Gate()
    house.asked = lambda name, verb: gate.wait() if (name, verb) == ("rival", "estimate") else None
    monkeypatch.setattr("secondunit.service.outbound.offers.PATIENCE", 1.0)
    listed, _ = house.sites.capabilities("S")
    found = offers_for(house.brief(), listed, house.planner).offers
    gate.opened.set()
    assert [(each.provider, each.model) for each in found] == [("studio", "near")]
