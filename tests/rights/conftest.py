"""A show with one rule, and what it takes to be allowed by it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secondunit.rights import Consent, InputRight, Known, Left, Replica, Rules, parse_rules
from secondunit.rights.keys import ShowKey, show_key
from secondunit.rights.show import ShowRights
from secondunit.wire import Money, Task
from secondunit.wire.rights import Ask, Material, MaterialKind

PLATE, FACE, BRIEF = "a" * 64, "b" * 64, "c" * 64
RULES = """
currency = "USD"

[[rule]]
name = "ray for plates"
provider = "bedrock"
models = ["luma.ray-v2:0"]
accounts = ["vfx-prod"]
tasks = ["video"]
materials = ["plate", "likeness"]
geography = ["us"]
hosts = ["bedrock-runtime.us-west-2.amazonaws.com"]
training = "none"
visibility = "private"
retention = "0 days"
contract = "MSA-2026-014"
evidence = "legal/aws-terms.pdf"
evidence_date = 2026-10-01
expires = 2099-12-31
approval = "never"

[[budget]]
scope = "show"
limit = "100 USD"

[[budget]]
scope = "shot"
limit = "10 USD"
"""


@pytest.fixture
def rules_text() -> str:
    return RULES


@pytest.fixture
def rules() -> Rules:
    return parse_rules(RULES.encode())


@pytest.fixture
def ask() -> Callable[..., Ask]:
    """Makes an ask that the rule allows, but for what is said otherwise."""

    def make(**otherwise: Any) -> Ask:
        values: dict[str, Any] = {
            "show": "heist", "shot": "sh010", "user": "mia", "provider": "bedrock", "brief_digest": BRIEF,
            "when": "2026-11-22T12:00:00.000Z", "model": "luma.ray-v2:0", "account": "vfx-prod",
            "task": Task.VIDEO, "materials": (Material(MaterialKind.PLATE, PLATE),), "cost": Money("2.50"),
            "geography": "us",
        }  # fmt: skip
        return Ask(**{**values, **otherwise})

    return make


@pytest.fixture
def plate_right() -> InputRight:
    return InputRight(PLATE, MaterialKind.PLATE, "owned", "Heist Pictures", "lee")


@pytest.fixture
def consent() -> Callable[..., Consent]:
    def make(**otherwise: Any) -> Consent:
        values: dict[str, Any] = {
            "person": "Ada Roe", "replica": Replica.ALTERATION, "uses": ("smoke in front of her face",),
            "shows": ("heist",), "providers": ("bedrock",), "first_day": "2026-01-01",
            "last_day": "2099-12-31", "signer": "Ada Roe", "signed": "2026-01-01",
        }  # fmt: skip
        return Consent(**{**values, **otherwise})

    return make


@pytest.fixture
def known(plate_right: InputRight, consent: Callable[..., Consent]) -> Known:
    """Everything on record that the ask needs."""
    face = InputRight(FACE, MaterialKind.LIKENESS, "cleared", "Ada Roe", "lee", ("Ada Roe",))
    inputs = {PLATE: plate_right, FACE: face}
    return Known((consent(),), inputs, (), (Left("the show heist", 100_000_000),))


@pytest.fixture
def face() -> Material:
    return Material(MaterialKind.LIKENESS, FACE, ("Ada Roe",))


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> ShowKey:
    return show_key(tmp_path_factory.mktemp("keys"), "heist")


@pytest.fixture
def show(tmp_path: Path, key: ShowKey) -> ShowRights:
    """A show on disk, its rules and one recorded plate, whose content is `plate.png`."""
    (tmp_path / "rights.toml").write_text(RULES, "utf-8")
    return ShowRights("heist", tmp_path, key=key)
