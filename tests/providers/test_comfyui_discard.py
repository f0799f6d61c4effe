"""What a job leaves on a ComfyUI server, and what of it can be taken away again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from secondunit.wire.errors import ProviderAbsent


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
