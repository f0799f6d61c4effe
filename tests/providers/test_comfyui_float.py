"""How pictures travel to a ComfyUI server and back: float EXR where it can, 16 bits next, 8 bits last.

Held against what a real 0.33.0 answered (scenario 16) and a real 0.3.64 (scenario 01).
"""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.media.codes_file import read_codes
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.providers import Input
from secondunit.wire import Form, Task
from secondunit.wire.errors import BadSettings, ProviderLacks

LOAD = {"class_type": "LoadImage", "inputs": {"image": "x.png"}, "_meta": {"title": "[plate]"}}
SAVE = {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "a"}}
MOVIE = {
    "1": {"class_type": "LoadVideo", "inputs": {"file": "x.mp4"}, "_meta": {"title": "[plate]"}},
    "2": {"class_type": "GetVideoComponents", "inputs": {"video": ["1", 0]}},
    "4": {"class_type": "CreateVideo", "inputs": {"images": ["2", 0], "fps": ["2", 2]}},
    "9": {"class_type": "SaveVideo", "inputs": {"video": ["4", 0], "filename_prefix": "v", "format": "mp4",
          "codec": "h264"}},
}  # fmt: skip


def exchange(comfy: Any, label: str) -> Any:
    return next(each for each in comfy.recorded.exchanges("16") if each["label"] == label)


def uploaded(comfy: Any, label: str, folder: Path) -> Path:
    """The file of a recorded upload."""
    import base64

    part = exchange(comfy, label)["request"]["multipart_parts"][-1]
    path = folder / f"sent_{part['filename']}"
    path.write_bytes(base64.b64decode(part["base64"]))
    return path


def saved(comfy: Any, label: str, folder: Path, ending: str = "exr") -> Path:
    """The file of a recorded answer."""
    path = folder / f"{sha256(label.encode()).hexdigest()[:8]}.{ending}"
    path.write_bytes(comfy.recorded.body(exchange(comfy, label)))
    return path


def exr(bench: Any) -> Input:
    path = bench.folder / "plate.exr"
    write_exr(path, Picture.of(np.full((32, 64, 3), 0.5, np.float32)), depth="float")
    return Input("plate", path, sha256(path.read_bytes()).hexdigest(), "image/x-exr")


# ---- what a real server does ----


def test_a_real_server_gives_floats_back_bit_for_bit_where_the_width_is_a_multiple_of_32(
    comfy: Any, tmp_path: Path
) -> None:
    sent = read_exr(uploaded(comfy, "upload of a float EXR 32 wide", tmp_path)).pixels
    came = read_exr(saved(comfy, "float EXR, 32 wide: view of node 9", tmp_path)).pixels
    assert sent.max() == 65504 and sent.min() < 0 and np.array_equal(sent, came)
    sent = read_exr(uploaded(comfy, "upload of a float EXR 35 wide", tmp_path)).pixels
    came = read_exr(saved(comfy, "float EXR, 35 wide: view of node 9", tmp_path)).pixels
    assert came.max() <= 1 and came.min() >= 0 and np.abs(np.clip(sent, 0, 1) - came).max() > 5e-4


def test_a_real_server_takes_a_grey_picture_of_8_bits_for_darker_than_it_is_and_a_coloured_one_not(
    comfy: Any, tmp_path: Path
) -> None:
    for upload, view, white in (
        ("upload of a grey 8-bit PNG", "grey 8-bit PNG as mask: view of node 9", 255 / 256),
        ("upload of an RGB 8-bit PNG", "RGB 8-bit PNG as picture and mask: view of node 9", 1.0),
    ):
        sent = read_codes(uploaded(comfy, upload, tmp_path))[0][..., 0] / 255
        came = read_exr(saved(comfy, view, tmp_path)).pixels[..., 0]
        assert came.max() == pytest.approx(white, abs=1e-4)
        assert np.abs(sent * white - came).max() < 1e-4


def test_a_real_server_reads_exr_and_png_pictures_in_mov_exactly(comfy: Any, tmp_path: Path) -> None:
    from secondunit.media.movie import movie_frames

    for name in ("EXR", "PNG"):
        path = uploaded(comfy, f"upload of {name} pictures in MOV", tmp_path)
        first = next(movie_frames(path))[1]
        came = read_exr(saved(comfy, f"{name} pictures in MOV: view of node 9", tmp_path)).pixels
        assert np.abs(first - came).max() < 1e-7


