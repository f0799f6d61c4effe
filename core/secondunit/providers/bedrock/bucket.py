"""The bucket: brings what Ray2 put there, whole and unchanged, or nothing.

It knows S3; each call says whose bucket it must be. It knows no model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import md5
from typing import TYPE_CHECKING, Any

from secondunit.wire.errors import BadDownload, Expired, NotFound, ProviderBroken

from ..landing import Landing
from .faults import told

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

_CHUNK = 256 * 1024
#: The most files one job may put there.
MOST_FILES = 1000


@dataclass(frozen=True)
class Found:
    """One object, as the bucket lists it."""

    key: str
    size: int
    etag: str


def listed(client: S3Client, bucket: str, owner: str, prefix: str) -> list[Found]:
    """Every file below `prefix`, by name; what begins with a dot is AWS's own probe and no result."""
    files: list[Found] = []
    more: dict[str, Any] = {}
    while True:
        with told("S3"):
            page = client.list_objects_v2(Bucket=bucket, Prefix=prefix, ExpectedBucketOwner=owner, **more)
            files += [
                Found(entry["Key"], entry["Size"], entry["ETag"])
                for entry in page.get("Contents", [])
                if not entry["Key"].endswith("/") and not entry["Key"].rsplit("/", 1)[-1].startswith(".")
            ]
        if len(files) > MOST_FILES:
            raise ProviderBroken("There are more files in the bucket than any job of this kind makes.")
        if not page.get("IsTruncated"):
            return sorted(files, key=lambda file: file.key)
        more = {"ContinuationToken": page["NextContinuationToken"]}


def bring(client: S3Client, bucket: str, owner: str, file: Found, landing: Landing) -> None:
    """Stream one object to disk; raises `BadDownload` where it is not the one that was listed."""
    try:
        with told("S3"):
            answer: Any = client.get_object(
                Bucket=bucket, Key=file.key, IfMatch=file.etag, ExpectedBucketOwner=owner
            )
    except NotFound:
        raise Expired("The bucket no longer holds the result.") from None
    body = answer["Body"]
    try:
        if answer["ContentLength"] != file.size or answer["ETag"] != file.etag:
            raise BadDownload("The bucket gives another file than it listed.")
        # An ETag is the content's MD5 only where S3 keeps it in one part and under no key of KMS.
        plain = answer.get("ServerSideEncryption", "AES256") == "AES256" and "-" not in file.etag
        landing.take(file.key, _chunks(body, file.etag.strip('"') if plain else ""), file.size)
    finally:
        body.close()


def _chunks(body: Any, digest: str) -> Iterator[bytes]:
    checksum = md5(usedforsecurity=False)
    with told("S3"):
        while chunk := body.read(_CHUNK):
            checksum.update(chunk)
            yield chunk
    if len(digest) == 32 and checksum.hexdigest() != digest:
        raise BadDownload("The file's content is not what the bucket's ETag says.")
