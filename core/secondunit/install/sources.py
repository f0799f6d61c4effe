"""Where the plug-ins' sources and the core's are: in an installed wheel, or in a checkout."""

from __future__ import annotations

from pathlib import Path

from ..wire.errors import NotFound

CORE = Path(__file__).resolve().parents[1]
_CHECKOUT = CORE.parents[1]
#: In the wheel the sources lie below the package, put there when it was built.
_IN_WHEEL = CORE / "plugins"


def plugin(host: str) -> Path:
    """The folder of a host's plug-in; raises `NotFound` where an installation lacks it."""
    return _there(Path(host))


def licence() -> bytes:
    """The text of our licence, which goes with every copy."""
    base = _IN_WHEEL if _IN_WHEEL.is_dir() else _CHECKOUT
    return (base / "LICENSE").read_bytes()


def core_files(rooms: tuple[str, ...]) -> dict[str, bytes]:
    """The named rooms of the core, by their names in a folder that holds `secondunit`."""
    files = {"secondunit/__init__.py": (CORE / "__init__.py").read_bytes(), "secondunit/py.typed": b""}
    for room in rooms:
        for path in sorted((CORE / room).rglob("*.py")):
            files[path.relative_to(CORE.parent).as_posix()] = path.read_bytes()
    return files


def set_up_again() -> str:
    """What makes this installation whole again, as a sentence to somebody who found it damaged."""
    if (_CHECKOUT / "installers" / "setup.py").is_file():
        return "Run: python3 installers/setup.py --work"
    return "Install Second Unit again, with what it was installed with: pip, pipx or uv tool."


def _there(name: Path) -> Path:
    for base in (_IN_WHEEL, _CHECKOUT / "plugins"):
        if (base / name).is_dir():
            return base / name
    raise NotFound(f"This installation has no plug-in for {name}.", remedy=set_up_again())
