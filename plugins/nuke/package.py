"""Second Unit for Nuke as a rez package; the installer fills in the version."""

name = "second_unit_nuke"
version = "@VERSION@"
description = "Second Unit's panel and Groups in Nuke"
requires = ["nuke-15+<18"]
# Python, Qt and the core come with Nuke and with this folder: nothing else is needed, and nothing is built.
build_command = False


def commands():
    env.NUKE_PATH.append("{root}")  # noqa: F821 - rez gives `env` to this function
