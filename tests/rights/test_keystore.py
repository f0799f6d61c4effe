"""A key that lies in another process signs for a show by a studio's callback, and never comes here."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from secondunit.rights.keys import CHAIN_FILE, KEY_FILE, show_key
from secondunit.rights.keystore import SIGNING_FILE, callback_key, read_signing
from secondunit.rights.provenance import Claim, Made, sign_file
from secondunit.rights.reading import Standing, read_provenance
from secondunit.rights.show import ShowRights
from secondunit.wire.errors import BadSettings, ProvenanceError

# A key store as a studio has it: it holds the key, reads a line of hexadecimal, answers one in DER.
STORE = """
import sys
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
key = serialization.load_pem_private_key(open(sys.argv[1], "rb").read(), None)
for line in sys.stdin:
    print(key.sign(bytes.fromhex(line), ec.ECDSA(hashes.SHA256())).hex(), flush=True)
"""

# What the studio installs beside Second Unit.
STUDIO = """
import subprocess, sys
asked = []

def far(show, settings):
    asked.append((show, dict(settings)))
    store = subprocess.Popen([sys.executable, settings["program"], settings["key"]], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, text=True)
    asked.append(store)

    def sign(data):
        store.stdin.write(data.hex() + "\\n")
        store.stdin.flush()
        return bytes.fromhex(store.stdout.readline())
    return sign

def silent(show, settings):
    def sign(data):
        raise TimeoutError("no answer")
    return sign

def outside(show, settings):
    import socket
    def sign(data):
        socket.create_connection(("kms.example", 443), 1)
    return sign

number = 7
"""


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package that names its callbacks in its metadata, and a key that only the store's process reads."""
    site = tmp_path / "site"
    metadata = site / "studio_keys-1.0.dist-info"
    metadata.mkdir(parents=True)
    (site / "studio_keys.py").write_text(STUDIO, "utf-8")
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: studio-keys\nVersion: 1.0\n", "utf-8")
    points = "\n".join(f"{name} = studio_keys:{name}" for name in ("far", "silent", "outside", "number"))
    (metadata / "entry_points.txt").write_text(f"[secondunit.keys]\n{points}\n", "utf-8")
    (site / "store.py").write_text(STORE, "utf-8")
    show_key(tmp_path / "vault", "heist")
    monkeypatch.syspath_prepend(str(site))
    yield site
    module = sys.modules.pop("studio_keys", None)
    for started in getattr(module, "asked", ()):
        if isinstance(started, subprocess.Popen):
            started.stdin.close()
            started.wait(10)
            started.stdout.close()


@pytest.fixture
def keys(tmp_path: Path) -> Callable[..., Path]:
    """The show's `rights/keys` with a `signing.toml` for a callback, and the certificate."""

    def make(callback: str = "far", more: str = "", *, certificate: bool = True) -> Path:
        folder = tmp_path / "show" / "rights" / "keys"
        folder.mkdir(parents=True)
        settings = f'[settings]\nprogram = "{tmp_path / "site" / "store.py"}"\n'
        settings += f'key = "{tmp_path / "vault" / KEY_FILE}"\n'
        (folder / SIGNING_FILE).write_text(f'callback = "{callback}"\n{more}\n{settings}', "utf-8")
        if certificate:
            (folder / CHAIN_FILE).write_bytes((tmp_path / "vault" / CHAIN_FILE).read_bytes())
        return folder

    return make


def test_a_key_in_another_process_signs_pictures_and_the_ledger_of_a_show(
    studio: Path, keys: Callable[..., Path], tmp_path: Path
) -> None:
    folder = keys()
    rights = ShowRights("heist", tmp_path / "show")
    picture = tmp_path / "a.png"
    Image.new("RGB", (32, 32)).save(picture)
    sign_file(picture, Claim(Made.SIMULATED, "a"), rights.key)
    rights.ledger.append("input", "mia", {"what": "a row whose head is signed"})
    assert read_provenance(picture, rights.key.root).standing is Standing.TRUSTED
    assert rights.ledger.path.with_name("ledger.jsonl.head").is_file()
    assert sorted(path.name for path in folder.iterdir()) == [CHAIN_FILE, SIGNING_FILE]
    asked = sys.modules["studio_keys"].asked
    assert asked[0][0] == "heist" and len(asked) == 2, "the callback is made once"


