"""A whole service works in a network namespace without a route, and the kernel counts who looked for one.

Code in C is not seen by the network guard; the kernel sees everybody. In a namespace of its own that has a
loopback and nothing else, every packet for elsewhere is counted as one without a route.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.long

PROGRAM = """
import fcntl, json, os, socket, struct, sys
from pathlib import Path

folder = Path(sys.argv[1])
os.environ |= {"SECONDUNIT_HOME": str(folder / "home"), "SECONDUNIT_SHOWS": str(folder / "shows"),
               "SECONDUNIT_LUMA": "a-key-for-nobody"}
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:  # netdevice(7): loopback up
    name = struct.pack("16sh", b"lo", 0)
    flags = struct.unpack("16sh", fcntl.ioctl(any_socket, 0x8913, name))[1]
    fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh", b"lo", flags | 1))


def lost():
    "What the kernel of this namespace found no route for, by protocol."
    heads, values = [line.split() for line in open("/proc/net/snmp") if line.startswith("Ip:")]
    six = dict(line.split() for line in open("/proc/net/snmp6"))
    return int(dict(zip(heads, values))["OutNoRoutes"]) + int(six["Ip6OutNoRoutes"])


def tried(address):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        try:
            out.connect((address, 53))
        except OSError:
            return


from secondunit.cli import main
from secondunit.cli.reach import reach
from secondunit.wire import *

before = lost()
place = ["--show", "heist", "--shot", "sh010", "--element", "smoke"]
small = ["--frames", "1001-1002", "--size", "64x36", "--fps", "24"]
quick = ["--set", "resolution=16", "--set", "preroll=0.2", "--set", "detail=0"]
made = main(["generate", "grey smoke", *place, *small, *quick])
client = reach(start=False)
brief = Brief("heist", "sh010", "door", FrameRange(1001, 1001), Rate(24), Format(64, 64), Task.IMAGE,
              prompt="a red door", colorspace=ColorSpace("ACEScg"), delivery=Delivery(passes=False),
              provider="luma", model="uni-1")
offered = client.capabilities("heist")
estimate = client.estimate(brief)
refused = client.submit(brief)
followed = main(["jobs", "--follow", refused.id])
offers = client.offers(refused.id)
take = client.takes(show="heist").takes[0]
checked = main(["provenance", take.folder + "/smoke_v001.1001.exr", "--show", "heist"])
main(["stop"])
service = lost()
tried("192.0.2.1")  # the count counts
print(json.dumps({
    "made": made, "verdict": estimate.verdict, "followed": followed, "checked": checked,
    "providers": [each.provider for each in offered.capabilities],
    "before": before, "service": service, "control": lost(),
}))
"""


@pytest.fixture
def alone() -> list[str]:
    """The command that runs another in a network namespace of its own, without a route."""
    command = ["unshare", "--user", "--map-root-user", "--net"]
    if shutil.which("unshare") is None:
        pytest.skip("there is no unshare: this needs Linux")
    tried = subprocess.run([*command, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"the kernel gives no namespace here: {tried.stderr.strip()}")
    return command


def test_a_service_makes_takes_and_refuses_providers_without_ever_looking_for_a_route(
    alone: list[str], tmp_path: Path
) -> None:
    show = tmp_path / "shows" / "heist"
    show.mkdir(parents=True)
    (show / "providers.toml").write_text("[luma]\nusd.uni-1 = 0.1\n", "utf-8")
    done = subprocess.run(
        [*alone, sys.executable, "-c", PROGRAM, str(tmp_path)],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert said["made"] == 0, done.stdout[-2000:]
    assert said["checked"] == 0, "the take is signed"
    assert said["verdict"] == "No rule of heist allows the provider 'luma'."
    assert said["followed"] == 4, "the job is refused"
    assert "luma" in said["providers"]
    assert said["service"] == said["before"], "something looked for a way out"
    assert said["control"] > said["service"], "the kernel counts what has no route"
    log = (tmp_path / "home" / "service.log").read_text("utf-8")
    assert "unreachable" not in log.lower()
