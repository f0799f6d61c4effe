"""Shared libraries that Blender and Qt need from the system; installs Debian's packages where it may."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess

#: A shared library's short name, and the Debian package that holds it.
LIBRARIES = {
    "X11": "libx11-6",
    "Xrender": "libxrender1",
    "Xfixes": "libxfixes3",
    "Xi": "libxi6",
    "Xxf86vm": "libxxf86vm1",
    "xkbcommon": "libxkbcommon0",
    "SM": "libsm6",
    "ICE": "libice6",
    "GL": "libgl1",
    "EGL": "libegl1",
    "fontconfig": "libfontconfig1",
    "dbus-1": "libdbus-1-3",
    "glib-2.0": "libglib2.0-0",
    "X11-xcb": "libx11-xcb1",
    "xkbcommon-x11": "libxkbcommon-x11-0",
    "xcb-cursor": "libxcb-cursor0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-image": "libxcb-image0",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-randr": "libxcb-randr0",
    "xcb-render-util": "libxcb-render-util0",
    "xcb-render": "libxcb-render0",
    "xcb-shape": "libxcb-shape0",
    "xcb-shm": "libxcb-shm0",
    "xcb-sync": "libxcb-sync1",
    "xcb-xfixes": "libxcb-xfixes0",
    "xcb-xinerama": "libxcb-xinerama0",
    "xcb-xkb": "libxcb-xkb1",
}


def missing() -> list[str]:
    """The Debian packages whose library this Linux machine lacks; empty elsewhere."""
    if os.name != "posix" or not os.path.isdir("/lib"):  # noqa: PTH112
        return []
    if os.uname().sysname != "Linux":
        return []
    return [package for library, package in LIBRARIES.items() if ctypes.util.find_library(library) is None]


def install() -> str:
    """Install what is missing where that is possible; the answer is a sentence for the person."""
    packages = missing()
    if not packages:
        return "System libraries: all there."
    command = "apt-get install -y " + " ".join(packages)
    if shutil.which("apt-get") is None:
        return (
            f"System libraries missing, and no apt-get here: install what Debian calls {', '.join(packages)}."
        )
    if os.geteuid() != 0:
        return f"System libraries missing. Ask an administrator to run: {command}"
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", *packages]):
        answer = subprocess.run(step, env=environment, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        return f"System libraries could not be installed ({answer.stderr.strip()[-200:]}). Run: {command}"
    return f"System libraries: installed {', '.join(packages)}."
