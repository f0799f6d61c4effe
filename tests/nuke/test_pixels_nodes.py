"""Each node of the evaluator against arrays worked out by hand from its documentation."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.media.exr import write_exr
from secondunit.media.picture import RGBA, Picture
from secondunit.wire.picture import Format, Window

#: Two columns of one row each: (0.5 0.25 2 0.5) and (-0.5 0 1 1).
TWO = np.array([[[0.5, 0.25, 2.0, 0.5], [-0.5, 0.0, 1.0, 1.0]]], np.float32)


@pytest.fixture(scope="session")
def nuke() -> Any:
    """The package of the parser and the evaluator."""
    name = "secondunit_nuke_for_pixels"
    if name not in sys.modules:
        folder = Path(__file__).parents[1] / "hosts" / "nuke"
        spec = importlib.util.spec_from_file_location(
            name, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        assert spec and spec.loader
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
        importlib.import_module(f"{name}.script")
        importlib.import_module(f"{name}.pixels")
    return sys.modules[name]


class Tree:
    """Writes pictures to files, and renders the last node of a script that reads them."""

    def __init__(self, nuke: Any, folder: Path) -> None:
        self.nuke, self.folder = nuke, folder

    def file(
        self, name: str, pixels: Any, *, channels: Any = None, format: Format | None = None,
        at: tuple[int, int] = (0, 0), frames: tuple[int, ...] = (1,),
    ) -> str:  # fmt: skip
        for frame in frames:
            picture = Picture.of(np.asarray(pixels, np.float32), channels, format=format, at=at)
            write_exr(self.folder / f"{name}.{frame:04d}.exr", picture, depth="float")
        first, last = min(frames), max(frames)
        path = f"{self.folder}/{name}.%04d.exr"
        return (
            f'Read {{\n inputs 0\n file "{path}"\n first {first}\n last {last}\n raw true\n name {name}\n}}\n'
        )

    def shown(self, script: str, frame: float = 1, size: str = "2 1") -> Picture:
        root = f'Root {{\n inputs 0\n format "{size} 0 0 {size} 1 test"\n}}\n'
        nodes = self.nuke.script.parse(root + script)
        picture: Picture = self.nuke.pixels.render(nodes[-1], frame, nodes)
        return picture

    def row(self, script: str, frame: float = 1) -> list[Any]:
        """The RGBA of the one row, as lists."""
        return self.shown(script, frame).select(RGBA).pixels[0].tolist()  # type: ignore[no-any-return]


@pytest.fixture
def tree(nuke: Any, tmp_path: Path) -> Tree:
    return Tree(nuke, tmp_path)


def near(found: Any, wanted: Any) -> None:
    np.testing.assert_allclose(np.array(found), np.array(wanted), rtol=1e-6, atol=1e-7)


def test_over_covers_by_alpha_and_plus_adds(tree: Tree) -> None:
    b = "Constant {\n inputs 0\n color {1 0.5 0 1}\n name B\n}\n"
    a = tree.file("a", TWO)
    near(tree.row(a + b + "Merge2 {\n inputs 2\n name M\n}\n"), [[1, 0.5, 2, 1], [-0.5, 0, 1, 1]])
    added = tree.row(a + b + "Merge2 {\n inputs 2\n operation plus\n}\n")
    near(added, [[1.5, 0.75, 2, 1.5], [0.5, 0.5, 1, 2]])
    half = tree.row(a + b + "Merge2 {\n inputs 2\n mix 0.25\n}\n")
    near(half, [[1, 0.5, 0.5, 1], [0.625, 0.375, 0.25, 1]])


def test_a_merge_is_limited_by_its_mask(tree: Tree) -> None:
    b = "Constant {\n inputs 0\n color {1 0.5 0 1}\n name B\n}\n"
    mask = tree.file("mask", [[[0, 0, 0, 0.5], [0, 0, 0, 0]]])
    merge = "Merge2 {\n inputs 2+1\n operation copy\n}\n"
    near(tree.row(mask + tree.file("a", TWO) + b + merge), [[0.75, 0.375, 1, 0.75], [1, 0.5, 0, 1]])


def test_a_disabled_merge_is_its_b(tree: Tree) -> None:
    b = "Constant {\n inputs 0\n color {1 0.5 0 1}\n name B\n}\n"
    assert tree.row(tree.file("a", TWO) + b + "Merge2 {\n inputs 2\n disable true\n}\n")[1] == [1, 0.5, 0, 1]


def test_the_box_of_a_merge_follows_its_knob(tree: Tree) -> None:
    format = Format(4, 2)
    b = tree.file("b", np.ones((2, 2, 4)), format=format, at=(0, 0))
    a = tree.file("a", np.ones((1, 2, 4)), format=format, at=(1, 1))
    boxes = {}
    for box in ("union", "intersection", "A", "B"):
        shown = tree.shown(a + b + f"Merge2 {{\n inputs 2\n bbox {box}\n}}\n")
        boxes[box] = (shown.data_window, shown.display_window)
    display = Window(0, 0, 4, 2)
    assert boxes == {
        "union": (Window(0, 0, 3, 2), display),
        "intersection": (Window(1, 1, 1, 1), display),
        "A": (Window(1, 1, 2, 1), display),
        "B": (Window(0, 0, 2, 2), display),
    }


def test_beyond_its_box_a_full_plate_goes_on_by_its_edge(tree: Tree) -> None:
    plate = tree.file("b", [[[0.25, 0, 0, 1], [0.75, 0, 0, 1]]])
    wide = tree.file("a", np.zeros((1, 6, 4)), format=Format(2, 1), at=(-2, 0))
    shown = tree.shown(wide + plate + "Merge2 {\n inputs 2\n}\n")
    assert shown.data_window == Window(-2, 0, 6, 1)
    assert shown.pixels[0, :, 0].tolist() == [0.25, 0.25, 0.25, 0.75, 0.75, 0.75]


def test_premult_and_unpremult_leave_alpha_and_what_has_none(tree: Tree) -> None:
    source = tree.file("a", [[[0.5, 1, 2, 0.5], [3, 4, 5, 0]]])
    assert tree.row(source + "Premult {\n}\n") == [[0.25, 0.5, 1, 0.5], [0, 0, 0, 0]]
    assert tree.row(source + "Unpremult {\n}\n") == [[1, 2, 4, 0.5], [3, 4, 5, 0]]


def test_grade_is_the_ramp_of_its_documentation(tree: Tree) -> None:
    knobs = " blackpoint 0.5\n whitepoint 1.5\n black 0.1\n white 0.9\n multiply 2\n add {1 0 0 0}\n"
    graded = tree.row(tree.file("a", TWO) + f"Grade {{\n{knobs}}}\n")
    # A = 2 (0.9 - 0.1) / (1.5 - 0.5) = 1.6; B = add + 0.1 - 1.6 x 0.5 = add - 0.7; negatives become 0.
    near(graded, [[1.1, 0, 2.5, 0.5], [0, 0, 0.9, 1]])
    kept = tree.row(tree.file("a", TWO) + "Grade {\n black_clamp false\n}\n")
    assert kept == TWO[0].tolist()


def test_multiply_add_and_clamp_work_on_their_channels(tree: Tree) -> None:
    source = tree.file("a", TWO)
    assert tree.row(source + "Multiply {\n value {2 3 4 5}\n}\n") == [[1, 0.75, 8, 0.5], [-1, 0, 4, 1]]
    assert tree.row(source + "Multiply {\n channels rgba\n value 2\n}\n")[0] == [1, 0.5, 4, 1]
    assert tree.row(source + "Add {\n value {1 2 3 4}\n mix 0.5\n}\n")[0] == [1, 1.25, 3.5, 0.5]
    assert tree.row(source + "Clamp {\n}\n") == [[0.5, 0.25, 1, 0.5], [0, 0, 1, 1]]
    assert tree.row(source + "Clamp {\n channels alpha\n maximum 0.75\n}\n")[1] == [-0.5, 0, 1, 0.75]
    only = "Multiply {\n channels {-rgba.red -rgba.green rgba.blue}\n value 0\n}\n"
    assert tree.row(source + only)[0] == [0.5, 0.25, 0, 0.5]


LIGHT = ("R", "G", "B", "A", "side.R", "side.G", "side.B", "depth.Z", "heat.u", "heat.v")


def layered(tree: Tree) -> str:
    return tree.file("layers", [[[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]] * 2], channels=LIGHT)


def test_layers_are_brought_to_colour(tree: Tree) -> None:
    source = layered(tree)
    mapping = (
        "4 side.blue 0 2 rgba.red 0 0 side.green 0 1 rgba.green 0 1 white -1 -1 rgba.blue 0 2 black -1 -1"
    )
    shuffled = f'Shuffle2 {{\n fromInput1 {{{{0}} B}}\n in1 side\n mappings "{mapping} rgba.alpha 0 3"\n}}\n'
    assert tree.row(source + shuffled)[0] == [7, 6, 1, 0]
    old = "Shuffle {\n in side\n alpha white\n}\n"
    assert tree.row(source + old)[0] == [5, 6, 7, 1]
    copied = "Copy {\n inputs 2\n from0 depth.Z\n to0 rgba.red\n from1 heat.v\n to1 forward.v\n}\n"
    both = tree.shown(source + "Constant {\n inputs 0\n color 0.5\n}\n" + copied)
    assert both.select(("R", "G", "forward.v")).pixels[0, 0].tolist() == [8, 0.5, 10]


def test_a_mapping_that_contradicts_itself_is_refused(tree: Tree, nuke: Any) -> None:
    wrong = 'Shuffle2 {\n in1 side\n mappings "1 side.green 0 0 rgba.red 0 0"\n}\n'
    with pytest.raises(nuke.pixels.NotExecuted, match=r"side\.green"):
        tree.shown(layered(tree) + wrong)


def test_remove_keeps_or_drops_channels(tree: Tree) -> None:
    source = layered(tree)
    assert tree.shown(source + "Remove {\n channels rgba\n}\n").channels[0] == "depth.Z"
    assert tree.shown(source + "Remove {\n operation keep\n channels rgb\n}\n").channels == ("R", "G", "B")


def test_channel_merge_unites_two_alphas(tree: Tree) -> None:
    a, b = tree.file("a", TWO), tree.file("b", TWO)
    united = tree.row(a + b + "ChannelMerge {\n inputs 2\n}\n")
    assert [pixel[3] for pixel in united] == [0.75, 1]
    plus = tree.row(a + b + "ChannelMerge {\n inputs 2\n operation plus\n output rgba.red\n}\n")
    assert [pixel[0] for pixel in plus] == [1, 2]


def test_switch_and_dissolve_choose_between_inputs(tree: Tree) -> None:
    both = tree.file("a", TWO) + "Constant {\n inputs 0\n color 1\n}\n"
    assert tree.row(both + "Switch {\n inputs 2\n which 1\n}\n") == TWO[0].tolist()
    assert tree.row(both + "Switch {\n inputs 2\n which 7\n}\n") == TWO[0].tolist()
    assert tree.row(both + "Switch {\n inputs 2\n which {{frame>3}}\n}\n", 2)[0] == [1, 1, 1, 1]
    assert tree.row(both + "Dissolve {\n inputs 2\n which 0.5\n}\n")[0] == [0.75, 0.625, 1.5, 0.75]


def test_expression_sees_channels_places_and_the_frame(tree: Tree) -> None:
    knobs = ' expr0 "x + frame"\n expr1 "r < 0 ? 1 : b/2"\n expr2 "clamp(b, 0, 1.5) * width"\n'
    assert tree.row(tree.file("a", TWO) + f"Expression {{\n{knobs}}}\n", 1) == [[1, 1, 3, 0.5], [2, 1, 2, 1]]


def numbered(tree: Tree, frames: tuple[int, ...] = (10, 11, 12)) -> str:
    for frame in frames:
        tree.file("n", np.full((1, 2, 4), frame), frames=(frame,))
    return f'Read {{\n inputs 0\n file "{tree.folder}/n.####.exr"\n first 10\n last 12\n raw true\n name n\n'


@pytest.mark.parametrize(
    ("knobs", "wanted"),
    [
        ("", [10, 10, 11, 12, 12, 12]),
        (" before loop\n after loop\n", [11, 12, 11, 12, 10, 11]),
        (" after bounce\n", [10, 10, 11, 12, 11, 10]),
        (" before black\n after black\n", [0, 0, 11, 12, 0, 0]),
        (' frame_mode "start at"\n frame 9\n', [10, 10, 12, 12, 12, 12]),
        (" frame_mode offset\n frame 1\n", [10, 10, 12, 12, 12, 12]),
        (" frame_mode offset\n frame -2\n", [10, 10, 10, 10, 11, 12]),
        (" frame {{frame+1}}\n", [10, 10, 12, 12, 12, 12]),
    ],
)
def test_a_read_maps_frames_to_files(tree: Tree, knobs: str, wanted: list[int]) -> None:
    frames = (8, 9, 11, 12, 13, 14)
    assert [tree.row(numbered(tree) + knobs + "}\n", frame)[0][0] for frame in frames] == wanted


def test_a_frame_without_a_file_is_an_error_of_the_read(tree: Tree, nuke: Any) -> None:
    with pytest.raises(nuke.pixels.PixelError, match="0011"):
        tree.row(numbered(tree, (10, 12)) + "}\n", 11)


def test_time_nodes_ask_for_other_frames(tree: Tree) -> None:
    source = numbered(tree) + "}\n"
    assert tree.row(source + "TimeOffset {\n time_offset 2\n}\n", 13)[0][0] == 11
    assert tree.row(source + "FrameHold {\n firstFrame 12\n}\n", 10)[0][0] == 12
    assert tree.row(source + "FrameRange {\n first_frame 1\n last_frame 2\n}\n", 11)[0][0] == 11


def test_a_read_converts_from_its_space_to_the_scripts(tree: Tree, nuke: Any) -> None:
    source = tree.file("a", [[[1, 1, 1, 1], [0, 0, 0, 1]]]).replace("raw true", "colorspace ACEScct")
    # ACEScct: 1 stands for 2^(1 x 17.52 - 9.72); 0 for (0 - 0.0729055341958355) / 10.5402377416545.
    row = tree.row(source)
    assert row[0][0] == pytest.approx(2 ** (17.52 - 9.72), rel=1e-3)
    assert row[1][0] == pytest.approx(-0.0729055341958355 / 10.5402377416545, rel=1e-3)
    assert row[0][3] == 1


def test_windows_of_a_file_keep_their_place(tree: Tree) -> None:
    source = tree.file("a", np.ones((2, 3, 4)), format=Format(8, 6, 2.0), at=(-1, 3))
    shown = tree.shown(source)
    assert (shown.data_window, shown.format) == (Window(-1, 3, 3, 2), Format(8, 6, 2.0))


def test_crop_cuts_from_the_lower_left(tree: Tree) -> None:
    pixels = np.arange(24, dtype=np.float32).reshape(4, 6)[..., None].repeat(4, 2)
    source = tree.file("a", pixels)
    cut = tree.shown(source + "Crop {\n box {1 0 3 2}\n}\n")
    # Rows 2 and 3 from above are rows 1 and 0 from below.
    assert cut.data_window == Window(1, 2, 2, 2) and cut.pixels[..., 0].tolist() == [[13, 14], [19, 20]]
    framed = tree.shown(source + "Crop {\n box {1 0 3 2}\n reformat true\n}\n")
    assert framed.display_window == Window(0, 0, 2, 2) == framed.data_window


def test_transform_moves_whole_pixels_exactly_and_halves_by_the_cubic(tree: Tree) -> None:
    source = tree.file("a", TWO)
    untouched = tree.shown(source + "Transform {\n center {1 0.5}\n}\n")
    assert untouched.pixels.tolist() == TWO.tolist()
    moved = tree.shown(source + "Transform {\n translate {1 -2}\n}\n")
    assert moved.data_window == Window(1, 2, 2, 1) and moved.pixels.tolist() == TWO.tolist()
    step = tree.file("s", [[[0, 0, 0, 1], [1, 1, 1, 1], [1, 1, 1, 1]]], format=Format(5, 1), at=(1, 0))
    half = tree.shown(step + "Transform {\n translate {0.5 0}\n}\n").within(Window(1, 0, 4, 1))
    # Half way between two pixels the cubic weighs both by a half.
    near(half.select(("R",)).pixels[0, :, 0], [0, 0.5, 1, 0.5])


@pytest.mark.parametrize(
    ("resize", "center", "wanted"),
    [
        ("none", "true", Window(1, 0, 2, 2)),
        ("none", "false", Window(0, 0, 2, 2)),
        ("width", "true", Window(0, -1, 4, 4)),
        ("height", "true", Window(1, 0, 2, 2)),
        ("fit", "true", Window(1, 0, 2, 2)),
        ("fill", "false", Window(0, -2, 4, 4)),
        ("distort", "true", Window(0, 0, 4, 2)),
    ],
)
def test_reformat_scales_by_its_mode(tree: Tree, resize: str, center: str, wanted: Window) -> None:
    source = tree.file("a", np.full((2, 2, 4), 0.5))
    knobs = f' format "4 2 0 0 4 2 1 wide"\n resize {resize}\n center {center}\n filter impulse\n pbb true\n'
    shown = tree.shown(source + f"Reformat {{\n{knobs}}}\n")
    assert (shown.data_window, shown.format) == (wanted, Format(4, 2))
    assert (shown.pixels == 0.5).all()
    cut = tree.shown(source + f"Reformat {{\n{knobs.replace('pbb true', 'pbb false')}}}\n")
    assert cut.data_window == wanted.intersection(Window(0, 0, 4, 2))


def test_reformat_keeps_shapes_of_wide_pixels(tree: Tree) -> None:
    source = tree.file("a", np.full((2, 2, 4), 0.5), format=Format(2, 2, 2.0))
    knobs = ' format "4 4 0 0 4 4 1 square"\n filter impulse\n pbb true\n'
    shown = tree.shown(source + f"Reformat {{\n{knobs}}}\n")
    # Four units wide and two high: in square pixels the width fills and the height is half.
    assert shown.data_window == Window(0, 1, 4, 2)


def test_a_group_gives_what_reaches_its_output(tree: Tree) -> None:
    knobs = " addUserKnob {7 much}\n much 3\n addUserKnob {4 way M {up down}}\n way down\n"
    inside = (
        " Input {\n  inputs 0\n  name In\n }\n"
        " Multiply {\n  value {{parent.much} {this.mix*2} {parent.way} 1}\n  name Times\n }\n"
        " Output {\n  name Out\n }\n"
    )
    group = f"Group {{\n name G\n{knobs}}}\n{inside}end_group\n"
    assert tree.row(tree.file("a", TWO) + group)[0] == [1.5, 0.5, 2, 0.5]


def test_a_link_is_the_knob_it_names(tree: Tree) -> None:
    group = (
        "Group {\n name G\n addUserKnob {41 amount T Times.value}\n}\n Input {\n  inputs 0\n }\n"
        " Multiply {\n  value 2\n  name Times\n }\n Add {\n  value {{parent.amount}}\n }\n"
        " Output {\n }\nend_group\n"
    )
    assert tree.row(tree.file("a", TWO) + group)[0] == [3, 2.5, 6, 0.5]


def test_a_path_follows_the_tcl_in_it(tree: Tree) -> None:
    tree.file("take_v002", TWO)
    path = "\\[value parent.folder]/take_\\[value parent.version].\\[format %04d \\[expr 0+1]].exr"
    read = f' Read {{\n  inputs 0\n  file "{path}"\n  raw true\n  name R\n }}\n'
    knobs = " addUserKnob {4 version M {v001 v002}}\n version v002\n"
    knobs += f' addUserKnob {{2 folder}}\n folder "{tree.folder}"\n'
    group = f"Group {{\n inputs 0\n name G\n{knobs}}}\n{read} Output {{\n }}\nend_group\n"
    assert tree.row(group) == TWO[0].tolist()


@pytest.mark.parametrize(
    ("node", "why"),
    [
        ("Blur {\n size 2\n filter box\n}", "Blur"),
        ("Defocus {\n defocus 4\n}", "Defocus"),
        ("VectorBlur2 {\n uv_offset 0.5\n}", "VectorBlur2"),
        ("EdgeBlur {\n}", "EdgeBlur"),
        ("Grade {\n gamma 2\n}", "gamma"),
        ("Grade {\n unheard 1\n}", "unheard"),
        ("Transform {\n rotate 10\n}", "rotate"),
        ("Merge2 {\n inputs 2\n also_merge all\n}", "also_merge"),
        ("Multiply {\n value {{parent.nothing}}\n}", "nothing"),
        ("Multiply {\n value {{random(frame)}}\n}", "random"),
        ("Multiply {\n value {{curve x1 0 x9 1}}\n}", "curve"),
        ('Multiply {\n knobChanged "print(1)"\n}', "knobChanged"),
        ('Multiply {\n label ok\n channels "\\[python 1]"\n}', "python"),
    ],
)
def test_what_is_not_executed_is_refused(tree: Tree, nuke: Any, node: str, why: str) -> None:
    source = tree.file("a", TWO) * 2
    with pytest.raises(nuke.pixels.NotExecuted, match=why):
        tree.shown(source + node + "\n")


@pytest.mark.parametrize(
    "node",
    [
        "Blur {\n}",
        "Defocus {\n}",
        "VectorBlur2 {\n scale 0\n}",
        "Grain2 {\n disable true\n}",
        "Dot {\n}",
        "NoOp {\n}",
    ],
)
def test_nodes_that_are_off_pass_pixels_on(tree: Tree, node: str) -> None:
    assert tree.row(tree.file("a", TWO) + node + "\n") == TWO[0].tolist()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1+2*3-4/2", 5), ("-2**2", -4), ("(1<2)&&!(3==4)", 1), ("0||0", 0), ("1 ? 2 : 3 ? 4 : 5", 2),
        ("min(3,1,2)+max(4,5)", 6), ("fabs(-2.5)+sqrt(16)+pow(2,3)", 14.5), ("clamp(7,0,3)", 3),
        ("clamp(-1)", 0), ("radians(180)/pi", 1), ("degrees(pi)", 180), ("sin(0)+cos(0)+tan(0)", 1),
        ("5%3", 2), ("1e2+.5", 100.5), ("frame*2", 6), ("a.b>=4", 1),
    ],
)  # fmt: skip
def test_expressions_are_nukes_own_arithmetic(nuke: Any, text: str, wanted: float) -> None:
    known: dict[str, float] = {"frame": 3.0, "a.b": 4.0}
    calculate: Callable[..., float] = nuke.pixels.expressions.calculate
    assert calculate(text, known.__getitem__) == pytest.approx(wanted)
