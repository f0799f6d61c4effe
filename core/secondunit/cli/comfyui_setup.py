"""`comfyui setup`: a server is asked what it can run, proves it with a small picture, and gets its table."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from secondunit.wire.errors import BadInput, ProviderLacks

from . import exits
from .licence_words import commercial_word, licence_word
from .output import Output

if TYPE_CHECKING:
    from secondunit.providers.comfyui.server import Server

NAME = "comfyui"
#: The folder of a studio's own workflows, beside the table that names it.
WORKFLOWS = "comfyui_workflows"


def setup(arguments: argparse.Namespace, output: Output) -> int:
    """Ask the server, run the proof, write the table, and say what works and what other blueprints lack."""
    from secondunit.ground.addresses import is_loopback_url
    from secondunit.providers.comfyui.interface.blueprint import named_models
    from secondunit.providers.comfyui.interface.curated import ALL, CURATED
    from secondunit.providers.comfyui.interface.library import BLUEPRINTS, files, published
    from secondunit.providers.comfyui.interface.permission import require_commercial
    from secondunit.providers.comfyui.interface.readiness import readiness
    from secondunit.providers.comfyui.proof import prove
    from secondunit.providers.comfyui.server import Server
    from secondunit.providers.comfyui.settings import read_settings
    from secondunit.providers.http import HttpDoor

    place = providers_file(arguments.show)
    folder = Path(arguments.workflows or place.with_name(WORKFLOWS)).expanduser().absolute()
    table: dict[str, str | bool] = {
        "servers": arguments.url,
        "workflows": str(folder),
        "blueprints": arguments.blueprints,
        "noncommercial": arguments.noncommercial,
        "cleared": arguments.cleared,
    }
    if arguments.blueprints == ALL:
        table["blueprints"] = ", ".join(dict.fromkeys(row.blueprint for row in CURATED))
    settings = read_settings(table)
    if arguments.declared_local and not is_loopback_url(arguments.url):
        raise BadInput(
            f"{arguments.url} is not on this machine: nobody can declare it local.",
            remedy="Write a rule for it, and leave --declared-local out.",
            where="declared-local",
        )
    named = (*settings.blueprints, *settings.cleared)
    unknown = [name for name in named if name not in files(BLUEPRINTS)]
    if unknown:
        raise BadInput(
            f"There is no blueprint {unknown[0][:60]!r}.",
            remedy="See what there is: secondunit comfyui list.",
            where="blueprints",
        )
    server = Server(settings.urls[0], HttpDoor(lambda call: None), time.monotonic, {}, 30.0)
    catalogue = server.catalogue("")
    rows = sorted(
        readiness(catalogue),
        key=lambda blueprint: (not blueprint.works, blueprint.task.value, blueprint.name),
    )
    for blueprint in rows:
        if blueprint.name in settings.blueprints and settings.judged(blueprint.name):
            require_commercial(blueprint.name, named_models(published(blueprint.name)), blueprint.task)
    output.line(f"{server.name} has {len(catalogue):,} nodes.")
    if not arguments.no_proof:
        if prove(server, time.sleep) < 1:
            raise ProviderLacks(f"{server.name} ran a graph and made no picture.")
        output.line("It made a small picture: it takes graphs and runs them.")
    for blueprint in rows:
        output.value(blueprint)
    doubts = _doubts(server, [blueprint.name for blueprint in rows if blueprint.works])
    output.table(
        ("blueprint", "task", "works", "Missing", "commercial", "licence"),
        [
            (
                blueprint.name,
                blueprint.task.value,
                "yes" if blueprint.works else "no",
                doubts.get(blueprint.name, blueprint.missing),
                commercial_word(blueprint.commercial),
                licence_word(blueprint.licence, blueprint.strictest),
            )
            for blueprint in rows
        ],
    )
    text = _table(table, arguments.declared_local)
    if _write(place, text):
        folder.mkdir(parents=True, exist_ok=True)
        output.line(f"Written: {place}")
    else:
        output.remark(f"{place} has a table {NAME} already, which stays as it is. This would be it now:")
        output.remark(text)
    works = sum(blueprint.works for blueprint in rows)
    output.remark(
        f"{works} of {len(rows)} blueprints have all that they need on this server; "
        f"{len(settings.blueprints)} are offered. "
        "Name those whose models' licences you looked at: --blueprints. "
        "Those with a model that forbids commercial work, or whose licence is not known, are refused "
        "without --noncommercial or --cleared."
    )
    return exits.DONE


def _doubts(server: Server, works: list[str]) -> dict[str, str]:
    """What is not right with the model files of blueprints that a server has everything for."""
    from secondunit.providers.comfyui.interface.blueprint import named_models
    from secondunit.providers.comfyui.interface.footprint import weight_doubt
    from secondunit.providers.comfyui.interface.library import published

    models = {name: named_models(published(name)) for name in works}
    folders = sorted({model.folder for named in models.values() for model in named if model.folder})
    sizes: dict[str, int] = {}
    for folder in folders:
        sizes |= server.model_sizes(folder, "")
    doubts = {name: weight_doubt(name, named, sizes) for name, named in models.items()}
    return {name: doubt for name, doubt in doubts.items() if doubt}


def providers_file(show: str) -> Path:
    """The file with a show's table, or with that of every show without its own."""
    from secondunit.service.home import Home
    from secondunit.service.outbound.settings import PROVIDERS_FILE
    from secondunit.service.shows import Shows

    home = Home.of_user()
    return Shows(home).beside(show, PROVIDERS_FILE) if show else home.root / PROVIDERS_FILE


def _table(values: dict[str, str | bool], declared_local: str) -> str:
    """The table as TOML; texts of TOML are texts of JSON."""
    import json

    named = {name: value for name, value in values.items() if value}
    if declared_local:
        named["declared_local"] = declared_local
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in named.items()]
    return "\n".join([f"[{NAME}]", *lines]) + "\n"


def _write(place: Path, text: str) -> bool:
    """Put the table at the end of its file, unless there is one; raises as `SettingsFiles.read` does."""
    from secondunit.media.whole import whole_file
    from secondunit.service.outbound.settings import parse_providers
    from secondunit.service.outbound.settings_file import SettingsFiles

    if NAME in SettingsFiles().read(place).tables:
        return False
    before = place.read_text("utf-8") if place.exists() else ""
    whole = f"{before.rstrip()}\n\n{text}" if before.strip() else text
    parse_providers(whole.encode(), str(place))
    with whole_file(place) as temporary:
        temporary.write_text(whole, "utf-8")
    return True
