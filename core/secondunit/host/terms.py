"""What a model takes, gives and refuses, and what of a brief leaves this machine, in words. Values only."""

from __future__ import annotations

from functools import lru_cache
from math import ceil, floor
from typing import TYPE_CHECKING

from .choosing import is_elsewhere, is_on_board, one_frame, role_label, single_pictures, takes_passes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from secondunit.wire import Brief, Capability, Estimate, Intake, Job, Money, Take
    from secondunit.wire.highlights import Highlights
    from secondunit.wire.prepared import RoundTrip

_FORMS = {"still": "as one frame", "frames": "frame by frame", "movie": "as a clip"}
_CODINGS = {"srgb": "sRGB", "log": "log", "linear": "scene-linear EXR"}
NONE, STILL, LINEAR = "none", "still", "linear"
#: The depth of pictures that travel as floats.
FLOAT = 32
#: A difference of colour that nobody sees (CIEDE2000).
UNSEEN = 1.0
#: Past so many steps of half float a difference of colour says more.
MOST_STEPS = 16


def capability_lines(capability: Capability) -> tuple[str, ...]:
    """Where a model works, on what terms, what it takes, gives and refuses, a sentence each."""
    return (*first_lines(capability), *further_lines(capability))


def first_lines(capability: Capability) -> tuple[str, ...]:
    """What everybody has to know: whether material leaves, on what terms, and what the model takes."""
    where = "Material leaves this machine." if capability.leaves else "Nothing leaves this machine."
    if not capability.leaves and is_elsewhere(capability):
        where = "Declared local: it runs on this machine."
    # Terms that say it in their own words say it once.
    own = ("nothing leaves", "declared local")
    explicit = not capability.leaves and any(words in capability.terms.lower() for words in own)
    lines = [capability.terms] if explicit else [where, capability.terms]
    if capability.intake is not None:
        takes, refuses = _takes(capability)
        lines.append(f"Takes {_listed(takes)}." if takes else "Takes nothing of the shot.")
        lines.append(f"Takes no {_listed(refuses, 'or')}." if refuses else "")
    if capability.retires:
        lines.append(f"It can be used until {capability.retires}.")
    return tuple(line for line in lines if line)


def further_lines(capability: Capability) -> tuple[str, ...]:
    """Sizes, lengths, codings and limits."""
    intake = capability.intake
    lines = _works(intake) if intake is not None else _plainly(capability)
    return (*lines, *(f"{limit.label}: {limit.text}." for limit in capability.limits))


def _plainly(capability: Capability) -> list[str]:
    """References and prompt of a model that says nothing more in numbers."""
    lines = ["It takes no reference pictures."]
    if capability.references == 1:
        lines = ["It takes one reference picture."]
    elif capability.references:
        lines = [f"It takes up to {capability.references} reference pictures."]
    if capability.prompt:
        lines.append(f"Its prompt may have {capability.prompt:,} characters.")
    return lines


def _takes(capability: Capability) -> tuple[list[str], list[str]]:
    intake = capability.intake
    takes, refuses = [], []
    if intake is not None:
        for need, name in ((intake.plate, "plate"), (intake.matte, "matte")):
            if need.value == NONE:
                refuses.append(name)
                continue
            form = f" {_FORMS[intake.plate_form.value]}" if name == "plate" else ""
            if form and intake.plate_form.value != STILL and single_pictures(capability):
                form = " one frame at a time"
            takes.append(f"a {name}{form}{' (needed)' if need.value == 'required' else ''}")
        for guide in intake.guides:
            needed = " (needed)" if guide.need.value == "required" else ""
            takes.append(f"{guide.kind.value} of a scene as guide{needed}")
        for need, name in ((intake.points, "points"), (intake.boxes, "boxes")):
            if need.value != NONE:
                takes.append(f"{name} on it{' (needed)' if need.value == 'required' else ''}")
    if capability.references:
        number = capability.references
        roles = [role_label(role).lower() for role in (intake.reference_roles if intake else ())]
        role_text = f" ({_listed(roles, 'or')})" if roles else ""
        several = f"up to {number} references"
        if takes_passes(capability):
            several, role_text = f"up to {number} more passes of its camera", ""
        takes.append(f"{'a reference' if number == 1 else several}{role_text}")
    else:
        refuses.append("references")
    if capability.prompt:
        takes.append(f"a prompt of up to {capability.prompt:,} characters")
    else:
        refuses.append("prompt")
    return takes, refuses


