"""What the small service of the tests knows and makes up: kind, provider, pictures, takes, estimate."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from secondunit.wire import (
    Brief,
    Capability,
    ColorSpace,
    Control,
    Estimate,
    Format,
    FrozenMap,
    Job,
    Kind,
    Limit,
    Rate,
    SecondUnitError,
    Take,
    TakeLayer,
    Task,
    Understood,
    brief_digest,
    read_controls,
)
from secondunit.wire.errors import BadInput

SMOKE = Kind(
    "smoke",
    "Smoke",
    controls=(
        Control("density", "Density", default=1.0, minimum=0.0, maximum=4.0, step=0.05, help="How thick"),
        Control("height", "Height", unit="m", default=6.0, minimum=0.1, maximum=100.0,
                help="How high it rises"),
        Control("color", "Colour", "color", default="0.8 0.8 0.8", help="The smoke's own colour"),
        Control("loop", "Loop", "bool", default=False, help="End where it begins"),
        Control("source", "Source", "choice", default="disc", choices=("disc", "line"), group="Source"),
        Control("steps", "Steps", "int", default=2, minimum=1, maximum=8, group="Quality"),
    ),
)  # fmt: skip


ONBOARD = Capability(
    "onboard", "On this machine", kinds=("smoke",), prompt=10_000,
    terms="Simulated on this machine; nothing leaves it.",
    limits=(Limit("Frames", "1 to 100,000"), Limit("Sides", "up to 32,768 pixels"),
            Limit("Prompt", "up to 10,000 characters"), Limit("Memory", "48 GB for jobs")),
)  # fmt: skip
#: The views a frame may be asked in.
VIEWS = ("plate", "black", "white", "grey", "checker", "alpha", "behind")


def png(width: int, height: int, color: tuple[int, int, int], stripe: int = 0) -> bytes:
    """A valid PNG of one colour, with a light stripe of four columns that begins at `stripe`."""
    row = b"".join(bytes((250, 250, 250)) if stripe <= x < stripe + 4 else bytes(color) for x in range(width))
    parts = (
        (b"IHDR", struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress((b"\0" + row) * height, 1)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def take_of(job: Job, folder: str = "/nowhere", version: int = 1, **changes: Any) -> Take:
    """The take that a job of the tests makes."""
    name = f"{job.element}_v{version:03d}"
    take = Take(
        id="t" + job.id[1:], job=job.id, show=job.show, shot=job.shot, element=job.element,
        version=version, folder=folder, frames=job.frames, rate=Rate(24), format=Format(64, 36),
        colorspace=ColorSpace("ACEScg"), brief_digest=job.brief_digest, thumbnail="previews/thumbnail.png",
        layers=(TakeLayer("beauty", f"{name}.%04d.exr", ("R", "G", "B", "A")),), task=Task.ELEMENT,
    )  # fmt: skip
    return replace(take, **changes)


def page(items: Any, query: dict[str, str]) -> tuple[tuple[Any, ...], str]:
    named = {name: query[name] for name in ("show", "shot", "element") if name in query}
    found = [item for item in items if all(getattr(item, name) == value for name, value in named.items())]
    newest = sorted(found, key=lambda item: item.id, reverse=True)
    if "after" in query:
        newest = [item for item in newest if item.id < query["after"]]
    limit = int(query.get("limit", "50"))
    return tuple(newest[:limit]), newest[limit - 1].id if len(newest) > limit else ""


def stamp(seconds: int) -> str:
    return (datetime(2026, 1, 1) + timedelta(seconds=seconds)).isoformat() + "Z"


def estimate_of(brief: Brief, kinds: tuple[Kind, ...]) -> Estimate:
    """Allowed; `thick` is understood and `unicorn` is not. Raises for what no kind of these takes."""
    if brief.task is not Task.ELEMENT:
        return Estimate(brief_digest(brief), verdict="Allowed: nothing leaves this machine.", seconds=1.0)
    if brief.provider == "comp":
        return Estimate(brief_digest(brief), verdict="Nothing leaves this machine.")
    named = brief.kind or next((kind.name for kind in kinds if kind.name in brief.prompt), kinds[0].name)
    kind = next((kind for kind in kinds if kind.name == named), None)
    if kind is None:
        raise BadInput(f"There is no kind {brief.kind!r}.", where="kind")
    try:
        hand = read_controls(kind.controls, brief.controls)
    except SecondUnitError as error:
        if brief.kind:
            raise error.at("controls") from None
        return Estimate(brief_digest(brief), kind=kind.name, problems=(error.at("controls").problem,))
    understood = (Understood("thick", "density", 2.5),) if "thick" in brief.prompt else ()
    settings = {control.name: control.default for control in kind.controls}
    settings.update({word.control: word.value for word in understood})
    settings.update(hand)
    ignored = ("unicorn",) if "unicorn" in brief.prompt else ()
    return Estimate(
        brief_digest(brief),
        verdict="Allowed: nothing leaves this machine.",
        seconds=12.0,
        memory=10**8,
        disk=10**7,
        disk_free=10**12,
        settings=FrozenMap(settings),
        understood=understood,
        ignored=ignored,
        kind=kind.name,
    )
