"""Bad input and bad luck: what the artist reads says what happened, what was kept and what to do."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import OpenImageIO as oiio
import pytest

from secondunit.wire import Placement, PlacementKind
from secondunit.wire.errors import CannotPlace, MissingFrames

ROOT = Path(__file__).parents[3]
INSIDE = """\
Group {
 inputs 0
 name Artist
}
Input {
 inputs 0
 name Input1
}
Group {
 inputs 0
 name Inner
}
Input {
 inputs 0
 name Input1
}
NoOp {
 inputs 0
 name Deep
}
Output {
 name Output1
}
end_group
Output {
 name Output1
}
end_group
"""


def place(host: Any, take: Any) -> Any:
    return host.place(Placement(take.id, PlacementKind.COMP), take)


def test_a_locked_group_is_named_and_nothing_is_pasted(comp: Any, make_take: Any) -> None:
    host = comp.host()
    comp.fake.paste(INSIDE)
    comp.fake.app.locked.add("Inner")
    host.plates.node = "Artist.Inner.Deep"
    before = comp.fake.text()
    with pytest.raises(CannotPlace) as raised:
        place(host, make_take())
    assert raised.value.problem.message == "The nodes of Inner are locked."
    assert raised.value.problem.remedy == "Make it editable first, or select a node outside it."
    assert comp.fake.text() == before


def test_an_element_in_a_group_of_a_group_is_placed_there_found_and_changed(
    comp: Any, make_take: Any
) -> None:
    host = comp.host()
    comp.fake.paste(INSIDE)
    host.plates.node = "Artist.Inner.Deep"
    placed = place(host, make_take(1))
    assert placed.id == "Artist.Inner.SecondUnit_smoke_left"
    comp.module("finding").forget()
    assert [one.id for one in host.placed()] == [placed.id]
    assert host.set_version(placed.id, make_take(2)).version == 2
    host.mark(placed.id, 3)
    assert comp.node(placed.id).knob("label").value().endswith("v003 is there")


def test_what_is_pasted_into_a_large_script_is_found_a_few_milliseconds_at_a_time(
    comp: Any, make_take: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = comp.host()
    finding = comp.module("finding")
    assert host.placed() == ()
    monkeypatch.setattr(finding, "BUDGET", 0.0)
    monkeypatch.setattr(finding, "REST", 0.0)
    monkeypatch.setattr(finding, "_rests_until", 0.0)
    comp.fake.paste(
        "".join(f"Group {{\n inputs 0\n name Own{number}\n}}\nend_group\n" for number in range(30))
    )
    placed = place(host, make_take())
    finding._names.clear()
    looks = 1
    while not host.placed():
        looks += 1
        assert looks < 100, "it is never found"
    assert looks > 2
    finding._names.clear()
    comp.node(placed.id).setSelected(True)
    assert [one.id for one in host.placed()] == [placed.id], "what is selected is seen at once"


@pytest.mark.skipif(sys.platform == "win32", reason="there such a path is at home")
def test_a_script_from_windows_says_where_its_paths_come_from(comp: Any) -> None:
    comp.node("Plate").knob("file").setValue("Z:/show/plate.%04d.exr")
    with pytest.raises(MissingFrames) as raised:
        comp.host().plate("Plate")
    assert raised.value.problem.message == "Plate has no file for frame 1001 and 1006."
    assert "written on Windows" in raised.value.problem.remedy
    assert "path substitution" in raised.value.problem.remedy


def test_the_studio_s_own_path_filter_is_asked(comp: Any, artist_script: Any) -> None:
    folder = str(Path(comp.node("Plate").knob("file").value()).parent)
    comp.node("Plate").knob("file").setValue("Z:/show/plate.%04d.exr")
    comp.fake.nuke.addFilenameFilter(lambda name: name.replace("Z:/show", folder))
    assert comp.host().plate("Plate").path == f"{folder}/plate.%04d.exr"
    comp.fake.nuke.addFilenameFilter(lambda name: 1 / 0)
    with pytest.raises(MissingFrames):
        comp.host().plate("Plate")


def test_a_script_with_two_views_says_which_one_is_read(comp: Any) -> None:
    comp.fake.app.views = ["left", "right"]
    host = comp.host()
    question = next(one for one in host.questions() if one.id == "views")
    assert question.text == "This script has 2 views; Second Unit works in one of them, left."
    host.answer("views", "ok")
    assert "views" not in {one.id for one in host.questions()}


def test_any_channel_of_a_read_is_a_matte_of_its_own_file(comp: Any, tmp_path: Path) -> None:
    names = ("R", "G", "B", "A", "mask.hero", "depth.Z")
    for frame in range(1001, 1007):
        path = tmp_path / "deep" / f"p.{frame}.exr"
        path.parent.mkdir(exist_ok=True)
        spec = oiio.ImageSpec(8, 4, len(names), oiio.HALF)
        spec.channelnames = names
        out = oiio.ImageOutput.create(str(path))
        assert out.open(str(path), spec)
        out.write_image(np.zeros((4, 8, len(names)), np.float32))
        out.close()
    comp.node("Plate").knob("file").setValue((tmp_path / "deep" / "p.%04d.exr").as_posix())
    reads = comp.module("reads")
    files = reads.plate_files(comp.node("Plate"))
    assert [reads.channel_in_file(files, name) for name in ("rgba.alpha", "mask.hero", "depth.Z")] == [
        "A", "mask.hero", "depth.Z",
    ]  # fmt: skip
    assert reads.channel_in_file(files, "mask.other") == ""


def test_a_second_copy_of_the_plug_in_is_named_and_the_first_is_in_use(comp: Any, tmp_path: Path) -> None:
    package = ROOT / "plugins" / "nuke" / "second_unit_nuke"
    shutil.copytree(package, tmp_path / "studio" / "second_unit_nuke")
    comp.fake.app.plugin_path += [str(tmp_path / "studio"), str(package.parent)]
    comp.module("menus").register()
    (said,) = comp.fake.app.printed
    assert f"{package} is in use" in str(said)
    assert f"{tmp_path / 'studio' / 'second_unit_nuke'} is not" in str(said)
    assert any("more than once" in line for line in comp.module("doctor").report())


def test_the_terminal_s_doctor_names_every_copy_and_its_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from secondunit.cli import doctor

    for folder, version in (("home/.nuke/second_unit", doctor.__version__), ("studio", "0.1.3")):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "second_unit_files.json").write_text(f'{{"version": "{version}", "files": []}}')
    monkeypatch.setattr(doctor.Path, "home", lambda: tmp_path / "home")
    monkeypatch.setenv("NUKE_PATH", str(tmp_path / "studio"))
    found = list(doctor._nuke())
    assert [one.state for one in found] == ["ok", "warning", "warning"]
    assert "0.1.3" in found[1].found
    assert "twice" in found[2].found


def test_a_service_of_an_older_version_is_said_with_a_button_to_mend_it(
    comp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from secondunit.host.connection import Connection, LinkState
    from secondunit.wire.errors import ServiceMismatch

    problem = replace(ServiceMismatch("The service is version 0.1.0.").problem, where="0.1.0")
    mend = Connection(LinkState.AWAY, problem=problem).mend
    assert mend is not None
    assert (mend.act, mend.label) == ("restart", "Restart the service")


def test_a_terminal_opens_our_group_with_the_plug_in_on_its_path_and_loads_nothing_of_it(
    start_nuke: Any, load_plugin: Any, artist_script: Any, make_take: Any
) -> None:
    first = start_nuke()
    artist_script(first)
    place(load_plugin(first).host(), make_take())
    text = first.text()
    for name in [name for name in sys.modules if name.startswith("second_unit_nuke")]:
        del sys.modules[name]
    farm = start_nuke(gui=False)
    code = (ROOT / "plugins" / "nuke" / "init.py").read_text(encoding="utf-8")
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True, timeout=60)
    farm.paste(text)
    assert farm.nuke.toNode("SecondUnit_smoke_left").Class() == "Group"
    assert not [name for name in sys.modules if name.startswith("second_unit_nuke")]
