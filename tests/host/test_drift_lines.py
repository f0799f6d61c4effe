"""What a panel says of a drift: the words at their thresholds, and when somebody should look."""

from __future__ import annotations

import pytest

from secondunit.host.drift_lines import drift_line, drift_lines
from secondunit.wire import (
    CharacterDrift,
    DriftScale,
    DriftWord,
    FrameDrift,
    SecondOpinion,
    dumps,
    loads,
)
from secondunit.wire.errors import OutOfRange


def drift(*distances: float | None, copied: float = 0.1) -> CharacterDrift:
    frames = tuple(
        FrameDrift(1001 + number, distance, "" if distance is not None else "no face")
        for number, distance in enumerate(distances)
    )
    return CharacterDrift("ada", 2, 3, frames, copied, "front.png", 1001, ("side.png is not held against.",))


@pytest.mark.parametrize(
    ("distance", "word", "state"),
    [
        (0.45, DriftWord.CLOSE, "good"), (0.4501, DriftWord.UNCLEAR, "warning"),
        (0.65, DriftWord.UNCLEAR, "warning"), (0.6501, DriftWord.FAR, "warning"),
        (None, DriftWord.WITHHELD, "info"),
    ],
)  # fmt: skip
def test_the_words_change_at_their_thresholds(distance: float | None, word: DriftWord, state: str) -> None:
    one = drift(distance)
    assert one.word is word
    text, said = drift_line((one,))
    assert word.value in text and said == state
    assert "%" not in text and "same person" not in text


def test_worst_and_median_are_named_with_their_frames() -> None:
    text, state = drift_line((drift(0.2, 0.3, 0.7, None),))
    assert "median 0.30 (frame 1002)" in text and "worst 0.70 in frame 1003" in text
    assert "no face in 1 of 4 frames from 1004" in text and state == "warning"


def test_a_pasted_reference_is_amber_however_close() -> None:
    assert drift_line((drift(0.1, copied=0.929),))[1] == "good"
    text, state = drift_line((drift(0.1, copied=0.93),))
    assert state == "warning" and "frame 1001 is front.png itself, pasted" in text


def test_the_character_to_look_at_comes_first_and_remarks_follow() -> None:
    near, far = drift(0.1), drift(0.7)
    assert drift_line((near, far))[0].index("farther") < drift_line((near, far))[0].index("close")
    assert drift_lines((near,)) == (near.sentence, "side.png is not held against.")
    assert drift_line(()) == ("", "info")


@pytest.mark.parametrize(
    "one", [drift(0.2, 0.3, 0.7, None), drift(0.5), drift(None, None), drift(), drift(0.1, copied=0.95)]
)
def test_a_list_of_takes_says_the_same_of_a_drift_without_its_frames(one: CharacterDrift) -> None:
    listed = loads(CharacterDrift, dumps(one.in_list))
    assert listed.frames == () and listed.in_list == listed
    assert (listed.sentence, listed.amber, listed.word) == (one.sentence, one.amber, one.word)
    assert (listed.worst, listed.middle, listed.reasons) == (one.worst, one.middle, one.reasons)
    assert drift_line((listed,)) == drift_line((one,))


def test_in_a_list_the_drift_of_480_frames_is_small() -> None:
    assert len(dumps(drift(*[0.2, 0.3, None] * 160).in_list)) < 1000


@pytest.mark.parametrize(
    ("own", "other", "word", "state"),
    [
        (0.2, 0.1, DriftWord.CLOSE, "good"), (0.2, 0.4, DriftWord.UNCLEAR, "warning"),
        (0.7, 0.1, DriftWord.UNCLEAR, "warning"), (0.7, 0.6, DriftWord.FAR, "warning"),
        (0.5, 0.4, DriftWord.UNCLEAR, "warning"), (0.2, None, DriftWord.CLOSE, "good"),
    ],
)  # fmt: skip
def test_two_networks_have_to_say_the_same(
    own: float, other: float | None, word: DriftWord, state: str
) -> None:
    opinion = SecondOpinion(
        "house_face", "our own", "allowed by Jane Doe on 2026-11-30", DriftScale(0.3, 0.5)
    )
    frames = (FrameDrift(1001, own, second=other),)
    one = CharacterDrift("ada", 2, 3, frames, second=opinion)
    assert one.word is word and drift_line((one,))[1] == state
    assert ("two networks disagree" in one.sentence) == (len(set(one.words)) == 2)
    assert ("by one network" in one.sentence) == (other is None)
    assert loads(CharacterDrift, dumps(one.in_list)).sentence == one.sentence


def test_a_frame_that_one_of_two_networks_has_far_is_looked_at() -> None:
    opinion = SecondOpinion(
        "house_face", "our own", "allowed by Jane Doe on 2026-11-30", DriftScale(0.3, 0.5)
    )
    frames = tuple(FrameDrift(1001 + n, 0.2, second=away) for n, away in enumerate((0.1, 0.1, 0.9)))
    one = CharacterDrift("ada", 2, 3, frames, second=opinion)
    assert one.word is DriftWord.CLOSE and one.amber
    assert "worst 0.90 in frame 1003: farther than any same-person pair measured" in one.sentence


def test_references_that_disagree_are_looked_at_and_said() -> None:
    one = CharacterDrift("ada", 2, 3, (FrameDrift(1001, 0.2),), apart=0.72)
    assert one.amber and "its references disagree (0.72 apart)" in one.sentence
    assert not CharacterDrift("ada", 2, 3, (FrameDrift(1001, 0.2),), apart=0.65).amber


@pytest.mark.parametrize(("close", "far"), [(0.0, 0.5), (0.5, 0.4), (0.4, 2e3), (float("nan"), 0.5)])
def test_thresholds_that_do_not_rise_are_refused(close: float, far: float) -> None:
    with pytest.raises(OutOfRange):
        DriftScale(close, far)
