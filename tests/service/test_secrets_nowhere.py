"""Keys are planted, whole jobs are done with them, and everything that was written or answered is searched.

The server on the other side gives every key back in what it complains about: what others say is written down,
too.
"""

from __future__ import annotations

import base64
import http.client
import importlib.util
import io
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
from PIL import Image

from secondunit.cli import main
from secondunit.host.client import Client
from secondunit.host.find import find, read_token
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.wire import Rate, Window

pytestmark = pytest.mark.long

#: Planted in the environment, in the keyring, and in the environment for nobody to use.
OF_THE_ENVIRONMENT = "canary/of+the=environment-4c1d9b7e"
OF_THE_KEYRING = "canary/of+the=keyring-93f2a6d8"
UNUSED = "canary-of-nobody-7d5e0f31"
#: The key that the far end of Luma asks for.
OF_LUMA = "canary-for-luma"
CANARIES = (OF_THE_ENVIRONMENT, OF_THE_KEYRING, OF_LUMA, UNUSED)

RULES = """
[[rule]]
name = "luma by words"
provider = "luma"
models = ["uni-1"]
accounts = ["*"]
tasks = ["image"]
materials = ["concept"]
geography = ["*"]
hosts = ["127.0.0.1"]
training = "none"
visibility = "private"
retention = "0 days"
contract = "C-7"
evidence = "terms.pdf"
evidence_date = 2026-10-01
expires = 2099-12-31

[[budget]]
scope = "show"
limit = "20 USD"
"""

KEYRING = """
from keyring.backend import KeyringBackend

class Vault(KeyringBackend):
    priority = 9

    def get_password(self, service, username):
        return open(%r).read() if (service, username) == ("secondunit", "studio.gate") else None

    def set_password(self, service, username, password):
        raise NotImplementedError

    delete_password = set_password
"""


