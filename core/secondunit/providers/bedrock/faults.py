"""What AWS says when something goes wrong, in our words; it knows codes and statuses, and no model."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from botocore import exceptions as aws
from botocore.parsers import ResponseParserError

from secondunit.wire.errors import (
    BadDownload,
    BadInput,
    Conflict,
    Moderated,
    NotFound,
    ProviderBroken,
    ProviderDenied,
    ProviderError,
    ProviderLacks,
    RateLimited,
    SecondUnitError,
    Uncertain,
)

from ..door import retry_after

_NOT_LET_IN = {
    "AccessDenied", "AccessDeniedException", "ExpiredToken", "ExpiredTokenException", "ForbiddenException",
    "IncompleteSignature", "InvalidAccessKeyId", "InvalidClientTokenId", "InvalidSignatureException",
    "MissingAuthenticationToken", "SignatureDoesNotMatch", "UnauthorizedException",
    "UnrecognizedClientException",
}  # fmt: skip
_LATER = {
    "ModelNotReadyException", "RequestLimitExceeded", "ServiceUnavailable", "ServiceUnavailableException",
    "SlowDown", "Throttling", "ThrottlingException", "TooManyRequestsException",
}  # fmt: skip
_NOT_THERE = {"NoSuchBucket", "NoSuchKey", "NotFound", "ResourceNotFoundException"}
#: How a 400 that is a refusal by content rules differs from one about the request's form: Bedrock has no
#: error of its own for it.
_REFUSALS = (
    "content filter", "content moderation", "content policy", "moderat", "filter reason", "blocked by",
    "responsible ai", "safety system", "violates", "inappropriate", "prohibited content",
)  # fmt: skip
_GONE = ("end of its life", "end of life", "legacy", "no longer available")
_PAUSE_FOR_QUOTA = 60.0


@contextlib.contextmanager
def told(service: str) -> Iterator[None]:
    """Turn what botocore raises within the block into errors of ours."""
    try:
        yield
    except SecondUnitError:
        raise
    except aws.ClientError as error:
        raise fault(service, error) from None
    except aws.ParamValidationError as error:
        raise BadInput(f"{service} takes no such request: {_sentence(str(error))}") from None
    except aws.ProfileNotFound as error:
        raise ProviderDenied(_sentence(str(error)), remedy="Add it with: aws configure sso") from None
    except (
        aws.CredentialRetrievalError, aws.NoCredentialsError, aws.PartialCredentialsError, aws.SSOError,
        aws.TokenRetrievalError, aws.UnauthorizedSSOTokenError, aws.NoAuthTokenError, aws.ConfigParseError,
        aws.InvalidConfigError,
    ) as error:  # fmt: skip
        raise ProviderDenied(
            f"There are no keys for AWS: {_sentence(str(error))}",
            remedy="Sign in again (aws sso login --profile NAME), then retry the job.",
        ) from None
    except (aws.IncompleteReadError, aws.ChecksumError, aws.FlexibleChecksumError) as error:
        raise BadDownload(f"What {service} sent is not whole: {_sentence(str(error))}") from None
    except (aws.BotoCoreError, ResponseParserError, ValueError, KeyError, TypeError, AttributeError) as error:
        # Not told further: the text of such an error may hold the whole answer, keys of a sign-in included.
        raise ProviderBroken(f"{service}'s answer makes no sense ({type(error).__name__}).") from None


def fault(service: str, error: aws.ClientError) -> SecondUnitError:
    """The error of ours for an answer with a fault; never raises."""
    answer: Any = error.response
    code = str(answer.get("Error", {}).get("Code", ""))
    message = _sentence(str(answer.get("Error", {}).get("Message", "")) or code)
    metadata = answer.get("ResponseMetadata", {})
    status, headers = int(metadata.get("HTTPStatusCode", 0)), dict(metadata.get("HTTPHeaders", {}))
    if code in _NOT_THERE or status == 404:
        return NotFound(f"{service} knows no such thing: {message}")
    if code in _NOT_LET_IN or status in (401, 403):
        return ProviderDenied(f"{service} does not let us in: {message}")
    if code == "ServiceQuotaExceededException":
        return _busy(service, headers, _PAUSE_FOR_QUOTA)
    if code in _LATER or status in (429, 503):
        return _busy(service, headers, 10.0)
    if code == "ModelTimeoutException" or status == 408:
        return Uncertain(f"The model took too long, and {service} does not say whether it was billed.")
    if code == "ModelErrorException" or status == 424:
        return ProviderError(f"The model failed: {message}", remedy="Try again, or choose another model.")
    if code == "ConflictException" or status == 409:
        return Conflict(f"{service} has another request under the same name: {message}")
    if status == 412:
        return BadDownload("The result was changed while it was read.")
    if 400 <= status < 500:
        return _refusal(service, message)
    return ProviderBroken(f"{service} answers with the fault {status}: {message}")


def for_submit(error: SecondUnitError) -> SecondUnitError:
    """What an answer means where a job was to be taken, and was not: what is not found is the model."""
    if type(error) is NotFound:
        return ProviderLacks(f"Bedrock has no such model here: {error.problem.message}")
    if type(error) is ProviderError:
        return ProviderBroken(error.problem.message, remedy=error.problem.remedy)
    return error


def refuses_content(message: str) -> bool:
    """Whether these words of the service are a refusal by its content rules."""
    return any(words in message.lower() for words in _REFUSALS)


def _refusal(service: str, message: str) -> SecondUnitError:
    if refuses_content(message):
        return Moderated(f"The content rules refuse it: {message}")
    if any(words in message.lower() for words in _GONE):
        return ProviderLacks(
            f"{service} no longer offers this model: {message}", remedy="Choose another model."
        )
    return BadInput(f"{service} refuses the request: {message}")


def _busy(service: str, headers: dict[str, str], default: float) -> RateLimited:
    plain = {"Retry-After": headers.get("retry-after", ""), "Date": headers.get("date", "")}
    wait = retry_after(plain, default)
    return RateLimited(f"{service} asks for a pause of {wait:.0f} s.", retry_after=wait)


def _sentence(text: str) -> str:
    """One line that ends in a full stop, at most 300 characters."""
    line = " ".join(text.split())[:300].rstrip(". ")
    return f"{line}." if line else "it says nothing more."
