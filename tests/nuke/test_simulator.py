"""The simulated Nuke is as strict and as hostile as the real one, or more so."""

from __future__ import annotations

import threading

import pytest


def raised_in_a_thread(act) -> list[BaseException]:
    """Run something off the main thread; what it raised."""
    caught: list[BaseException] = []

    def run() -> None:
        try:
            act()
        except BaseException as error:
            caught.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(5)
    assert not thread.is_alive()
    return caught


def test_an_unknown_name_a_wrong_arity_and_an_unknown_keyword_fail_and_name_the_call(fake_nuke):
    nuke = fake_nuke.nuke
    node = nuke.createNode("Blur")
    with pytest.raises(AssertionError, match="getNodeByName"):
        nuke.getNodeByName("Blur1")
    with pytest.raises(AssertionError, match=r"toNode\(\)"):
        nuke.toNode("Blur1", "more")
    with pytest.raises(AssertionError, match=r"createNode\(\).*panel"):
        nuke.createNode("Blur", panel=False)
    with pytest.raises(AssertionError, match="getInput"):
        node.getInput(0)
    with pytest.raises(AssertionError, match=r"Node.setInput\(\)"):
        node.setInput(0)
    with pytest.raises(AssertionError, match="deepSample"):
        node.deepSample(0, 0, 0)
    with pytest.raises(AssertionError, match="assigned"):
        node.label = "mine"
    with pytest.raises(AssertionError, match="replaced"):
        nuke.message = print


def test_no_call_is_allowed_off_the_main_thread_but_to_post_to_it(fake_nuke):
    nuke = fake_nuke.nuke
    (error,) = raised_in_a_thread(lambda: nuke.allNodes())
    assert isinstance(error, AssertionError) and "main thread" in str(error)
    assert not raised_in_a_thread(lambda: nuke.executeInMainThread(nuke.createNode, args=("Dot",)))
    assert nuke.allNodes() == []
    assert fake_nuke.spin() == 1
    assert [node.name() for node in nuke.allNodes()] == ["Dot1"]


def test_a_result_from_the_main_thread_loses_its_error(fake_nuke):
    nuke = fake_nuke.nuke
    results: list[object] = []

    def ask() -> None:
        results.append(nuke.executeInMainThreadWithResult(lambda: 1 / 0))
        results.append(nuke.executeInMainThreadWithResult(len, ("abc",)))

    thread = threading.Thread(target=ask)
    thread.start()
    while thread.is_alive():
        fake_nuke.spin()
        thread.join(0.001)
    assert results == [None, 3]
    assert fake_nuke.app.printed == ["ZeroDivisionError: division by zero"]
    with pytest.raises(AssertionError, match="waits for itself"):
        nuke.executeInMainThreadWithResult(len, ("abc",))


def test_a_modal_window_fails_unless_the_test_answers_it(fake_nuke):
    with pytest.raises(AssertionError, match="nobody answers: Sure"):
        fake_nuke.nuke.ask("Sure?")
    fake_nuke.app.answers.append(True)
    assert fake_nuke.nuke.ask("Sure?") is True


def test_a_new_node_connects_to_the_selection_and_takes_it_over(fake_nuke, artist_script):
    artist_script(fake_nuke)
    nuke = fake_nuke.nuke
    plate = nuke.toNode("Plate")
    plate.setSelected(True)
    blur = nuke.createNode("Blur")
    assert blur.input(0) == plate
    assert nuke.toNode("Garbage").input(0) == blur, "Nuke puts a new node between"
    assert nuke.selectedNodes() == [blur] and blur.shown()


def test_selected_node_raises_where_nothing_is_selected(fake_nuke):
    with pytest.raises(ValueError, match="no node selected"):
        fake_nuke.nuke.selectedNode()
    assert fake_nuke.nuke.selectedNodes() == []
    assert fake_nuke.nuke.toNode("nobody") is None


def test_a_reference_to_a_deleted_node_is_dead_and_stays_dead_after_undo(fake_nuke):
    nuke = fake_nuke.nuke
    node = nuke.createNode("Grade")
    knob = node["white"]
    nuke.delete(node)
    for act in (node.name, knob.value, lambda: knob.setValue(2.0), lambda: nuke.delete(node)):
        with pytest.raises(ValueError, match="not attached to a node"):
            act()
    nuke.undo()
    assert nuke.toNode("Grade1") is not None
    with pytest.raises(ValueError, match="not attached to a node"):
        node.name()


def test_each_change_outside_a_step_is_a_step_and_a_nested_step_is_one(fake_nuke):
    nuke = fake_nuke.nuke
    node = nuke.createNode("Grade")
    node["multiply"].setValue(2.0)
    node.setXpos(10)
    assert fake_nuke.undo_steps() == 3
    nuke.Undo.begin()
    nuke.Undo.name("Second Unit: place")
    with nuke.Undo():
        node["multiply"].setValue(3.0)
        nuke.createNode("Dot")
    nuke.delete(nuke.toNode("Dot1"))
    nuke.Undo.end()
    assert fake_nuke.undo_steps() == 4
    assert nuke.Undo.undoDescribe() == "Second Unit: place"
    nuke.undo()
    assert node["multiply"].value(0) == 2.0
    nuke.redo()
    assert node["multiply"].value(0) == 3.0
    with pytest.raises(AssertionError, match="without"):
        nuke.Undo.end()


