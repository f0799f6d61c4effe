"""What a job leaves on a ComfyUI server, and what of it can be taken away again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from secondunit.wire.errors import BadInput, ProviderAbsent, SecondUnitError


def test_every_jobs_uploads_and_outputs_lie_in_folders_of_its_own(bench: Any) -> None:
    server = bench.server()
    provider = bench.provider()
    first, second = (provider.submit(bench.request, key) for key in ("one", "two"))
    name = f"{bench.request.inputs[0].sha256[:32]}.png"
    assert set(server.uploads) == {f"secondunit/{each.id}/{name}" for each in (first, second)}
    graphs = {job[1]: job[2] for job in server.pending}
    for each in (first, second):
        assert graphs[each.id]["1"]["inputs"]["image"] == f"secondunit/{each.id}/{name}"
        assert graphs[each.id]["9"]["inputs"]["filename_prefix"] == f"secondunit/{each.id}/9"


def test_what_was_sent_and_made_is_emptied_and_forgotten_when_it_is_no_longer_needed(bench: Any) -> None:
    server = bench.server()
    provider = bench.provider()
    other = provider.submit(bench.request, "other")
    ticket = provider.submit(bench.request, "key")
    server.finish()
    provider.fetch(ticket, bench.folder / "got")
    provider.discard(ticket)
    mine = {place: data for place, data in server.uploads.items() if ticket.id in place}
    assert mine and set(mine.values()) == {b""}
    assert all(data for place, data in server.uploads.items() if other.id in place), "another job's stay"
    outputs = {key: data for key, data in server.files.items() if ticket.id in key[1]}
    assert len(outputs) == 2 and set(outputs.values()) == {b""}
    assert ticket.id not in server.history and [job[1] for job in server.pending] == [other.id]
    provider.discard(ticket)
    assert not server.wrong


def test_a_service_that_was_started_anew_takes_away_what_the_ticket_tells(bench: Any) -> None:
    server = bench.server()
    ticket = bench.provider().submit(bench.request, "key")
    server.finish()
    bench.provider().discard(ticket)
    assert set(server.uploads.values()) == {b""} and set(server.files.values()) == {b""}


def test_nothing_of_a_job_that_is_not_ended_and_of_other_folders_is_touched(bench: Any) -> None:
    server = bench.server()
    provider = bench.provider()
    ticket = provider.submit(bench.request, "key")
    with pytest.raises(
        SecondUnitError, match="still has the job"
    ):  # so that the record does not say it is gone
        provider.discard(ticket)
    assert b"" not in server.uploads.values() and server.pending, "it waits, and needs its pictures"
    server.finish()
    listed = server.history[ticket.id]["outputs"]["9"]["images"]
    listed[0]["subfolder"] = "sh010"
    server.files[("output", "sh010", listed[0]["filename"])] = b"somebody else's"
    provider.discard(ticket)
    assert server.files[("output", "sh010", listed[0]["filename"])] == b"somebody else's"


def test_a_server_that_is_away_is_no_error_of_the_job(bench: Any) -> None:
    server = bench.server()
    provider = bench.provider()
    ticket = provider.submit(bench.request, "key")
    server.finish()
    server.close()
    bench.servers.clear()
    try:
        provider.discard(ticket)
    except ProviderAbsent:
        return
    raise AssertionError("whoever asks is told, and goes on")


def test_a_ticket_names_no_file_that_could_lie_elsewhere(bench: Any) -> None:
    server = bench.server()
    provider = bench.provider()
    ticket = provider.submit(bench.request, "key")
    server.finish()
    forged = replace(ticket, notes=type(ticket.notes)({**ticket.notes, "uploads": "../../evil.png\n/etc/x"}))
    provider.discard(forged)
    assert not [path for _, path, _ in server.seen if "evil" in path]
    assert "../../evil.png" not in server.uploads and "/etc/x" not in server.uploads


PREVIEW = {"class_type": "PreviewImage", "inputs": {"images": ["5", 0]}}


def test_previews_beside_the_answer_are_emptied_too_but_none_of_an_earlier_job(bench: Any) -> None:
    server = bench.server()
    bench.workflow("restyle_seen", {**bench.far.WORKFLOW, "20": PREVIEW, "21": PREVIEW})
    provider = bench.provider()
    ticket = provider.submit(replace(bench.request, model="restyle_seen"), "key")
    server.finish()
    entry = server.history[ticket.id]
    mine, cached = (entry["outputs"][node]["images"][0]["filename"] for node in ("20", "21"))
    entry["status"]["messages"][1][1]["nodes"] = ["21"]
    provider.discard(ticket)
    assert server.files[("temp", "", mine)] == b"" and server.files[("temp", "", cached)]


def test_a_server_on_windows_keeps_nothing_either(bench: Any) -> None:
    server = bench.server()
    server.windows = True
    provider = bench.provider()
    ticket = provider.submit(bench.request, "key")
    server.finish()
    assert "\\" in server.history[ticket.id]["outputs"]["9"]["images"][0]["subfolder"]
    assert len(provider.fetch(ticket, bench.folder / "got")) == 2
    provider.discard(ticket)
    assert set(server.files.values()) == {b""} and set(server.uploads.values()) == {b""}


@pytest.mark.parametrize("whole", [True, False], ids=["refused whole", "taken in part"])
def test_what_was_uploaded_for_a_workflow_that_the_server_refuses_is_emptied_at_once(
    bench: Any, whole: bool
) -> None:
    server = bench.server()
    server.drops = not whole
    other = {"class_type": "LoadImage", "inputs": {"image": "gone.png"}}
    own = {"blend_factor": 0.5, "blend_mode": "normal"}
    blend = {"class_type": "ImageBlend", "inputs": {"image1": ["5", 0], "image2": ["2", 0], **own}}
    graph = {**bench.far.WORKFLOW, "2": other, "6": blend}
    bench.workflow("restyle_two", graph)
    with pytest.raises(BadInput):
        bench.provider().submit(replace(bench.request, model="restyle_two"), "key")
    assert server.uploads and set(server.uploads.values()) == {b""}
    assert not server.pending
