"""What every network of a studio says of itself: its file, on what terms, and who allowed it when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from secondunit.media.foreign import digest_of
from secondunit.media.whole import storage_error
from secondunit.wire import Licence, LicencedPart
from secondunit.wire.errors import BadName, MissingField, NotFound, OutOfRange, WeightsAbsent, WrongWeights
from secondunit.wire.name import check_name

_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, kw_only=True)
class AllowedFile:
    """A file and its SHA-256, where it is from, on what terms, and who allowed it when."""

    name: str
    file: str
    sha256: str
    source: str
    licence: str
    allowed_by: str
    allowed_on: str
    label: str = ""
    code_licence: str = ""

    def __post_init__(self) -> None:
        check_name("network", self.name)
        for name in ("file", "source", "licence", "allowed_by"):
            if not str(getattr(self, name)).strip():
                raise MissingField(f"A network says its {name.replace('_', ' ')}.", where=name)
        if len(self.sha256) != 64 or not set(self.sha256) <= _HEX:
            raise OutOfRange("A SHA-256 is 64 digits of 0 to f, in small letters.", where="sha256")
        try:
            date.fromisoformat(self.allowed_on)
        except ValueError:
            raise OutOfRange(
                "The day on which it was allowed is written 2026-11-30.", where="allowed_on"
            ) from None
        place = PurePosixPath(self.file)
        if place.is_absolute() or ".." in place.parts or "\\" in self.file or ":" in self.file:
            raise BadName("The file lies in the folder of models.toml.", where="file")

    @property
    def licences(self) -> tuple[Licence, ...]:
        """Of the weights and, where it is said, of the code."""
        code = (Licence(LicencedPart.CODE, self.code_licence, self.source),) if self.code_licence else ()
        return (*code, Licence(LicencedPart.WEIGHTS, self.licence, self.source))

    @property
    def allowed(self) -> str:
        """Who allowed it, and when, as a sentence has it."""
        return f"allowed by {self.allowed_by} on {self.allowed_on}"


def allowed_path(network: AllowedFile, folder: Path) -> Path:
    """The path of a file that is there and is the one that was allowed.

    Raises `WeightsAbsent`, `WrongWeights`; each says what is other than the entry has it.
    """
    path = folder / network.file
    try:
        digest = digest_of(path)
    except OSError as error:
        fault = storage_error(error, path)
        if not isinstance(fault, NotFound):
            raise fault from error
        raise WeightsAbsent(
            f"{network.name} has no file {network.file}.",
            remedy="Put it beside models.toml.",
            where=str(path),
        ) from error
    if digest != network.sha256:
        raise WrongWeights(
            f"{network.file} is not the file that was allowed: its SHA-256 is {digest[:12]}..., and "
            f"{network.allowed_by} allowed {network.sha256[:12]}....",
            remedy="Put the allowed file back, or have this one allowed: sha256, allowed_by, allowed_on.",
            where=str(path),
        )
    return path