def test_a_step_that_changes_nothing_is_no_step(fake_nuke):
    with fake_nuke.nuke.Undo():
        assert fake_nuke.nuke.allNodes() == []
    assert fake_nuke.undo_steps() == 0


def test_what_happens_while_undo_is_disabled_stays_through_an_undo(fake_nuke):
    nuke = fake_nuke.nuke
    node = nuke.createNode("Grade")
    node["mix"].setValue(0.5)
    nuke.Undo.disable()
    node["label"].setValue("kept")
    nuke.Undo.enable()
    assert fake_nuke.undo_steps() == 2
    nuke.undo()
    assert (node["mix"].value(), node["label"].value()) == (1.0, "kept")


def test_ten_nodes_are_all_that_python_may_touch_in_non_commercial_nuke(non_commercial, artist_script):
    artist_script(non_commercial)
    nuke = non_commercial.nuke
    assert len(nuke.allNodes()) == 8
    for name in ("Plate", "Comp", "Plate"):
        assert nuke.toNode(name) is not None, "the same node counts once"
    nuke.nodes.Dot()
    nuke.delete(nuke.nodes.Dot())
    with pytest.raises(RuntimeError, match="10 nodes"):
        nuke.nodes.Dot()


def test_a_paste_touches_no_node_of_python_and_finds_a_free_name(non_commercial, tmp_path):
    nuke = non_commercial.nuke
    script = tmp_path / "many.nk"
    script.write_text("Dot {\n inputs 0\n name Mine\n xpos 5\n}\n" * 30)
    nuke.nodePaste(script.as_posix())
    assert non_commercial.undo_steps() == 1
    assert len(non_commercial.app.document.nodes) == 31
    assert not non_commercial.app.touched
    names = {node.name for node in non_commercial.app.document.nodes.values()}
    assert {"Mine", "Mine1", "Mine29"} <= names


def test_a_paste_lands_at_the_cursor_and_hangs_on_the_selection(fake_nuke, artist_script, tmp_path):
    artist_script(fake_nuke)
    nuke = fake_nuke.nuke
    nuke.toNode("Plate").setSelected(True)
    script = tmp_path / "two.nk"
    blur_text = "Blur {\n name B\n xpos 1000\n ypos 1000\n}\n"
    script.write_text(blur_text + "Dot {\n name D\n xpos 1010\n ypos 1100\n}\n")
    assert nuke.nodePaste(script.as_posix()) is None
    blur, dot = nuke.toNode("B"), nuke.toNode("D")
    assert blur.input(0) == nuke.toNode("Plate")
    assert dot.input(0) == blur
    assert nuke.selectedNodes() == [], "what does not say that it is selected is not"
    assert (blur.xpos(), dot.xpos() - blur.xpos()) == (fake_nuke.app.cursor[0], 10)
    with pytest.raises(RuntimeError, match="No such file"):
        nuke.nodePaste("/nowhere/at/all.nk")


def test_what_was_copied_says_that_it_is_selected_and_alone_is_after_a_paste(
    fake_nuke, artist_script, tmp_path
):
    artist_script(fake_nuke)
    nuke, script = fake_nuke.nuke, tmp_path / "copied.nk"
    nuke.toNode("Plate").setSelected(True)
    nuke.nodeCopy(script.as_posix())
    assert script.read_text().count("\n selected true\n") == 1
    nuke.toNode("Comp").setSelected(True)
    nuke.nodePaste(script.as_posix())
    assert [node.name() for node in nuke.selectedNodes()] == ["Plate1"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Blurr {\n}\n", "no Blurr"),
        ("Blur {\n softness 3\n}\n", "no knob softness"),
        ("Merge2 {\n operation over2\n}\n", "no value 'over2'"),
        ("Read {\n inputs 0\n first now\n}\n", "takes numbers"),
        ("push 0\npush 0\npush 0\nBlackOutside {\n inputs 3\n}\n", "has 3 inputs, of 1"),
        ("push 0\npush 0\nBlackOutside {\n inputs 1+1\n}\n", "inputs"),
        ("NoOp {\n inputs 0\n addUserKnob {99 what}\n}\n", "no type 99"),
        ("Transform {\n inputs 0\n translate {1 2 3}\n}\n", "holds 2 numbers"),
    ],
)
def test_a_paste_of_what_nuke_does_not_know_fails_with_its_reason(fake_nuke, tmp_path, text, reason):
    script = tmp_path / "wrong.nk"
    script.write_text(text)
    with pytest.raises(AssertionError, match=reason):
        fake_nuke.nuke.nodePaste(script.as_posix())