def _works(intake: Intake) -> list[str]:
    """At which sizes, lengths and codings it works, and what it gives back."""
    lines = []
    if intake.sizes:
        lines.append(f"Works at {_listed([str(size).replace('x', ' x ') for size in intake.sizes], 'or')}.")
    elif intake.most_side or intake.most_pixels:
        side = f"sides of {intake.least_side:,} to {intake.most_side:,} px" if intake.most_side else ""
        pixels = f"up to {intake.most_pixels / 1e6:.3g} megapixels" if intake.most_pixels else ""
        lines.append(f"Works with {_listed([part for part in (side, pixels) if part])}.")
    if intake.result.value != STILL:
        rates = f" at {_listed([str(rate) for rate in intake.rates], 'or')} fps" if intake.rates else ""
        if intake.most_seconds:
            lengths = f"{intake.least_seconds:g} to {intake.most_seconds:g} s"
        elif intake.clips:
            lengths = f"{_listed([str(n) for n in intake.clips], 'or')} frames"
        elif intake.most_frames > 1:
            lengths = f"{intake.least_frames} to {intake.most_frames} frames"
        else:
            lengths = ""
        split = "; a longer shot is split" if lengths else ""
        lines.append(f"Gives clips{f' of {lengths}' if lengths else ''}{rates}{split}.")
    has_plate = intake.plate.value != NONE
    coding = _CODINGS[intake.coding.value]
    if has_plate and intake.coding.value != LINEAR:
        lines.append(f"Pictures travel as {intake.depth}-bit {coding} and come back scene-linear.")
    elif has_plate:
        lines.append("Pictures travel as scene-linear EXR.")
    if intake.alpha:
        lines.append("Keeps the plate's alpha.")
    if intake.scale > 1:
        lines.append(f"Makes each side {intake.scale} times as large.")
    return lines


def maker(provider: str, model: str, capabilities: Iterable[Capability]) -> str:
    """Who makes something, as it is called: `Bedrock, Ray2`."""
    offers = [capability for capability in capabilities if capability.provider == provider]
    label = offers[0].label if offers else provider
    named = next((offer.model_label for offer in offers if offer.model == model), "") or model
    return f"{label}, {named}" if named and named != label else label


def leaving(brief: Brief, capability: Capability | None) -> str:
    """What would leave this machine for a brief: `Leaves this machine: plate (48 frames), to Bedrock`."""
    if capability is None or not is_elsewhere(capability):
        return ""
    intake, parts = capability.intake, []
    still = one_frame(capability) and not brief.fitting.every_frame
    footage = [
        name for name, picture in (("plate", brief.plate), ("matte", brief.matte))
        if picture is not None and (intake is None or getattr(intake, name).value != NONE)
    ]  # fmt: skip
    if footage:
        plate_frame, number = brief.fitting.plate_frame, _frames_sent(brief, intake)
        frame = plate_frame if still and plate_frame is not None else brief.frames.first
        count = f"frame {frame}" if still or number == 1 else f"{number} frames"
        parts.append(f"{_listed(footage)} ({count})")
    if brief.guides:
        parts.append(f"{_listed([guide.name for guide in brief.guides])} of the scene")
    if brief.references:
        number = len(brief.references)
        parts.append(f"{number} reference{'s' if number > 1 else ''}")
    if brief.cast:
        parts.append(f"pictures of {_listed([member.name for member in brief.cast])}")
    if is_on_board(capability):
        return f"On this machine: {', '.join(parts)}" if parts else ""
    if brief.prompt:
        parts.append("the prompt")
    material = ", ".join(parts) or "nothing of the shot"
    if not capability.leaves:
        return f"On this machine: {material}, to {capability.label}"
    return f"Leaves this machine: {material}, to {capability.label}"


