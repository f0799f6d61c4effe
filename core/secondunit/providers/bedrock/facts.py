"""What is known of Bedrock, each with its source: lives, geographies, data retention, floors of botocore."""

from __future__ import annotations

from collections.abc import Mapping

from secondunit.wire.capability import NO_END
from secondunit.wire.training import TrainedOn

from ..facts import Fact, FactSource

_READ = "2026-11-29"
_BOTO = FactSource("`botocore` 1.44.8, its models of `bedrock` and `bedrock-runtime`", _READ)
_RETENTION = FactSource(
    "docs.aws.amazon.com/bedrock, *Data retention* and *API_ProjectDataRetention*; days: *Abuse detection*",
    _READ,
)
_LIVES = FactSource("docs.aws.amazon.com/bedrock, *Model lifecycle* (with its page of legacy models)", _READ)
_CARDS = FactSource("docs.aws.amazon.com/bedrock, the model cards of Stability AI and of Luma AI", _READ)
_VERSIONS = FactSource("`botocore` 1.44.8 and older ones beside it, their service models", _READ)

GEOGRAPHIES: Fact[Mapping[str, tuple[str, ...]]] = Fact(
    "The Stability models have inference profiles for the geography us only; Ray2 has none and runs in its "
    "Region. Where `ListInferenceProfiles` may be asked, what it lists counts instead.",
    {"stability.": ("us",)},
    _CARDS,
)
MODES = Fact(
    "Data retention has the modes {}; a project's counts unless it is inherit, then the account's in that "
    "Region, then the model's own.",
    ("default", "none", "aws_review", "provider_data_share", "inherit"),
    _RETENTION,
)
#: `default` and `inherit` are the model's own mode, which for the models here keeps nothing.
KEPT: Fact[Mapping[str, int]] = Fact(
    "Nothing is kept under none, and under the models' own mode for those offered here; up to 30 days under "
    "aws_review; for a time that is not told, by the model's maker as well, under provider_data_share.",
    {"none": 0, "default": 0, "inherit": 0, "aws_review": 30, "provider_data_share": NO_END},
    _RETENTION,
)
NO_PROJECT = Fact(
    "`InvokeModel` takes a project; `{}` takes none, and runs in the account's default one.",
    "StartAsyncInvoke",
    _BOTO,
)
LIFE = Fact(
    "A model's life has {}: each is told for a Region by `ListFoundationModels`.",
    ("startOfLifeTime", "legacyTime", "publicExtendedAccessTime", "endOfLifeTime"),
    _BOTO,
)
EXTENDED = Fact(
    "From its day of extended access until its end a model costs more, by a price that its maker sets ({}).",
    "no list has it",
    _LIVES,
)
CLOSED = Fact(
    "New accounts cannot begin to use a {} model, and an account that leaves one idle may lose it.",
    "legacy",
    _LIVES,
)
ENDED = Fact("Ended at AWS, and offered nowhere here: {}.", ("Nova Canvas", "Nova Reel"), _LIVES)
ENDED_ELSEWHERE = Fact(
    "Ended at Google, and offered nowhere here: {}.",
    ("Imagen 4", "Veo 2", "Veo 3"),
    FactSource(
        "Imagen 4 on 2026-08-17: release notes of azmym/gemini-mcp v0.2.1 (second hand); Veo: told, not read",
        _READ,
    ),
)
FLOOR = Fact("`GetProject` and a project for `InvokeModel` are in botocore from {}.", "1.44.8", _VERSIONS)
RETENTION_FLOOR = Fact(
    "`GetAccountDataRetention` and `publicExtendedAccessTime` are in botocore from {} at the latest.",
    "1.43.32",
    _VERSIONS,
)
CONVERSE_FLOOR = Fact(
    "Structured output of `Converse` (`outputConfig`) is in botocore from {}.", "1.42.42", _VERSIONS
)
TRAINED_ON = Fact(
    "No page of Stability AI or Luma AI was found that says on what ground these models were trained.",
    TrainedOn.UNKNOWN,
    FactSource("their terms, help pages and model cards, searched for it", _READ),
)
