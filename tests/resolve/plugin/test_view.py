"""Through which view a plate of Resolve's is judged: what is as on a screen looks as in Resolve."""

from __future__ import annotations

from typing import Any

import pytest

from secondunit.wire import ColorSpace

np = pytest.importorskip("numpy")
pytest.importorskip("PyOpenColorIO")

VIDEO = "Gamma 2.4 Encoded Rec.709"


def park(plugin: Any, name: str, host: Any) -> str:
    item = plugin.edit.item(name)
    plugin.edit.timeline.playhead = item.start + 3
    host.looking.forget()
    return f"clip:{item.id}"


def seen(space: ColorSpace, view: str) -> Any:
    """The 8-bit codes of a ramp of light in a plate's space, as the canvas and a quick look show it."""
    from secondunit.media.color import convert
    from secondunit.media.config import open_config
    from secondunit.media.display import to_display

    config = open_config(space.config)
    ramp = np.repeat(np.linspace(0.0, 1.0, 32, dtype=np.float32)[None, :, None], 3, axis=2)
    light = convert(ramp, space.name, config.scene_linear, config)
    return to_display(light, config.scene_linear, config, view=view)[0, :, 0].astype(int)


@pytest.mark.parametrize("science", ["davinciYRGB", "davinciYRGBColorManagedv2", "acescct"])
def test_video_is_judged_through_the_view_that_leaves_it_as_it_is(plugin: Any, science: str) -> None:
    plugin.edit.project.settings.update(colorScienceMode=science, colorSpaceInput="Rec.709 Gamma 2.4")
    host = plugin.host()
    host.memory.answer("footage space", VIDEO)
    plate = host.plate(park(plugin, "movie", host))
    assert plate.colorspace.name == VIDEO
    codes = seen(plate.colorspace, plate.view)
    # Codes of gamma 2.4 are light, and that of a screen is 1.055 L^(1/2.4) - 0.055 (IEC 61966-2-1).
    right = 1.055 * np.linspace(0.0, 1.0, 32) - 0.055
    bright = slice(8, None)
    assert np.abs(codes - 255.0 * right)[bright].max() < 6.0, "no tone mapping lies between"


def test_what_a_camera_wrote_in_log_is_judged_through_the_config_s_own_view(plugin: Any) -> None:
    host = plugin.host()
    host.memory.answer("footage space", "ARRI LogC4")
    assert host.plate(park(plugin, "movie", host)).view == ""


def test_a_still_and_a_render_of_the_project_are_judged_as_video_is(plugin: Any) -> None:
    host = plugin.host()
    host.memory.answer("footage space", VIDEO)
    plugin.edit.timeline.marks = (30, 35)
    host.looking.forget()
    (source,) = [one.id for one in host.sources() if one.id.startswith("range:")]
    with pytest.raises(Exception, match="no file is known"):
        host.plate(source)
    (question,) = [one for one in host.questions() if one.id.startswith("render:")]
    host.answer(question.id, "render")
    for _ in range(10):
        host.questions()
    assert host.plate(source).view == host.plate(park(plugin, "movie", host)).view != ""
