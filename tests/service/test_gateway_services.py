"""The services' own programs through the doorway: what their SDKs send is seen, judged and written down."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import Registry
from secondunit.providers.bedrock import Bedrock
from secondunit.providers.luma import Luma
from secondunit.providers.runway import Runway
from secondunit.service.outbound.clearance import ShowClearance
from secondunit.service.outbound.inputs import digest_of
from secondunit.wire import FrozenMap, Piece, Prepared, PreparedFile, Size, Work
from secondunit.wire.errors import Refused

FAR = Path(__file__).parents[1] / "providers" / "conftest.py"
#: Who, where its far end is found, how a stand of it is made, and the keys it asks for.
SERVICES: dict[str, tuple[Any, str, tuple[Any, ...], dict[str, str]]] = {
    "runway": (Runway, "runway_server", (), {"RUNWAY": "KEY"}),
    "luma": (Luma, "luma_server", (), {"LUMA": "KEY"}),
    "ray": (Bedrock, "bedrock_stand", (False,), {"AWS_KEY_ID": "KEY_ID", "AWS_KEY": "KEY"}),
    "inpaint": (Bedrock, "bedrock_stand", (True,), {"AWS_KEY_ID": "KEY_ID", "AWS_KEY": "KEY"}),
}


def far_end(part: str) -> Any:
    name = "second_unit_far_conftest"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, FAR)
        assert spec is not None and spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name].far_end(part)


@pytest.fixture
def at(house: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes a job for a service that is about to be sent: its crossing, its provider, its request."""
    stands = []

    def make(which: str, leave_out: bool = False, keeps: str | None = "none") -> Any:
        maker, module, arguments, keys = SERVICES[which]
        far = far_end(module)
        for variable, name in keys.items():
            monkeypatch.setenv(f"SECONDUNIT_{variable}", getattr(far, name))
        stand = far.stand(tmp_path / which, *arguments)
        stands.append(stand)
        if module == "bedrock_stand":
            stand.far.retention, stand.far.projects = keeps, {"default": "inherit"}
        provider = stand.provider()
        name, table = provider.name, dict(provider._site.settings)
        table |= {"account": "vfx-prod", "geography": "us"}
        lines = [f"{json.dumps(key)} = {json.dumps(value)}" for key, value in table.items()]
        house.write("providers.toml", f"[{name}]\n" + "\n".join(lines) + "\n")
        house.rules(provider=name, hosts='"127.0.0.1"')
        sites = house.new_sites()
        sites._found = Registry({name: maker})
        return _job(house, sites, stand.request, name, leave_out)

    yield make
    for stand in stands:
        stand.close()


def _job(house: Any, sites: Any, request: Any, name: str, leave_out: bool) -> Any:
    brief = house.brief(provider=name, model=request.model, task=request.task, prompt=request.prompt)
    capability = sites.capability("S", name, request.model, request.task)
    scratch, digest = str(house.home.scratch / "j1"), digest_of(brief)
    work = Work(
        "j1", brief, FrozenMap(), scratch, "", user="bob", brief_digest=digest, capability=capability
    )  # fmt: skip
    files, inputs = [], []
    for number, each in enumerate(request.inputs):
        path = Path(work.scratch) / "outgoing" / "0" / f"{number}{each.path.suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(each.path.read_bytes())
        original = house.folder / f"original{number}"
        original.write_bytes(b"footage %d" % number)
        house.on_record(original)
        below = path.relative_to(work.scratch).as_posix()
        source = sha256(original.read_bytes()).hexdigest()
        files.append(
            PreparedFile(each.role, below, each.sha256, each.media_type, sources=(source,), about=each.about)
        )
        inputs.append(replace(each, path=path))
    known = [] if leave_out else files
    size = Size(request.width, request.height)
    piece = Piece(0, brief.frames, request.frames, size, rate=request.rate, files=tuple(known))
    prepared = Prepared((piece,))
    crossing = ShowClearance(sites, work, prepared, 1)
    return crossing, sites.provider("S", name), replace(request, inputs=tuple(inputs)), files


@pytest.mark.parametrize("which", SERVICES)
def test_what_a_service_is_sent_is_in_the_ledger_file_by_file(
    house: Any, at: Callable[..., Any], which: str
) -> None:
    crossing, provider, request, files = at(which)
    given = crossing.decide()
    assert given.allowed, given.sentence
    with crossing.open(0):
        ticket = provider.submit(request, crossing.key(0))
        provider.poll(ticket)
    rows = house.ledger("egress")
    assert [file["sha256"] for file in rows[0].body["files"]] == [file.sha256 for file in files]
    assert sum(bool(row.body["files"]) for row in rows) == 1 and rows[0].body["job"] == crossing.key(0)
    assert all(row.body["verdict"] == given.digest for row in rows)
    text = (house.show / "rights" / "ledger.jsonl").read_text()
    assert not any(getattr(far_end(SERVICES[which][1]), name) in text for name in SERVICES[which][3].values())


@pytest.mark.parametrize("which", SERVICES)
def test_a_file_that_the_gate_was_not_asked_about_does_not_reach_a_service(
    house: Any, at: Callable[..., Any], which: str
) -> None:
    crossing, provider, request, _ = at(which, leave_out=True)
    assert crossing.decide().allowed
    with crossing.open(0), pytest.raises(Refused, match="not asked about"):
        provider.submit(request, crossing.key(0))
    assert house.ledger("egress") == [] and len(house.ledger("held_back")) == 1


@pytest.mark.parametrize("which", ["ray", "inpaint"])
@pytest.mark.parametrize(
    ("keeps", "sentence"),
    [
        ("aws_review", "the service keeps what is sent 30 days, and the rule grants it 0"),
        ("provider_data_share", "the service does not say that it keeps what is sent for 0 days at most"),
        (None, "the service does not say that it keeps what is sent for 0 days at most"),
    ],
)
def test_what_a_service_says_it_keeps_is_held_against_the_rule_before_anything_leaves(
    house: Any, at: Callable[..., Any], which: str, keeps: str | None, sentence: str
) -> None:
    crossing, _, _, _ = at(which, keeps=keeps)
    given = crossing.decide()
    assert not given.allowed and sentence in given.sentence
    assert house.ledger("egress") == []
