"""No socket leaves the machine without a verdict: in this process's children, and where there is no route."""

from __future__ import annotations

import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from secondunit.rights import guard
from secondunit.wire.errors import NoVerdict, Refused
from secondunit.wire.rights import Verdict

BEGIN = """
import asyncio, socket, threading, urllib.request
from secondunit.rights import guard
from secondunit.wire.errors import NoVerdict, Refused
from secondunit.wire.rights import Verdict

def verdict(*hosts, **otherwise):
    values = dict(allowed=True, sentence="yes", rule="r", hosts=hosts, until="2999-01-01T00:00:00.000Z")
    return Verdict(**{**values, **otherwise}).sealed()

def stays_shut(attempt):
    try:
        attempt()
    except NoVerdict as error:
        return error
    raise SystemExit(f"it went out: {attempt}")

guard.install()
guard.install()
"""


def guarded(script: str, *before: str) -> str:
    """What a guarded process of its own prints; it must end well."""
    whole = BEGIN + textwrap.dedent(script)
    done = subprocess.run(
        [*before, sys.executable, "-c", whole], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_way_out_stays_shut_without_a_verdict() -> None:
    said = guarded("""
        tcp, udp = socket.SOCK_STREAM, socket.SOCK_DGRAM
        ways = (socket.AF_INET, ("203.0.113.9", 443)), (socket.AF_INET6, ("2001:db8::9", 443))
        for family, address in ways:
            for kind in (tcp, udp):
                with socket.socket(family, kind) as made:
                    stays_shut(lambda: made.connect(address))
                    stays_shut(lambda: made.connect_ex(address))
            with socket.socket(family, udp) as made:
                stays_shut(lambda: made.sendto(b"x", address))
                if hasattr(made, "sendmsg"):
                    stays_shut(lambda: made.sendmsg([b"x"], [], 0, address))
        stays_shut(lambda: socket.create_connection(("provider.example", 443)))
        stays_shut(lambda: socket.getaddrinfo("secret-in-a-name.example", 443))
        stays_shut(lambda: socket.gethostbyname("provider.example"))
        stays_shut(lambda: urllib.request.urlopen("http://provider.example/", timeout=1))
        print("shut")
    """)
    assert said.strip() == "shut"


def test_libraries_meet_the_guard_as_sockets_do() -> None:
    said = guarded("""
        import requests, httpx
        stays_shut(lambda: requests.post("https://203.0.113.9/", data=b"plate", timeout=1))
        stays_shut(lambda: httpx.get("http://provider.example/", timeout=1))

        async def out():
            await asyncio.open_connection("203.0.113.9", 443)
        stays_shut(lambda: asyncio.run(out()))

        found = []
        def elsewhere():
            found.append(stays_shut(lambda: socket.create_connection(("203.0.113.9", 443))))
        with guard.going_out(verdict("203.0.113.9")):
            thread = threading.Thread(target=elsewhere)
            thread.start()
            thread.join()
        print(len(found))
    """)
    assert said.strip() == "1"


def test_what_stays_on_the_machine_is_not_asked_about() -> None:
    said = guarded("""
        with socket.create_server(("127.0.0.1", 0)) as server:
            for name in ("127.0.0.1", "localhost"):
                socket.create_connection((name, server.getsockname()[1]), 5).close()
        if hasattr(socket, "AF_UNIX"):
            one, other = socket.socketpair()
            one.sendall(b"x")
        print("here")
    """)
    assert said.strip() == "here"


def test_a_verdict_opens_the_hosts_it_names_where_it_is_held_and_no_longer() -> None:
    said = guarded("""
        named = verdict("203.0.113.9", "*.provider.example")
        with guard.going_out(named):
            guard.require("203.0.113.9")
            guard.require("api.provider.example")
            error = stays_shut(lambda: guard.require("203.0.113.10"))
            stays_shut(lambda: guard.require("provider.example"))
            stays_shut(lambda: guard.require("evilprovider.example"))
            carried = guard.carried(lambda: guard.require("203.0.113.9"))
        stays_shut(lambda: guard.require("203.0.113.9"))
        thread = threading.Thread(target=carried)
        thread.start()
        thread.join()
        print(error.problem.message)
    """)
    assert said.strip() == "The verdict in hand names 203.0.113.9, *.provider.example, not 203.0.113.10."


@pytest.mark.parametrize(
    ("otherwise", "reason"),
    [
        ({"allowed": False, "sentence": "The rule 'r' does not allow this."}, "does not allow"),
        ({"until": "2020-01-01T00:00:00.000Z"}, "lapsed"),
    ],
)
def test_a_verdict_that_allows_nothing_opens_nothing(otherwise: dict[str, object], reason: str) -> None:
    values: dict[str, object] = {"allowed": True, "sentence": "yes", "hosts": ("203.0.113.9",), **otherwise}
    verdict = Verdict(**values).sealed()  # type: ignore[arg-type]
    with pytest.raises(Refused, match=reason), guard.going_out(verdict):
        raise AssertionError("it opened")


def test_a_verdict_nobody_sealed_opens_nothing() -> None:
    with (
        pytest.raises(Refused, match="changed"),
        guard.going_out(Verdict(True, "yes", hosts=("203.0.113.9",))),
    ):
        raise AssertionError("it opened")


def test_the_error_says_what_tried_and_what_to_do() -> None:
    with pytest.raises(NoVerdict) as caught:
        guard.require("provider.example")
    problem = caught.value.problem
    assert problem.message == "Something tried to reach provider.example without the gate's verdict."
    assert problem.code == "denied.no_verdict" and problem.remedy.startswith("Nothing was sent.")


def no_route() -> list[str]:
    """The command that runs another in a network namespace of its own, or a skip with the reason."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("there is no unshare on this system")
    tried = subprocess.run([unshare, "-rn", "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"this system makes no network namespace for a user: {tried.stderr.strip()}")
    return [unshare, "-rn"]


def test_without_a_route_everything_but_the_way_out_works(tmp_path: Path) -> None:
    """Code in C that the guard cannot see would fail here: signing, reading and cleaning need no network."""
    said = guarded(
        f"""
        from pathlib import Path
        from PIL import Image
        from secondunit.rights.clean import clean
        from secondunit.rights.provenance import Claim, Made, sign_file
        from secondunit.rights.reading import read_provenance
        from secondunit.rights.show import ShowRights
        folder = Path({str(tmp_path)!r})
        with socket.socket() as made:
            try:
                made.settimeout(1)
                with guard.going_out(verdict("203.0.113.9")):
                    made.connect(("203.0.113.9", 443))
                raise SystemExit("there is a route")
            except OSError:
                pass
        rights = ShowRights("heist", folder)
        Image.new("RGB", (32, 32)).save(folder / "a.png")
        clean(folder / "a.png", folder / "b.png")
        sign_file(folder / "b.png", Claim(Made.GENERATED, "b"), rights.key)
        rights.ledger.append("egress", "mia", {{}})
        print(read_provenance(folder / "b.png", rights.key.root).standing)
        """,
        *no_route(),
    )
    assert said.strip() == "trusted"


def test_an_address_that_a_verdict_names_is_reached_and_its_neighbour_is_not() -> None:
    """Both addresses exist, on an interface of the namespace's own: only the guard stands in between."""
    if shutil.which("ip") is None:
        pytest.skip("there is no ip command to give a namespace addresses")
    script = """
        import subprocess
        for words in ("link set lo up", "addr add 203.0.113.9/32 dev lo", "addr add 203.0.113.10/32 dev lo"):
            subprocess.run(["ip", *words.split()], check=True)
        with guard.going_out(verdict("0.0.0.0")):
            server = socket.create_server(("0.0.0.0", 0))
        with server:
            port = server.getsockname()[1]
            stays_shut(lambda: socket.create_connection(("203.0.113.9", port), 5))
            with guard.going_out(verdict("203.0.113.9")):
                socket.create_connection(("203.0.113.9", port), 5).close()
                stays_shut(lambda: socket.create_connection(("203.0.113.10", port), 5))
            stays_shut(lambda: socket.create_connection(("203.0.113.9", port), 5))
            server.settimeout(1)
            server.accept()
            try:
                server.accept()
                raise SystemExit("something else came")
            except TimeoutError:
                print("one came")
    """
    assert guarded(script, *no_route()).strip() == "one came"
