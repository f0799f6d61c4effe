"""Stands for Bedrock: one before a movie that is asked for later, one before a picture that comes at once."""

from __future__ import annotations

import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from secondunit.providers import Answer, Call, Door, Input, Request, Site
from secondunit.providers.bedrock import Bedrock
from secondunit.providers.http import HttpDoor
from secondunit.testing import Clock, DoesNotApply, GuardedDoor, Stand
from secondunit.wire import FrozenMap, Rate, Task
from secondunit.wire.errors import NotFound, ProviderAbsent

from .bedrock_server import BUCKET, KEY, KEY_ID, KMS, OWNER, REGION, Service, picture

RAY, INPAINT = "luma.ray-v2:0", "stability.stable-image-inpaint-v1:0"


class AwayDoor:
    """A door behind which nobody opens, once, at the step that is to find nobody."""

    def __init__(self, door: Door, service: Service) -> None:
        self._door, self._service = door, service
        self.connect = door.connect

    def send(self, call: Call) -> Answer:
        path = call.url.removeprefix(self._service.url)
        step = self._service.step(call.method, path)
        if step is not None and step is self._service.away:
            self._service.away = None
            raise ProviderAbsent("Nobody opens.")
        return self._door.send(call)


class StillDoor(GuardedDoor):
    """The door of a provider that asks nothing after a submit: shutting it shows nothing of a poll."""

    @property
    def shut(self) -> bool:
        return False

    @shut.setter
    def shut(self, value: bool) -> None:
        if value:
            raise DoesNotApply("after the submit it asks nothing of anybody, so no door can stop it")


def settings(service: Service, **more: Any) -> FrozenMap[Any]:
    """The studio's table, with every service at the small server."""
    table: dict[str, Any] = {
        "region": REGION, "geography": "us", "account": "vfx", "secret.key_id": "aws.key-id",
        "secret.key": "aws.key", "bucket": BUCKET, "bucket_owner": OWNER, "prefix": "shows/one",
        "kms_key": KMS,
        "endpoint.bedrock": service.url, "endpoint.bedrock-runtime": service.url, "endpoint.s3": service.url,
        f"usd.{RAY}": "1.5", f"usd.{RAY}.540p": "0.75", f"usd.{INPAINT}": "0.07", "timeout": 10,
    }  # fmt: skip
    return FrozenMap({name: value for name, value in {**table, **more}.items() if value is not None})


def secret(name: str) -> str:
    """The keys, by name."""
    held = {"aws.key-id": KEY_ID, "aws.key": KEY}
    if name not in held:
        raise NotFound(f"There is no key {name!r}.")
    return held[name]


def given(folder: Path, role: str, width: int, height: int, about: str = "", kind: str = "PNG") -> Input:
    """A file as it is prepared: a real picture."""
    path = folder / f"{role}-{about}-{width}x{height}.{kind.lower()}"
    path.write_bytes(picture(width, height, kind))
    return Input(role, path, sha256(path.read_bytes()).hexdigest(), f"image/{kind.lower()}", about=about)


def stand(folder: Path, pictures: bool, **more: Any) -> Stand:
    """A service, keys, prices, and a request for a movie or for a picture."""
    service, clock, real = Service(pictures), Clock(), HttpDoor(lambda call: None)
    door = (StillDoor if pictures else GuardedDoor)(AwayDoor(real, service))
    got, scratch = folder / "got-here", folder / "scratch"
    got.mkdir(parents=True)
    scratch.mkdir()
    site = Site(door, scratch, settings(service, **more), secret, steady=clock.steady, now=clock.now)
    if pictures:
        service.forgotten = lambda: shutil.rmtree(scratch / "bedrock")
    first = given(folder, "reference", 1280, 720, "first_frame")
    asked = Request(Task.VIDEO, RAY, "a fox runs", 0, 1280, 720, 120, Rate(24), (first,))
    if pictures:
        inputs = (given(folder, "plate", 640, 512), given(folder, "matte", 640, 512))
        asked = Request(Task.INPAINT, INPAINT, "a fox", 7, 640, 512, inputs=inputs)

    def close() -> None:
        service.close()
        real.close()
        assert not service.wrong, service.wrong

    return Stand(lambda: Bedrock(site), service, asked, got, clock, door, (KEY_ID, KEY), close)


def site_of(stand: Stand) -> Site:
    """The site that a stand's provider was built from."""
    provider = stand.provider()
    assert isinstance(provider, Bedrock)
    return provider._site


def built(stand: Stand, door: Any = None, **more: Any) -> Bedrock:
    """A provider at the stand's service with other settings, and perhaps another door."""
    site = site_of(stand)
    return Bedrock(replace(site, settings=settings(stand.far, **more), door=door or site.door))
