"""A ComfyUI that is not well, or not there, or no ComfyUI: who says so, in which words, and when."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from secondunit.providers import State
from secondunit.wire.errors import (
    BadSettings,
    ProviderAbsent,
    ProviderBroken,
    ProviderDenied,
    ProviderError,
    ProviderSilent,
    RateLimited,
)

PAGE = (200, b"<!DOCTYPE html><html><body>Sign in</body></html>", "text/html")
FRONTS = [
    ((401, b"", "text/plain"), ProviderDenied, "does not let us in (401)"),
    ((403, b"", "text/plain"), ProviderDenied, "does not let us in (403)"),
    ((500, b"oh", "text/plain"), ProviderBroken, "answers with the fault 500"),
    ((503, b"", "text/plain"), RateLimited, "asks for a pause"),
    (PAGE, ProviderBroken, "answers with a web page"),
    ((200, b"{", "application/json"), ProviderBroken, "is not JSON"),
]


@pytest.mark.parametrize(("front", "kind", "words"), FRONTS)
def test_a_server_that_answers_wrongly_is_absent_and_named(
    bench: Any, front: tuple[int, bytes, str], kind: type[ProviderError], words: str
) -> None:
    server = bench.server()
    server.front = front
    provider = bench.provider()
    with pytest.raises(kind) as caught:
        provider.capabilities()
    assert server.url.split("//")[1] in caught.value.problem.message
    assert words in caught.value.problem.message


def test_of_two_servers_the_one_that_does_not_answer_is_named_beside_every_model(bench: Any) -> None:
    well, ill = bench.server(), bench.server()
    ill.front = FRONTS[0][0]
    [offered] = bench.provider().capabilities()
    told = {limit.label: limit.text for limit in offered.limits}
    assert ill.url.split("//")[1] in told["Not answering"] and "(401)" in told["Not answering"]
    assert well.url.split("//")[1] not in told["Not answering"]


def test_a_workflow_that_cannot_be_read_is_listed_with_its_reason(bench: Any) -> None:
    bench.server()
    bench.workflow("restyle_page", {"nodes": [], "links": []})
    (bench.folder / "workflows" / "inpaint_cut.json").write_text('{"1": {"class_ty')
    provider = bench.provider()
    found = {each.model: each for each in provider.capabilities()}
    assert set(found) == {"soften", "restyle_page", "inpaint_cut"}
    assert found["soften"].problem is None
    for model, words in (("restyle_page", "no node that a server runs"), ("inpaint_cut", "not JSON")):
        problem = found[model].problem
        assert problem is not None and problem.code == BadSettings.code and words in problem.message
        assert f"{model}.json" in problem.where
        with pytest.raises(BadSettings, match=words):
            provider.estimate(replace(bench.request, model=model))


def test_what_a_node_says_when_it_fails_is_told_and_a_retry_is_not_offered_as_help(bench: Any) -> None:
    server = bench.server()
    provider = bench.provider()
    ticket = provider.submit(bench.request, "key")
    server.fail("Sizes of tensors must match except in dimension 1.")
    status = provider.poll(ticket)
    assert status.state is State.FAILED and status.problem is not None
    assert "Sizes of tensors must match" in status.problem.message
    assert "a retry fails in the same way" in status.problem.remedy
    assert "soften.json" in status.problem.remedy


def test_a_server_without_memory_is_told_as_that(bench: Any) -> None:
    server = bench.server()
    provider = bench.provider()
    ticket = provider.submit(bench.request, "key")
    server.fail("CUDA out of memory. Tried to allocate 20.00 GiB")
    problem = provider.poll(ticket).problem
    assert problem is not None and "smaller" in problem.remedy and "memory" in problem.remedy


def test_an_answer_that_is_no_json_names_the_server_that_gave_it(bench: Any) -> None:
    server = bench.server()
    provider = bench.provider()
    ticket = provider.submit(bench.request, "key")
    server.front = (200, b"not json at all", "application/json")
    with pytest.raises(ProviderBroken) as caught:
        provider.poll(ticket)
    assert server.url.split("//")[1] in caught.value.problem.message


@pytest.mark.parametrize("front", [FRONTS[2][0], FRONTS[3][0], PAGE])
def test_what_stands_before_a_dead_server_does_not_keep_its_job_for_ever_where_there_is_another(
    bench: Any, front: tuple[int, bytes, str]
) -> None:
    """A load balancer whose server is gone answers by itself: with 503, or a page of its own."""
    server, _ = bench.server(), bench.server()
    provider = bench.provider()
    ticket = provider.submit(bench.request, "key")
    assert ticket.server == server.url
    server.front = front
    for seconds in (0, 30, 29):
        bench.clock.pass_(seconds)
        with pytest.raises((ProviderBroken, RateLimited)):
            provider.poll(ticket)
    bench.clock.pass_(2)
    assert provider.poll(ticket).state is State.LOST
    server.front = None
    assert provider.poll(ticket).state is State.WAITING


def test_a_server_that_was_away_long_ago_is_not_lost_at_the_first_question_that_fails(bench: Any) -> None:
    server, _ = bench.server(), bench.server()
    provider = bench.provider()
    early = provider.submit(bench.request, "early")
    server.finish()
    server.front = (502, b"", "text/plain")
    with pytest.raises(ProviderSilent):
        provider.poll(early)
    server.front = None
    bench.clock.pass_(7200)
    late = provider.submit(bench.request, "late")
    assert late.server == server.url
    server.front = (502, b"", "text/plain")
    with pytest.raises(ProviderSilent):
        provider.poll(late)


def test_a_server_without_a_single_node_is_no_comfyui(bench: Any) -> None:
    server = bench.server()
    for body in (b"{}", b'{"error": "sign in"}'):
        server.front = (200, body, "application/json")
        with pytest.raises(ProviderBroken, match="names no node") as caught:
            bench.provider().capabilities()
        assert server.url.split("//")[1] in caught.value.problem.message


def test_where_one_server_is_away_and_the_other_lacks_a_node_both_are_told_and_it_is_asked_again(
    bench: Any,
) -> None:
    able, bare = bench.server(), bench.server()
    del bare.catalogue["ImageBlur"]
    provider = bench.provider()
    able.front = FRONTS[3][0]
    with pytest.raises(RateLimited) as caught:
        provider.submit(bench.request, "key")
    said = caught.value.problem.message
    assert all(each.url.split("//")[1] in said for each in (able, bare)) and "ImageBlur" in said
    able.close()
    bench.servers.remove(able)
    bench.clock.pass_(61)
    with pytest.raises(ProviderAbsent):  # nothing was sent: it is asked again, and never uncertain
        provider.submit(bench.request, "key")
