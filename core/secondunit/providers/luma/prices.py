"""What a generation of Luma's costs: by the studio's own prices, or by Luma's list where the studio says so.

A picture: `usd.<model>`, an edit of one `usd.<model>.edit`, and `usd.<model>.reference` for each reference. A
movie: `usd.<model>`, `.edit` or `.reframe` behind it, `.hdr` behind that, a second; with a resolution behind
it, for that one; with `.5s` or `.10s` behind that, for a whole clip (of an edit: every 5 s that begin).
"""

from __future__ import annotations

from decimal import Decimal

from secondunit.wire import FrozenMap, Scalar
from secondunit.wire.errors import BadSettings

from ..sdk import by_the_list, price
from .asking import Asked
from .facts import BLOCK, list_prices


def cost_of(order: Asked, references: int, settings: FrozenMap[Scalar]) -> Decimal:
    """The price of what is asked for; raises `BadSettings` with the setting that is missing."""
    listed = list_prices() if by_the_list(settings) else None
    head = f"usd.{order.offer.model}{order.offer.price}{'.hdr' if order.hdr else ''}"
    if not order.offer.movie:
        unit_price = (
            price(settings, f"usd.{order.offer.model}.reference", listed=listed) if references else Decimal()
        )
        return price(settings, head, listed=listed) + references * unit_price
    own = f"{head}.{order.resolution}"
    clip = BLOCK.value if order.offer.kind == "video_edit" else order.billed
    # What the contract says of any length comes before what the list says of this one.
    for table, more in ((settings, None), (FrozenMap[Scalar](), listed or {})):
        for name, seconds in ((f"{own}.{clip}s", clip), (own, 1), (head, 1)):
            if name in (table if more is None else more):
                return price(table, name, listed=more) * (Decimal(order.billed) / seconds)
    raise BadSettings(
        f"No price is known: {head} is not set.",
        remedy=f"Set {own}.{clip}s, {own} or {head} from the studio's contract, or list_prices = true.",
        where=head,
    )
