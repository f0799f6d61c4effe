"""The codec: every value comes back as it went, and every refusal names the path to the field."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondunit import wire
from secondunit.wire import codec, errors, fitting

VALUES = [
    getattr(wire, name)
    for name in wire.__all__
    if dataclasses.is_dataclass(getattr(wire, name)) and name not in ("FrameRange", "Rate")
]

text = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
names = st.from_regex(r"\A[a-z][a-z0-9_]{0,20}\Z").filter(
    lambda name: name not in {"con", "prn", "aux", "nul"} and not name.startswith(("com", "lpt"))
)
rates = st.builds(wire.Rate, st.integers(1, 240_000), st.integers(1, 2_000))
ranges = st.builds(wire.FrameRange.starting, st.integers(-1_000, 90_000), st.integers(1, 5_000))
scalars = st.one_of(
    st.booleans(), st.integers(-(2**62), 2**62), st.floats(allow_nan=False, allow_infinity=False), text
)
formats = st.builds(
    wire.Format, st.integers(1, 32_768), st.integers(1, 32_768), st.floats(0.1, 10).map(lambda x: round(x, 6))
)
spaces = st.builds(wire.ColorSpace, text, text)
plates = st.builds(
    wire.Plate,
    path=text.filter(bool),
    frames=ranges,
    rate=rates,
    format=formats,
    colorspace=spaces,
    first_in_file=st.none() | st.integers(-1000, 1000),
)
mattes = st.builds(wire.Matte, path=text.filter(bool), frames=ranges, channel=text, invert=st.booleans())
fittings = st.builds(
    wire.Fitting,
    st.none() | st.integers(0, 4096) | st.floats(0, 4096),
    st.none() | st.integers(-1_000, 90_000),
    st.none() | st.booleans(),
)
numbers = st.floats(-1000, 1000)
samples = st.builds(
    wire.CameraSample,
    numbers,
    numbers,
    numbers,
    numbers,
    numbers,
    numbers,
    st.floats(10, 200),
    st.floats(8, 70),
)
cameras = st.builds(
    wire.CameraTrack.of, st.integers(-1000, 90_000), st.lists(samples, min_size=1, max_size=3), text
)
briefs = st.builds(
    wire.Brief,
    show=names,
    shot=names,
    element=names,
    frames=ranges,
    rate=rates,
    format=formats,
    task=st.sampled_from(wire.Task),
    kind=names,
    prompt=text,
    seed=st.integers(0, 2**32 - 1),
    controls=st.dictionaries(names | st.sampled_from(fitting.NAMES), scalars, max_size=6).map(wire.FrozenMap),
    provider=st.sampled_from(["onboard", "comp", "comfyui"]),
    fitting=fittings,
    colorspace=spaces,
    plate=st.none() | plates,
    camera=st.none() | cameras,
    matte=st.none() | mattes,
    references=st.lists(st.builds(wire.Reference, text, text), max_size=3).map(tuple),
    cast=st.lists(
        st.builds(
            wire.CastMember,
            text,
            st.integers(1, 99),
            st.lists(text, max_size=2).map(tuple),
            st.lists(text, max_size=2).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
)
versions = st.builds(
    wire.CharacterVersion,
    st.integers(1, 99_999),
    st.lists(st.builds(wire.CastPicture, text, text), max_size=3).map(tuple),
    text,
    st.lists(text, max_size=2).map(tuple),
    text,
    text,
    st.lists(text, max_size=2).map(tuple),
)
casts = st.builds(
    wire.CharacterList,
    st.lists(st.builds(wire.Character, text, st.lists(versions, max_size=3).map(tuple)), max_size=3).map(
        tuple
    ),
    text,
    st.lists(text, max_size=2).map(tuple),
)
problems = st.builds(wire.Problem, text, text, text, text, text)
jobs = st.builds(
    wire.Job,
    id=names,
    show=names,
    shot=names,
    element=names,
    brief_digest=names,
    frames=ranges,
    state=st.sampled_from(wire.JobState),
    progress=st.floats(0, 1),
    problem=st.none() | problems,
)
events = st.builds(
    wire.Event, st.integers(1, 2**60), st.sampled_from(wire.Topic), text, st.none() | jobs, st.none()
)


@given(st.one_of(briefs, jobs, events, problems, casts))
def test_a_value_comes_back_as_it_went(value: Any) -> None:
    assert wire.loads(type(value), wire.dumps(value)) == value


@given(briefs)
def test_a_brief_written_twice_gives_the_same_text_and_digest(brief: wire.Brief) -> None:
    again = wire.loads(wire.Brief, wire.dumps(brief))
    assert wire.dumps(again) == wire.dumps(brief)
    assert wire.brief_digest(again) == wire.brief_digest(brief)


@given(briefs, briefs)
def test_briefs_that_differ_have_digests_that_differ(one: wire.Brief, other: wire.Brief) -> None:
    assert (wire.brief_digest(one) == wire.brief_digest(other)) == (wire.dumps(one) == wire.dumps(other))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(VALUES), json_values)
def test_any_json_is_read_or_refused_with_a_code_and_never_crashes(cls: type, body: object) -> None:
    try:
        wire.decode(cls, body)
    except wire.SecondUnitError as error:
        assert error.problem.code in errors.codes()
        assert error.problem.message


@given(briefs, st.data())
def test_one_field_spoilt_in_a_good_brief_is_refused_at_its_path(
    brief: wire.Brief, data: st.DataObject
) -> None:
    body = wire.encode(brief)
    field = data.draw(st.sampled_from(["frames", "rate", "format", "seed", "show"]))
    body[field] = [None]
    with pytest.raises(wire.SecondUnitError) as caught:
        wire.decode(wire.Brief, body)
    assert caught.value.problem.where == field


@given(st.text(max_size=200))
def test_text_that_is_not_json_is_refused_plainly(junk: str) -> None:
    try:
        wire.loads(wire.Brief, junk)
    except errors.BadValue as error:
        assert error.problem.message


GOOD: dict[str, Any] = {
    "show": "s",
    "shot": "sh010",
    "element": "smoke_left",
    "frames": "1001-1048",
    "rate": "24000/1001",
    "format": {"width": 1920, "height": 1080},
    "plate": {
        "path": "/plates/sh010.%04d.exr",
        "frames": "1001-1048",
        "rate": "24000/1001",
        "format": {"width": 1920, "height": 1080},
        "colorspace": {"name": "ACEScg"},
    },
}


def spoilt(**changes: object) -> dict[str, Any]:
    body = json.loads(json.dumps(GOOD))
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = body
        for parent in parents:
            place = place[parent]
        if value is KeyError:
            del place[last]
        else:
            place[last] = value
    return dict(body)


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"plate__colour": "red"}, "value.unknown_field", "plate.colour"),
        ({"plate__format__width": KeyError}, "value.missing_field", "plate.format.width"),
        ({"plate__format__width": "wide"}, "value.wrong_type", "plate.format.width"),
        ({"plate__format__width": 1920.5}, "value.wrong_type", "plate.format.width"),
        ({"plate__format__width": True}, "value.wrong_type", "plate.format.width"),
        ({"plate__format__width": "20 m"}, "value.wrong_unit", "plate.format.width"),
        ({"plate__rate": 23.976}, "value.wrong_type", "plate.rate"),
        ({"plate__rate": "23.976"}, "value.wrong_type", "plate.rate"),
        ({"frames": "1048-1001"}, "frames.reversed", "frames"),
        ({"frames": ""}, "frames.empty", "frames"),
        ({"frames": "1-10000000"}, "frames.too_many", ""),
        ({"prompt": "x" * 100_000}, "prompt.bad", "prompt"),
        ({"prompt": "half \ud800 a character"}, "value.wrong_type", "prompt"),
        ({"seed": -1}, "value.out_of_range", "seed"),
        ({"seed": 2**70}, "value.out_of_range", "seed"),
        ({"controls": {"density": None}}, "value.wrong_type", "controls.density"),
        ({"controls": {"density": [1]}}, "value.wrong_type", "controls.density"),
        ({"references": [{"path": "a"}, {"file": "b"}]}, "value.unknown_field", "references[1].file"),
        ({"task": "dream"}, "value.out_of_range", "task"),
        ({"show": "../escape"}, "name.bad", "show"),
        ({"element": "a/b"}, "name.bad", "element"),
        ({"shot": "NUL"}, "name.bad", "shot"),
        ({"shot": "com1.exr"}, "name.bad", "shot"),
        ({"shot": "trailing "}, "name.bad", "shot"),
        ({"delivery": {"compression": "jpeg"}}, "value.out_of_range", "delivery.compression"),
        ({"format__height": 100_000}, "picture.too_large", "format"),
    ],
)
def test_a_bad_brief_is_refused_with_its_code_and_path(
    changes: dict[str, Any], code: str, where: str
) -> None:
    with pytest.raises(wire.SecondUnitError) as caught:
        wire.decode(wire.Brief, spoilt(**changes))
    assert (caught.value.problem.code, caught.value.problem.where) == (code, where)


def test_a_number_may_be_written_with_its_own_unit() -> None:
    brief = wire.decode(wire.Brief, spoilt(format__width="1920 px"))
    assert brief.format.width == 1920


def test_names_in_other_alphabets_and_with_spaces_are_names() -> None:
    brief = wire.decode(wire.Brief, spoilt(show="Ночь 2", shot="場面010", element="fumée gauche"))
    assert (brief.show, brief.shot, brief.element) == ("Ночь 2", "場面010", "fumée gauche")


def test_a_value_from_a_newer_schema_is_refused_with_the_remedy() -> None:
    with pytest.raises(errors.NewerSchema) as caught:
        wire.loads(wire.Brief, json.dumps({**GOOD, "schema": codec.SCHEMA + 1}))
    assert "Update" in caught.value.problem.remedy


def test_defaults_are_left_out() -> None:
    body = wire.encode(wire.decode(wire.Brief, GOOD))
    assert set(body) == set(GOOD)


def test_numbers_that_json_cannot_hold_are_refused_both_ways() -> None:
    with pytest.raises(errors.OutOfRange):
        wire.encode(wire.FrozenMap({"x": float("nan")}))
    with pytest.raises(errors.BadValue):
        wire.loads(wire.Brief, json.dumps({**GOOD, "controls": {"density": float("inf")}}))


def test_json_nested_deeper_than_python_can_follow_is_refused() -> None:
    with pytest.raises(errors.BadValue):
        wire.loads(wire.Brief, "[" * 200_000)
