"""What is known of Luma, each with its source: limits, shapes, colour, and its list prices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from secondunit.wire.training import TrainedOn

from ..facts import Fact, FactSource

_READ = "2026-11-29"
_TYPES = FactSource("`luma-agents` 0.5.0, its types and their notes", _READ)
_PRICING = FactSource("docs.agents.lumalabs.ai/guides/pricing", _READ)
_REFRAMING = FactSource("docs.agents.lumalabs.ai/guides/videos/reframing", _READ)
_MODELS = FactSource("docs.agents.lumalabs.ai/guides/model", _READ)
_COLOUR = FactSource("lumalabs.ai, *Colorspace Field Guide*, 2026-03-31; replicate.com/luma/ray-3.2", _READ)
_NODES = FactSource("ComfyUI's own nodes for Luma, `nodes_luma.py` of 2026-08-22", _READ)
_LISTS = FactSource(
    "lumalabs.ai/api, fal.ai/models/luma/agent/ray/v3.2, `nodes_luma.py` of 2026-08-22 (they agree)", _READ
)
_BLOCKS = FactSource("docs.gmicloud.ai, *Luma Ray 3.2*, 2026-06", _READ)

LONGEST_PROMPT = Fact("A prompt has 1 to {} characters.", 6000, _REFRAMING)
PICTURE_SHAPES = Fact(
    "Pictures of `uni-1` and `uni-1-max` have one of nine shapes: {}; the types list twelve for all models.",
    ("3:1", "2:1", "16:9", "3:2", "1:1", "2:3", "9:16", "1:2", "1:3"),
    _NODES,
)
MOVIE_SHAPES = Fact(
    "Movies of `ray-3.2` have one of six shapes: {}.",
    ("21:9", "16:9", "4:3", "1:1", "3:4", "9:16"),
    _REFRAMING,
)
RESOLUTIONS = Fact("Resolutions: {}.", ("360p", "540p", "720p", "1080p"), _TYPES)
HDR_RESOLUTIONS = Fact("HDR, and with it EXR, is made at {} and {} only.", ("720p", "1080p"), _MODELS)
NO_REFRAME = Fact(
    "A reframe at 1080p is not made for {} and {}; for other shapes it may be refused as coming soon until "
    "the account has it (the types' note on `resolution`).",
    ("9:16", "3:4"),
    _REFRAMING,
)
EXR_SPACE = Fact("EXR are {}, half float, DWAB, scene-referred.", "ACES2065-1", _COLOUR)
REFERENCES = Fact("A picture takes up to {} references, an edit of one up to {}.", (9, 8), _TYPES)
KEY_FRAMES = Fact(
    "A movie and an edit take up to {} key frames, at any frame; a clip's are counted at 24 a second.",
    64,
    _TYPES,
)
SIGNALS = Fact(
    "An edit keeps to signals that Luma finds in the movie itself, each on, off or by the model: {}; depth, "
    "normals and trajectory by 0 to 1 more loosely.",
    ("depth", "normals", "pose", "face", "trajectory"),
    _TYPES,
)
POSES = Fact("A pose is kept to: {}.", ("precise", "coarse"), _TYPES)
LOOPS = Fact("A clip that loops is of {} s, without HDR and without key frames.", 5, _TYPES)
CLIPS = Fact("Clips are of {} or {} s, at 24 frames a second.", (5, 10), _TYPES)
LONGEST_EDIT = Fact("A movie that is edited is at most {} s long.", 18, _TYPES)
LONGEST_REFRAME = Fact("A movie that is reframed is at most {} s long.", 30, _NODES)
BLOCK = Fact("Edits are paid by every {} s that begin.", 5, _BLOCKS)
HDR_TIMES = Fact(
    "HDR with EXR costs {} times the price without (HDR alone, which is not asked for: 2).", 3, _LISTS
)

_CLIP_PRICES = {
    "360p": ("0.06", "0.18"), "540p": ("0.15", "0.45"), "720p": ("0.30", "0.90"), "1080p": ("1.20", "3.60"),
}  # fmt: skip
_CLIP_HDR = {"720p": ("0.90", "2.70"), "1080p": ("3.60", "10.80")}
_EDIT_PRICES = {"360p": "0.54", "540p": "0.72", "720p": "1.08", "1080p": "2.16"}
_EDIT_HDR = {"720p": "3.24", "1080p": "6.48"}
_REFRAME_PRICES = {"360p": "0.03", "540p": "0.06", "720p": "0.12", "1080p": "0.36"}

TRAINED_ON = Fact(
    "No page of Luma was found that says on what ground its models were trained.",
    TrainedOn.UNKNOWN,
    FactSource("its terms, help pages and model cards, searched for it", _READ),
)


def _movies() -> Iterator[tuple[str, str]]:
    for kind, prices in (("", _CLIP_PRICES), (".hdr", _CLIP_HDR)):
        for resolution, clip in prices.items():
            for seconds, amount in zip(CLIPS.value, clip, strict=True):
                yield f"ray-3.2{kind}.{resolution}.{seconds}s", amount
    for kind, amounts in ((".edit", _EDIT_PRICES), (".edit.hdr", _EDIT_HDR)):
        for resolution, amount in amounts.items():
            yield f"ray-3.2{kind}.{resolution}.{BLOCK.value}s", amount
    for resolution, amount in _REFRAME_PRICES.items():
        yield f"ray-3.2.reframe.{resolution}", amount


PICTURE_PRICES: Fact[Mapping[str, str]] = Fact(
    "A picture costs 0.0404 USD by `uni-1` and 0.1000 by `uni-1-max`, an edit 0.0434 and 0.1030; each "
    "reference 0.0030 more.",
    {
        "uni-1": "0.0404", "uni-1.edit": "0.0434", "uni-1.reference": "0.0030",
        "uni-1-max": "0.1000", "uni-1-max.edit": "0.1030", "uni-1-max.reference": "0.0030",
    },
    _PRICING,
)  # fmt: skip
MOVIE_PRICES: Fact[Mapping[str, str]] = Fact(
    "A clip of 5 s costs 0.06, 0.15, 0.30, 1.20 USD at 360p, 540p, 720p, 1080p, one of 10 s three times "
    "that; 5 s of an edit 0.54, 0.72, 1.08, 2.16; a second of a reframe 0.03, 0.06, 0.12, 0.36.",
    dict(_movies()),
    _LISTS,
)


def list_prices() -> dict[str, str]:
    """Luma's own list, by the names that a studio's prices have (`usd.` before them)."""
    listed = {**PICTURE_PRICES.value, **MOVIE_PRICES.value}
    return {f"usd.{name}": amount for name, amount in listed.items()}
