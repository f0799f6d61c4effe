"""The studio's table for Bedrock, read and checked once: where it may run, where results go, what it costs.

It knows the form of AWS names; it asks nobody whether they exist.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from secondunit.ground.addresses import is_loopback_url, server_url
from secondunit.wire import Money, Scalar
from secondunit.wire.errors import BadSettings

from .facts import MODES

#: The first part of a Region's name, for each geography that inference profiles are kept for.
GEOGRAPHIES = {
    "us": "us-",
    "eu": "eu-",
    "apac": "ap-",
    "us-gov": "us-gov-",
    "jp": "ap-northeast-",
    "au": "ap-southeast-",
}
#: Services that may have an address of their own (a VPC endpoint).
SERVICES = ("bedrock", "bedrock-runtime", "s3")

_REGION = re.compile(r"[a-z]{2}(-gov)?-[a-z]+-\d")
_BUCKET = re.compile(r"[a-z0-9][.\-a-z0-9]{1,61}[a-z0-9]")
_KEY = re.compile(
    r"arn:aws(-[^:]+)?:kms:[a-zA-Z0-9-]*:\d{12}:((key/[a-zA-Z0-9-]{36})|(alias/[a-zA-Z0-9-_/]+))"
)
_PROJECT = re.compile(
    r"[a-zA-Z0-9_-]{1,64}|arn:aws(-[^:]+)?:bedrock:[0-9a-z-]{1,20}:[0-9]{12}:project/[a-zA-Z0-9_-]{1,64}"
)
_PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-/]{0,200}")


@dataclass(frozen=True)
class Credentials:
    """Where the keys come from: a profile of the AWS configuration, or the names of secrets."""

    profile: str = ""
    key_id: str = ""
    key: str = ""
    token: str = ""


@dataclass(frozen=True)
class Settings:
    """Everything that is set; see the guide for each. Prices are in US dollars."""

    region: str
    geography: str
    credentials: Credentials
    bucket: str = ""
    prefix: str = ""
    bucket_owner: str = ""
    kms_key: str = ""
    addressing: str = "auto"
    #: Where pictures run; empty is the account's default project.
    project: str = ""
    #: The mode of data retention that the studio says, for where AWS does not let itself be asked.
    data_retention: str = ""
    endpoints: Mapping[str, str] = field(default_factory=dict)
    prices: Mapping[str, str] = field(default_factory=dict)
    timeout: float = field(default=30.0, metadata={"unit": "s"})
    #: How long a picture may take that is answered in the call itself.
    patience: float = field(default=300.0, metadata={"unit": "s"})

    @classmethod
    def read(cls, table: Mapping[str, Scalar]) -> Settings:
        """The settings in a table; raises `BadSettings` with the name of the one at fault."""
        region, geography = _text(table, "region"), _text(table, "geography")
        if not _REGION.fullmatch(region):
            raise _wrong("region", "a Region such as us-west-2", region)
        if geography not in GEOGRAPHIES:
            raise _wrong("geography", "one of " + ", ".join(GEOGRAPHIES), geography)
        if not region.startswith(GEOGRAPHIES[geography]) or (
            region.startswith("us-gov-") != (geography == "us-gov")
        ):
            raise BadSettings(
                f"The Region {region} does not lie in the geography {geography}.",
                remedy="Set region and geography so that they agree with the contract.",
                where="geography",
            )
        settings = cls(
            region, geography, _credentials(table),
            bucket=_text(table, "bucket"),
            prefix=_text(table, "prefix", "secondunit").strip("/"),
            bucket_owner=_text(table, "bucket_owner"),
            kms_key=_text(table, "kms_key"),
            addressing=_text(table, "addressing", "auto"),
            project=_text(table, "project"),
            data_retention=_text(table, "data_retention"),
            endpoints={name: _endpoint(table, name) for name in SERVICES if f"endpoint.{name}" in table},
            prices={name[4:]: str(value) for name, value in table.items() if name.startswith("usd.")},
            timeout=_seconds(table, "timeout", 30.0),
            patience=_seconds(table, "patience", 300.0),
        )  # fmt: skip
        settings._check()
        return settings

    def _check(self) -> None:
        if self.bucket and (not _BUCKET.fullmatch(self.bucket) or self.bucket.endswith("--x-s3")):
            raise _wrong("bucket", "the name of a general purpose bucket", self.bucket)
        if self.bucket and not re.fullmatch(r"\d{12}", self.bucket_owner):
            raise _wrong(
                "bucket_owner", "the 12 digits of the account that owns the bucket", self.bucket_owner
            )
        if self.prefix and not _PREFIX.fullmatch(self.prefix):
            raise _wrong("prefix", "a folder of letters, digits, - and _", self.prefix)
        if self.kms_key and not _KEY.fullmatch(self.kms_key):
            raise _wrong("kms_key", "the ARN of a KMS key or alias", self.kms_key)
        if self.addressing not in ("auto", "path", "virtual"):
            raise _wrong("addressing", "auto, path or virtual", self.addressing)
        if self.project and not _PROJECT.fullmatch(self.project):
            raise _wrong("project", "the id or the ARN of a project", self.project)
        if self.data_retention and self.data_retention not in MODES.value:
            raise _wrong("data_retention", "one of " + ", ".join(MODES.value), self.data_retention)

    def price(self, model: str, variant: str = "", extended: bool = False) -> Decimal:
        """The studio's price for one unit of a model; raises `BadSettings` where there is none.

        In its extended access a model has prices of their own, which no other stands in for.
        """
        end = ".extended" if extended else ""
        for name in (f"{model}.{variant}{end}", f"{model}{end}") if variant else (f"{model}{end}",):
            try:
                price = Decimal(self.prices[name])
            except KeyError:
                continue
            except InvalidOperation:
                price = Decimal(-1)
            if not price.is_finite() or price < 0:
                raise _wrong(f"usd.{name}", "an amount of dollars", self.prices[name])
            return price
        raise BadSettings(
            f"No price is known for {model}{' in its extended access' if extended else ''}.",
            remedy=f"Set usd.{model}{end} from the studio's contract.",
            where=f"usd.{model}{end}",
        )

    def priced_extended(self, model: str) -> bool:
        """Whether the studio has a price for a model's extended access."""
        return any(name.startswith(model) and name.endswith(".extended") for name in self.prices)


