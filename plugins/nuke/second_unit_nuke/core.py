"""Makes the core package importable inside Nuke, without a change to Python's search path.

The installer lays a copy of it into this package's `vendor` folder. That copy is bound to the name
`secondunit` unless Nuke has loaded another one already; whether the one in use fits is for `fault` to say.
"""

from __future__ import annotations

import os
import sys

#: The series of the core that this plug-in is written for.
SERIES = "0.4"
#: What Nuke knows the panel by, in its menus and in saved layouts.
PANEL_ID = "com.secondunit.panel"
_VENDOR = os.path.join(os.path.dirname(os.path.abspath(__file__)), "vendor", "secondunit")  # noqa: PTH100, PTH118, PTH120


def provide(folder: str = _VENDOR) -> None:
    """Bind the name `secondunit` to the copy in `folder`, if there is one and the name is free; no raise."""
    start = os.path.join(folder, "__init__.py")  # noqa: PTH118 - pathlib costs Nuke's start 8 ms
    if "secondunit" in sys.modules or not os.path.isfile(start):  # noqa: PTH113
        return
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("secondunit", start, submodule_search_locations=[folder])
    if spec is None or spec.loader is None:
        return
    module = module_from_spec(spec)
    sys.modules["secondunit"] = module
    try:
        spec.loader.exec_module(module)
    except Exception:
        # A damaged copy: `fault` says what the import that follows runs into.
        sys.modules.pop("secondunit", None)


def fault() -> str:
    """Why the core cannot be used in this Nuke, as a sentence with its remedy; empty when it can."""
    try:
        import secondunit
        from secondunit import host, wire
    except ImportError as error:
        return (
            f"Second Unit's core is not beside the plug-in ({error}). "
            "Install it again: secondunit install --host nuke"
        )
    version = str(getattr(secondunit, "__version__", "of no version"))
    if not (version == SERIES or version.startswith(SERIES + ".")):
        place = os.path.dirname(str(secondunit.__file__))  # noqa: PTH120
        return (
            f"Nuke has loaded Second Unit's core {version} from {place}; this plug-in needs {SERIES}. "
            "Take the other one off PYTHONPATH or NUKE_PATH, or install the two in the same version."
        )
    return "" if host and wire else "Second Unit's core is empty."


def unopened(error: Exception) -> str:
    """What stands in the panel's place after an error: what happened, what was kept, what to do."""
    happened = f"{type(error).__name__}: {error}"[:400].rstrip(". ")
    return (
        f"The panel could not be opened. {happened}. Your script is as it was. Second Unit > Check "
        "Installation says what is missing; afterwards close this tab and open the panel again."
    )


def twins(folders: list[str]) -> list[str]:
    """The folders among Nuke's plug-in paths that hold another copy of this plug-in, which is not in use."""
    here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120
    copies = (os.path.join(folder, "second_unit_nuke") for folder in folders)  # noqa: PTH118
    return [
        copy
        for copy in dict.fromkeys(map(os.path.normpath, copies))
        if os.path.isfile(os.path.join(copy, "core.py")) and os.path.realpath(copy) != os.path.realpath(here)  # noqa: PTH113, PTH118
    ]


def said_of_twins(folders: list[str]) -> str:
    """One sentence about copies that are not in use; empty without any."""
    copies = twins(folders)
    if not copies:
        return ""
    here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120
    return (
        f"Second Unit is installed more than once: {here} is in use, {', '.join(copies)} is not. "
        "Uninstall one of them: secondunit install --host nuke --uninstall"
    )