def _frames_sent(brief: Brief, intake: Intake | None) -> int:
    """How many frames of the plate a brief sends: of a retime, those that its own lie between."""
    from secondunit.wire.intake import retimed
    from secondunit.wire.retime import plate_place, slower_of

    if brief.task.value != "retime" or intake is None:
        return len(brief.frames)
    if brief.retime.keys:
        places = [plate_place(brief.retime, brief.frames, frame) for frame in brief.frames]
        return ceil(max(places)) - floor(min(places)) + 1
    return retimed(len(brief.frames), slower_of(brief.retime, intake))


def price(estimate: Estimate) -> str:
    """What a provider's work costs and takes: `About 1.20 USD, 2 requests, 40 s`."""
    from .sentences import duration

    parts = [money(estimate.cost.amount, estimate.cost.currency)]
    if estimate.pieces:
        parts.append(f"{estimate.pieces} request{'s' if estimate.pieces > 1 else ''}")
    if estimate.seconds > 0:
        parts.append(duration(estimate.seconds))
    summary = ", ".join(parts)
    return f"About {summary}" if parts[0] != "no cost" else summary[0].upper() + summary[1:]


@lru_cache(maxsize=256)
def money(amount: str, currency: str) -> str:
    """An amount as it is read: `1.20 USD`, `no cost`."""
    from decimal import Decimal, InvalidOperation

    try:
        exact = Decimal(amount)
    except InvalidOperation:
        return f"{amount} {currency}"
    if not exact:
        return "no cost"
    # No fraction of a cent is hidden; no figure has fewer than two places.
    places = max(2, -int(exact.normalize().as_tuple().exponent))
    return f"{exact:,.{places}f} {currency}"


def held(job: Job) -> str:
    """What a job costs: `1.20 USD held`, `1.14 USD billed`; empty where it costs nothing."""
    amount = money(job.cost.amount, job.cost.currency)
    if amount == "no cost":
        return ""
    return f"{amount} {'billed' if job.state.value in ('done', 'failed', 'cancelled') else 'held'}"


def round_trip(trip: RoundTrip) -> str:
    """What the way there and back does to the plate: `round trip ΔE 0.42`."""
    if (trip.coding.value == LINEAR or trip.depth == FLOAT) and trip.half_steps <= MOST_STEPS:
        phrase = f"round trip within {trip.half_steps:g} half-float step{'' if trip.half_steps == 1 else 's'}"
    else:
        visibility = "not seen" if trip.delta_e < UNSEEN else "may be seen"
        phrase = (
            f"round trip {trip.depth}-bit {_CODINGS[trip.coding.value]}, ΔE {trip.delta_e:.2g} ({visibility})"
        )
    return f"{phrase}, {trip.clipped:.2%} clipped" if trip.clipped >= 5e-5 else phrase


def highlights(found: Highlights) -> str:
    """What became of light: `0.5 % above white: 0.3 % kept, 0.2 % extrapolated`; empty for none above."""
    if not found.beyond:
        return ""
    shares = (("kept", found.kept), ("extrapolated", found.extrapolated), ("lost", found.lost))
    parts = ", ".join(f"{_share(share)} {word}" for word, share in shares if share)
    return f"{_share(found.beyond)} above white: {parts}"


def _share(share: float) -> str:
    return f"{max(100 * share, 0.01):.2g} %"


def made_by(take: Take, capabilities: Iterable[Capability]) -> str:
    """How and by whom a take was made: `AI model (Bedrock, Ray2)`."""
    maker_name = maker(take.provider, take.model, capabilities) if take.provider else take.maker
    return f"{take.made_by} ({maker_name})" if maker_name else take.made_by


def _listed(parts: list[str], last: str = "and") -> str:
    """`a, b and c`."""
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}" if len(parts) > 1 else "".join(parts)


def require_ceiling(ceiling: str, cost: Money) -> None:
    """Raise `OutOfRange` unless a ceiling is an amount that reaches the price."""
    from decimal import Decimal, InvalidOperation

    from secondunit.wire.errors import OutOfRange

    try:
        amount = Decimal(ceiling.strip())
        if not amount.is_finite():
            raise InvalidOperation
    except InvalidOperation:
        raise OutOfRange("The ceiling is an amount, such as 1.20.", where="ceiling") from None
    if amount < Decimal(cost.amount):
        price = money(cost.amount, cost.currency)
        raise OutOfRange(f"The ceiling is below the price, {price}.", where="ceiling")