# ---- what is asked of it ----


def test_a_server_that_loads_and_saves_floats_is_sent_floats(bench: Any) -> None:
    bench.server(bench.far.FLOATS)
    bench.workflow("restyle_plain", {"1": LOAD, "9": SAVE})
    offered = bench.offered("restyle_plain")
    intake = offered.intake
    assert intake is not None and (intake.depth, intake.exr_codes, intake.matte_channels) == (32, True, 3)
    assert intake.multiple == 32, "other widths are cut off at 0 and 1 by the server's own scaler"
    assert intake.most_bytes == 104857600 - 4096
    assert {"label": "Pictures", "text": "32-bit float EXR"} in [vars(each) for each in offered.limits]


def test_an_older_server_is_sent_eight_bits_and_its_answers_are_taken_as_they_come(bench: Any) -> None:
    server = bench.server()
    offered = bench.offered("soften")
    intake = offered.intake
    assert intake is not None and (intake.depth, intake.multiple, intake.matte_channels) == (8, 8, 3)
    bench.provider().submit(bench.request, "key")
    assert server.pending[0][2]["9"]["class_type"] == "SaveImage"
    assert any((each.label, each.text) == ("Pictures", "8-bit PNG") for each in offered.limits)


@pytest.mark.parametrize(
    "saver",
    [
        SAVE,
        {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}},
        {"class_type": "SaveImageAdvanced", "inputs": {"images": ["1", 0], "filename_prefix": "a",
         "format": "png", "format.bit_depth": "8-bit", "format.input_color_space": "sRGB"}},
    ],
)  # fmt: skip
def test_what_a_workflow_saves_as_pictures_is_saved_as_the_floats_that_the_model_made(
    bench: Any, saver: dict[str, Any]
) -> None:
    server = bench.server(bench.far.FLOATS)
    bench.workflow("restyle_plain", {"1": LOAD, "9": saver})
    provider, sent = bench.provider(), exr(bench)
    ticket = provider.submit(replace(bench.request, model="restyle_plain", inputs=(sent,)), "key")
    graph = server.pending[0][2]
    assert graph["9"] == {"class_type": "SaveImageAdvanced", "inputs": {
        "images": ["1", 0], "filename_prefix": f"secondunit/{ticket.id}/9", "format": "exr",
        "format.bit_depth": "32-bit float", "format.input_color_space": "linear",
    }}  # fmt: skip
    assert graph["1"]["inputs"]["image"].endswith(".exr")
    server.finish()
    assert [path.name for path in provider.fetch(ticket, bench.folder / "got")] == [
        "9_00001.exr", "9_00002.exr"
    ]  # fmt: skip


def test_a_movie_that_would_be_saved_with_loss_is_saved_as_its_pictures(bench: Any) -> None:
    server = bench.server(bench.far.FLOATS)
    direct = json.loads(json.dumps(MOVIE))
    direct["9"]["inputs"]["video"] = ["1", 0]
    bench.workflow("restyle_movie", MOVIE)
    bench.workflow("restyle_direct", direct)
    path = bench.folder / "plate.mov"
    path.write_bytes(b"\0\0\0\x14ftypqt  " + bytes(64))
    given = Input("plate", path, sha256(path.read_bytes()).hexdigest(), "video/quicktime")
    provider = bench.provider()
    for model in ("restyle_movie", "restyle_direct"):
        intake = bench.offered(model).intake
        assert intake is not None
        assert (intake.plate_form, intake.result, intake.lossless) == (Form.MOVIE, Form.FRAMES, True)
        provider.submit(replace(bench.request, model=model, inputs=(given,)), f"key {model}")
    first, second = (job[2] for job in server.pending)
    assert (first["9"]["class_type"], first["9"]["inputs"]["images"]) == ("SaveImageAdvanced", ["2", 0])
    (added,) = set(second) - set(direct)
    assert second[added] == {"class_type": "GetVideoComponents", "inputs": {"video": ["1", 0]}}
    assert second["9"]["inputs"]["images"] == [added, 0]


