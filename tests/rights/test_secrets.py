"""A secret that was read is nowhere: not in what is printed, logged, raised, recorded, signed or written."""

from __future__ import annotations

import copy
import io
import json
import logging
import pickle
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from secondunit.rights import InputRight
from secondunit.rights.clean import clean
from secondunit.rights.provenance import Claim, Ingredient, Made, sign_file
from secondunit.rights.secret import Scrub, Secret, scrubbed, secret
from secondunit.rights.show import ShowRights
from secondunit.wire import dumps
from secondunit.wire.errors import SecondUnitError, SecretAbsent
from secondunit.wire.rights import Ask

CANARY = "canary-7f3a91d2-KEY"


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Secret:
    monkeypatch.setenv("SECONDUNIT_RUNWAY_API_KEY", CANARY)
    return secret("runway.api-key")


def test_the_environment_gives_it_to_the_call_that_needs_it(planted: Secret) -> None:
    assert planted.reveal() == CANARY


def test_the_keyring_is_asked_where_the_environment_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []
    ring = types.ModuleType("keyring")
    ring.errors = types.SimpleNamespace(KeyringError=RuntimeError)  # type: ignore[attr-defined]
    ring.get_password = lambda *words: (asked.append(words), "from-the-ring")[1]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", ring)
    monkeypatch.delenv("SECONDUNIT_LUMA_API_KEY", raising=False)
    assert secret("luma.api-key").reveal() == "from-the-ring"
    assert asked == [("secondunit", "luma.api-key")]


@pytest.mark.parametrize("ring", ["none", "locked"])
def test_without_one_the_error_names_both_places(ring: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if ring == "none":
        monkeypatch.setitem(sys.modules, "keyring", None)
    else:
        module = types.ModuleType("keyring")
        module.errors = types.SimpleNamespace(KeyringError=RuntimeError)  # type: ignore[attr-defined]

        def locked(*words: str) -> str:
            raise RuntimeError("locked")

        module.get_password = locked  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "keyring", module)
    monkeypatch.delenv("SECONDUNIT_LUMA_API_KEY", raising=False)
    with pytest.raises(SecretAbsent) as caught:
        secret("luma.api-key")
    assert "keyring set secondunit luma.api-key" in caught.value.problem.remedy
    assert "$SECONDUNIT_LUMA_API_KEY" in caught.value.problem.remedy


def test_it_shows_stars_wherever_it_is_printed(planted: Secret) -> None:
    shown = [repr(planted), str(planted), f"{planted}", f"{planted!r:>40}", repr({"key": planted})]
    assert all(CANARY not in text and "****" in text for text in shown)


def test_it_cannot_be_written_down_or_cross_the_wire(planted: Secret) -> None:
    for write in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError):
            write(planted)
    with pytest.raises(TypeError):
        json.dumps({"key": planted})
    with pytest.raises(SecondUnitError) as caught:
        dumps({"key": planted})
    assert CANARY not in str(caught.value)


def test_a_log_that_repeats_it_does_not(planted: Secret) -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(Scrub())
    log = logging.getLogger("secondunit.test.scrub")
    log.addHandler(handler)
    log.propagate = False
    log.warning("sent with %s and %s", planted.reveal(), planted)
    try:
        raise ValueError(f"401 for {CANARY}")
    except ValueError:
        log.exception("it failed")
    assert CANARY not in out.getvalue()
    assert "401 for ********" in out.getvalue()


def test_a_canary_that_is_used_everywhere_is_in_no_file(
    planted: Secret, show: ShowRights, ask: Callable[..., Ask], plate_right: InputRight, tmp_path: Path
) -> None:
    """A careless provider repeats the key in what it says; nothing that is written holds it."""
    show.record_input(plate_right)
    show.decide(ask(), "job1")
    leaky = f"HTTP 401: bad key {planted.reveal()}"
    show.ledger.append("answer", "mia", {"said": leaky, "list": [leaky], "deep": {leaky: {"x": leaky}}})
    Image.new("RGB", (32, 32)).save(tmp_path / "answer.png")
    show.answered("job1", "bedrock", scrubbed(leaky), [tmp_path / "answer.png"], "mia")
    clean(tmp_path / "answer.png", tmp_path / "clean.png")
    claim = Claim(Made.GENERATED, scrubbed(leaky), ingredients=(Ingredient(tmp_path / "answer.png"),))
    sign_file(tmp_path / "clean.png", claim, show.key)
    show.settle("job1", 2_000_000, "mia")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 7
    holding = [path.name for path in files if CANARY.encode() in path.read_bytes()]
    assert holding == []
    assert b"bad key ********" in show.ledger.path.read_bytes()
