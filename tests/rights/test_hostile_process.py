"""Code in this process that means harm: what it tries with sockets, names, addresses and other programs."""

from __future__ import annotations

import socket
import subprocess
import sys
import textwrap

import pytest

BEGIN = """
import socket, sys
from secondunit.rights import guard
from secondunit.wire.errors import NoVerdict
from secondunit.wire.rights import Verdict

def verdict(*hosts):
    return Verdict(True, "yes", "r", hosts=hosts, until="2999-01-01T00:00:00.000Z").sealed()

def stays_shut(attempt):
    try:
        attempt()
    except NoVerdict as error:
        return error
    raise SystemExit(f"it went out: {attempt}")

guard.install()
tcp, udp = socket.SOCK_STREAM, socket.SOCK_DGRAM
"""


def guarded(script: str) -> str:
    """What a guarded process of its own prints on both its streams; it must end well."""
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + textwrap.dedent(script)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_a_socket_that_lies_about_its_kind_is_not_believed() -> None:
    guarded("""
        class Near(socket.socket):
            family = property(lambda self: socket.AF_UNIX)

        for kind in (tcp, udp):
            with Near(socket.AF_INET, kind) as made:
                made.settimeout(1)
                stays_shut(lambda: made.connect(("203.0.113.9", 443)))
        with Near(socket.AF_INET, udp) as made:
            stays_shut(lambda: made.sendto(b"x", ("203.0.113.9", 443)))
    """)


def test_an_address_that_lies_about_itself_is_not_believed() -> None:
    guarded("""
        class Name(str):
            def __str__(self):
                return "127.0.0.1"

        class Raw(bytes):
            def decode(self, *arguments):
                return "127.0.0.1"

        class Place(tuple):
            def __getitem__(self, index):
                return "127.0.0.1"

        there = "203.0.113.9"
        for address in ((Name(there), 9), (Raw(there.encode()), 9), Place((there, 9))):
            with socket.socket(socket.AF_INET, udp) as made:
                stays_shut(lambda: made.connect(address))
                stays_shut(lambda: made.connect_ex(address))
                stays_shut(lambda: made.sendto(b"x", address))
        stays_shut(lambda: socket.getaddrinfo(Name("provider.example"), 443))
    """)


def test_nothing_is_looked_up_before_the_guard_is_asked() -> None:
    """A socket given a name looks it up by itself, below Python: somebody outside would be told the name."""
    guarded("""
        name = ("plate-in-a-name.example", 9)
        for family in (socket.AF_INET, socket.AF_INET6):
            with socket.socket(family, udp) as made:
                stays_shut(lambda: made.connect(name))
                stays_shut(lambda: made.connect_ex(name))
                stays_shut(lambda: made.sendto(b"x", name))
                stays_shut(lambda: made.sendto(b"x", 0, name))
                stays_shut(lambda: made.bind(name))
                if hasattr(made, "sendmsg"):
                    stays_shut(lambda: made.sendmsg([b"x"], [], 0, name))
        stays_shut(lambda: socket.getnameinfo(("203.0.113.9", 443), 0))
        stays_shut(lambda: socket.gethostbyaddr("203.0.113.9"))
        stays_shut(lambda: socket.gethostbyname_ex("provider.example"))
    """)


def test_other_machines_cannot_call_in() -> None:
    """What listens is not asked for a verdict when it answers: so it may listen to this machine only."""
    guarded("""
        for family, host in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET, ""), (socket.AF_INET6, "::")):
            for kind in (tcp, udp):
                with socket.socket(family, kind) as made:
                    stays_shut(lambda: made.bind((host, 0)))
        stays_shut(lambda: socket.create_server(("", 0)))
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(server.getsockname(), 5).close()
        with socket.create_server(("localhost", 0)) as server:
            socket.create_connection(server.getsockname(), 5).close()
    """)


def test_a_name_that_turns_into_the_machines_own_metadata_is_not_followed() -> None:
    """A name that a rule allows, in the hands of somebody else's name server (DNS rebinding)."""
    said = guarded("""
        named = verdict("*.provider.example")
        places = ("169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "fd00:ec2::254", "0.0.0.0",
                  "224.0.0.1")
        for place in places:
            guard._addresses[place] = {"files.provider.example"}
        guard._addresses["203.0.113.9"] = {"files.provider.example"}
        with guard.going_out(named):
            guard.require("203.0.113.9")
            for place in places:
                error = stays_shut(lambda: guard.require(place))
        with guard.going_out(verdict("169.254.169.254")):
            guard.require("169.254.169.254")
        print(error.problem.where)
    """)
    assert said.strip() == "224.0.0.1"


