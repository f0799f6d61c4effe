"""Ray2's way: started with our key as its token, asked for by its ARN, and left in the studio's bucket.

It knows the calls of `bedrock-runtime` that concern what runs by itself; there is none that stops a job.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from secondunit.wire import Problem
from secondunit.wire.errors import (
    BadDownload,
    BadInput,
    BadSettings,
    Expired,
    Moderated,
    NotFound,
    ProviderAbsent,
    ProviderBroken,
    ProviderError,
    ProviderSilent,
    RateLimited,
    SecondUnitError,
    Uncertain,
)

from ..landing import Landing
from ..protocol import CancelOutcome, Request, State, Status, Ticket
from .bucket import bring, listed
from .clients import Clients
from .faults import for_submit, refuses_content, told
from .held import Held, name_of
from .models import RAY
from .sending import on_errand
from .settings import Settings

#: How often it is asked for, in seconds: a clip takes minutes.
POLL = 10.0
#: How many of the account's newest jobs are looked through for ours.
MOST_PAGES, PAGE = 20, 100
#: What passes by itself: the question can be put again.
PASSING = (ProviderAbsent, ProviderSilent, ProviderBroken, RateLimited)
_TOKEN = re.compile(r"[!-~]{1,256}")


class Ray:
    """The verbs for a movie."""

    def __init__(self, clients: Clients, settings: Settings, archive: Held) -> None:
        self._clients, self._settings, self._held = clients, settings, archive

    def submit(self, request: Request, key: str, body: dict[str, Any]) -> Ticket:
        """Start it; the same key twice is one job at AWS. Raises `Uncertain` where no answer says so."""
        if not self._settings.bucket:
            raise BadSettings("Ray2 needs a bucket for its movies.", remedy="Set bucket and bucket_owner.")
        if not _TOKEN.fullmatch(key):
            raise BadInput("The key of a job is up to 256 letters without a space.", where="key")
        with on_errand(key):
            self._clients.ready()
            self._held.note(key)
            try:
                arn = self._started(key, body)
            except (ProviderSilent, ProviderBroken, BadDownload) as error:
                raise Uncertain("Bedrock did not say whether it took the job.") from error
            except Uncertain:
                raise
            except SecondUnitError as error:
                self._held.forget(key)
                raise for_submit(error) from None
        return self._ticket(request, key, arn)

    def recover(self, request: Request, key: str) -> Ticket | None:
        """The job with our token in AWS's own list; None where it is not there.

        Raises `Uncertain` where the list is kept from us, and what passes by itself as it is.
        """
        with on_errand(key):
            try:
                self._clients.ready()
                arn = self._found(key)
            except PASSING:
                raise
            except ProviderError as error:
                raise Uncertain(f"Bedrock cannot be asked for the job: {error.problem.message}") from error
        return None if arn is None else self._ticket(request, key, arn)

    def poll(self, ticket: Ticket) -> Status:
        """Its state; AWS tells no progress and no bill."""
        try:
            told_of = self._told(ticket)
        except NotFound:
            text = "Bedrock no longer knows this job."
            return Status(State.LOST, problem=Problem(Uncertain.code, text, Uncertain.default_remedy))
        state = told_of.get("status")
        if state == "InProgress":
            return Status(State.RUNNING, retry_after=POLL)
        if state == "Completed":
            return Status(State.DONE, 1.0)
        if state != "Failed":
            raise ProviderBroken(f"Bedrock tells a state that we do not know: {str(state)[:40]}.")
        why = " ".join(str(told_of.get("failureMessage") or "it says nothing more").split())[:300].rstrip(
            ". "
        )
        kind = Moderated if refuses_content(why) else ProviderError
        remedy = kind.default_remedy or "Try again, or choose another model."
        return Status(State.FAILED, problem=Problem(kind.code, f"Bedrock says: {why}.", remedy))

    def fetch(self, ticket: Ticket, into: Path) -> list[Path]:
        """Everything below the job's own folder of the bucket, once it is done."""
        status = self.poll(ticket)
        if status.state not in (State.DONE, State.LOST):
            raise NotFound("There is nothing to fetch: the job is not done.")
        bucket, owner = self._settings.bucket, self._settings.bucket_owner
        with on_errand(ticket.key):
            store = self._clients.store
            files = listed(store, bucket, owner, self._folder(ticket.key))
            if not files:
                raise Expired("The bucket no longer holds the result.")
            with Landing(into) as landing:
                for file in files:
                    bring(store, bucket, owner, file, landing)
        self._held.forget(ticket.key)
        return landing.paths

    def cancel(self, ticket: Ticket) -> CancelOutcome:
        """AWS has no way to stop it: it runs on and is billed, unless it has ended."""
        state = self.poll(ticket).state
        if state is State.LOST:
            return CancelOutcome.UNKNOWN
        return CancelOutcome.TOO_LATE if state.final else CancelOutcome.IMPOSSIBLE

    # ---- the calls ----

    def _started(self, key: str, body: dict[str, Any]) -> str:
        place: Any = {
            "s3Uri": f"s3://{self._settings.bucket}/{self._folder(key)}",
            "bucketOwner": self._settings.bucket_owner,
        }
        if self._settings.kms_key:
            place["kmsKeyId"] = self._settings.kms_key
        with told("Bedrock"):
            answer = self._clients.runtime.start_async_invoke(
                modelId=RAY,
                modelInput=body,
                clientRequestToken=key,
                outputDataConfig={"s3OutputDataConfig": place},
            )
            return _arn(answer)

    def _found(self, key: str) -> str | None:
        more: Any = {}
        for _ in range(MOST_PAGES):
            with told("Bedrock"):
                page = self._clients.runtime.list_async_invokes(
                    maxResults=PAGE, sortBy="SubmissionTime", sortOrder="Descending", **more
                )
                for summary in page.get("asyncInvokeSummaries", []):
                    if summary.get("clientRequestToken") == key:
                        return _arn(summary)
            if not page.get("nextToken"):
                return None
            more = {"nextToken": page["nextToken"]}
        raise ProviderError("The account has started too many jobs since to look through them.")

    def _told(self, ticket: Ticket) -> Any:
        """What AWS says of a job; raises `NotFound` for one that it does not know."""
        with on_errand(ticket.key):
            try:
                with told("Bedrock"):
                    return self._clients.runtime.get_async_invoke(invocationArn=ticket.id)
            except BadInput as error:
                # The ARN is AWS's own: what it finds wrong with it is that there is no such job any more.
                raise NotFound(error.problem.message) from None

    def _ticket(self, request: Request, key: str, arn: str) -> Ticket:
        return Ticket("bedrock", arn, key, request.digest, self._settings.region)

    def _folder(self, key: str) -> str:
        return "/".join(part for part in (self._settings.prefix, name_of(key)) if part) + "/"


def _arn(answer: Any) -> str:
    arn = answer.get("invocationArn")
    if not isinstance(arn, str) or not arn.startswith("arn:"):
        raise ProviderBroken("Bedrock's answer names no job.")
    return arn