def test_what_somebody_elses_nodes_load_and_save_stays_as_the_workflow_has_it(bench: Any) -> None:
    server = bench.server(bench.far.FLOATS)
    server.catalogue["StudioLoad"] = {"input": {"required": {"image": ["STRING", {}]}}}
    server.catalogue["StudioSave"] = {"input": {"required": {"images": ["IMAGE", {}]}}}
    save = {"class_type": "StudioSave", "inputs": {"images": ["1", 0], "filename_prefix": "a"}}
    own = {"1": {**LOAD, "class_type": "StudioLoad"}, "9": save}
    bench.workflow("restyle_own", own)
    intake = bench.offered("restyle_own").intake
    assert intake is not None and (intake.depth, intake.exr_codes) == (8, False)
    bench.provider().submit(replace(bench.request, model="restyle_own"), "key")
    assert server.pending[0][2]["9"]["class_type"] == "StudioSave"


def test_sixteen_bits_are_next_where_a_server_has_no_exr(bench: Any) -> None:
    server = bench.server(bench.far.FLOATS)
    options = server.catalogue["SaveImageAdvanced"]["input"]["required"]["format"][1]["options"]
    options[:] = [each for each in options if each["key"] == "png"]
    bench.workflow("restyle_plain", {"1": LOAD, "9": SAVE})
    offered = bench.offered("restyle_plain")
    intake = offered.intake
    assert intake is not None and (intake.depth, intake.multiple) == (16, 32)
    bench.provider().submit(replace(bench.request, model="restyle_plain"), "key")
    assert server.pending[0][2]["9"]["inputs"]["format.bit_depth"] == "16-bit"


def test_a_node_of_somebody_elses_with_that_name_is_not_believed(bench: Any) -> None:
    server = bench.server(bench.far.FLOATS)
    server.catalogue["SaveImageAdvanced"]["python_module"] = "custom_nodes.somebody"
    bench.workflow("restyle_plain", {"1": LOAD, "9": SAVE})
    intake = bench.offered("restyle_plain").intake
    assert intake is not None and intake.depth == 8


def test_a_studio_may_hold_a_provider_to_less(bench: Any) -> None:
    server = bench.server(bench.far.FLOATS)
    bench.workflow("restyle_plain", {"1": LOAD, "9": SAVE})
    intake = bench.offered("restyle_plain", transport="png8").intake
    assert intake is not None and (intake.depth, intake.multiple) == (8, 8)
    bench.provider(transport="png8").submit(replace(bench.request, model="restyle_plain"), "key")
    assert server.pending[0][2]["9"]["class_type"] == "SaveImage"
    with pytest.raises(BadSettings, match="exr, png16 or png8"):
        bench.provider(transport="tiff")


def test_floats_go_to_a_server_that_reads_them_and_to_no_other(bench: Any) -> None:
    old, new = bench.server(), bench.server(bench.far.FLOATS)
    bench.workflow("restyle_plain", {"1": LOAD, "9": SAVE})
    new.pending = [[n, f"job-{n}", {}, {}, []] for n in range(3)]
    provider = bench.provider()
    [intake] = [each.intake for each in provider.capabilities() if each.model == "restyle_plain"]
    assert intake is not None and intake.depth == 32, "what one of them can do is offered"
    asked = replace(bench.request, model="restyle_plain", inputs=(exr(bench),))
    assert provider.submit(asked, "key").server == new.url
    assert provider.submit(replace(bench.request, model="restyle_plain"), "other").server == old.url
    new.front = (401, b"", "text/plain")
    bench.clock.pass_(61)
    with pytest.raises(ProviderLacks, match="reads no float EXR"):
        provider.submit(asked, "third")


def test_pictures_from_words_come_back_as_floats_too(bench: Any) -> None:
    server = bench.server(bench.far.FLOATS)
    empty = {"class_type": "EmptyImage", "inputs": {"width": 64, "height": 64, "batch_size": 1, "color": 0},
             "_meta": {"title": "[width] [height]"}}  # fmt: skip
    bench.workflow("image_paper", {"1": empty, "9": SAVE})
    intake = bench.offered("image_paper").intake
    assert intake is not None and intake.exr_codes and intake.result is Form.STILL
    asked = replace(bench.request, task=Task.IMAGE, model="image_paper", inputs=(), width=64, height=32)
    bench.provider().submit(asked, "key")
    assert server.pending[0][2]["9"]["inputs"]["format"] == "exr"
