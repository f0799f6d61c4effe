"""ComfyUI against the transcripts of a real server: every refusal, every end, every frame it ever sent."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from secondunit.providers import State, Ticket
from secondunit.providers.comfyui import ComfyUI
from secondunit.providers.comfyui.intake import intake_of
from secondunit.providers.comfyui.listening import Listening
from secondunit.providers.comfyui.outcome import cached, last_message, outputs
from secondunit.providers.comfyui.reading import read_workflow
from secondunit.providers.comfyui.server import Server
from secondunit.wire import Changes, FrozenMap, Need
from secondunit.wire.errors import (
    BadInput,
    BadSettings,
    Expired,
    ProviderBroken,
    ProviderDenied,
    SecondUnitError,
)


@pytest.fixture
def recorded(comfy: Any) -> Any:
    return comfy.recorded


def server(recorded: Any, *exchanges: dict[str, Any]) -> Server:
    return Server(recorded.URL, recorded.RecordedDoor(list(exchanges)), lambda: 0.0, {}, 5.0)


def entries(recorded: Any, name: str) -> list[tuple[str, dict[str, Any]]]:
    """Every history entry that was read in a scenario."""
    found = []
    for exchange in recorded.exchanges(name):
        body = (exchange["response"] or {}).get("json") if exchange["status"] == 200 else None
        if exchange["path"].startswith("/history/") and isinstance(body, dict):
            found += list(body.items())
    return found


def provider(recorded: Any, folder: Path, *exchanges: dict[str, Any]) -> ComfyUI:
    from secondunit.providers import Site

    settings = FrozenMap[Any](servers=recorded.URL, workflows=str(folder))
    return ComfyUI(Site(recorded.RecordedDoor(list(exchanges)), folder, settings))


def test_every_recorded_refusal_is_told_in_words_without_a_traceback(recorded: Any) -> None:
    told = 0
    for exchange in recorded.exchanges("05"):
        if (exchange["method"], exchange["path"]) != ("POST", "/prompt") or exchange["status"] == 200:
            continue
        kind = BadInput if exchange["status"] == 400 else ProviderBroken
        with pytest.raises(kind) as caught:
            server(recorded, exchange).post({}, "id", "client", "")
        text = str(caught.value)
        assert "Traceback" not in text and "/opt/" not in text and "File " not in text, text
        assert len(text) < 900
        told += 1
    assert told > 30


def test_a_missing_node_is_told_by_name_as_the_server_tells_it(recorded: Any) -> None:
    with pytest.raises(BadInput, match="NoSuchNode does not exist"):
        server(recorded, recorded.exchanges("05")[0]).post({}, "id", "client", "")


def test_a_circle_that_the_server_refuses_without_a_reason_is_found_before(
    recorded: Any, tmp_path: Path
) -> None:
    seen = 0
    for exchange in recorded.exchanges("05"):
        if exchange.get("label") in ("cyclic graph", "self-loop"):
            path = tmp_path / "loop.json"
            path.write_text(json.dumps(exchange["request"]["json"]["prompt"]))
            with pytest.raises(BadSettings, match="circle"):
                read_workflow(path)
            seen += 1
    assert seen == 2


def test_a_link_into_nothing_that_the_server_blames_on_another_is_found_before(
    recorded: Any, tmp_path: Path
) -> None:
    seen = 0
    for exchange in recorded.exchanges("05"):
        if "does not exist" in str(exchange.get("label")) or "integer node id" in str(exchange.get("label")):
            path = tmp_path / "loose.json"
            path.write_text(json.dumps(exchange["request"]["json"]["prompt"]))
            with pytest.raises(BadSettings, match="not there"):
                read_workflow(path)
            seen += 1
    assert seen == 3


def test_every_graph_the_real_server_ran_passes_the_check_before(recorded: Any, tmp_path: Path) -> None:
    ran = 0
    for name in ("03", "04", "06", "07", "08", "09", "10", "11"):
        for exchange in recorded.exchanges(name):
            asked = (
                ((exchange.get("request") or {}).get("json") or {}) if exchange["path"] == "/prompt" else {}
            )
            if exchange["status"] == 200 and isinstance(asked, dict) and "prompt" in asked:
                path = tmp_path / "good.json"
                path.write_text(json.dumps(asked["prompt"]))
                read_workflow(path)
                ran += 1
    assert ran > 50


def test_the_recorded_mask_of_an_opaque_picture_is_black_so_a_matte_by_alpha_is_refused(
    recorded: Any, tmp_path: Path
) -> None:
    """The server's mask is what is transparent; ours is white, so it must be read from a colour channel."""
    graph = next(
        e["request"]["json"]["prompt"]
        for e in recorded.exchanges("03")
        if e["path"] == "/prompt" and "12" in e["request"]["json"]["prompt"]
    )
    assert graph["12"] == {"class_type": "MaskPreview", "inputs": {"mask": ["1", 1]}}
    [seen] = [e for e in recorded.exchanges("03") if "node 12" in str(e.get("label"))]
    assert not np.asarray(Image.open(io.BytesIO(recorded.body(seen)))).any()

    def workflow(kind: str, **inputs: Any) -> Path:
        matte = {"class_type": kind, "inputs": inputs, "_meta": {"title": "[matte]"}}
        plate = {"class_type": "LoadImage", "inputs": {"image": "p.png"}, "_meta": {"title": "[plate]"}}
        slot = 0 if kind == "LoadImageMask" else 1
        grow = {"class_type": "GrowMask", "inputs": {"mask": ["2", slot], "expand": 4}}
        (tmp_path / "hole.json").write_text(json.dumps({"1": plate, "2": matte, "3": grow}))
        return tmp_path / "hole.json"

    [channels] = [
        e["response"]["json"]["LoadImageMask"]["input"]["required"]["channel"][0]
        for e in recorded.exchanges("01")
        if e["path"] == "/object_info"
    ]
    for channel in channels:
        path = workflow("LoadImageMask", image="m.png", channel=channel)
        if channel == "alpha":
            with pytest.raises(BadSettings, match="white where something changes"):
                read_workflow(path)
        else:
            found = intake_of(read_workflow(path), {})
            assert (found.matte, found.changes) == (Need.REQUIRED, Changes.WHITE)
    with pytest.raises(BadSettings, match="read from alpha"):
        read_workflow(workflow("LoadImage", image="m.png"))


