"""The settings of ComfyUI, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from secondunit.ground.addresses import is_loopback_url, server_url
from secondunit.wire.errors import BadSettings

from .intake import MOST_FRAMES
from .interface.questions import PARTS, SETTING
from .transport import Transport, named_transport


@dataclass(frozen=True)
class Settings:
    """What a studio sets: which servers, which workflows, and how they are asked.

    `servers` (URLs, comma separated), `workflows` (a folder, absolute), `blueprints` (names of published
    ones, comma separated, whose models' licences the studio has looked at), `noncommercial` (true where the
    show is none: models that forbid commercial work, or whose licence is not known, are then offered, too),
    `cleared` (those of `blueprints` whose models' terms the studio has settled by itself, comma separated:
    they are offered whatever is known of them), `label`, `secret` (the name of a
    bearer token, for servers behind a studio's own gate), `timeout` in seconds, `frames` (the most frames of
    one movie; a longer shot is split), `transport` (`exr`, `png16` or `png8`: the most that pictures are sent
    and saved with; without it the best that a server can do), `free` (false where asking costs money: then
    nothing is ever sent again by itself), `parts.MODEL.PART` (what an artist was asked once),
    `memory.MODEL` (GB that a card must hold for it, where several servers differ).
    """

    urls: tuple[str, ...]
    workflows: Path
    label: str
    secret: str
    timeout: float
    frames: int
    transport: Transport
    free: bool
    blueprints: tuple[str, ...] = ()
    noncommercial: bool = False
    cleared: tuple[str, ...] = ()
    #: What a studio said of its own blueprints: by the model, which input is which part of a brief.
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)
    #: What a card must hold for a model, in GB, where the studio says it.
    memory: Mapping[str, float] = field(default_factory=dict, hash=False)

    def judged(self, blueprint: str) -> bool:
        """Whether the licences of a blueprint's models are held against this show."""
        return not self.noncommercial and blueprint not in self.cleared

    @property
    def leaves(self) -> bool:
        """Whether a picture leaves this machine."""
        return not all(is_loopback_url(url) for url in self.urls)


def read_settings(values: Mapping[str, object]) -> Settings:
    """The settings as a file gives them; raises `BadSettings`."""
    urls = tuple(address.strip() for address in str(values.get("servers", "")).split(",") if address.strip())
    for url in urls:
        at = server_url(url)
        if at is None or at.scheme not in ("http", "https") or at.username or at.query:
            raise BadSettings(
                f"{url[:80]!r} is not the address of a ComfyUI server.",
                remedy="Write it as http://gpu1:8188.",
                where="servers",
            )
    folder = Path(str(values.get("workflows", "")))
    if not urls or not folder.is_absolute():
        raise BadSettings(
            "ComfyUI needs servers and an absolute folder of workflows.",
            remedy="Set servers and workflows.",
            where="servers" if not urls else "workflows",
        )
    return Settings(
        urls,
        folder,
        label=str(values.get("label", "ComfyUI")),
        secret=str(values.get("secret", "")),
        timeout=_number(values, "timeout", 60.0),
        frames=int(_number(values, "frames", MOST_FRAMES)),
        transport=named_transport(str(values.get("transport", "exr"))),
        free=values.get("free", True) is not False,
        blueprints=_names(values.get("blueprints", "")),
        noncommercial=_flag(values, "noncommercial"),
        cleared=_names(values.get("cleared", "")),
        answers=_answers(values),
        memory={
            name.removeprefix("memory."): _number(values, name, 0.0)
            for name in values
            if name.startswith("memory.")
        },
    )


def _names(value: object) -> tuple[str, ...]:
    """Names between commas, each once."""
    return tuple(dict.fromkeys(name for part in str(value).split(",") if (name := part.strip())))


def _answers(values: Mapping[str, object]) -> dict[str, dict[str, str]]:
    """`parts.clean_up.plate = "image2"`, by model and part; raises `BadSettings` for a part that is none."""
    answers: dict[str, dict[str, str]] = {}
    for name, value in values.items():
        if not name.startswith(f"{SETTING}."):
            continue
        model, _, part = name.removeprefix(f"{SETTING}.").rpartition(".")
        if not model or part not in PARTS or not isinstance(value, str):
            raise BadSettings(
                f"{name[:60]} says nothing that is asked.",
                remedy=f'Write it as {SETTING}.MODEL.plate = "image"; asked are {", ".join(PARTS)}.',
                where=name,
            )
        answers.setdefault(model, {})[part] = value
    return answers


def _flag(values: Mapping[str, object], name: str) -> bool:
    value = values.get(name, False)
    if not isinstance(value, bool):
        raise BadSettings(f"{name} is {str(value)[:40]!r}; it is true or false, without quotes.", where=name)
    return value


def _number(values: Mapping[str, object], name: str, default: float) -> float:
    try:
        number = float(str(values.get(name, default)))
    except ValueError:
        number = 0.0
    if not number > 0:
        raise BadSettings(f"{name} is {str(values[name])[:40]!r}; it is a number above 0.", where=name)
    return number