def money(amount: Decimal) -> Money:
    """US dollars, exactly."""
    return Money(f"{amount:f}")


def _credentials(table: Mapping[str, Scalar]) -> Credentials:
    profile, key_id, key = _text(table, "profile"), _text(table, "secret.key_id"), _text(table, "secret.key")
    if bool(profile) == bool(key_id or key) or bool(key_id) != bool(key):
        raise BadSettings(
            "Bedrock needs either a profile or the names of two secrets.",
            remedy="Set profile, or secret.key_id and secret.key to the names of stored secrets.",
            where="profile",
        )
    return Credentials(profile, key_id, key, _text(table, "secret.token"))


def _endpoint(table: Mapping[str, Scalar], service: str) -> str:
    url = _text(table, f"endpoint.{service}").rstrip("/")
    at = server_url(url)
    safe = at is not None and (at.scheme == "https" or (at.scheme == "http" and is_loopback_url(url)))
    if at is None or not safe or at.username or at.query:
        raise _wrong(f"endpoint.{service}", "an https address", url)
    return url


def _text(table: Mapping[str, Scalar], name: str, default: str = "") -> str:
    return str(table.get(name, default)).strip()


def _seconds(table: Mapping[str, Scalar], name: str, default: float) -> float:
    try:
        seconds = float(table.get(name, default))
    except ValueError:
        seconds = 0.0
    if not 0.0 < seconds <= 3600.0:
        raise _wrong(name, "a number of seconds up to 3600", str(table.get(name)))
    return seconds


def _wrong(name: str, needed: str, value: str) -> BadSettings:
    return BadSettings(
        f"Bedrock's {name} is {value[:80]!r}, not {needed}.", remedy=f"Set {name}.", where=name
    )
