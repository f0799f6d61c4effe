"""The models of Bedrock that are offered: what each takes and gives, and what can be set on it.

One table, from AWS's user guide (Stability AI Image Services; Luma AI models) as of November 2026. It
knows no call. What has reached its end of life (Nova Canvas, Nova Reel) is not here.
"""

from __future__ import annotations

from dataclasses import dataclass

from secondunit.wire import Control, Form, Intake, Limit, Need, Rate, Size, Task

#: The longest prompt of the Stability services and of Ray2, in characters.
LONGEST_PROMPT, LONGEST_RAY_PROMPT = 10_000, 5_000
#: What an InvokeModel may send and may get, in bytes.
MOST_BODY = 25_000_000
LARGEST_SEED = 4_294_967_294
#: The pixels of a picture, and how much wider than high (or higher than wide) it may be.
MOST_PIXELS, MOST_ASPECT = 9_437_184, 2.5
MEGAPIXEL = 1_048_576
MOST_MARGIN = 2000

RAY = "luma.ray-v2:0"
#: Ray2's clips: what is asked for, and how many frames that is at its 24 frames a second.
RAY_CLIPS = {"5s": 120, "9s": 216}
RAY_RATE = Rate(24)
RAY_SIZES = {
    "16:9": Size(1280, 720), "9:16": Size(720, 1280), "1:1": Size(720, 720), "4:3": Size(960, 720),
    "3:4": Size(720, 960), "21:9": Size(1680, 720), "9:21": Size(720, 1680),
}  # fmt: skip
#: The style guide's shapes, as sizes of about a megapixel.
GUIDE_SIZES = {
    "16:9": Size(1280, 720), "1:1": Size(1024, 1024), "21:9": Size(1512, 648), "2:3": Size(832, 1248),
    "3:2": Size(1248, 832), "4:5": Size(896, 1120), "5:4": Size(1120, 896), "9:16": Size(720, 1280),
    "9:21": Size(648, 1512),
}  # fmt: skip

_STYLES = (
    "none", "3d-model", "analog-film", "anime", "cinematic", "comic-book", "digital-art", "enhance",
    "fantasy-art", "isometric", "line-art", "low-poly", "modeling-compound", "neon-punk", "origami",
    "photographic", "pixel-art", "tile-texture",
)  # fmt: skip


def _share(name: str, label: str, default: float, low: float = 0.0, high: float = 1.0) -> Control:
    return Control(name, label, "float", default=default, minimum=low, maximum=high, step=0.05)


_FORMAT = Control("output_format", "File", "choice", default="png", choices=("png", "webp", "jpeg"))
_NOT = Control("negative_prompt", "Not in the picture", "text", default="")
_STYLE = Control("style_preset", "Style", "choice", default="none", choices=_STYLES)
_GROW = Control("grow_mask", "Grow the matte", "int", "px", 5, 0, 20, 1)
_STRENGTH = _share("control_strength", "Hold on to the plate", 0.7)


@dataclass(frozen=True)
class Model:
    """One model: `image` and `style` are what it calls the plate and a reference; empty where it has none.

    `prompt` says whether words are needed; `seeded` whether it takes a seed; `must` names the controls that
    have to be filled in.
    """

    id: str
    label: str
    task: Task
    intake: Intake
    prompt: Need = Need.REQUIRED
    controls: tuple[Control, ...] = ()
    limits: tuple[Limit, ...] = ()
    image: str = "image"
    style: str = ""
    seeded: bool = True
    must: tuple[str, ...] = ()

    @property
    def asynchronous(self) -> bool:
        """Whether it is started and asked for later; otherwise the call's answer is the result."""
        return self.id == RAY

    @property
    def references(self) -> int:
        """How many reference pictures it takes."""
        return len(self.intake.reference_roles)

    @property
    def pictures(self) -> int:
        """How many pictures go into one request at most."""
        return (self.intake.plate is not Need.NONE) + (self.intake.matte is not Need.NONE) + self.references


def _picture(
    *, matte: Need = Need.NONE, style: bool = False, pixels: int = MOST_PIXELS, least: int = 64,
    side: int = 0, scale: int = 1, margin: int = 0,
) -> Intake:  # fmt: skip
    several = style or matte is not Need.NONE
    return Intake(
        plate=Need.REQUIRED, matte=matte, least_side=least, most_side=side, most_pixels=pixels,
        # Base64 makes four bytes of three, and the request has words in it as well.
        most_bytes=9_000_000 if several else 18_000_000,
        scale=scale, margin=margin, reference_roles=("style",) if style else (),
    )  # fmt: skip


_SHAPE = Limit("Shape", "no side more than 2.5 times the other")
_SIZE = (Limit("Picture", "sides from 64 px, up to 9.4 megapixels"), _SHAPE)
_FOUR_K = (
    Limit("Picture", "sides from 64 px, up to 1 megapixel"),
    _SHAPE,
    Limit("Answer", "about 4K whatever goes in; taken as three times each side"),
)


