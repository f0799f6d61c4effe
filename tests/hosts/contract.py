"""What every host must keep, as checks that run the same against Blender, Nuke and Resolve.

A host's own tests make a `Case` (how to open a fresh document, what takes there are, how to look at the
result) and call `check(case)`; each failure names the clause. Standard library only: it runs inside hosts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from secondunit.host import Commands, Host, Placed
from secondunit.host.placement import placed_frames, read_stamp, stamp
from secondunit.wire import (
    GuideKind,
    Placement,
    PlacementKind,
    Plate,
    SecondUnitError,
    Take,
    Task,
    dumps,
    loads,
)


@dataclass
class Case:
    """One host under test.

    `fresh` opens an empty document and gives its host; `takes` are versions 1 and 2 of one element and a take
    of another; `undo_steps` counts the undo steps so far (None where the host cannot say); `save_and_reload`
    stores the document, opens it again and gives the host; `undo` takes back the last step.
    """

    fresh: Callable[[], Host]
    takes: tuple[Take, Take, Take]
    undo_steps: Callable[[], int] | None = None
    undo: Callable[[Host], Host] | None = None
    save_and_reload: Callable[[Host], Host] | None = None
    #: Everything in the document that is the artist's own, as text to compare; must not change by itself.
    untouched: Callable[[Host], str] | None = None


def check(case: Case) -> list[str]:
    """Run every clause on fresh documents; returns the clauses that held, raises AssertionError otherwise."""
    held = []
    for name, clause in clauses():
        try:
            clause(case)
        except AssertionError as error:
            raise AssertionError(f"the host contract is broken: {name}: {error}") from error
        held.append(name)
    return held


def clauses() -> Iterator[tuple[str, Callable[[Case], None]]]:
    """Every clause with its sentence."""
    for name, value in tuple(globals().items()):
        if name.startswith("a_host_"):
            yield name.replace("_", " "), value


def a_host_names_itself_and_its_placements(case: Case) -> None:
    host = case.fresh()
    assert host.name.strip()
    assert host.kinds(), "it can place nothing"


def a_host_says_what_is_open_in_exact_numbers(case: Case) -> None:
    shot = case.fresh().shot()
    assert shot.rate.numerator > 0
    assert shot.colorspace.name, "its working space has no name"
    assert loads(Plate, dumps(Plate("x", shot.frames, shot.rate, shot.format, shot.colorspace)))


def a_host_refuses_a_source_that_is_not_there(case: Case) -> None:
    host = case.fresh()
    for ask in (host.plate, host.matte, host.camera):
        try:
            ask("there is no such source")
        except SecondUnitError as error:
            assert error.problem.message
        else:
            raise AssertionError("a source that is not there was read")


def a_host_reads_every_camera_it_offers(case: Case) -> None:
    host = case.fresh()
    offered = host.cameras()
    assert len({source.id for source in offered}) == len(offered), "two cameras have one id"
    for source in offered:
        view = host.camera(source.id)
        assert view.label.strip()
        for name in ("focal", "sensor"):
            value = getattr(view, name)
            assert value is None or value > 0, f"{source.label} has a {name} of {value}"
        assert view.pitch is None or -90.0 <= view.pitch <= 90.0
        assert view == host.camera(source.id), "reading a camera twice gives two views"


def a_host_offers_guides_by_kind_and_refuses_one_that_is_not_there(case: Case) -> None:
    host = case.fresh()
    for kind in GuideKind:
        offered = host.guides(kind)
        assert len({source.id for source in offered}) == len(offered), (
            f"two guides of {kind.value} have one id"
        )
        try:
            host.guide(kind, "there is no such guide", host.shot())
        except SecondUnitError as error:
            assert error.problem.message
        else:
            raise AssertionError("a guide that is not there was read")


def a_host_asks_with_choices_and_takes_no_other_answer(case: Case) -> None:
    host = case.fresh()
    for question in host.questions():
        assert question.text.strip() and question.choices, question
        assert len(dict(question.choices)) == len(question.choices), "two choices have one value"
    before = host.questions()
    for id in ("there is no such question", *(question.id for question in before)):
        try:
            host.answer(id, "there is no such choice")
        except SecondUnitError as error:
            assert error.problem.message
        else:
            raise AssertionError("an answer that was not offered was taken")
    assert host.questions() == before, "a refused answer changed what is asked"


def a_host_marks_a_newer_version_and_changes_nothing_else(case: Case) -> None:
    for kind in case.fresh().kinds():
        host = case.fresh()
        placed = host.place(Placement(case.takes[0].id, kind, offset=2), case.takes[0])
        own = case.untouched(host) if case.untouched is not None else ""
        state, steps = host.kept(), case.undo_steps() if case.undo_steps is not None else 0
        for newest in (2, 2, 17, 0, 0, 3):
            host.mark(placed.id, newest)
            assert host.placed() == (placed,), f"a mark on a {kind.value} changed what is placed"
        host.mark("there is no such thing", 2)
        assert host.placed() == (placed,)
        assert host.kept() == state
        if case.undo_steps is not None:
            assert case.undo_steps() == steps, f"a mark on a {kind.value} is an undo step"
        if case.untouched is not None:
            assert case.untouched(host) == own, f"a mark on a {kind.value} changed what is the artist's"
        up = host.set_version(placed.id, case.takes[1])
        assert (up.id, up.version) == (placed.id, 2), "what is marked cannot change its version"
        host.mark(up.id, 0)
        assert host.placed() == (up,)


def a_host_places_every_kind_and_reads_it_back(case: Case) -> None:
    for kind in case.fresh().kinds():
        host = case.fresh()
        placement = Placement(case.takes[0].id, kind, offset=3, mix=0.75, gain=1.5, depth=4.0)
        placed = host.place(placement, case.takes[0])
        (found,) = host.placed()
        assert found == placed, f"{found} is not {placed}"
        # Channel 0 asks for a free one: the host says which it found.
        assert (replace(found.placement, channel=0), found.version) == (placement, 1), found
        assert found.element == case.takes[0].element


def a_host_makes_one_undo_step_of_one_act(case: Case) -> None:
    if case.undo_steps is None:
        return
    for kind in case.fresh().kinds():
        host = case.fresh()
        before = case.undo_steps()
        placed = host.place(Placement(case.takes[0].id, kind), case.takes[0])
        assert case.undo_steps() == before + 1, f"placing as {kind.value} is not one undo step"
        host.set_version(placed.id, case.takes[1])
        assert case.undo_steps() == before + 2, f"a version of a {kind.value} is not one undo step"


def a_host_takes_back_a_placement_whole(case: Case) -> None:
    if case.undo is None:
        return
    for kind in case.fresh().kinds():
        host = case.fresh()
        placed = host.place(Placement(case.takes[0].id, kind), case.takes[0])
        host.mark(placed.id, 2)
        host = case.undo(host)
        assert host.placed() == (), f"after undo a {kind.value} is left"


def a_host_changes_the_version_in_place(case: Case) -> None:
    for kind in case.fresh().kinds():
        host = case.fresh()
        placed = host.place(Placement(case.takes[0].id, kind, offset=2, gain=0.5), case.takes[0])
        up = host.set_version(placed.id, case.takes[1])
        assert up.id == placed.id
        assert (up.version, up.placement.take) == (2, case.takes[1].id)
        assert (up.placement.offset, up.placement.gain) == (2, 0.5), "the placement's own values were lost"
        down = host.set_version(placed.id, case.takes[0])
        assert down == placed
        assert host.placed() == (placed,)


def a_host_refuses_a_take_of_another_element_and_changes_nothing(case: Case) -> None:
    for kind in case.fresh().kinds():
        host = case.fresh()
        placed = host.place(Placement(case.takes[0].id, kind), case.takes[0])
        _refused(host.set_version, placed.id, case.takes[2])
        _refused(host.set_version, "there is no such thing", case.takes[1])
        assert host.placed() == (placed,)


def a_host_holds_several_placements_apart(case: Case) -> None:
    host = case.fresh()
    made: list[Placed] = []
    for kind in (*host.kinds(), host.kinds()[0]):
        made.append(host.place(Placement(case.takes[0].id, kind), case.takes[0]))
    made.append(host.place(Placement(case.takes[2].id, host.kinds()[0]), case.takes[2]))
    assert len({placed.id for placed in made}) == len(made)
    assert {placed.id for placed in host.placed()} == {placed.id for placed in made}
    host.set_version(made[0].id, case.takes[1])
    versions = {placed.id: placed.version for placed in host.placed()}
    assert versions.pop(made[0].id) == 2
    assert set(versions.values()) == {1}, "another placement moved too"


def a_host_keeps_its_state_and_placements_over_a_reload(case: Case) -> None:
    if case.save_and_reload is None:
        return
    host = case.fresh()
    state: dict[str, object] = {"fields": {"prompt": "rök 💨", "seed": 7}, "jobs": ["j1"]}
    host.keep(state)
    made = tuple(
        host.place(Placement(case.takes[0].id, kind, offset=1), case.takes[0]) for kind in host.kinds()
    )
    host = case.save_and_reload(host)
    assert host.kept() == state
    assert {placed.id: placed for placed in host.placed()} == {placed.id: placed for placed in made}
    assert host.set_version(made[0].id, case.takes[1]).version == 2


def a_host_leaves_what_is_the_artist_s_as_it_was(case: Case) -> None:
    if case.untouched is None:
        return
    for kind in case.fresh().kinds():
        host = case.fresh()
        before = case.untouched(host)
        placed = host.place(Placement(case.takes[0].id, kind), case.takes[0])
        host.set_version(placed.id, case.takes[1])
        after = case.untouched(host)
        assert after == before, f"placing as {kind.value} changed: {before} to {after}"


def a_host_serves_the_panel_s_commands(case: Case) -> None:
    from secondunit.host import Dialling, Link, Panel

    host = case.fresh()
    panel = Panel(Link(Dialling(command="")))
    commands = Commands(panel, host)
    restyle = replace(case.takes[1], id="trestyle", version=3, task=Task.RESTYLE, kind="")
    elements = (replace(take, task=Task.ELEMENT) for take in case.takes)
    for take in (*elements, restyle):
        panel.takes.put(take)
    assert commands.look() is None, panel.message
    assert panel.shot == host.shot()
    assert commands.place(case.takes[0].id, host.kinds()[0]) is None, panel.message
    (placed,) = host.placed()
    assert commands.version(placed.id, 1) is None, panel.message
    assert host.placed()[0].version == 2
    assert commands.version(placed.id, 1) is not None, "a restyle under its name is no version of it"
    assert commands.version_to(placed.id, 3) is not None
    assert host.placed()[0].version == 2


def a_host_says_on_which_frame_a_quick_look_is_and_is_left_as_it_was(case: Case) -> None:
    from secondunit.host import Dialling, Link, Panel

    host = case.fresh()
    panel = Panel(Link(Dialling(command="")))
    assert Commands(panel, host).look() is None, panel.message
    own = case.untouched(host) if case.untouched is not None else ""
    state, placed, steps = host.kept(), host.placed(), case.undo_steps() if case.undo_steps is not None else 0
    panel.quick.watch(True)
    for prompt in ("thick smoke", "thin smoke"):
        panel.outside.use_frame(host.frame())
        panel.set("prompt", prompt)
        panel.quick.tick(changed=True)
        frame = panel.frame
        assert frame is None or type(frame) is int, f"it stands on {frame!r}, which is no whole frame"
        assert frame == host.frame(), "looking at the fields moved the artist's frame"
    assert panel.quick.picture is None, "without a service something was shown"
    panel.quick.watch(False)
    assert host.kept() == state, "a quick look was written into the document"
    assert host.placed() == placed, "a quick look was placed"
    if case.untouched is not None:
        assert case.untouched(host) == own, "a quick look changed what is the artist's"
    if case.undo_steps is not None:
        assert case.undo_steps() == steps, "a quick look is an undo step"


def a_host_stamp_survives_and_a_damaged_one_is_nobody_s(case: Case) -> None:
    placement = Placement(case.takes[0].id, PlacementKind.COMP, offset=-7)
    stamped = stamp(placement, case.takes[0])
    read = read_stamp("id", stamped)
    assert read is not None and read.placement == placement
    assert placed_frames(placement, case.takes[0]).first == case.takes[0].frames.first - 7
    assert read_stamp("id", {**stamped, "placement": "{"}) is None
    assert read_stamp("id", {}) is None


def _refused(act: Callable[[str, Take], object], placed: str, take: Take) -> None:
    try:
        act(placed, take)
    except SecondUnitError as error:
        assert error.problem.message
    else:
        raise AssertionError("it was not refused")