def test_a_provider_that_starts_another_program_is_told_of_in_the_log() -> None:
    said = guarded("""
        import logging, os, subprocess
        logging.basicConfig(format="%(message)s")
        subprocess.run([sys.executable, "-c", ""], check=True)
        with guard.guest("evil"):
            subprocess.run([sys.executable, "-c", "", "a-key-in-an-argument"], check=True)
            os.system("exit 0")
            import ctypes
            ctypes.CDLL(None)
            try:
                ctypes.CDLL("libnothing-at-all.so")
            except OSError:
                pass
    """)
    lines = said.splitlines()
    assert len(lines) == 3 and all(line.startswith("evil ") for line in lines), said
    assert sys.executable in lines[0] and "a-key-in-an-argument" not in said
    assert "libnothing-at-all.so" in lines[2]


def test_a_unix_socket_is_a_way_out_too() -> None:
    """Behind one stands another program (a proxy, a container's engine, the desktop's bus) that may go on."""
    if not hasattr(socket, "AF_UNIX"):
        pytest.skip("there are no Unix sockets for Python on this system")
    said = guarded("""
        import os, tempfile
        place = os.path.join(tempfile.mkdtemp(), "s")
        names = [place] + (["\\0second-unit-" + str(os.getpid())] if sys.platform == "linux" else [])
        for name in names:
            for kind in (tcp, udp):
                with socket.socket(socket.AF_UNIX, kind) as made:
                    stays_shut(lambda: made.bind(name))
                    stays_shut(lambda: made.connect(name))
                    stays_shut(lambda: made.connect(name.encode()))
                    stays_shut(lambda: made.connect_ex(name))
                    if kind is udp:
                        stays_shut(lambda: made.sendto(b"x", name))
                        stays_shut(lambda: made.sendmsg([b"x"], [], 0, name))
        one, other = socket.socketpair()
        one.sendall(b"x")
        with guard.going_out(verdict("unix:" + place)):
            with socket.socket(socket.AF_UNIX, tcp) as server, socket.socket(socket.AF_UNIX, tcp) as client:
                server.bind(place)
                server.listen()
                client.connect(place)
                stays_shut(lambda: socket.socket(socket.AF_UNIX, tcp).connect(place + "2"))
        os.unlink(place)
        with guard.unix_sockets():
            with socket.socket(socket.AF_UNIX, tcp) as server, socket.socket(socket.AF_UNIX, tcp) as client:
                server.bind(place)
                server.listen()
                client.connect(place)
        print(stays_shut(lambda: socket.socket(socket.AF_UNIX, tcp).connect(names[-1])).problem.where)
    """)
    assert said.strip().startswith("unix:@second-unit-" if sys.platform == "linux" else "unix:/")


def test_the_c_library_is_not_asked_for_its_sockets() -> None:
    """The known ways to load it: this very program, by its name, by a handle, as a prototype."""
    guarded("""
        import ctypes, ctypes.util
        ways = [ctypes.CDLL(None), ctypes.PyDLL(None), ctypes.pythonapi]
        for name in ("libc.so.6", "libSystem.dylib"):
            try:
                ways.append(ctypes.CDLL(name))
            except OSError:
                pass
        for library in ways:
            for name in ("connect", "sendto", "sendmsg", "socket", "getaddrinfo", "syscall", "dlsym"):
                stays_shut(lambda: getattr(library, name))
                stays_shut(lambda: library[name])
                stays_shut(lambda: ctypes.CFUNCTYPE(ctypes.c_int)((name, library)))
                stays_shut(lambda: ctypes.c_int.in_dll(library, name))
        import _ctypes
        if hasattr(_ctypes, "dlsym"):
            stays_shut(lambda: _ctypes.dlsym(ways[0]._handle, "connect"))
        assert ways[0].getpid() > 0
        with guard.going_out(verdict("*.provider.example")):
            stays_shut(lambda: ctypes.CDLL(None).connect)
    """)
