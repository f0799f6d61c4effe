"""`looks list` and `looks save`: the looks that somebody saved, beside those that come with their kind."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from secondunit.wire import FrozenMap, Kind, Look, Scalar, check_name
from secondunit.wire.errors import SecondUnitError, WrongType
from secondunit.wire.saved_look import LookSaving, LookScope, SavedLook, belongs_to_look, picture_text

from . import exits
from .grammar import Grammar
from .named import TAKE_HELP, take_of
from .output import Output
from .reach import reach
from .settings import kind_named, settings_by_hand

if TYPE_CHECKING:
    from secondunit.host.client import Client

#: Whose a look is, in a listing.
_WHOSE = {LookScope.MINE: "yours", LookScope.SHOW: "the show's"}


def list_looks(arguments: argparse.Namespace, output: Output) -> int:
    """List the looks that --look takes: those of each kind, yours, and a show's."""
    client = reach()
    kinds = client.kinds()
    chosen = [kind_named(name, kinds) for name in arguments.kind] or list(kinds)
    saved = client.looks(_show(arguments.show))
    names = {kind.name for kind in chosen}
    here = [look for look in saved.looks if look.kind in names or not arguments.kind]
    for kind in chosen:
        for look in kind.looks:
            output.value({"kind": kind.name, "look": look.name, "label": look.label})
    for one in here:
        output.value(one)
    output.table(
        ("look", "kind", "label", "whose"),
        [(look.name, kind.name, look.label, "its kind's") for kind in chosen for look in kind.looks]
        + [(one.choice, one.kind, one.label, _WHOSE[one.scope]) for one in here if one.usable],
    )
    for one in here:
        for remark in one.remarks:
            output.remark(f"{one.label}: {remark}")
    for remark in saved.remarks:
        output.remark(remark)
    return exits.DONE


def save_look(arguments: argparse.Namespace, output: Output) -> int:
    """Save how an element looks, from a take, a look or controls, under a name of its own."""
    scope = LookScope(arguments.to)
    if scope is LookScope.SHOW and not arguments.show:
        raise WrongType("A look of a show needs the show's name.", remedy="Add --show SHOW.", where="show")
    client = reach()
    kind, values = _settings(arguments, client)
    whole = {control.name: control.default for control in kind.controls if belongs_to_look(control)}
    settings = FrozenMap({name: values.get(name, value) for name, value in whole.items()})
    look = SavedLook(kind.name, "", arguments.name, settings, scope, kind.version, arguments.note)
    picture = picture_text(_picture(arguments, client))
    saved = client.save_look(LookSaving(look, _show(arguments.show), arguments.replace, picture))
    output.value(saved)
    output.line(f"{saved.label} is saved. Use it with --kind {kind.name} --look {saved.choice}.")
    return exits.DONE


def add_saved_look_commands(looks: argparse.ArgumentParser, shared: Grammar) -> None:
    """Add what can be done with saved looks to the command that renders the page."""
    inner = looks.add_subparsers(title="saved looks", metavar="[list|save]", required=False)
    for name, run in (("list", list_looks), ("save", save_look)):
        text = (run.__doc__ or "").strip()
        parser: argparse.ArgumentParser = inner.add_parser(
            name, parents=[shared], help=text, description=text
        )
        parser.set_defaults(run=run, grammar=parser)
        parser.add_argument("--show", default="", metavar="SHOW", help="a show's name; default: only yours")
        if name == "list":
            parser.add_argument(
                "--kind", action="append", default=[], metavar="KIND", help="this kind; may be said again"
            )
            continue
        parser.add_argument("name", help="what the look is called")
        parser.add_argument("--kind", default="", metavar="KIND", help="whose it is; default: the take's")
        parser.add_argument("--take", default="", metavar="TAKE", help=f"{TAKE_HELP}; default: none")
        parser.add_argument("--look", default="", metavar="LOOK", help="begin with this look; default: none")
        parser.add_argument(
            "--set", action="append", default=[], metavar="CONTROL=VALUE",
            help="a control of it, before the look's and the take's; may be said again",
        )  # fmt: skip
        parser.add_argument(
            "--to", default="mine", choices=[scope.value for scope in LookScope], metavar="mine|show",
            help="for you, or in the show's folder for everybody on it; default: mine",
        )  # fmt: skip
        parser.add_argument("--note", default="", metavar="TEXT", help="what it is for; default: nothing")
        parser.add_argument("--replace", action="store_true", help="put it in place of one of that name")


def with_saved(kinds: tuple[Kind, ...], client: Client, show: str, name: str) -> tuple[Kind, ...]:
    """The kinds with the looks that were saved of them, where `name` may be one of those."""
    if ":" not in name:
        return kinds
    saved = client.looks(_show(show)).looks
    return tuple(
        replace(kind, looks=kind.looks + tuple(
            Look(look.choice, look.label, look.settings, look.help)
            for look in saved if look.kind == kind.name and look.usable
        ))
        for kind in kinds
    )  # fmt: skip


def _settings(arguments: argparse.Namespace, client: Client) -> tuple[Kind, Mapping[str, Scalar]]:
    kinds = with_saved(client.kinds(), client, arguments.show, arguments.look)
    name, values = arguments.kind, FrozenMap[Scalar]()
    if arguments.take:
        brief = client.take_brief(take_of(client, arguments.take).id)
        if arguments.kind not in ("", brief.kind) or not brief.kind:
            made = f"a {brief.kind}" if brief.kind else "made elsewhere"
            raise WrongType(f"This take is {made}.", remedy="Name a take of the kind.", where="take")
        name, values = brief.kind, brief.controls
    if not name and not arguments.look:
        raise WrongType("A look is a kind's.", remedy="Say which: --kind smoke, or --take.", where="kind")
    chosen, by_hand = settings_by_hand(name, arguments.look, arguments.set, kinds)
    return kind_named(chosen, kinds), values.updated(by_hand)


def _picture(arguments: argparse.Namespace, client: Client) -> bytes | None:
    """The picture of the take that a look is saved from; None where something else was set too."""
    if not arguments.take or arguments.look or arguments.set:
        return None
    with suppress(SecondUnitError):  # a look without a picture is a look
        return client.picture(take_of(client, arguments.take).id)
    return None


def _show(name: str) -> str:
    if name:
        check_name("show", name)
    return name


__all__ = ["add_saved_look_commands", "list_looks", "save_look", "with_saved"]
