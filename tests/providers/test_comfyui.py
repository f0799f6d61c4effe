"""ComfyUI: what is checked before, what is sent, what is heard, and what a restart leaves."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from secondunit.providers import CancelOutcome, Input, State
from secondunit.providers.comfyui import ComfyUI
from secondunit.providers.http import HttpDoor
from secondunit.testing import GuardedDoor
from secondunit.wire import Form, FrozenMap, Need, Task
from secondunit.wire.errors import (
    BadInput,
    BadSettings,
    ProviderAbsent,
    ProviderBroken,
    ProviderLacks,
    ProviderSilent,
    SecondUnitError,
    Uncertain,
    UnknownField,
)

KEY = "a-key"
Bench = Any


def until(true: Callable[[], bool]) -> None:
    """Wait, briefly, for what another thread is about to hear."""
    give_up = time.monotonic() + 10
    while not true():
        assert time.monotonic() < give_up, "it never came"


def soften(far: Any) -> dict[str, Any]:
    graph = json.loads(json.dumps(far.WORKFLOW))
    assert isinstance(graph, dict)
    return graph


def test_named_inputs_become_controls_with_the_servers_ranges_and_choices(bench: Bench) -> None:
    bench.server()
    [offered] = bench.provider().capabilities()
    assert (offered.model, offered.tasks, offered.prompt, offered.made_by) == (
        "soften", (Task.RESTYLE,), 0, "AI model"
    )  # fmt: skip
    by_name = {each.name: each for each in offered.controls}
    assert sorted(by_name) == ["method", "radius", "softness"]
    assert by_name["method"].kind == "choice" and "lanczos" in by_name["method"].choices
    assert (by_name["radius"].kind, by_name["radius"].minimum, by_name["radius"].maximum) == (
        "int",
        1.0,
        31.0,
    )
    assert (by_name["softness"].kind, by_name["softness"].default) == ("float", 1.5)
    assert by_name["softness"].label == "Softness"


def test_everything_asked_arrives_in_the_graph_and_nothing_else_of_ours(bench: Bench) -> None:
    server = bench.server()
    asked = replace(bench.request, width=640, height=360, parameters=FrozenMap(softness=4.5, radius=9))
    ticket = bench.provider().submit(asked, KEY)
    graph = server.pending[0][2]
    assert graph["3"]["inputs"]["width"] == 640 and graph["3"]["inputs"]["height"] == 360
    assert graph["5"]["inputs"]["sigma"] == 4.5 and graph["5"]["inputs"]["blur_radius"] == 9
    assert graph["9"]["inputs"]["filename_prefix"] == f"secondunit/{ticket.id}/9"
    name = graph["1"]["inputs"]["image"]
    assert server.uploads[name] == asked.inputs[0].path.read_bytes()
    assert name == f"secondunit/{ticket.id}/{asked.inputs[0].sha256[:32]}.png"
    assert str(bench.folder) not in json.dumps(server.pending)


def test_no_origin_is_sent_so_that_the_servers_guard_lets_us_pass(bench: Bench) -> None:
    server = bench.server()
    bench.provider().submit(bench.request, KEY)
    assert server.seen and not [headers for _, _, headers in server.seen if "Origin" in headers]


def test_a_bearer_token_goes_to_the_server_and_into_no_ticket(bench: Bench) -> None:
    server = bench.server()
    ticket = bench.provider(secret="gate").submit(bench.request, KEY)
    http = [headers for _, path, headers in server.seen if not path.startswith("/ws")]
    assert http and all(headers.get("Authorization") == "Bearer secret-gate" for headers in http)
    assert "secret-gate" not in repr(ticket) and "secret-gate" not in json.dumps(server.pending)


def test_missing_nodes_and_models_are_all_named_before_anything_is_sent(bench: Bench) -> None:
    server = bench.server()
    graph = soften(bench.far)
    graph["20"] = {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "dream.safetensors"}}
    graph["21"] = {"class_type": "IPAdapterUnified", "inputs": {"image": ["1", 0]}}
    bench.workflow("restyle_dream", graph)
    provider = bench.provider()
    for act in (
        lambda: provider.estimate(replace(bench.request, model="restyle_dream")),
        lambda: provider.submit(replace(bench.request, model="restyle_dream"), KEY),
    ):
        with pytest.raises(ProviderLacks) as caught:
            act()
        assert "The node IPAdapterUnified (number 21) is not installed." in caught.value.problem.message
        assert "has no ckpt_name 'dream.safetensors'" in caught.value.problem.message
    assert server.asked == 0 and not server.uploads
    offered = {each.model: each for each in provider.capabilities()}["restyle_dream"]
    assert any(limit.label == "Missing" and "IPAdapterUnified" in limit.text for limit in offered.limits)


def test_the_server_that_has_the_nodes_and_the_least_to_do_is_chosen(bench: Bench) -> None:
    busy, idle, bare = bench.server(), bench.server(), bench.server()
    busy.pending = [[n, f"job-{n}", {}, {}, []] for n in range(3)]
    idle.pending = [[0, "job-0", {}, {}, []]]
    del bare.catalogue["ImageBlur"]
    ticket = bench.provider().submit(bench.request, KEY)
    assert ticket.server == idle.url
    assert (busy.asked, idle.asked, bare.asked) == (0, 1, 0)


def test_a_server_that_is_down_is_passed_over(bench: Bench) -> None:
    down, up = bench.server(), bench.server()
    provider = bench.provider()
    down.close()
    bench.servers.remove(down)
    assert provider.submit(bench.request, KEY).server == up.url
    with pytest.raises(Uncertain, match="cannot be asked"):
        provider.recover(bench.request, "another-key")


def test_no_server_up_says_so_and_nothing_was_sent(bench: Bench) -> None:
    down = bench.server()
    provider = bench.provider()
    down.close()
    bench.servers.clear()
    with pytest.raises(ProviderAbsent):
        provider.submit(bench.request, KEY)


def test_a_picture_over_the_servers_limit_is_refused_before_it_is_sent(bench: Bench) -> None:
    server = bench.server()
    server.limit = 4000
    with pytest.raises(BadInput, match=r"takes up to 0\.0 MB"):
        bench.provider().submit(bench.request, KEY)
    assert not server.uploads and server.asked == 0


@pytest.mark.parametrize(("kind", "error"), [("image/x-exr", ProviderLacks), ("image/tiff", BadInput)])
def test_a_picture_that_this_server_would_ruin_is_refused(
    kind: str, error: type[SecondUnitError], bench: Bench
) -> None:
    server = bench.server()
    given = replace(bench.request.inputs[0], media_type=kind)
    with pytest.raises(error, match="reads no"):
        bench.provider().submit(replace(bench.request, inputs=(given,)), KEY)
    assert not server.uploads


def test_an_unknown_control_and_a_prompt_without_a_place_are_refused(bench: Bench) -> None:
    bench.server()
    provider = bench.provider()
    with pytest.raises(UnknownField):
        provider.estimate(replace(bench.request, parameters=FrozenMap(glow=1.0)))
    with pytest.raises(BadInput, match="takes no prompt"):
        provider.estimate(replace(bench.request, prompt="a fox"))
    with pytest.raises(BadInput, match="needs a picture as plate"):
        provider.submit(replace(bench.request, inputs=()), KEY)
    extra = Input("matte", bench.request.inputs[0].path, bench.request.inputs[0].sha256)
    with pytest.raises(BadInput, match="takes none"):
        provider.estimate(replace(bench.request, inputs=(*bench.request.inputs, extra)))


def test_a_control_takes_what_the_server_takes_not_what_the_file_happens_to_hold(bench: Bench) -> None:
    server = bench.server()
    graph = soften(bench.far)
    graph["5"]["inputs"]["sigma"] = 2
    bench.workflow("restyle_whole", graph)
    provider = bench.provider()
    asked = replace(bench.request, model="restyle_whole", parameters=FrozenMap(softness=2.5))
    provider.submit(asked, KEY)
    assert server.pending[0][2]["5"]["inputs"]["sigma"] == 2.5
    for wrong in ({"softness": 99.0}, {"radius": 1.5}, {"method": "dream"}):
        with pytest.raises(BadInput):
            provider.submit(replace(asked, parameters=FrozenMap(wrong)), "another")
    assert server.asked == 1


MOVIE = {
    "1": {"class_type": "LoadVideo", "inputs": {"file": "x.mp4"}, "_meta": {"title": "[plate]"}},
    "2": {"class_type": "GetVideoComponents", "inputs": {"video": ["1", 0]}},
    "3": {"class_type": "ImageScale", "inputs": {"image": ["2", 0], "upscale_method": "lanczos", "width": 128,
          "height": 96, "crop": "disabled"}, "_meta": {"title": "[width: width] [height: height]"}},
    "4": {"class_type": "CreateVideo", "inputs": {"images": ["3", 0], "fps": ["2", 2]}},
    "9": {"class_type": "SaveVideo", "inputs": {"video": ["4", 0], "filename_prefix": "v", "format": "mp4",
          "codec": "h264"}},
}  # fmt: skip


def test_a_movie_goes_to_a_node_that_reads_movies_and_a_picture_does_not(bench: Bench) -> None:
    server = bench.server()
    bench.workflow("restyle_movie", MOVIE)
    provider = bench.provider(frames=48)
    intake = {each.model: each.intake for each in provider.capabilities()}["restyle_movie"]
    assert intake is not None
    assert (intake.plate_form, intake.result, intake.most_frames) == (Form.MOVIE, Form.FRAMES, 48)
    path = bench.folder / "plate.mp4"
    path.write_bytes(b"\0\0\0\x18ftypmp42" + bytes(64))
    given = Input("plate", path, sha256(path.read_bytes()).hexdigest(), "video/mp4")
    asked = replace(bench.request, model="restyle_movie", inputs=(given,), width=640, height=360)
    provider.submit(asked, KEY)
    [name] = server.uploads
    assert name.endswith(".mp4") and server.uploads[name] == path.read_bytes()
    assert server.pending[0][2]["1"]["inputs"]["file"] == name
    with pytest.raises(BadInput, match="takes a movie as plate, not image/png"):
        provider.submit(replace(asked, inputs=bench.request.inputs), "other")
    with pytest.raises(BadInput, match="takes a picture as plate, not video/mp4"):
        provider.submit(replace(bench.request, inputs=(given,)), "other")
    assert server.asked == 1


def test_what_a_workflow_takes_is_read_from_its_nodes_and_the_servers_numbers(bench: Bench) -> None:
    bench.server()
    empty = {"class_type": "EmptyImage", "inputs": {"width": 64, "height": 64, "batch_size": 1, "color": 0},
             "_meta": {"title": "[width: width] [height: height] [frames: batch_size]"}}  # fmt: skip
    save = {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "a"}}
    bench.workflow("video_flat", {"1": empty, "9": save})
    bench.workflow("upscale_4x_span", soften(bench.far))
    intakes = {each.model: each.intake for each in bench.provider().capabilities()}
    soft, flat, up = intakes["soften"], intakes["video_flat"], intakes["upscale_4x_span"]
    assert soft is not None and flat is not None and up is not None
    assert (soft.plate, soft.plate_form, soft.most_frames) == (Need.REQUIRED, Form.FRAMES, 1)
    assert (soft.matte, soft.multiple, soft.most_side, soft.scale) == (Need.NONE, 8, 16384, 1)
    assert (flat.plate, flat.least_frames, flat.most_frames, flat.result) == (
        Need.NONE, 1, 4096, Form.FRAMES
    )  # fmt: skip
    assert up.scale == 4
    door = GuardedDoor(HttpDoor(lambda call: None))
    door.shut = True
    unanswered = bench.provider(door=door)
    blind = {each.model: each.intake for each in unanswered.capabilities()}["video_flat"]
    assert blind is not None and (blind.least_frames, blind.multiple, blind.most_side) == (1, 8, 0)


@pytest.mark.parametrize(
    "urls, leaves",
    [
        ("http://127.0.0.1:8188", False),
        ("http://localhost:8188, http://[::1]:8189", False),
        ("http://127.0.0.1:8188, http://gpu1:8188", True),
        ("http://10.0.0.7:8188", True),
        ("http://localhost.example.com", True),
    ],
)
def test_nothing_leaves_only_where_every_server_is_this_machine(
    urls: str, leaves: bool, bench: Bench
) -> None:
    bench.workflow("soften", soften(bench.far))
    shut = GuardedDoor(HttpDoor(lambda call: None))
    shut.shut = True
    provider = ComfyUI(bench.far.site(bench.folder, door=shut, servers=urls))
    [offered] = provider.capabilities()
    assert offered.leaves is leaves
    assert ("Declared local" in offered.terms) is not leaves


def test_margins_are_refused_by_name(bench: Bench) -> None:
    bench.server()
    with pytest.raises(BadInput, match="no margins"):
        bench.provider().estimate(replace(bench.request, margins=(8, 0, 0, 0)))


def test_other_bytes_under_our_name_are_used_under_the_name_the_server_gives(bench: Bench) -> None:
    server = bench.server()
    provider = bench.provider()
    first = provider.submit(bench.request, "first")
    name = f"secondunit/{first.id}/{bench.request.inputs[0].sha256[:32]}.png"
    server.uploads[name] = b"somebody else's"
    server.pending.clear()
    provider.submit(bench.request, "first")
    assert server.pending[0][2]["1"]["inputs"]["image"] == name.replace(".png", " (1).png")


def test_a_workflow_of_which_a_part_would_be_dropped_is_taken_back(bench: Bench) -> None:
    server = bench.server()
    server.drops = True
    with pytest.raises(BadInput, match="only a part"):
        bench.provider().submit(bench.request, KEY)
    assert not server.pending and server.taken == 1


def test_progress_and_the_picture_so_far_come_live_and_are_those_of_this_job(bench: Bench) -> None:
    server = bench.server()
    provider = bench.provider()
    ticket = provider.submit(bench.request, KEY)
    until(lambda: bool(server.ears) and server.ears[0].flags)
    server.run(0.5)
    until(lambda: provider.poll(ticket).preview is not None)
    status = provider.poll(ticket)
    assert status.state is State.RUNNING and status.message == "at node 9"
    assert status.progress == pytest.approx((3 + 0.5) / 4)
    assert status.preview is not None and status.preview.media_type == "image/png"
    assert (
        sha256(status.preview.data).digest()
        == sha256(bench.far.PREVIEW[-len(status.preview.data) :]).digest()
    )
    other = provider.submit(bench.request, "other")
    assert provider.poll(other).preview is None and provider.poll(other).progress == 0.0


def test_a_broken_socket_is_opened_again_and_a_deaf_one_does_no_harm(bench: Bench) -> None:
    server = bench.server()
    provider = bench.provider()
    ticket = provider.submit(bench.request, KEY)
    until(lambda: bool(server.ears) and server.ears[0].flags)
    server.hang_up()
    server.run(0.5)
    assert provider.poll(ticket).state is State.RUNNING
    bench.clock.pass_(11)
    until(lambda: provider.poll(ticket).state is State.RUNNING and bool(server.ears))
    server.hang_up()
    server.deaf = True
    bench.clock.pass_(11)
    server.finish()
    assert provider.poll(ticket).state is State.DONE


def test_a_place_in_the_queue_is_counted_in_the_order_of_running(bench: Bench) -> None:
    server = bench.server()
    provider = bench.provider()
    server.running = [[0, "theirs", {}, {}, []]]
    ticket = provider.submit(bench.request, KEY)
    server.pending.append([-5, "in-front", {}, {}, []])
    assert "number 2 in the queue" in provider.poll(ticket).message


def test_a_server_whose_executor_died_is_told_as_such(bench: Bench) -> None:
    bench.server()
    provider = bench.provider()
    ticket = provider.submit(bench.request, KEY)
    assert "number 1" in provider.poll(ticket).message
    bench.clock.pass_(31)
    assert "needs to be started anew" in provider.poll(ticket).message


def test_a_restart_in_the_middle_is_lost_with_the_place_where_its_files_may_lie(bench: Bench) -> None:
    server = bench.server()
    provider = bench.provider()
    ticket = provider.submit(bench.request, KEY)
    server.run(0.5)
    server.forget()
    status = provider.poll(ticket)
    assert status.state is State.LOST and status.problem is not None
    assert status.problem.code == Uncertain.code
    assert f"secondunit/{ticket.id}" in status.problem.remedy
    assert server.asked == 1


def test_a_job_that_ended_while_we_were_away_is_found_by_history(bench: Bench) -> None:
    server = bench.server()
    bench.provider().submit(bench.request, KEY)
    server.finish()
    fresh = bench.provider()
    found = fresh.recover(bench.request, KEY)
    assert found is not None and fresh.poll(found).state is State.DONE
    assert [p.read_bytes() for p in fresh.fetch(found, bench.folder / "got")] == list(server.results)


def test_only_the_job_at_work_is_interrupted_and_only_if_it_is_ours(bench: Bench) -> None:
    server = bench.server()
    provider = bench.provider()
    server.running = [[0, "theirs", {}, {}, []]]
    waiting = provider.submit(bench.request, KEY)
    assert provider.cancel(waiting) is CancelOutcome.CANCELLED
    assert server.interrupted == [] and server.running
    server.running = []
    working = provider.submit(bench.request, "second")
    server.run(0.5)
    assert provider.cancel(working) is CancelOutcome.ASKED
    assert server.interrupted == [working.id]
    server.interrupt()
    assert provider.poll(working).state is State.CANCELLED
    assert provider.cancel(working) is CancelOutcome.CANCELLED


def test_a_file_of_an_earlier_job_from_the_cache_is_never_taken_for_ours(bench: Bench) -> None:
    server = bench.server()
    provider = bench.provider()
    ticket = provider.submit(bench.request, KEY)
    server.finish()
    entry = server.history[ticket.id]
    entry["status"]["messages"][1][1]["nodes"] = ["9"]
    entry["outputs"]["9"]["images"] = [{"filename": "old_00001_.png", "subfolder": "sh010", "type": "output"}]
    with pytest.raises(ProviderBroken, match="earlier job"):
        provider.fetch(ticket, bench.folder / "got")


def test_a_file_name_from_the_server_cannot_leave_the_folder(bench: Bench) -> None:
    server = bench.server()
    provider = bench.provider()
    ticket = provider.submit(bench.request, KEY)
    server.finish()
    evil = {"filename": "../../evil.png", "subfolder": "", "type": "output"}
    server.files[("output", "", "../../evil.png")] = server.results[0]
    server.history[ticket.id]["outputs"] = {"9": {"images": [evil, evil]}}
    paths = provider.fetch(ticket, bench.folder / "got")
    assert [path.name for path in paths] == ["evil.png", "evil-2.png"]
    assert not (bench.folder.parent / "evil.png").exists()


def test_no_socket_opens_when_the_door_is_shut_from_the_start(bench: Bench) -> None:
    server = bench.server()
    door = GuardedDoor(HttpDoor(lambda call: None))
    door.shut = True
    provider = ComfyUI(bench.far.site(bench.folder, server, door=door, clock=bench.clock))
    assert [each.model for each in provider.capabilities()] == ["soften"]
    assert not server.seen


@pytest.mark.parametrize(
    "servers",
    ["", "gpu1:8188", "ftp://gpu1", "http://user:pass@gpu1:8188", "http://", "file:///etc/passwd",
     "http://[::1", "http://[gpu1]:8188", "http://gpu1:port", "http://gpu1:99999"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(servers: str, bench: Bench) -> None:
    bench.server()
    with pytest.raises(BadSettings) as caught:
        bench.provider(servers=servers)
    assert caught.value.problem.where == "servers" and caught.value.problem.remedy


@pytest.mark.parametrize("setting", [{"timeout": "soon"}, {"timeout": 0}, {"frames": "many"}, {"frames": -1}])
def test_a_number_that_is_none_is_refused_by_its_name(setting: dict[str, object], bench: Bench) -> None:
    bench.server()
    with pytest.raises(BadSettings, match=f"{next(iter(setting))} is .*a number above 0"):
        bench.provider(**setting)


def test_two_hundred_open_jobs_share_one_socket_to_their_server(bench: Bench) -> None:
    server = bench.server()
    provider = bench.provider()
    tickets = [provider.submit(bench.request, f"key-{number}") for number in range(200)]
    assert {provider.poll(ticket).state for ticket in tickets} == {State.WAITING}
    assert len(server.pending) == 200 and len({ticket.id for ticket in tickets}) == 200
    assert len([path for _, path, _ in server.seen if path.startswith("/ws")]) == 1
    assert len(server.uploads) == 200, "each job's own, so that it can be taken away with the job"


def test_a_server_that_no_longer_answers_is_lost_after_a_while_where_there_is_another(bench: Bench) -> None:
    first, second = bench.server(), bench.server()
    second.pending = [[0, "theirs", {}, {}, []]]
    provider = bench.provider()
    assert provider.capabilities()[0].free
    ticket = provider.submit(bench.request, KEY)
    assert ticket.server == first.url
    first.front = (502, b"", "text/plain")
    with pytest.raises(ProviderSilent):
        provider.poll(ticket)
    bench.clock.pass_(59)
    with pytest.raises(ProviderSilent):
        provider.poll(ticket)
    bench.clock.pass_(2)
    status = provider.poll(ticket)
    assert status.state is State.LOST and status.problem is not None
    assert "has not answered for 61 s" in status.problem.message and first.url[7:] in status.problem.message
    assert provider.submit(bench.request, "again").server == second.url
    assert provider.recover(bench.request, "never sent") is None, "what the lost one holds costs nothing"


def test_a_server_that_is_alone_or_that_is_paid_for_is_waited_for(bench: Bench) -> None:
    lone = bench.server()
    alone = bench.provider()
    ticket = alone.submit(bench.request, KEY)
    bench.server()
    paid = bench.provider(free=False)
    assert not paid.capabilities()[0].free
    lone.front = (502, b"", "text/plain")
    for provider in (alone, paid):
        for _ in range(3):
            with pytest.raises(ProviderSilent):
                provider.poll(ticket)
            bench.clock.pass_(600)
    with pytest.raises(Uncertain, match="cannot be asked"):
        paid.recover(bench.request, "another-key")


def test_a_server_that_answers_again_in_time_is_not_lost(bench: Bench) -> None:
    first, _second = bench.server(), bench.server()
    provider = bench.provider()
    ticket = provider.submit(bench.request, KEY)
    for _ in range(3):
        first.front = (502, b"", "text/plain")
        with pytest.raises(ProviderSilent):
            provider.poll(ticket)
        bench.clock.pass_(50)
        first.front = None
        assert provider.poll(ticket).state is State.WAITING
