"""A studio's file opened: it is the file that was allowed, and a network that fits its signature."""

from __future__ import annotations

from pathlib import Path

from secondunit.models.runtimes import Network, Port, open_network
from secondunit.wire.errors import WrongNetwork

from .allowed_file import allowed_path
from .models_file import StudioNetwork
from .signature import Result, Signature

_NUMBERS = ("float32", "float16")


def checked_network(network: StudioNetwork, folder: Path, *, threads: int = 1) -> Network:
    """The network of an entry, ready to run.

    Raises `WeightsAbsent`, `WrongWeights`, `WrongNetwork`, `RuntimeAbsent`; each says what is other than the
    entry has it.
    """
    path = allowed_path(network, folder)
    ready = open_network(path, threads=threads)
    check_signature(ready, network.signature, str(path))
    return ready


def check_signature(network: Network, signature: Signature, where: str = "") -> None:
    """Raise `WrongNetwork` where the network has not the inputs and outputs of the signature."""
    picture = _port(network.inputs, signature.input, "input", where)
    _port(network.outputs, signature.output, "output", where)
    named = {signature.input, signature.matte_input}
    more = [port for port in network.inputs if port.name not in named]
    if more:
        raise WrongNetwork(
            f"It takes more than a picture: {', '.join(map(str, more))}.",
            remedy="Export it with a picture as its input (and a mask, said as matte_input).",
            where=where,
        )
    lead = (1, signature.frames) if signature.frames > 1 else (1,)
    _check_shape(picture, (*lead, 3), signature, where)
    if signature.matte_input:
        _check_shape(
            _port(network.inputs, signature.matte_input, "input", where), (*lead, 1), signature, where
        )
    output = next(port for port in network.outputs if port.name == signature.output)
    channels = 3 if signature.result is Result.PICTURE else 1
    flat = channels == 1 and len(output.shape) == len(lead) + 2  # a matte without an axis of channels
    if not flat and (len(output.shape) != len(lead) + 3 or output.shape[len(lead)] not in (None, channels)):
        raise WrongNetwork(
            f"A {signature.result.value} has {channels} channel{'s' * (channels > 1)}; it gives {output}.",
            remedy="Say what it gives: result = picture, matte, logits or map.",
            where=where,
        )


def _port(ports: tuple[Port, ...], name: str, kind: str, where: str) -> Port:
    for port in ports:
        if port.name == name:
            return port
    raise WrongNetwork(
        f"It has no {kind} {name!r}.",
        remedy=f"Its {kind}s are {', '.join(map(str, ports))}: say which as signature.{kind}.",
        where=where,
    )


def _check_shape(port: Port, lead: tuple[int, ...], signature: Signature, where: str) -> None:
    """Batch, frames, channels, and sides that are free or those of the signature."""
    if port.dtype not in _NUMBERS:
        raise WrongNetwork(f"It takes {port.dtype}, not floats: {port}.", where=where)
    fixed = signature.fixed or signature.whole
    sides = (signature.side, signature.side) if fixed else (None, None)
    last = len(port.shape) == len(lead) + 2 and port.shape[-1] == lead[-1] != port.shape[len(lead) - 1]
    if (
        last
        or len(port.shape) != len(lead) + 2
        or any(own not in (None, wanted) for own, wanted in zip(port.shape, lead, strict=False))
    ):
        raise WrongNetwork(
            f"It takes {port}, not {' x '.join(map(str, lead))} x height x width.",
            remedy="Export it with the channels before height and width, one picture at a time.",
            where=where,
        )
    for own, wanted in zip(port.shape[-2:], sides, strict=True):
        if own is not None and own != wanted:
            raise WrongNetwork(
                f"It takes pictures of {port.shape[-1] or 'any'} x {port.shape[-2] or 'any'} alone: {port}.",
                remedy=f"Say side = {own} and fixed = true (tiles), or whole = true (all of it, scaled).",
                where=where,
            )
