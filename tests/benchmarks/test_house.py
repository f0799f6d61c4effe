"""The figures of the house, counted on small packages where anybody can count them by hand."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from benchmarks.house import figures, percentile, product
from benchmarks.source.imports import circles, graph, mutual_rooms
from benchmarks.source.lines import any_types, code_lines, ignored_types, length
from benchmarks.source.modules import Module, modules_below
from benchmarks.source.names import bindings, count_names, repeated_classes, words


def package(folder: Path, **texts: str) -> list[Module]:
    """The modules of a package `p`; `queue__lane` is `p.queue.lane`, and `p` itself is `init`."""
    for name, text in texts.items():
        path = folder / (name.replace("__", "/").replace("init", "__init__") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return modules_below(folder, "p")


def only(folder: Path, text: str) -> Module:
    [module] = package(folder, one=text)
    return module


def test_an_import_inside_a_function_closes_a_circle(tmp_path: Path) -> None:
    modules = package(
        tmp_path,
        a="from .b import B",
        b="def late():\n    from p import c",
        c="import p.a",
        d="from . import a",
    )
    assert circles(graph(modules)) == [("p.a", "p.b", "p.c")]


def test_an_import_for_types_alone_is_an_arrow_only_where_it_is_asked_for(tmp_path: Path) -> None:
    modules = package(
        tmp_path,
        a="""
            from typing import TYPE_CHECKING
            if TYPE_CHECKING:
                from .b import B
        """,
        b="import p.a",
    )  # fmt: skip
    assert circles(graph(modules)) == []
    assert circles(graph(modules, types=True)) == [("p.a", "p.b")]


def test_a_package_and_its_module_are_a_circle_only_where_both_say_so(tmp_path: Path) -> None:
    apart = package(tmp_path / "apart", init="from .a import A", a="import json")
    assert circles(graph(apart)) == []
    bound = package(tmp_path / "bound", init="from .a import A", a="from . import A")
    assert circles(graph(bound)) == [("p", "p.a")]


def test_two_dots_reach_the_package_above(tmp_path: Path) -> None:
    modules = package(
        tmp_path, far="X = 1", inner__init="", inner__near="from ..far import X\nfrom .. import inner"
    )
    assert graph(modules)["p.inner.near"] == {"p.far", "p.inner"}


def test_two_circles_are_two_and_one_that_touches_both_makes_them_one(tmp_path: Path) -> None:
    pairs = {"a": "import p.b", "b": "import p.a", "c": "import p.d", "d": "import p.c"}
    assert len(circles(graph(package(tmp_path / "apart", **pairs)))) == 2
    joined = {**pairs, "a": "import p.b, p.c", "d": "import p.c, p.a"}
    assert circles(graph(package(tmp_path / "joined", **joined))) == [("p.a", "p.b", "p.c", "p.d")]


def test_wings_import_each_other_also_through_different_modules(tmp_path: Path) -> None:
    modules = package(
        tmp_path, queue__lane="from p.remote.way import Way", remote__way="", queue__line="", queue__init="",
        remote__trip="from p.queue import line", store__rows="", api__app="from p.store import rows",
        plan="import p.api.app",
    )  # fmt: skip
    assert mutual_rooms(graph(modules), "p") == [("queue", "remote")]


def test_blank_lines_comments_and_docstrings_are_no_code_and_other_strings_are(tmp_path: Path) -> None:
    module = only(
        tmp_path,
        '''
        """What it is for,
        in two lines."""

        # why
        TEXT = """one

        three"""  # a string


        class Plate:
            """A docstring."""

            def size(
                self,
            ) -> int:
                """Another,

                of three lines."""
                return 1  # a comment beside code is code
        ''',
    )
    assert code_lines(module) == 2 + 1 + 3 + 1
    assert length(module) == len(module.text.splitlines())


def test_types_that_are_given_up_are_counted_where_they_are_written(tmp_path: Path) -> None:
    module = only(
        tmp_path,
        '''
        """Any says nothing here, nor does # type: ignore."""
        import typing
        from typing import Any

        def read(value: Any, rest: dict[str, typing.Any]) -> Any:
            text = "Any # type: ignore"
            return value.text  # type: ignore[attr-defined]
        ''',
    )
    assert any_types(module) == 3
    assert ignored_types(module) == 1


def test_every_way_to_bind_a_name_is_counted_each_time(tmp_path: Path) -> None:
    module = only(
        tmp_path,
        """
        import numpy as pixels, json
        LIMIT = 3
        class Frame:
            number: int = 0
            def __init__(self, matte, *rest, key=None):
                self.matte = matte
        def cut(first, /):
            for index, (x, y) in enumerate(first):
                with open(x) as file: pass
            try: pass
            except OSError as error: pass
            match first:
                case [head, *tail]: pass
                case str() as text: pass
            return [(line := n) for n in first if (lambda z: z)]
        number = 2
        number += 1
        _, __all__ = 1, ()
        """,
    )
    assert sorted(bindings(module)) == sorted([
        "pixels", "Frame", "number", "matte", "rest", "key", "matte", "cut", "first", "index", "x", "y",
        "file", "error", "head", "tail", "text", "line", "n", "z", "number", "number",
    ])  # fmt: skip


@pytest.mark.parametrize("name", ["told", "each", "_found", "taken2", "Shown", "said_", "it"])
def test_a_participle_or_a_pronoun_alone_is_no_noun(name: str) -> None:
    assert words().are_no_noun(name)


@pytest.mark.parametrize(
    "name", ["seed", "speed", "red", "found_takes", "each_frame", "plate", "left", "shot", "cut"]
)
def test_nouns_and_what_a_participle_only_describes_are_let_be(name: str) -> None:
    assert not words().are_no_noun(name)


def test_a_word_in_ed_alone_is_counted_apart_and_nouns_are_let_be() -> None:
    assert all(map(words().end_as_participle, ["asked", "_prepared", "Placed", "elapsed"]))
    assert not any(
        map(words().end_as_participle, ["seed", "speed", "red", "asked_of", "StreamClosed", "found"])
    )


def test_words_and_bindings_are_counted_over_all_modules(tmp_path: Path) -> None:
    modules = package(
        tmp_path, a="told = 1\nplate = told", b="def told(each): matte = each", c="CANCELLED = 1"
    )
    count = count_names([*modules, *package(tmp_path / "more", d="asked = seed = 1")])
    assert count.no_nouns == {"told": 2, "each": 1} and count.regular == {"asked": 1} and count.total == 7
    assert round(count.percent(count.no_nouns), 1) == 42.9
    assert round(count.percent(count.no_nouns, count.regular), 1) == 57.1


def test_a_public_class_name_stands_twice_but_for_sibling_providers(tmp_path: Path) -> None:
    modules = package(
        tmp_path, a="class Kind: ...\nclass _Own: ...",
        b="class Kind: ...\nclass _Own: ...\nclass Server: ...",
        providers__luma="class Model: ...", providers__runway="class Model: ...\nclass Server: ...",
        providers__bedrock__ray="class Page: ...", providers__bedrock__pictures="class Page: ...",
        c="def f():\n    class Kind: ...",
    )  # fmt: skip
    assert repeated_classes(modules, siblings="p.providers") == {
        "Kind": ("p.a", "p.b"),
        "Page": ("p.providers.bedrock.pictures", "p.providers.bedrock.ray"),
        "Server": ("p.b", "p.providers.runway"),
    }
    assert "Model" in repeated_classes(modules)


def test_nine_of_ten_modules_are_not_longer_than_the_ninth() -> None:
    assert percentile([10, 20, 30, 40, 50, 60, 70, 80, 90, 100], 0.9) == 90
    assert percentile([7], 0.9) == 7


def test_the_table_of_a_small_product_is_what_one_counts_by_hand(tmp_path: Path) -> None:
    core = package(
        tmp_path / "core",
        service__a__x="from p.service.b import y", service__b__y="from p.service.a import x",
        wire="from typing import Any\nclass Take: ...\ntold: Any = 1  # type: ignore",
    )  # fmt: skip
    plugin = package(tmp_path / "plugin", take="class Take: ...")
    table = {figure.name: figure.value for figure in figures({"p": core, "plugins/x": plugin}, core="p")}
    assert table == {
        "import circles": "1",
        "the same with imports for types alone": "1",
        "wings of service that import each other": "1",
        "lines of code, the core": "5",
        "lines of code, the plug-ins": "1",
        "public class names that stand twice": "1",
        "pronouns and irregular participles among bindings": "33.3 %",
        "the same with every word in -ed": "33.3 %",
        "modules": "4",
        "lines of a module: median, 90 %, longest": "1, 3, 3",
        "Any": "1",
        "type: ignore": "1",
    }


def test_the_product_is_the_core_and_the_three_plug_ins_without_stubs_and_tests() -> None:
    parts = product()
    assert list(parts) == ["secondunit", "plugins/blender", "plugins/nuke", "plugins/resolve"]
    names = {part: {module.name for module in modules} for part, modules in parts.items()}
    assert {"secondunit", "secondunit.wire.brief", "secondunit.service.jobs.scheduler"} <= names["secondunit"]
    assert {"blender", "blender.drawing"} <= names["plugins/blender"]
    assert {"init", "menu", "second_unit_nuke.host"} <= names["plugins/nuke"]
    assert not any("stub" in str(module.path) for modules in parts.values() for module in modules)
