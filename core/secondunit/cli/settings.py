"""Controls set by hand on the command line: one by one, or many at once by a look."""

from __future__ import annotations

from secondunit.wire import Control, FrozenMap, Kind, Scalar, read_controls
from secondunit.wire.errors import BadInput, OutOfRange, SecondUnitError, UnknownField, WrongType

from .nearest import did_you_mean


def controls_from(settings: list[str], controls: tuple[Control, ...]) -> FrozenMap[Scalar]:
    """`density=0.8` and its like, each read by its control. Raises `BadValue`."""
    read: dict[str, str] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name.strip():
            raise WrongType(f"{setting[:60]!r} is not a setting.", remedy="Write it as --set density=0.8.")
        read[name.strip()] = value.strip()
    names = [control.name for control in controls]
    for name in read:
        near = did_you_mean(name, names) if name not in names else ""
        if near:
            raise UnknownField(
                f"There is no control {name[:60]!r}.",
                remedy=f"{near}The controls are: {', '.join(sorted(names))}.",
                where=name[:60],
            )
    return read_controls(controls, read)


def settings_by_hand(
    kind: str, look: str, settings: list[str], kinds: tuple[Kind, ...]
) -> tuple[str, FrozenMap[Scalar]]:
    """The kind that was chosen, empty where the words say it, and what a look and `--set` set on it.

    A look chooses its kind, and `--set` goes before it. Without either the first kind that takes all that is
    set reads it; the service reads it again, by the kind that it takes the words for. Raises `BadInput`.
    """
    if look:
        chosen = _with_look(look, (kind_named(kind, kinds),) if kind else kinds)
        values = next(look_of_kind.settings for look_of_kind in chosen.looks if look_of_kind.name == look)
        return chosen.name, FrozenMap({**values, **controls_from(settings, chosen.controls)})
    if kind:
        return kind, controls_from(settings, kind_named(kind, kinds).controls)
    refusal: SecondUnitError | None = None
    asked = {setting.partition("=")[0].strip() for setting in settings}
    for candidate in sorted(kinds, key=lambda kind: not asked <= {control.name for control in kind.controls}):
        try:
            return "", controls_from(settings, candidate.controls)
        except SecondUnitError as error:
            refusal = refusal or error
    if refusal is not None:
        raise refusal
    return "", FrozenMap()


def kind_named(name: str, kinds: tuple[Kind, ...]) -> Kind:
    """The kind of a name; raises `OutOfRange` with the nearest."""
    match = next((kind for kind in kinds if kind.name == name), None)
    if match is None:
        names = [kind.name for kind in kinds]
        raise OutOfRange(
            f"There is no kind {name[:40]!r}.",
            remedy=f"{did_you_mean(name, names)}The kinds are: {', '.join(names)}.",
            where="kind",
        )
    return match


def _with_look(name: str, kinds: tuple[Kind, ...]) -> Kind:
    """The only kind of these that has the look."""
    match = [kind for kind in kinds if any(look.name == name for look in kind.looks)]
    if len(match) == 1:
        return match[0]
    if match:
        names = ", ".join(kind.name for kind in match)
        raise BadInput(
            f"Several kinds have a look {name}: {names}.",
            remedy=f"Say which: --kind {match[0].name}.",
            where="look",
        )
    every = {look.name for kind in kinds for look in kind.looks}
    looks = "; ".join(
        f"{kind.name}: {', '.join(look.name for look in kind.looks)}" for kind in kinds if kind.looks
    )
    raise OutOfRange(
        f"There is no look {name[:40]!r}.",
        remedy=f"{did_you_mean(name, every)}The looks are: {looks or 'none'}.",
        where="look",
    )
