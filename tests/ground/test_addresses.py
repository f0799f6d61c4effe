"""What this machine's own addresses are: every place that asks, asked about the same hosts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from secondunit.ground.addresses import is_loopback_url, is_reserved, server_url
from secondunit.host.start import _on_this_machine
from secondunit.providers import Call
from secondunit.providers.bedrock.settings import Settings as Bedrock
from secondunit.providers.comfyui.settings import read_settings as read_comfyui
from secondunit.rights import guard
from secondunit.service.outbound.transport import GatedTransport
from secondunit.wire import FrozenMap
from secondunit.wire.errors import BadSettings, NoVerdict
from secondunit.wire.rights import Verdict

#: RFC 1122 3.2.1.3, RFC 4291 2.5.3 and 2.5.5.2, RFC 6761 6.3.
HERE = ("127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1", "localhost", "LocalHost")
ELSEWHERE = (
    "0.0.0.0",
    "::",
    "10.1.2.3",
    "::ffff:10.1.2.3",
    "64:ff9b::7f00:1",
    "localhost.localdomain",
    "localhost.example",
    "127.0.0.1.example",
    "2130706433",
    "127.1",
    "127.0.0.01",
    # What stands behind % is a zone for IPv6 alone: the whole of this is a name, and a name server is asked.
    "localhost%secret.example",
    "127.0.0.1%secret.example",
)
#: What a socket may be given as well, and no address of a server holds.
NO_NAMES = ("", "<broadcast>", "[localhost]", "[127.0.0.1]", "]::1[", "::1]", "localhost ")


def guard_lets_pass(host: str) -> bool:
    try:
        guard.require(host)
    except NoVerdict:
        return False
    return True


def guard_lets_look_up(host: str) -> bool:
    try:
        guard._asked("socket.getaddrinfo", (host, 443, 0, 0, 0))
    except NoVerdict:
        return False
    return True


def guard_lets_listen(host: str) -> bool:
    try:
        guard._require_own(host)
    except NoVerdict:
        return False
    return True


def doorway_keeps(host: str) -> bool:
    asked: list[bool] = []

    def greet(leaves: bool) -> Verdict:
        asked.append(leaves)
        return Verdict(True, "Yes.", hosts=(host,)).sealed()

    GatedTransport(greet).permit(Call("GET", f"http://{url_host(host)}:8188/x"))
    return asked == [False]


def comfyui_stays(host: str) -> bool:
    return not read_comfyui({"servers": f"http://{url_host(host)}:8188", "workflows": str(Path.cwd())}).leaves


def bedrock_takes_plain_http(host: str) -> bool:
    table = {
        "region": "us-west-2", "geography": "us", "profile": "studio",
        "endpoint.bedrock-runtime": f"http://{url_host(host)}:8188",
    }  # fmt: skip
    try:
        Bedrock.read(FrozenMap(table))
    except BadSettings as error:
        assert "endpoint.bedrock-runtime" in error.problem.where
        return False
    return True


def host_starts_it(host: str) -> bool:
    return _on_this_machine(f"http://{url_host(host)}:8188")


def url_host(host: str) -> str:
    return f"[{host}]" if ":" in host else host


URLS = (doorway_keeps, comfyui_stays, bedrock_takes_plain_http, host_starts_it)
SOCKETS = (guard_lets_pass, guard_lets_look_up, guard_lets_listen)
Place = Callable[[str], bool]


@pytest.mark.parametrize("place", [*SOCKETS, *URLS], ids=lambda place: place.__name__)
@pytest.mark.parametrize("host", HERE)
def test_an_address_of_this_machine_is_one_wherever_it_is_asked(place: Place, host: str) -> None:
    assert place(host)


@pytest.mark.parametrize("place", [*SOCKETS, *URLS], ids=lambda place: place.__name__)
@pytest.mark.parametrize("host", ELSEWHERE)
def test_an_address_that_others_decide_about_is_never_this_machine(place: Place, host: str) -> None:
    assert not place(host)


@pytest.mark.parametrize("place", SOCKETS, ids=lambda place: place.__name__)
@pytest.mark.parametrize("host", NO_NAMES)
def test_what_is_no_address_is_never_this_machine(place: Place, host: str) -> None:
    assert not place(host)


@pytest.mark.parametrize(
    "url", ["nonsense", "http://", "http://[::1", "localhost", "http://127.0.0.1@far.example"]
)
def test_a_text_without_a_host_of_this_machine_is_no_url_of_it(url: str) -> None:
    assert not is_loopback_url(url)


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "::ffff:169.254.169.254", "fe80::1%eth0", "fd00:ec2::254%1", "::"]
)
def test_an_address_at_which_no_name_may_lead_is_known_in_every_spelling(host: str) -> None:
    assert is_reserved(host)
    assert not is_reserved("192.0.2.1") and not is_reserved("169.254.169.254.example")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "gpu1",
        "http://",
        "http://[::1",
        "http://[gpu1]/",
        "http://gpu1:port",
        "http://gpu1:99999",
        "http://:80",
    ],
)
def test_a_url_whose_server_cannot_be_read_has_none(url: str) -> None:
    assert server_url(url) is None


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [("http://gpu1:8188/a?b", "gpu1", 8188), ("https://[::1]", "::1", None), ("ws://GPU1/", "gpu1", None)],
)
def test_the_parts_of_a_url_are_those_of_its_server(url: str, host: str, port: int | None) -> None:
    parts = server_url(url)
    assert parts is not None and (parts.hostname, parts.port) == (host, port)
