"""`completion`: what a shell needs to complete commands, and the names that it completes.

Kinds, looks, shows, shots, takes and models are asked of the running service; none is started for it, and
where nothing can be asked nothing is offered.
"""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable, Iterable, Iterator

from secondunit.client import Service
from secondunit.wire import Kind, version_text
from secondunit.wire.errors import SecondUnitError

from . import exits
from .output import Output
from .reach import reach

#: The shells that a completion can be made for.
SHELLS = ("bash", "zsh", "fish")
#: So many of the newest takes and jobs are offered.
_NEWEST = 100
Completer = Callable[..., list[str]]


def completion(arguments: argparse.Namespace, output: Output) -> int:
    """Print what bash, zsh or fish needs to complete commands, options, kinds, looks, shows and takes."""
    from argcomplete.shell_integration import shellcode

    code = shellcode(["secondunit"], shell=arguments.shell)
    output.value({"shell": arguments.shell, "code": code})
    if not output.as_json:
        output.stdout.write(code.rstrip() + "\n")
    return exits.DONE


def add_completion_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `completion`."""
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help=f"which shell: {', '.join(SHELLS)}")


def complete(top: argparse.ArgumentParser) -> None:
    """Answer a shell that asks what could stand where the cursor is, and end; it asks by `_ARGCOMPLETE`."""
    import argcomplete

    argcomplete.autocomplete(top, always_complete_options="long")


def add_completers(top: argparse.ArgumentParser) -> None:
    """Tell every argument of every command how it is completed."""
    for parser in every_parser(top):
        for action in parser._actions:
            if action.choices is None and action.dest in _COMPLETERS:
                action.completer = _quiet(_COMPLETERS[action.dest])  # type: ignore[attr-defined]


def every_parser(top: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """The parser of every command, commands within commands too, and the whole one first."""
    yield top
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for parser in action.choices.values():
                yield from every_parser(parser)


def _quiet(names: Callable[[argparse.Namespace], Iterable[str]]) -> Completer:
    """A completer that offers nothing where the names cannot be had: a shell shows no errors."""

    def completer(prefix: str, parsed_args: argparse.Namespace, **_: object) -> list[str]:
        with contextlib.suppress(SecondUnitError, OSError):
            return [name for name in dict.fromkeys(names(parsed_args)) if name.startswith(prefix)]
        return []

    return completer


def _service() -> Service:
    return reach(start=False)


def _every_kind() -> tuple[Kind, ...]:
    try:
        return _service().kinds()
    except SecondUnitError:  # without a service they are read from the simulator, which takes a second
        from secondunit.service.kinds import kind_list

        return kind_list().kinds


def _kinds(_: argparse.Namespace) -> Iterable[str]:
    return [kind.name for kind in _every_kind()]


def _looks(parsed: argparse.Namespace) -> Iterable[str]:
    kinds = _kinds_meant(parsed)
    looks = [look.name for kind in kinds for look in kind.looks]
    names = {kind.name for kind in kinds}
    with contextlib.suppress(SecondUnitError):  # without a service nobody says what was saved
        saved = _service().looks(getattr(parsed, "show", "") or "").looks
        looks += [look.choice for look in saved if look.kind in names and look.usable]
    return looks


def _controls(parsed: argparse.Namespace) -> Iterable[str]:
    return [f"{control.name}=" for kind in _kinds_meant(parsed) for control in kind.controls]


def _kinds_meant(parsed: argparse.Namespace) -> list[Kind]:
    named = getattr(parsed, "kind", None) or []
    names = [named] if isinstance(named, str) else named
    return [kind for kind in _every_kind() if not names or kind.name in names]


def _shows(_: argparse.Namespace) -> Iterable[str]:
    from .named import show_names

    yield from show_names()
    yield from (take.show for take in _service().takes(limit=_NEWEST).takes)


def _shots(parsed: argparse.Namespace) -> Iterable[str]:
    return [take.shot for take in _service().takes(show=parsed.show or "", limit=_NEWEST).takes]


def _elements(parsed: argparse.Namespace) -> Iterable[str]:
    takes = _service().takes(show=parsed.show or "", shot=parsed.shot or "", limit=_NEWEST).takes
    return [take.element for take in takes]


def _takes(_: argparse.Namespace) -> Iterable[str]:
    takes = _service().takes(limit=_NEWEST).takes
    yield from (f"{take.show}/{take.shot}/{take.element}" for take in takes)
    yield from (f"{take.show}/{take.shot}/{take.element}@{version_text(take.version)}" for take in takes)


def _jobs(_: argparse.Namespace) -> Iterable[str]:
    jobs = _service().jobs(limit=_NEWEST).jobs
    yield from (f"{job.show}/{job.shot}/{job.element}" for job in jobs)
    yield from (job.id for job in jobs)


def _places(_: argparse.Namespace) -> Iterable[str]:
    takes = _service().takes(limit=_NEWEST).takes
    for take in takes:
        yield from (take.show, f"{take.show}/{take.shot}", f"{take.show}/{take.shot}/{take.element}")


def _providers(parsed: argparse.Namespace) -> Iterable[str]:
    return [
        model.provider for model in _service().capabilities(getattr(parsed, "show", "") or "").capabilities
    ]


def _models(parsed: argparse.Namespace) -> Iterable[str]:
    offered = _service().capabilities(getattr(parsed, "show", "") or "").capabilities
    named = getattr(parsed, "provider", "")
    return [model.model for model in offered if model.model and named in ("", model.provider)]


_COMPLETERS: dict[str, Callable[[argparse.Namespace], Iterable[str]]] = {
    "kind": _kinds, "look": _looks, "set": _controls, "show": _shows, "shot": _shots, "element": _elements,
    "take": _takes, "job": _jobs, "follow": _jobs, "where": _places, "provider": _providers, "model": _models,
}  # fmt: skip