@pytest.mark.parametrize("name", ["03", "04", "06", "07", "08", "08b", "10", "11"])
def test_every_recorded_end_is_the_state_it_was(name: str, recorded: Any, tmp_path: Path) -> None:
    found = entries(recorded, name)
    assert found
    idle = {"method": "GET", "path": "/queue", "status": 200,
            "response": {"json": {"queue_running": [], "queue_pending": []}}}  # fmt: skip
    from urllib.parse import quote

    for job, entry in found:
        history = {"method": "GET", "path": f"/history/{quote(job, safe='')}", "status": 200,
                   "response": {"json": {job: entry}}}  # fmt: skip
        ticket = Ticket("comfyui", job, "key", server=recorded.URL)
        status = provider(recorded, tmp_path, idle, history).poll(ticket)
        how = last_message(entry)[0]
        if how == "execution_interrupted":
            assert status.state is State.CANCELLED
        elif how == "execution_error":
            assert status.state is State.FAILED and status.problem is not None
            said = str(entry["status"]["messages"][-1][1]["exception_message"]).strip()[:20]
            assert said.splitlines()[0] in status.problem.message
            assert "traceback" not in str(status.problem).lower()
        elif outputs(entry):
            assert status.state is State.DONE
        else:
            assert status.state is State.FAILED and "no file" in str(status.problem)


def test_every_recorded_file_is_found_pictures_and_movies_alike(recorded: Any) -> None:
    files = [
        each for name in ("03", "04", "10") for _, entry in entries(recorded, name) for each in outputs(entry)
    ]
    assert {Path(each.name).suffix for each in files} >= {".png", ".mp4", ".webm", ".webp"}
    assert {each.kind for each in files} == {"output", "temp"}


def test_the_recorded_cache_that_gives_an_old_file_is_seen(recorded: Any) -> None:
    seen = [entry for _, entry in entries(recorded, "11") if "9" in cached(entry) and outputs(entry)]
    assert seen, "the recording holds a run of which everything came from the cache"


def test_after_the_recorded_restart_the_job_is_lost_and_what_was_done_has_expired(
    recorded: Any, tmp_path: Path
) -> None:
    after = [e for e in recorded.exchanges("08b") if 12000 < e["t_ms"] < 13000]
    queue = next(e for e in after if e["path"] == "/queue")
    gone = next(e for e in after if e["path"] == "/history/sigkill-done")
    running = gone | {"path": "/history/sigkill-running"}
    lost = provider(recorded, tmp_path, queue, running, queue, running)
    ticket = Ticket("comfyui", "sigkill-running", "key", server=recorded.URL)
    assert lost.poll(ticket).state is State.LOST
    late = provider(recorded, tmp_path, queue, gone, queue, gone)
    with pytest.raises(Expired):
        late.fetch(Ticket("comfyui", "sigkill-done", "key", server=recorded.URL), tmp_path / "got")


def test_the_recorded_queue_in_heap_order_is_read_in_the_order_of_running(recorded: Any) -> None:
    told = next(e for e in recorded.exchanges("07") if "heap order" in str(e.get("label")))
    pending = told["response"]["json"]["queue_pending"]
    assert [item[0] for item in pending] != sorted(item[0] for item in pending)
    for number, item in enumerate(sorted(pending, key=lambda item: item[0]), 1):
        assert server(recorded, told).look(item[1], "").place == number


def test_the_recorded_size_limit_is_read_and_its_refusal_told(recorded: Any) -> None:
    features = next(e for e in recorded.exchanges("12") if e["path"] == "/features")
    assert server(recorded, features).largest_upload("") == 1024 * 1024
    refused = next(e for e in recorded.exchanges("12") if e["status"] == 413 and e["path"] == "/prompt")
    with pytest.raises(BadInput, match="size"):
        server(recorded, refused).post({}, "id", "client", "")


