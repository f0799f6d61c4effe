"""The models of Runway that are offered: what each takes and gives, as the SDK's types describe it.

One table; its numbers are those of `facts`, and where no source names one (the largest picture of `aleph2`
and `ruby`) they are on the safe side. It knows no call and no key.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from secondunit.wire import Coding, Control, Form, Intake, Need, Rate, Sides, Size, Task
from secondunit.wire.plate import KEY_FRAME

from . import facts

LONGEST_PROMPT = facts.LONGEST_PROMPT.value
LARGEST_FILE = facts.LARGEST_FILE.value
#: How a movie may be delivered: those that can be put back on a plate. HDR10, HLG, PQ and display-light EXR
#: are not here, because they are graded for a screen.
FORMATS = ("mp4", "png_sequence", "prores", "sdr_rec709_10bit")
ACESCG = ("hdr_exr_acescg_sequence_1_3", "hdr_exr_acescg_sequence_2_0")


@dataclass(frozen=True)
class Model:
    """One model. `call` is the SDK's resource; `plate_call` the one used where there is a plate.

    `seconds` are the lengths of a clip that can be asked for; none where it is as long as its plate.
    `roles` names what a reference is to it, by `Input.about`; `least` how many it must have.
    """

    name: str
    label: str
    task: Task
    call: str
    intake: Intake
    plate_call: str = ""
    prompt: Need = Need.REQUIRED
    references: int = 0
    least: int = 0
    seeded: bool = True
    seconds: tuple[int, ...] = ()
    formats: tuple[str, ...] = field(default=())
    #: What can be set on it beside that, each sent under its own name.
    own: tuple[Control, ...] = ()
    #: What is sent with every request for it.
    always: tuple[tuple[str, bool], ...] = ()
    #: The classes of sizes that have a price each, by size; a size that is not there is of the last.
    classes: tuple[tuple[str, tuple[Size, ...]], ...] = ()

    @property
    def controls(self) -> tuple[Control, ...]:
        """How a movie may come; EXR in ACEScg are taken as they are, packed as the service packs them."""
        if not self.formats:
            return self.own
        usual = self.formats[0]
        delivered = Control("output_format", "Delivered as", "choice", default=usual, choices=self.formats)
        return (*self.own, delivered)

    def priced_as(self, size: Size) -> str:
        """The setting that holds its credits for a result of this size."""
        names = (name for name, sizes in self.classes if size in sizes or name == self.classes[-1][0])
        name = next(names, "")
        return f"credits.{self.name}.{name}" if name else f"credits.{self.name}"


def surcharge(model: Model, delivered: str, pixels: int) -> int:
    """Credits a second for a delivery other than the plain one."""
    if not delivered or delivered == "mp4" or model.call == "video_to_hdr":
        return 0
    light, deep, large = facts.SURCHARGES.value
    if delivered in ("prores", "png_sequence"):
        return light
    return large if pixels > facts.LARGE.value else deep


def dearer(model: Model, pixels: int) -> int:
    """How many times the price of a second is due: video_to_hdr doubles above so many pixels."""
    return 2 if model.call == "video_to_hdr" and pixels > facts.LARGE.value else 1


def frame_rate_of(rate: Rate, slower: float) -> str | None:
    """What the service calls the rate that makes a movie so many times slower; None where it has none."""
    wished = Fraction(rate.numerator, rate.denominator) * Fraction(str(slower))
    return next((name for name in facts.FRAME_RATES.value if _RATES[name] == wished), None)


#: The very rates that the service's names stand for.
_RATES = {
    name: Fraction(int(name.split("_")[0]) + 1) * Fraction(1000, 1001) if "_" in name else Fraction(name)
    for name in facts.FRAME_RATES.value
}


def _sizes(text: str) -> tuple[Size, ...]:
    return tuple(Size.parse(word) for word in text.split())


_GEN4_IMAGE = _sizes(
    "1024x1024 1080x1080 1168x880 1360x768 1440x1080 1080x1440 1808x768 1920x1080 1080x1920 2112x912 "
    "1280x720 720x1280 720x720 960x720 720x960 1680x720"
)
#: Without its largest, which are dearer than one price of a picture can say.
_GEMINI_3_PRO = _sizes(
    "1344x768 768x1344 1024x1024 1184x864 864x1184 1536x672 832x1248 1248x832 896x1152 1152x896 2048x2048 "
    "1696x2528 2528x1696 1792x2400 2400x1792 1856x2304 2304x1856 1536x2752 2752x1536 3168x1344"
)
#: From text alone; a first frame allows more, but a size is chosen before it is known whether there is one.
_GEN45 = _sizes("1280x720 720x1280")
_GEN4 = _sizes("1280x720 720x1280 1104x832 832x1104 960x960 1584x672")
_VEO = _sizes("1280x720 720x1280 1080x1920 1920x1080")
_AT_24 = (Rate(24),)
_TEN = tuple(range(2, 11))
#: A clip of half a minute at any rate of film and television.
_HALF_MINUTE = 700
#: The rates of film and television up to the highest that Aleph 2 takes.
_UP_TO_30 = tuple(
    rate for rate in (Rate(24000, 1001), Rate(24), Rate(25), Rate(30000, 1001), Rate(30))
    if float(rate) <= facts.ALEPH_RATE.value
)  # fmt: skip


def _clip(plate: Need, sizes: tuple[Size, ...], seconds: tuple[int, ...]) -> Intake:
    return Intake(
        plate, Form.STILL, sizes=sizes, rates=_AT_24, clips=tuple(24 * duration for duration in seconds),
        most_frames=24 * seconds[-1], most_bytes=LARGEST_FILE, result=Form.MOVIE, result_space="ACEScg",
    )  # fmt: skip


_FOOTAGE = Intake(
    Need.REQUIRED, Form.MOVIE, least_side=256, multiple=8, least_frames=24, most_frames=_HALF_MINUTE,
    most_bytes=LARGEST_FILE,
)  # fmt: skip
_CHANGED = replace(
    _FOOTAGE,
    most_side=1920,
    most_pixels=1920 * 1080,
    rates=_UP_TO_30,
    least_frames=48,
    most_frames=facts.ALEPH_SECONDS.value[1] * facts.ALEPH_RATE.value,
    least_seconds=facts.ALEPH_SECONDS.value[0],
    most_seconds=facts.ALEPH_SECONDS.value[1],
    result=Form.MOVIE,
    reference_roles=("first_frame", "last_frame", KEY_FRAME),
    windows=True,
)
# What is around the plate in a target aspect, which has its own height or its own width.
_AROUND = replace(
    _CHANGED,
    multiple=2,
    margin=2048,
    shapes=tuple(Size.parse(aspect.replace(":", "x")) for aspect in facts.ALEPH_ASPECTS.value),
    sides=(Sides.LEFT_RIGHT, Sides.TOP_BOTTOM),
)
_MADE_HDR = replace(
    _FOOTAGE, most_pixels=3840 * 2160, result=Form.FRAMES, result_coding=Coding.LINEAR, result_space="ACEScg",
    alpha=True,
)  # fmt: skip
# At 24 frames a second 2, 2.5 or 5 times, at 25 2, at 30 2 or 4.
_SLOWED = replace(
    _FOOTAGE, least_frames=1, most_pixels=3840 * 2160, result=Form.MOVIE, slower=(2.0, 2.5, 4.0, 5.0)
)
_EXPRESSION = facts.ACT_TWO_EXPRESSION.value
# The performance is cut to the shape that is made; what comes back has its length.
_DRIVEN = Intake(
    Need.REQUIRED, Form.MOVIE, sizes=_GEN4, rates=_AT_24, least_frames=24 * facts.ACT_TWO_SECONDS.value[0],
    most_frames=24 * facts.ACT_TWO_SECONDS.value[1], least_seconds=facts.ACT_TWO_SECONDS.value[0],
    most_seconds=facts.ACT_TWO_SECONDS.value[1], most_bytes=LARGEST_FILE, result=Form.MOVIE,
    reference_roles=("subject",),
)  # fmt: skip
_SMALL = _sizes(" ".join(facts.SMALL_PICTURES.value))


MODELS = (
    Model("gen4_image", "Gen-4 Image", Task.IMAGE, "text_to_image",
          Intake(sizes=_GEN4_IMAGE, most_bytes=LARGEST_FILE), references=3,
          classes=(("720p", _SMALL), ("1080p", ()))),
    Model("gen4_image_turbo", "Gen-4 Image Turbo", Task.IMAGE, "text_to_image",
          Intake(sizes=_GEN4_IMAGE, most_bytes=LARGEST_FILE), references=3, least=1),
    Model("gemini_image3_pro", "Gemini Image 3 Pro", Task.IMAGE, "text_to_image",
          Intake(sizes=_GEMINI_3_PRO, most_bytes=LARGEST_FILE), references=14, seeded=False),
    Model("gen4.5", "Gen-4.5", Task.VIDEO, "text_to_video", _clip(Need.OPTIONAL, _GEN45, _TEN),
          plate_call="image_to_video", seconds=_TEN, formats=(*FORMATS, *ACESCG)),
    Model("gen4_turbo", "Gen-4 Turbo", Task.VIDEO, "image_to_video", _clip(Need.REQUIRED, _GEN4, _TEN),
          prompt=Need.OPTIONAL, seconds=_TEN),
    Model("veo3.1", "Veo 3.1", Task.VIDEO, "text_to_video", _clip(Need.OPTIONAL, _VEO, (4, 6, 8)),
          plate_call="image_to_video", seconds=(4, 6, 8), always=(("audio", False),)),
    Model("act_two", "Act-Two", Task.PERFORMANCE, "character_performance", _DRIVEN,
          prompt=Need.NONE, references=1, least=1, own=(
              Control("body_control", "Body", "bool", default=True,
                      help="Gestures and movements of the body are transferred too, not the face alone"),
              Control("expression_intensity", "Expression", "int", default=3, minimum=_EXPRESSION[0],
                      maximum=_EXPRESSION[1], help="How strongly the character's face shows it"),
          )),
    Model("aleph2", "Aleph 2", Task.RESTYLE, "video_to_video", _CHANGED,
          prompt=Need.OPTIONAL, references=facts.ALEPH_KEY_FRAMES.value, formats=FORMATS),
    Model("aleph2", "Aleph 2", Task.EXTEND, "video_to_video", _AROUND,
          prompt=Need.OPTIONAL, references=facts.ALEPH_KEY_FRAMES.value, formats=FORMATS),
    Model("ruby", "Ruby, SDR to HDR", Task.UPSCALE, "video_to_hdr", _MADE_HDR,
          prompt=Need.NONE, seeded=False, formats=ACESCG),
    Model("enhance_frame_rate", "Enhance frame rate", Task.RETIME, "video_upscale", _SLOWED,
          prompt=Need.NONE, seeded=False),
)  # fmt: skip
