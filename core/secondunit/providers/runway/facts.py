"""What is known of Runway, each with its source: limits, lengths, key frames, and its list prices."""

from __future__ import annotations

from collections.abc import Mapping

from secondunit.wire.training import TrainedOn

from ..facts import Fact, FactSource

_READ = "2026-11-29"
_TYPES = FactSource("`runwayml` 5.24.0, its types and their notes", _READ)
_NODES = FactSource("ComfyUI's own nodes for Runway, `nodes_runway.py` of 2026-08-22", _READ)
_REFERENCE = FactSource("github.com/runwayml/skills, `rw-api-reference/SKILL.md`", _READ)
_BOTH = FactSource(
    "`rw-api-reference/SKILL.md`; `nodes_runway.py` of 2026-08-22 (0.4004 USD are 1.43 times 28 credits)",
    _READ,
)
_SAID = FactSource("modelslab.com, *Runway Gen-4.5 Image to Video API*, 2026 (second hand)", _READ)

LONGEST_PROMPT = Fact("A prompt has up to {} UTF-16 units.", 1000, _TYPES)
LONGEST_URI = Fact(
    "A file inside a request has up to {} bytes of text; others are uploaded.", 5_000_000, _TYPES
)
LARGEST_FILE = Fact("An upload takes up to {} bytes.", 200_000_000, _REFERENCE)
LARGE = Fact("A picture is large above {} pixels: then `ruby` costs twice.", 4_000_000, _TYPES)
SURCHARGES = Fact(
    "A second delivered as ProRes or PNG costs {} credits more, with 10 bits and more {}, and large {}.",
    (5, 20, 40),
    _TYPES,
)
SMALL_PICTURES = Fact(
    "`gen4_image` has two prices; these sizes count here as 720p: {}, all others as 1080p.",
    ("1280x720", "720x1280", "720x720", "960x720", "720x960", "1680x720"),
    _REFERENCE,
)
ALEPH_SECONDS = Fact("`aleph2` takes movies of {} to {} s.", (2, 30), _NODES)
ALEPH_RATE = Fact("`aleph2` takes up to {} frames a second.", 30, _NODES)
ALEPH_KEY_FRAMES = Fact(
    "`aleph2` takes up to {} key frames, each at a time or a share of the movie, with an edit window in "
    "whole seconds (its end not in it): all of them or none.",
    5,
    _TYPES,
)
ALEPH_ASPECTS = Fact(
    "`aleph2` letterboxes a movie into a target aspect ({}) and paints the bars.",
    ("16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "21:9"),
    _TYPES,
)
RUBY_ALPHA = Fact(
    "`ruby` passes a source's alpha through as it came, {}, as the A of its EXR.", "not premultiplied", _TYPES
)
FRAME_RATES = Fact(
    "`enhance_frame_rate` makes {} frames a second of any movie.",
    ("23_98", "24", "25", "29_97", "30", "48", "50", "59_94", "60", "120"),
    _TYPES,
)
REFUND = Fact("A task that is cancelled while it runs is {}; one that waits may be.", "not refunded", _TYPES)

ACT_TWO_SECONDS = Fact("`act_two` takes a performance of {} to {} s.", (3, 30), _TYPES)
ACT_TWO_EXPRESSION = Fact("`act_two` takes an intensity of expression from {} to {}.", (1, 5), _TYPES)
ACT_TWO_FACE = Fact(
    "To `act_two` {} has to be seen in the character's picture, and stay within the frame.",
    "a recognizable face",
    _TYPES,
)

USD_PER_CREDIT = Fact("A credit costs {} USD.", "0.01", _SAID)
CREDITS: Fact[Mapping[str, str]] = Fact(
    "Credits: `gen4_image` 5 at 720p and 8 at 1080p, `gen4_image_turbo` 2 a picture; a second of `gen4.5` "
    "12, `gen4_turbo` 5, `act_two` 5, `veo3.1` 20 without sound, `aleph2` 28, `ruby` 20. No price was "
    "found of `gemini_image3_pro` and `enhance_frame_rate`.",
    {
        "gen4_image.720p": "5", "gen4_image.1080p": "8", "gen4_image_turbo": "2", "gen4.5": "12",
        "gen4_turbo": "5", "act_two": "5", "veo3.1": "20", "aleph2": "28", "ruby": "20",
    },
    _BOTH,
)  # fmt: skip

TRAINED_ON = Fact(
    "No page of Runway was found that says on what ground its models were trained.",
    TrainedOn.UNKNOWN,
    FactSource("its terms, help pages and model cards, searched for it", _READ),
)


def list_prices() -> dict[str, str]:
    """Runway's own list, by the names that a studio's prices have."""
    return {"usd_per_credit": USD_PER_CREDIT.value, **{f"credits.{n}": c for n, c in CREDITS.value.items()}}