def _stability(
    name: str, label: str, task: Task, intake: Intake, *controls: Control, **more: object
) -> Model:
    limits = more.pop("limits", _SIZE)
    options = {"limits": limits, "controls": (*controls, _FORMAT), **more}
    return Model(f"stability.{name}-v1:0", label, task, intake, **options)  # type: ignore[arg-type]


_MATTE = Need.REQUIRED
STABILITY: tuple[Model, ...] = (
    _stability("stable-image-inpaint", "Inpaint", Task.INPAINT, _picture(matte=_MATTE), _GROW, _NOT, _STYLE),
    _stability(
        "stable-image-erase-object", "Erase object", Task.INPAINT, _picture(matte=_MATTE), _GROW,
        prompt=Need.NONE,
    ),
    _stability(
        "stable-outpaint", "Outpaint", Task.EXTEND, _picture(margin=MOST_MARGIN),
        _share("creativity", "Creativity", 0.5, 0.1), _STYLE,
        prompt=Need.OPTIONAL, limits=(*_SIZE, Limit("Margins", "up to 2000 px a side")),
    ),
    _stability(
        "stable-image-search-replace", "Search and replace", Task.RESTYLE, _picture(),
        Control("search_prompt", "What to replace", "text", default=""), _GROW, _NOT, _STYLE,
        must=("search_prompt",),
    ),
    _stability(
        "stable-image-search-recolor", "Search and recolour", Task.RESTYLE, _picture(),
        Control("select_prompt", "What to recolour", "text", default=""), _GROW, _NOT, _STYLE,
        must=("select_prompt",),
    ),
    _stability(
        "stable-image-remove-background", "Remove background", Task.MATTE, _picture(),
        prompt=Need.NONE, seeded=False,
    ),
    _stability("stable-image-control-sketch", "Sketch", Task.RESTYLE, _picture(), _STRENGTH, _NOT, _STYLE),
    _stability(
        "stable-image-control-structure", "Structure", Task.RESTYLE, _picture(), _STRENGTH, _NOT, _STYLE
    ),
    _stability(
        "stable-image-style-guide", "Style guide", Task.IMAGE,
        Intake(sizes=tuple(GUIDE_SIZES.values()), most_bytes=18_000_000, reference_roles=("style",)),
        _share("fidelity", "Hold on to the style", 0.5), _NOT, _STYLE,
        image="", style="image", limits=(Limit("Shapes", ", ".join(GUIDE_SIZES)),),
    ),
    _stability(
        "stable-style-transfer", "Style transfer", Task.RESTYLE, _picture(style=True),
        _share("style_strength", "Strength of the style", 1.0),
        _share("composition_fidelity", "Hold on to the composition", 0.9),
        _share("change_strength", "How much may change", 0.9, 0.1), _NOT,
        prompt=Need.OPTIONAL, image="init_image", style="style_image",
    ),
    _stability(
        "stable-fast-upscale", "Fast upscale", Task.UPSCALE,
        _picture(pixels=MEGAPIXEL, least=32, side=1536, scale=4),
        prompt=Need.NONE, seeded=False,
        limits=(Limit("Picture", "sides of 32 to 1536 px, up to 1 megapixel"), Limit("Scale", "4 times")),
    ),
    _stability(
        "stable-conservative-upscale", "Conservative upscale", Task.UPSCALE,
        _picture(pixels=MEGAPIXEL, scale=3), _share("creativity", "Creativity", 0.35, 0.1, 0.5), _NOT,
        limits=_FOUR_K,
    ),
    _stability(
        "stable-creative-upscale", "Creative upscale", Task.UPSCALE, _picture(pixels=MEGAPIXEL, scale=3),
        _share("creativity", "Creativity", 0.3, 0.1, 0.5), _NOT, _STYLE, limits=_FOUR_K,
    ),
)  # fmt: skip

RAY2 = Model(
    RAY, "Luma Ray2", Task.VIDEO,
    Intake(
        plate=Need.OPTIONAL, sizes=tuple(RAY_SIZES.values()), most_bytes=7_000_000,
        clips=tuple(RAY_CLIPS.values()), most_frames=max(RAY_CLIPS.values()), rates=(RAY_RATE,),
        result=Form.MOVIE, reference_roles=("first_frame", "last_frame"),
    ),
    controls=(
        Control("resolution", "Resolution", "choice", default="720p", choices=("720p", "540p")),
        Control("loop", "Loop", "bool", default=False),
    ),
    limits=(Limit("Shapes", ", ".join(RAY_SIZES)), Limit("Clips", "5 or 9 s at 24 frames a second")),
    image="frame0", seeded=False,
)  # fmt: skip

MODELS: dict[str, Model] = {model.id: model for model in (RAY2, *STABILITY)}
