"""Bedrock: what comes back, what is never sent twice, and that nothing goes but by the door."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import CancelOutcome, State
from secondunit.testing import Stand, Trouble, Verb, sockets_guarded
from secondunit.wire.errors import (
    BadDownload,
    BadInput,
    DiskFull,
    Expired,
    Moderated,
    NotFound,
    ProviderAbsent,
    ProviderBroken,
    ProviderDenied,
    ProviderError,
    ProviderLacks,
    ProviderSilent,
    RateLimited,
    Refused,
    Uncertain,
)

# ---- what comes back ----


def test_what_the_model_refused_is_told_from_what_failed(picture: Stand, tmp_path: Path) -> None:
    provider = picture.provider()
    for reason, code in (
        ("Filter reason: output image", Moderated.code),
        ("Inference error", ProviderError.code),
    ):
        picture.far.reasons = [reason]  # type: ignore[attr-defined]
        ticket = provider.submit(picture.request, f"key-{code}")
        status = provider.poll(ticket)
        assert status.state is State.FAILED and status.problem is not None
        assert status.problem.code == code and reason in status.problem.message and status.problem.remedy
        with pytest.raises(NotFound):
            provider.fetch(ticket, tmp_path / "none")


def test_the_ticket_of_a_picture_tells_the_seed_and_the_geography(picture: Stand) -> None:
    ticket = picture.provider().submit(picture.request, "key")
    assert dict(ticket.notes) == {"seeds": "4242", "geography": "us"} and ticket.server == "us-west-2"


def test_a_failure_of_the_service_is_told_as_what_it_is(picture: Stand) -> None:
    provider = picture.provider()
    told: list[tuple[int, str, str, type[Exception]]] = [
        (403, "AccessDeniedException", "not authorized to perform bedrock:InvokeModel", ProviderDenied),
        (403, "ExpiredTokenException", "The security token is expired", ProviderDenied),
        (
            404,
            "ResourceNotFoundException",
            "This model version has reached the end of its life",
            ProviderLacks,
        ),
        (429, "ModelNotReadyException", "warming up", RateLimited),
        (429, "ThrottlingException", "Too many requests", RateLimited),
        (503, "ServiceUnavailableException", "later", RateLimited),
        (400, "ServiceQuotaExceededException", "over the quota", RateLimited),
        (400, "ValidationException", "Malformed input request, please reformat", BadInput),
        (400, "ValidationException", "This request was blocked by our content filters", Moderated),
        (400, "ValidationException", "The model has reached the end of its life", ProviderLacks),
        (424, "ModelErrorException", "the model stumbled", ProviderBroken),
    ]
    for number, (status, code, message, kind) in enumerate(told):
        picture.far.plain = (status, code, message)  # type: ignore[attr-defined]
        with pytest.raises(kind) as raised:
            provider.submit(picture.request, f"key-{number}")
        assert type(raised.value) is kind, (code, raised.value)
        assert provider.recover(picture.request, f"key-{number}") is None
    assert picture.far.taken == 0


@pytest.mark.parametrize(
    ("status", "code"), [(408, "ModelTimeoutException"), (500, "InternalServerException")]
)
def test_a_picture_that_may_be_billed_is_never_asked_for_again(
    picture: Stand, status: int, code: str
) -> None:
    picture.far.plain = (status, code, "too long")  # type: ignore[attr-defined]
    with pytest.raises(Uncertain):
        picture.provider().submit(picture.request, "key")
    picture.far.plain = None  # type: ignore[attr-defined]
    for verb in ("submit", "recover"):
        with pytest.raises(Uncertain, match="its answer never came"):
            getattr(picture.provider(), verb)(picture.request, "key")
    assert picture.far.asked == 1
    assert picture.provider().submit(picture.request, "another").key == "another"


def test_an_answer_that_is_here_is_not_asked_for_again(picture: Stand) -> None:
    first = picture.provider().submit(picture.request, "key")
    assert picture.provider().submit(picture.request, "key") == first
    assert picture.provider().recover(picture.request, "key") == first
    assert picture.far.asked == 1


def test_nothing_is_asked_for_without_room_for_the_answer(
    picture: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    from secondunit.providers.bedrock import held

    monkeypatch.setattr(held, "ROOM", 2**60)
    with pytest.raises(DiskFull):
        picture.provider().submit(picture.request, "key")
    monkeypatch.undo()
    assert picture.far.asked == 0
    assert picture.provider().submit(picture.request, "key").key == "key"


def test_only_the_last_answers_that_were_fetched_are_kept(
    picture: Stand, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from secondunit.providers.bedrock import held

    monkeypatch.setattr(held, "KEPT", 2)
    provider = picture.provider()
    waiting = provider.submit(picture.request, "waiting")
    tickets = [provider.submit(picture.request, f"key-{number}") for number in range(4)]
    for number, ticket in enumerate(tickets):
        provider.fetch(ticket, tmp_path / f"got-{number}")
    states = [provider.poll(ticket).state for ticket in (waiting, *tickets)]
    assert states == [State.DONE, State.LOST, State.LOST, State.DONE, State.DONE]
    with pytest.raises(Expired):
        provider.fetch(tickets[0], tmp_path / "late")


# ---- a movie that is looked for ----


def test_a_movie_whose_answer_was_lost_is_found_by_its_key(movie: Stand) -> None:
    movie.provider().submit(movie.request, "earlier")
    movie.far.trouble(Verb.SUBMIT, Trouble.SILENT)
    with pytest.raises(Uncertain):
        movie.provider().submit(movie.request, "key")
    found = movie.provider().recover(movie.request, "key")
    assert found is not None and found.id.endswith("000000000002")
    assert movie.far.asked == 2, "it was sent again though it was in the list"


def test_a_movie_that_was_sent_and_is_not_listed_goes_again_under_the_same_key(movie: Stand) -> None:
    movie.far.trouble(Verb.SUBMIT, Trouble.BROKEN)
    with pytest.raises(Uncertain):
        movie.provider().submit(movie.request, "key")
    found = movie.provider().recover(movie.request, "key")
    assert found is not None and movie.far.taken == 1
    assert movie.far.bodies[0]["clientRequestToken"] == "key"  # type: ignore[attr-defined]
    again = movie.provider().submit(movie.request, "key")
    assert again == found and movie.far.taken == 1


def test_a_list_that_cannot_be_read_leaves_a_movie_uncertain(movie: Stand) -> None:
    movie.provider().submit(movie.request, "key")
    movie.far.unlisted = True  # type: ignore[attr-defined]
    with pytest.raises(Uncertain, match="cannot be asked"):
        movie.provider().recover(movie.request, "key")


def test_a_movie_that_is_looked_for_while_nobody_answers_is_looked_for_again(movie: Stand) -> None:
    for trouble, kind in ((Trouble.SILENT, ProviderSilent), (Trouble.BUSY, RateLimited)):
        movie.far.trouble(Verb.SUBMIT, Trouble.BROKEN)
        with pytest.raises(Uncertain):
            movie.provider().submit(movie.request, trouble.name)
        movie.far.trouble(Verb.SUBMIT, trouble)
        with pytest.raises(kind):
            movie.provider().recover(movie.request, trouble.name)
    first, second = (movie.provider().recover(movie.request, name) for name in ("SILENT", "BUSY"))
    assert first is not None and first.id.endswith("1") and movie.far.taken == 1
    assert second is None, "it was refused with a pause: nothing was taken, and the note is gone"


def test_there_is_no_cancel_and_that_is_said(movie: Stand) -> None:
    provider = movie.provider()
    ticket = provider.submit(movie.request, "key")
    assert provider.cancel(ticket) is CancelOutcome.IMPOSSIBLE
    movie.far.finish()
    assert provider.cancel(ticket) is CancelOutcome.TOO_LATE


def test_a_bucket_of_another_owner_is_not_read(far: Any, movie: Stand, tmp_path: Path) -> None:
    ticket = movie.provider().submit(movie.request, "key")
    movie.far.finish()
    stranger = far.Bedrock(
        replace(far.site_of(movie), settings=far.settings(movie.far, bucket_owner="9" * 12))
    )
    with pytest.raises(ProviderDenied):
        stranger.fetch(ticket, tmp_path / "got")
    assert not (tmp_path / "got").exists()


def test_a_file_that_is_not_the_one_that_was_listed_is_not_kept(
    movie: Stand, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from secondunit.providers.bedrock import ray

    provider = movie.provider()
    ticket = provider.submit(movie.request, "key")
    movie.far.finish()
    real = ray.listed

    def listed(*args: Any) -> Any:
        found = real(*args)
        key = found[0].key
        movie.far.store.put_object("show-results", key, b"another file, put there by somebody else")  # type: ignore[attr-defined]
        return found

    monkeypatch.setattr(ray, "listed", listed)
    with pytest.raises(BadDownload):
        provider.fetch(ticket, tmp_path / "got")
    assert not list(tmp_path.glob("*got*/*"))


def test_content_that_is_not_what_its_etag_says_is_not_kept() -> None:
    import io

    from secondunit.providers.bedrock.bucket import _chunks

    good = "900150983cd24fb0d6963f7d28e17f72"
    assert b"".join(_chunks(io.BytesIO(b"abc"), good)) == b"abc"
    assert b"".join(_chunks(io.BytesIO(b"abd"), "")) == b"abd", "a KMS key's ETag says nothing of the content"
    with pytest.raises(BadDownload):
        list(_chunks(io.BytesIO(b"abd"), good))


# ---- by the door, and by nothing else ----


def test_a_picture_behind_a_shut_door_is_refused_and_can_be_asked_for_later(far: Any, picture: Stand) -> None:
    def shut(call: Any) -> Any:
        raise Refused("No rule allows this provider.")

    class Shut:
        send = staticmethod(shut)
        connect = staticmethod(shut)

    site = far.site_of(picture)
    with pytest.raises(Refused):
        far.Bedrock(replace(site, door=Shut())).submit(picture.request, "key")
    assert picture.far.asked == 0
    assert picture.provider().submit(picture.request, "key").key == "key"


def test_every_call_of_a_job_names_it_and_no_socket_opens_beside_the_door(
    movie: Stand, tmp_path: Path
) -> None:
    with sockets_guarded() as past:
        provider = movie.provider()
        provider.capabilities()
        ticket = provider.submit(movie.request, "job-7-0")
        movie.far.finish()
        provider.recover(movie.request, "job-7-0")
        provider.fetch(ticket, tmp_path / "got")
    assert past == [] and movie.door is not None
    named = [(call.errand, call.method) for call in movie.door.calls]
    assert named[:2] == [("", "GET")] * 2, "what is offered, and what is kept, concern no job"
    assert len(named) == 7 and all(errand == "job-7-0" for errand, _ in named[2:])


def test_jobs_in_many_threads_share_a_provider_and_each_call_names_its_own(
    movie: Stand, tmp_path: Path
) -> None:
    provider = movie.provider()
    keys = [f"job-{number}-0" for number in range(12)]

    def one(key: str) -> tuple[str, State]:
        ticket = provider.submit(movie.request, key)
        return ticket.id, provider.poll(ticket).state

    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(one, keys))
    assert len({arn for arn, _ in made}) == movie.far.taken == 12
    assert all(state is State.RUNNING for _, state in made)
    assert movie.door is not None
    for call in movie.door.calls:
        if call.method == "POST":
            assert json.loads(call.body)["clientRequestToken"] == call.errand
    assert sorted(call.errand for call in movie.door.calls) == sorted(keys * 2)


@pytest.mark.parametrize(
    "answer",
    [
        b"[]",
        b"null",
        b'{"images": []}',
        b'{"images": ["not base64!"]}',
        b'{"images": {"a": 1}}',
        b"{",
        b"\xff",
    ],
)
def test_an_answer_without_a_picture_or_a_reason_is_uncertain_and_not_asked_for_again(
    picture: Stand, answer: bytes
) -> None:
    picture.far.said = answer  # type: ignore[attr-defined]
    with pytest.raises(Uncertain):
        picture.provider().submit(picture.request, "key")
    with pytest.raises(Uncertain):
        picture.provider().submit(picture.request, "key")
    assert picture.far.asked == 1


def test_no_key_is_ever_written_down(movie: Stand, picture: Stand, tmp_path: Path) -> None:
    for stand in (movie, picture):
        ticket = stand.provider().submit(stand.request, "key")
        stand.far.finish()
        stand.provider().fetch(ticket, stand.folder / "got")
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"canary-key-for-aws" not in written and b"AKIACANARY" not in written
    sent = [heads for stand in (movie, picture) for heads in stand.far.heads]  # type: ignore[attr-defined]
    assert sent and not any("canary-key" in value for heads in sent for value in heads.values())
    assert {heads["user-agent"] for heads in sent} == {"secondunit"}


def test_nobody_home_means_that_nothing_was_taken(movie: Stand) -> None:
    movie.far.trouble(Verb.SUBMIT, Trouble.ABSENT)
    with pytest.raises(ProviderAbsent):
        movie.provider().submit(movie.request, "key")
    assert movie.provider().recover(movie.request, "key") is None and movie.far.taken == 0