def test_values_are_refused_silently_or_loudly_as_nuke_does(fake_nuke):
    nuke = fake_nuke.nuke
    read = nuke.createNode("Read")
    assert read["first"].setValue("soon") is False
    assert read["first"].value() == 1
    assert read["first"].setValue(1001.7) is True and read["first"].value() == 1001
    with pytest.raises(TypeError):
        read["file"].setValue(3)
    with pytest.raises(AssertionError, match="no value 'mirror'"):
        read["before"].setValue("mirror")
    with pytest.raises(AssertionError, match="forward slashes"):
        read["file"].setValue("C:\\plates\\a.exr")
    with pytest.raises(NameError, match="knob softness does not exist"):
        read["softness"]
    assert read.knob("softness") is None


def test_a_loop_is_refused_silently_and_an_input_that_does_not_exist_loudly(fake_nuke):
    nuke = fake_nuke.nuke
    first, second = nuke.nodes.Dot(), nuke.nodes.Dot()
    assert second.setInput(0, first) is True
    assert first.setInput(0, second) is False
    with pytest.raises(AssertionError, match="has no input 1"):
        first.setInput(1, second)


def test_a_read_without_its_file_is_an_error(fake_nuke, artist_script):
    artist_script(fake_nuke)
    nuke = fake_nuke.nuke
    assert nuke.toNode("Lost").hasError() and not nuke.toNode("Plate").hasError()
    assert nuke.toNode("Comp").treeHasError()
    nuke.toNode("Lost")["on_error"].setValue("black")
    assert not nuke.toNode("Lost").hasError()


def test_fps_rounds_and_real_fps_does_not(fake_nuke, artist_script):
    artist_script(fake_nuke)
    root = fake_nuke.nuke.root()
    assert (root.fps(), root.realFps()) == (24, 23.976)


def test_proxy_mode_scales_what_a_node_says_of_its_size(fake_nuke, artist_script):
    artist_script(fake_nuke)
    nuke = fake_nuke.nuke
    plate = nuke.toNode("Plate")
    assert (plate.width(), plate.height()) == (64, 36)
    nuke.root()["proxy"].setValue(True)
    assert (plate.width(), plate.height(), plate.format().width()) == (32, 18, 64)


def test_evaluate_reads_values_and_frames_and_refuses_python(fake_nuke):
    nuke = fake_nuke.nuke
    group = nuke.createNode("Group")
    group.addKnob(nuke.Enumeration_Knob("version", "version", ["v001", "v002"]))
    with group:
        read = nuke.createNode("Read")
    read["file"].setValue("/s/[value parent.version]/e.%04d.exr")
    group["version"].setValue("v002")
    assert read["file"].evaluate(7) == "/s/v002/e.0007.exr"
    assert read["file"].value() == "/s/[value parent.version]/e.%04d.exr"
    read["file"].setValue("[python 1+1]")
    with pytest.raises(AssertionError, match="without the plugin"):
        read["file"].evaluate()


def test_tcl_and_default_changing_calls_are_refused(fake_nuke):
    for act in (
        lambda: fake_nuke.nuke.tcl("exit"),
        lambda: fake_nuke.nuke.expression("1+1"),
        lambda: fake_nuke.nuke.knobDefault("Read.raw", "1"),
    ):
        with pytest.raises(AssertionError, match=r"refused|changes"):
            act()


def test_rendering_here_and_now_is_counted_as_a_frozen_window(fake_nuke, artist_script):
    artist_script(fake_nuke)
    rendered: list[int] = []
    fake_nuke.app.renderer = lambda node, frame: rendered.append(frame)
    write = fake_nuke.nuke.nodes.Write(inputs=[fake_nuke.nuke.toNode("Comp")])
    fake_nuke.nuke.execute(write, 1001, 1003)
    assert rendered == [1001, 1002, 1003] and fake_nuke.app.blocked_ms > 100


def test_a_background_render_ends_when_the_test_says_so(fake_nuke, artist_script):
    artist_script(fake_nuke)
    nuke, ended = fake_nuke.nuke, []
    rendered: list[int] = []
    fake_nuke.app.renderer = lambda node, frame: rendered.append(frame)
    nuke.addAfterBackgroundRender(lambda context: ended.append(context["id"]))
    write = nuke.nodes.Write(inputs=[nuke.toNode("Comp")])
    ranges = nuke.FrameRanges([nuke.FrameRange(1001, 1002, 1)])
    limits = {"maxThreads": 1, "maxCache": "1G"}
    number = nuke.executeBackgroundNuke(nuke.EXE_PATH, [write], ranges, ["main"], limits)
    assert not rendered and fake_nuke.app.blocked_ms == 0
    fake_nuke.finish_background(number)
    assert rendered == [1001, 1002] and ended == [number]


def test_a_terminal_session_has_no_menus_panels_or_windows(terminal_nuke):
    import sys

    nuke = terminal_nuke.nuke
    assert nuke.GUI is False and nuke.env["gui"] is False
    with pytest.raises(RuntimeError, match="GUI"):
        nuke.menu("Nuke")
    assert "nukescripts" not in sys.modules
    with pytest.raises(RuntimeError, match="GUI"):
        nuke.message("hello")
