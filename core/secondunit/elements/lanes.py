"""Reading and writing in loops that the compiler may run on many cells at once.

Where the places that a loop reads are computed in it, the compiler cannot know that none of them is written
there, and runs one cell after the other. `peek` and `poke` say so: no loop pokes into a field that it peeks
into. What it changes in place it reads by `own`, and pokes at that very place. Every place is inside the
field; nothing checks that.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import types
from numba.extending import intrinsic

from .kernels import Field, inlined


def _scope(module: Any) -> Any:
    """The name under which reads and writes promise not to touch."""
    domain = module.add_metadata([ir.MetaDataString(module, "secondunit.lanes")])
    scope = module.add_metadata([ir.MetaDataString(module, "secondunit.lanes.read"), domain])
    return module.add_metadata([scope])


def _read(tag: str) -> Any:
    def typed(typing: Any, flat: Any, place: Any) -> Any:
        def read(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            array = context.make_array(signature.args[0])(context, builder, values[0])
            value = builder.load(builder.gep(array.data, [values[1]]))
            value.align = 4
            value.set_metadata(tag, _scope(builder.module))
            return value

        return flat.dtype(flat, place), read

    return intrinsic(typed)


#: `peek(flat, place)`: what stands at a place of a flat field into which the same loop does not poke.
peek: Any = _read("alias.scope")
#: `own(flat, place)`: what stands at a place of a flat field at which alone the same round pokes.
own: Any = _read("noalias")


def _read_pair(typing: Any, flat: Any, place: Any) -> Any:
    def read(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, values[0])
        bits, number = ir.IntType(64), ir.FloatType()
        address = builder.bitcast(builder.gep(array.data, [values[1]]), bits.as_pointer())
        both = builder.load(address)
        both.align = 4
        both.set_metadata("alias.scope", _scope(builder.module))
        low = builder.bitcast(builder.trunc(both, ir.IntType(32)), number)
        upper = builder.lshr(both, ir.Constant(bits, 32))
        high = builder.bitcast(builder.trunc(upper, ir.IntType(32)), number)
        return context.make_tuple(builder, signature.return_type, (low, high))

    both: Any = types.UniTuple
    return both(types.float32, 2)(flat, place), read


#: `pair(flat, place)`: what stands at a place and at the next one, as two `peek`s in one read.
pair: Any = intrinsic(_read_pair)


def _write(typing: Any, flat: Any, place: Any, value: Any) -> Any:
    def write(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, values[0])
        number = context.cast(builder, values[2], signature.args[2], signature.args[0].dtype)
        stored = builder.store(number, builder.gep(array.data, [values[1]]))
        stored.align = 4
        stored.set_metadata("noalias", _scope(builder.module))
        return context.get_dummy_value()

    return types.void(flat, place, value), write


#: `poke(flat, place, value)`: write a number at a place of a flat field into which that loop does not peek.
poke: Any = intrinsic(_write)


@inlined
def mixed(
    flat: Field, n: np.int32, row: np.int32, plane: np.int32, tx: np.float32, ty: np.float32, tz: np.float32
) -> np.float32:
    """Between the eight cells from place `n` on, whose rows and planes are so far apart."""
    n1, n2 = np.int32(n + row), np.int32(n + plane)
    n3 = np.int32(n2 + row)
    (a, e), (b, f), (c, g), (d, h) = pair(flat, n), pair(flat, n1), pair(flat, n2), pair(flat, n3)
    a += tx * (e - a)
    b += tx * (f - b)
    c += tx * (g - c)
    d += tx * (h - d)
    a += ty * (b - a)
    c += ty * (d - c)
    value: np.float32 = a + tz * (c - a)
    return value
