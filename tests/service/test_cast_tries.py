"""What may bring a take closer to its cast: which briefs are tried, and which of the takes is closest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from secondunit.service.cast_course import TryResult, closest, next_step
from secondunit.service.cast_tries import tries_of
from secondunit.wire import (
    Brief,
    Capability,
    CastMatch,
    CastMatchApproval,
    CastMatchState,
    CastMatchWish,
    CastMember,
    CastPicture,
    CastTry,
    CharacterDrift,
    ColorSpace,
    Control,
    Format,
    FrameDrift,
    FrameRange,
    Job,
    JobState,
    Money,
    Problem,
    Rate,
    Take,
)

PICTURES = tuple(CastPicture(f"/cast/ada/v001/{name}.png", name) for name in ("front", "side", "full"))
DARK = CharacterDrift("ada", 1, 3, (FrameDrift(1001, 0.5), FrameDrift(1002, withheld="the face is too dark")))
ADA = CastMember("ada", 1, tuple(picture.path for picture in PICTURES))
FAR = CharacterDrift("ada", 1, 3, (FrameDrift(1001, 0.55), FrameDrift(1002, 0.70)))
CLOSE = CharacterDrift("ada", 1, 3, (FrameDrift(1001, 0.30), FrameDrift(1002, 0.35)))
TURNED = CharacterDrift(
    "ada", 1, 3, (FrameDrift(1001, 0.5), FrameDrift(1002, withheld="the face is turned away"))
)
PASTED = CharacterDrift("ada", 1, 3, (FrameDrift(1001, 0.1), FrameDrift(1002, 0.1)), 0.97, "front.png", 1001)


def take(*drift: CharacterDrift, id: str = "t1", version: int = 1) -> Take:
    return Take(
        id, "j1", "S", "sh010", "ada", version, "/nowhere", FrameRange(1001, 1002), Rate(24), Format(64, 36),
        ColorSpace("ACEScg"), "", (), drift=drift,
    )  # fmt: skip


def brief(*cast: CastMember, **changes: Any) -> Brief:
    return Brief(
        "S", "sh010", "ada", FrameRange(1001, 1002), Rate(24), Format(64, 36), cast=cast or (ADA,), **changes
    )


def tried(
    drift: CharacterDrift, most: int = 3, model: Capability | None = None, pictures: Any = PICTURES, **of: Any
) -> tuple[tuple[Brief, str], ...]:
    return tries_of(take(drift), brief(**of), {"ada": pictures}, model, most)


def test_a_face_that_is_turned_away_has_the_side_first_and_says_so() -> None:
    (first, why), *_ = tried(TURNED)
    assert first.cast[0].selection == ("side.png", "front.png", "full.png")
    assert why.startswith("ada: side.png goes first, the face is turned away in 1 of 2 frames; seed ")


def test_a_face_in_the_dark_has_a_picture_of_the_night_first() -> None:
    lit = (*PICTURES[:2], replace(PICTURES[2], light="night, torch"))
    (first, why), *_ = tried(DARK, pictures=lit)
    assert first.cast[0].selection[0] == "full.png" and "the face is too dark in 1 of 2 frames" in why
    assert tried(DARK)[0][0].cast[0].selection[:1] != ("full.png",)


def test_a_reference_that_came_back_pasted_is_not_shown_again() -> None:
    tries = tried(PASTED, 4)
    chosen = [one.cast[0].selection for one, _ in tries if one.cast[0].selection]
    assert chosen and not any("front.png" in selection for selection in chosen)
    assert "front.png came back pasted and is left out" in tries[0][1]


def test_an_only_picture_that_was_pasted_leaves_the_seed_to_change() -> None:
    for one, why in tried(replace(PASTED, references=1), pictures=PICTURES[:1]):
        assert one.cast == (ADA,) and why.startswith("the same references; seed ")


def test_no_two_tries_are_the_same_and_the_same_take_gives_the_same_again() -> None:
    tries = tried(FAR, 8)
    assert len({one for one, _ in tries}) == 8 and tries == tried(FAR, 8)
    assert all(one.seed != 0 for one, _ in tries)
    seed = tries[0][0].seed
    assert all(one.seed != seed for one, _ in tried(FAR, 8, seed=seed)[:1])


def test_pictures_that_a_model_had_no_room_for_are_shown_in_a_try() -> None:
    shown = replace(ADA, pictures=ADA.pictures[:1])
    tries = tries_of(take(FAR), brief(shown), {"ada": PICTURES}, None, 3)
    assert tries[0][0].cast[0].selection[0] == "side.png" and "not shown before" in tries[0][1]


@pytest.mark.parametrize(("drift", "more"), [(FAR, True), (PASTED, False)])
def test_a_strength_is_moved_only_where_a_model_has_one(drift: CharacterDrift, more: bool) -> None:
    plain = Control("guidance", "Guidance", default=0.5, minimum=0.0, maximum=1.0)
    model = Capability("echo", "Echo", controls=(plain,))
    assert all(not one.controls for one, _ in tried(drift, model=model))
    held = replace(plain, name="hold", label="Hold", likeness=True)
    values = [one.controls["hold"] for one, _ in tried(drift, model=replace(model, controls=(plain, held)))]
    assert values == sorted(values, reverse=not more) and (values[0] > 0.5) is more
    assert all(0.0 <= value <= 1.0 for value in values)  # type: ignore[operator]


def test_a_take_that_is_close_is_left_alone_and_so_is_its_other_character() -> None:
    assert tried(CLOSE) == ()
    bo = CastMember("bo", 2, ("/cast/bo/v002/front.png",))
    other = replace(CLOSE, character="bo", version=2)
    tries = tries_of(take(FAR, other), brief(ADA, bo), {"ada": PICTURES}, None, 3)
    assert all(one.cast[1] == bo for one, _ in tries)


def test_a_character_of_which_nothing_was_measured_is_tried_too() -> None:
    unseen = CharacterDrift("ada", 1, 3, (FrameDrift(1001, withheld="no face"),))
    assert len(tried(unseen)) == 3 and tried(unseen)[0][0].cast[0].selection[0] == "side.png"


# The course ------------------------------------------------------------------------------------------------


def match(*costs: str, ceiling: str = "1.00", starts: tuple[str, ...] = ("t1",)) -> CastMatch:
    tries = tuple(
        CastTry(start, brief(seed=number), "Why.", f"d{number}", Money(cost))
        for start in starts
        for number, cost in enumerate(costs)
    )
    approval = CastMatchApproval(
        CastMatchWish(starts), tuple(o.brief_digest for o in tries), Money(ceiling), "ana"
    )
    return CastMatch("m1", "S", approval, tries)


def result(state: JobState, *takes: Take, cost: str = "0.25", problem: Problem | None = None) -> TryResult:
    job = Job(
        "j2", "S", "sh010", "ada", "d", FrameRange(1001, 1002), state, cost=Money(cost), problem=problem
    )
    return TryResult(job, takes)


STARTS = {"t1": take(FAR)}


def test_tries_run_one_after_another() -> None:
    plan = match("0.25", "0.25", "0.25")
    assert next_step(plan, {}, STARTS).number == 0
    assert next_step(plan, {0: result(JobState.RUNNING)}, STARTS).number == -1
    far = {0: result(JobState.DONE, take(FAR, id="t2"))}
    assert next_step(plan, far, STARTS).number == 1
    failed = {0: result(JobState.FAILED)}
    assert next_step(plan, failed, STARTS).number == 1


def test_it_ends_when_a_take_is_close_enough_and_the_rest_is_not_paid() -> None:
    step = next_step(match("0.25", "0.25"), {0: result(JobState.DONE, take(CLOSE, id="t2"))}, STARTS)
    assert (step.state, step.why) == (CastMatchState.DONE, "Close enough.")


def test_a_take_of_a_sequence_that_is_close_leaves_the_next_its_tries() -> None:
    plan = match("0.25", "0.25", starts=("t1", "t5"))
    starts = STARTS | {"t5": take(FAR, id="t5")}
    assert next_step(plan, {0: result(JobState.DONE, take(CLOSE, id="t2"))}, starts).number == 2


def test_the_ceiling_counts_what_was_billed_and_not_what_was_thought() -> None:
    plan = match("0.40", "0.40", "0.40", ceiling="1.00")
    far = take(FAR, id="t2")
    assert next_step(plan, {0: result(JobState.DONE, far, cost="0.40")}, STARTS).number == 1
    step = next_step(plan, {0: result(JobState.DONE, far, cost="0.70")}, STARTS)
    assert step.state is CastMatchState.STOPPED
    assert step.why == "The ceiling is reached: the next try costs 0.40 USD, and 0.30 USD of it is left."


@pytest.mark.parametrize("state", [JobState.REFUSED, JobState.UNCERTAIN, JobState.CANCELLED])
def test_a_refusal_an_uncertain_job_and_a_cancel_end_it(state: JobState) -> None:
    said = Problem("denied.refused", "The consent of Jane Doe was revoked.")
    step = next_step(match("0.25", "0.25"), {0: result(state, problem=said)}, STARTS)
    assert step.state is CastMatchState.STOPPED and "The consent of Jane Doe was revoked." in step.why


def test_what_is_pasted_is_never_the_closest_where_there_is_another() -> None:
    outcome = closest(take(FAR), "t1", [take(PASTED, id="t2"), take(TURNED, id="t3", version=3)])
    assert outcome.best == "t3" and "sh010/ada v003 is closest of 2: ada v001:" in outcome.sentence
    assert outcome.sentence.endswith("Before, sh010/ada v001 was at 0.55.") and not outcome.close


def test_a_take_that_hides_its_face_is_not_closer() -> None:
    frames = (FrameDrift(1001, 0.2), *(FrameDrift(n, withheld="no face") for n in range(1002, 1007)))
    hidden = take(replace(CLOSE, frames=frames), id="t2")
    start = take(replace(FAR, frames=tuple(FrameDrift(n, 0.6) for n in range(1001, 1007))))
    outcome = closest(start, "t1", [hidden])
    assert outcome.best == "t1" and outcome.sentence.startswith("None came closer than sh010/ada v001 itself")


def test_with_two_characters_the_farther_one_decides() -> None:
    both = [
        take(CLOSE, replace(FAR, character="bo"), id="t2"),
        take(TURNED, replace(TURNED, character="bo"), id="t3"),
    ]
    assert closest(None, "t1", both).best == "t3"