@pytest.mark.parametrize(
    ("callback", "said"),
    [
        ("silent", "TimeoutError: no answer"),
        ("number", "nothing that signs"),
        ("kms", "There is no key store 'kms'"),
    ],
)
def test_a_key_store_that_cannot_sign_is_told_and_no_key_is_made_in_its_place(
    callback: str, said: str, studio: Path, keys: Callable[..., Path], tmp_path: Path
) -> None:
    folder = keys(callback)
    with pytest.raises(ProvenanceError, match=said):
        ShowRights("heist", tmp_path / "show").key.sign(b"a statement")
    assert not (folder / KEY_FILE).exists()


def test_a_signature_by_another_key_than_the_certificates_is_refused(
    studio: Path, keys: Callable[..., Path], tmp_path: Path
) -> None:
    folder = keys()
    show_key(tmp_path / "other", "other")
    (folder / CHAIN_FILE).write_bytes((tmp_path / "other" / CHAIN_FILE).read_bytes())
    with pytest.raises(ProvenanceError, match="is not by the key of"):
        ShowRights("heist", tmp_path / "show").key.sign(b"a statement")


def test_a_missing_certificate_and_a_wrong_word_name_their_file(
    studio: Path, keys: Callable[..., Path], tmp_path: Path
) -> None:
    folder = keys(certificate=False)
    with pytest.raises(ProvenanceError) as lacking:
        _ = ShowRights("heist", tmp_path / "show").key
    assert lacking.value.problem.where == str(folder / CHAIN_FILE)
    for wrong in ('calback = "far"', "callback = ", "callback = 7"):
        (folder / SIGNING_FILE).write_text(wrong, "utf-8")
        with pytest.raises(BadSettings) as caught:
            _ = ShowRights("heist", tmp_path / "show").key
        assert caught.value.problem.where.startswith(str(folder / SIGNING_FILE))


@pytest.mark.parametrize(("hosts", "may"), [("[]", False), ('["kms.example"]', True)])
def test_a_key_store_speaks_to_the_hosts_its_file_names_and_to_no_other(
    hosts: str, may: bool, studio: Path, keys: Callable[..., Path], tmp_path: Path
) -> None:
    folder = keys("outside", f"hosts = {hosts}")
    program = f"""
import socket
socket.getaddrinfo = lambda *a, **k: (_ for _ in ()).throw(OSError("looked up"))
import sys
sys.path.insert(0, {str(studio)!r})
from pathlib import Path
from secondunit.rights import guard
guard.install()
from secondunit.rights.keystore import signing_key
from secondunit.wire.errors import SecondUnitError
# The interpreter's own look-up, which the guard hears of, without a network.
import _socket
def looked_up(host, *rest, **named):
    sys.audit("socket.getaddrinfo", host, 443, 0, 0, 0)
    raise OSError("the name was let through")
socket.getaddrinfo = looked_up
try:
    signing_key(Path({str(folder)!r}), "heist").sign(b"a statement")
except SecondUnitError as error:
    print(error.problem.message)
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert ("let through" in said) is may, said
    assert ("without the gate's verdict" in said) is not may, said


def test_a_callback_is_chosen_by_its_name_alone(studio: Path, keys: Callable[..., Path]) -> None:
    folder = keys("far")
    signing = read_signing(folder / SIGNING_FILE)
    assert signing is not None and signing.settings["key"].endswith(KEY_FILE)
    point = EntryPoint("far", "studio_keys:silent", "secondunit.keys")
    with pytest.raises(ProvenanceError, match="no answer"):
        callback_key(folder, "heist", signing, [point]).sign(b"a statement")


def test_the_guides_own_callback_asks_a_key_management_service_for_the_hash_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    boto3 = pytest.importorskip("boto3")
    stub = pytest.importorskip("botocore.stub")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    guide = Path(__file__).parents[2] / "docs" / "guide" / "rights.md"
    [block] = re.findall(r"```python\n(.*?)```", guide.read_text("utf-8"), re.DOTALL)
    room: dict[str, Any] = {}
    exec(compile(block, str(guide), "exec"), room)
    kms = boto3.client("kms", region_name="us-west-2")
    monkeypatch.setattr(boto3, "client", {"kms": kms}.__getitem__)
    said = b"a statement longer than a key store takes" * 1000
    asked = {"KeyId": "alias/heist", "Message": sha256(said).digest(), "MessageType": "DIGEST",
             "SigningAlgorithm": "ECDSA_SHA_256"}  # fmt: skip
    with stub.Stubber(kms) as stubber:  # holds what is asked and answered to the service's own model
        stubber.add_response("sign", {"Signature": b"in DER"}, asked)
        assert room["key"]("heist", {"key": "alias/heist"})(said) == b"in DER"