@pytest.fixture
def vault(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A keyring in a folder that is not searched, for every process that is started from here."""
    folder = tmp_path_factory.mktemp("vault")
    (folder / "held").write_text(OF_THE_KEYRING, "utf-8")
    (folder / "studio_keyring.py").write_text(KEYRING % str(folder / "held"), "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "studio_keyring.Vault")
    monkeypatch.setenv("SECONDUNIT_COMFYUI_GATE", OF_THE_ENVIRONMENT)
    monkeypatch.setenv("SECONDUNIT_LUMA", OF_LUMA)
    monkeypatch.setenv("SECONDUNIT_RUNWAY", UNUSED)
    return folder


def far_end(part: str) -> Any:
    """A module of the far ends that providers are tried against."""
    folder = Path(__file__).parents[1] / "providers" / "far"
    if "second_unit_far_ends" not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            "second_unit_far_ends", folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        assert spec is not None and spec.loader is not None
        sys.modules[spec.name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[spec.name])
    return importlib.import_module(f"second_unit_far_ends.{part}")


@pytest.fixture
def painter() -> Iterator[Any]:
    """A ComfyUI behind a gate that asks for a key, and tells it to everybody when it is told to."""
    Painter = far_end("painter").Painter

    class Telltale(Painter):  # type: ignore[misc, valid-type]
        telling = ""

        @property
        def keys(self) -> set[str]:
            return {heads["Authorization"] for _, _, heads in self.seen if "Authorization" in heads}

        def take_prompt(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
            said = " ".join(sorted(self.keys))
            if self.telling == "at once":
                error = {"type": "bad_token", "message": f"Nobody knows {said}", "details": said}
                return 400, {"error": error, "node_errors": {}}
            answer: tuple[int, dict[str, Any]] = super().take_prompt(body)
            return answer

        def paint(self, job: str) -> None:
            if self.telling != "late":
                super().paint(job)
                return
            with self.lock:
                self.last = job
            self.fail("The model was not found by " + " ".join(sorted(self.keys)))

    made = Telltale()
    yield made
    made.close()


@pytest.fixture
def luma(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Luma, played on this machine: each generation is done when it is first asked about."""
    server = far_end("luma_server")
    held = io.BytesIO()
    Image.effect_noise((96, 96), 60).convert("RGB").save(held, "PNG")
    monkeypatch.setattr(server, "MADE", (held.getvalue(),))

    class Ready(server.Service):  # type: ignore[misc, name-defined]
        def create(self, body: dict[str, Any]) -> dict[str, Any] | None:
            made: dict[str, Any] | None = super().create(body)
            self.finish()
            return made

    made = Ready()
    yield made
    made.close()


@pytest.fixture
def footage(tmp_path: Path) -> tuple[str, str]:
    """Patterns of a small plate and of a matte of it."""
    window = Window(0, 0, 64, 36)
    for frame in (1001, 1002):
        plate = np.full((36, 64, 3), frame / 3000, np.float32)
        write_exr(
            tmp_path / f"plate.{frame}.exr", Picture(tuple("RGB"), plate, window, window), rate=Rate(24)
        )
        shape = np.zeros((36, 64, 1), np.float32)
        shape[10:26, 20:44] = 1
        write_exr(tmp_path / f"matte.{frame}.exr", Picture(("A",), shape, window, window), rate=Rate(24))
    return str(tmp_path / "plate.%04d.exr"), str(tmp_path / "matte.%04d.exr")


def forms(canary: str) -> set[bytes]:
    """How a key could be written down, by itself or within something longer."""
    plain = canary.encode()
    coded = {base64.b64encode(b"-" * lead + plain)[lead + 3 : -4] for lead in range(3)}
    return {plain, plain[4:-4], plain.hex().encode(), quote(canary, safe="").encode(),
            canary.encode("utf-16-le"), *coded}  # fmt: skip


def told(body: bytes) -> set[bytes]:
    return {form for canary in CANARIES for form in forms(canary) if form in body}


def test_a_key_is_in_nothing_that_is_written_or_answered(
    tmp_path: Path,
    vault: Path,
    painter: Any,
    luma: Any,
    footage: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SECONDUNIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SECONDUNIT_SHOWS", str(tmp_path / "shows"))
    workflows = far_end("painter").workflows(tmp_path / "workflows")
    for show, key in (("env", "comfyui.gate"), ("ring", "studio.gate")):
        (tmp_path / "shows" / show).mkdir(parents=True)
        tables = f"""
            [comfyui]
            servers = "{painter.url}"
            workflows = "{workflows}"
            secret = "{key}"
            [luma]
            usd.uni-1 = 2.5
            url = "{luma.url}/v1"
            [runway]
        """
        (tmp_path / "shows" / show / "rights.toml").write_text(RULES, "utf-8")
        (tmp_path / "shows" / show / "providers.toml").write_text(tables, "utf-8")
    for canary in CANARIES:
        for shift in ("", "x", "xx"):  # what is searched for would be found
            assert told(base64.b64encode(f"{shift}key {canary} said".encode()))
        assert told(f"a{canary}b".encode())
    answers: dict[str, bytes] = {}
    try:
        for show in ("env", "ring"):
            assert generate(show, footage) == 0, capsys.readouterr()
        words = ("--provider", "luma", "--model", "uni-1", "--task", "image", "--frames", "1001-1001",
                 "--size", "96x96", "--fps", "24", "--yes")  # fmt: skip
        assert main(["generate", "a red door", *PLACE, "--show", "env", *words, "--json"]) == 0
        assert (luma.taken, luma.wrong) == (1, [])
        assert painter.keys == {f"Bearer {OF_THE_ENVIRONMENT}", f"Bearer {OF_THE_KEYRING}"}
        for show, painter.telling in (("env", "at once"), ("ring", "late")):
            assert generate(show, footage) != 0
        for command in (["providers", "--show", "env"], ["providers", "--show", "env", "--check", "comfyui"],
                        ["providers", "--show", "env", "--check", "runway"], ["doctor"], ["jobs"], ["takes"],
                        ["rights", "show", "--show", "env"]):  # fmt: skip
            main([*command, "--json"] if command[0] != "rights" else command)
        assert main(["ledger", "verify", "--show", "env"]) == 0
        answers = everything_answered()
    finally:
        said = capsys.readouterr()
        main(["stop"])
    answers |= {"standard output": said.out.encode(), "standard error": said.err.encode()}
    assert len(answers) > 20 and b"comfyui" in answers["/v1/capabilities?show=env"]
    assert b"Nobody knows" in b"".join(answers.values()), "what it complained about was passed on"
    assert {where: told(body) for where, body in answers.items() if told(body)} == {}
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    names = {path.name for path in written}
    rows = (tmp_path / "shows" / "env" / "rights" / "ledger.jsonl").read_text("utf-8")
    assert all(f'"{kind}"' in rows for kind in ("decision", "egress", "answer", "cost"))
    assert {"secondunit.db", "service.log", "ledger.jsonl", "take.json", "provenance.json"} <= names
    assert {str(path): told(path.read_bytes()) for path in written if told(path.read_bytes())} == {}


PLACE = ("--shot", "sh010", "--element", "door")


def generate(show: str, footage: tuple[str, str]) -> int:
    plate, matte = footage
    made = ("--plate", plate, "--colorspace", "ACEScg", "--matte", matte, "--provider", "comfyui", "--json")
    return main(["generate", "a red door", "--show", show, *PLACE, *made])


def everything_answered() -> dict[str, bytes]:
    """The body of every answer that the service gives, by path; its stream of events too."""
    address = find()
    assert address is not None
    token = read_token(address)
    client = Client(address.url, token)
    jobs, takes = client.jobs(limit=50).jobs, client.takes(limit=50).takes
    paths = ["/v1/status", "/v1/kinds", "/v1/jobs?limit=50", "/v1/takes?limit=50"]
    paths += [f"/v1/{what}{show}" for show in ("env", "ring") for what in ("shows/", "capabilities?show=")]
    for job in jobs:
        paths += [f"/v1/jobs/{job.id}{part}" for part in ("", "/brief", "/offers", "/preview")]
    for take in takes:
        parts = ("", "/brief", "/notes", "/signoffs", "/thumbnail")
        paths += [f"/v1/takes/{take.id}{part}" for part in parts]
    answers = {}
    for path in paths:
        asked = urllib.request.Request(address.url + path, headers={"Authorization": f"Bearer {token}"})
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                answers[path] = answer.read()
        except urllib.error.HTTPError as refused:
            answers[path] = refused.read()
    with closing(client.open_events(0, timeout=2.0)) as stream:
        heard = b""
        try:
            while chunk := stream.read1(65_536):
                heard += chunk
        except (TimeoutError, http.client.HTTPException):
            pass  # it goes on for ever; what has happened is heard
    assert b'"done"' in heard and b'"failed"' in heard
    return {**answers, "/v1/events": heard}