def test_the_recorded_origin_check_is_told_as_not_let_in(recorded: Any) -> None:
    refused = [e for e in recorded.exchanges("15") if e["status"] == 403 and e["method"] == "GET"]
    assert refused
    with pytest.raises(ProviderDenied, match="403"):
        server(recorded, refused[0]).load("")


@pytest.mark.parametrize(
    "name, socket, job",
    [
        ("03", "client", "33597a62-08d8-4816-a603-8199c873f6e5"),
        ("03", "client", "aaaaaaaa-0000-4000-8000-000000000003"),
        ("09", "feature_flag_client", "00000000-0000-4000-8000-000000000903"),
        ("09", "plain_client", "00000000-0000-4000-8000-000000000901"),
    ],
)
def test_recorded_frames_move_progress_forward_and_show_the_recorded_picture(
    name: str, socket: str, job: str, recorded: Any
) -> None:
    prompt = next(
        e["request"]["json"]["prompt"]
        for e in recorded.exchanges(name)
        if e["path"] == "/prompt" and e["response"]["json"].get("prompt_id") == job
    )
    ears = Listening(recorded.RecordedDoor([]), recorded.URL, "client", {}, lambda: 0.0)
    ears.follow(job, len(prompt), "")
    last, pictures = 0.0, set()
    for frame in recorded.frames(name, socket):
        ears.take(frame)
        heard = ears.heard(job)
        assert last <= heard.progress < 1.0
        last = heard.progress
        if heard.preview is not None:
            pictures.add(heard.preview.data[:8])
    assert last > 0.99
    assert pictures == ({b"\x89PNG\r\n\x1a\n"} if name == "09" else set())
    ears.close()


@pytest.mark.parametrize("name", ["01", "03", "06", "07", "08", "08b", "09", "10", "11"])
def test_no_recorded_frame_of_others_reaches_a_job_or_stops_the_ear(name: str, recorded: Any) -> None:
    ears = Listening(recorded.RecordedDoor([]), recorded.URL, "client", {}, lambda: 0.0)
    ears.follow("mine", 3, "")
    for one in recorded.scenario(name)["websockets"]:
        for frame in recorded.frames(name, one["name"]):
            ears.take(frame)
    assert ears.heard("mine").progress == 0.0 and ears.heard("mine").preview is None
    ears.close()


@pytest.mark.parametrize(
    "frame",
    [
        "", "{", "[]", "null", '{"type": "executing"}', b"", b"\0\0\0\4\xff\xff\xff\xff", b"\0\0\0\1",
        '{"type": "progress_state", "data": {"prompt_id": "mine", "nodes": {"1": {"value": "x", "max": 2}}}}',
    ],
)  # fmt: skip
def test_a_frame_that_makes_no_sense_is_let_pass(frame: str | bytes, recorded: Any) -> None:
    ears = Listening(recorded.RecordedDoor([]), recorded.URL, "client", {}, lambda: 0.0)
    ears.follow("mine", 3, "")
    ears.take(frame)
    assert ears.heard("mine").progress == 0.0
    ears.close()


@pytest.mark.parametrize(
    "text, why",
    [
        ("", "not JSON"),
        ("[]", "not a workflow of ComfyUI"),
        ('{"nodes": [], "links": []}', "no node that a server runs"),
        ('{"1": null}', "no class"),
        ('{"1": {"class_type": "A"}}', "no inputs"),
        ('{"1": {"class_type": "A", "inputs": {"a": 1, "b": 2}, "_meta": {"title": "[x]"}}}', "which input"),
        ('{"1": {"class_type": "A", "inputs": {"a": 1}, "_meta": {"title": "[x: b]"}}}', "cannot be set"),
    ],
)
def test_a_workflow_that_cannot_be_used_is_refused_with_its_file(text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text)
    with pytest.raises(BadSettings, match=why) as caught:
        read_workflow(path)
    assert caught.value.problem.where == str(path)


def test_the_task_is_in_the_files_name_or_in_its_pictures(tmp_path: Path) -> None:
    node = {"class_type": "LoadImage", "inputs": {"image": "a"}}
    for name, titles, task in (
        ("upscale_span", ["[plate]"], "upscale"),
        ("dusk", ["[plate]"], "restyle"),
        ("dusk", ["[plate]", "[matte]"], "inpaint"),
        ("dusk", ["[reference 1]", "[reference 2]"], "image"),
    ):
        graph = {str(n): {**node, "_meta": {"title": title}} for n, title in enumerate(titles)}
        (tmp_path / f"{name}.json").write_text(json.dumps(graph))
        workflow = read_workflow(tmp_path / f"{name}.json")
        assert workflow.task.value == task
        assert len(workflow.places.get("reference", ())) == (2 if task == "image" else 0)


def test_an_unreadable_workflow_file_is_our_error(tmp_path: Path) -> None:
    with pytest.raises(SecondUnitError):
        read_workflow(tmp_path / "none.json")
