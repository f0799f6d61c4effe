"""Colour: the space takes are made in, what Resolve is told of them, and what space a clip is in.

A clip's own setting counts, then the project's; what neither says in a name known here is asked once.
Names are those of OCIO's built-in studio config. Nothing is guessed.
"""

from __future__ import annotations

from secondunit.host import Question
from secondunit.wire import ColorSpace
from secondunit.wire.errors import UnknownColorSpace

from .bridge import Bridge
from .memory import Memory
from .seen import MediaSeen

CONFIG = "ocio://studio-config-v2.2.0_aces-v1.3_ocio-v2.4"
#: The questions, and their answers' place in the project's memory.
WORKING, FOOTAGE = "working space", "footage space"
REC709, ACESCG, P3, REC2020 = "Linear Rec.709 (sRGB)", "ACEScg", "Linear P3-D65", "Linear Rec.2020"
PRIMARIES = ((REC709, "Rec.709 / sRGB"), (ACESCG, "ACEScg (AP1)"), (P3, "P3-D65"), (REC2020, "Rec.2020"))
#: Modes of `colorScienceMode` in which Resolve converts each clip from a space that can be set.
ACES = ("acescc", "acescct", "davinciACEScc", "davinciACEScct")
MANAGED = ("davinciYRGBColorManaged", "davinciYRGBColorManagedv2")
#: What Resolve calls a scene-linear ACEScg picture, by the clip property that says it.
TAGS = (("IDT", "ACEScg - CSC"), ("IDT", "ACEScg"), ("Input Color Space", "ACEScg"))
#: What Resolve calls a space, and its name in the config.
SPACES = {
    "ACEScg": "ACEScg",
    "ACEScg - CSC": "ACEScg",
    "ACEScc": "ACEScc",
    "ACEScct": "ACEScct",
    "ACEScct - CSC": "ACEScct",
    "ARRI LogC3": "ARRI LogC3 (EI800)",
    "ARRI LogC4": "ARRI LogC4",
    "Apple Log": "Apple Log",
    "Blackmagic Design Film Gen 5": "BMDFilm WideGamut Gen5",
    "DaVinci Wide Gamut Intermediate": "DaVinci Intermediate WideGamut",
    "DaVinci WG/Intermediate": "DaVinci Intermediate WideGamut",
    "DaVinci Intermediate": "DaVinci Intermediate WideGamut",
    "RED RWG/Log3G10": "Log3G10 REDWideGamutRGB",
    "Sony S-Gamut3/S-Log3": "S-Log3 S-Gamut3",
    "Sony S-Gamut3.Cine/S-Log3": "S-Log3 S-Gamut3.Cine",
    "Panasonic V-Gamut/V-Log": "V-Log V-Gamut",
    "Rec.709 (Scene)": "Camera Rec.709",
    "Rec.709 Gamma 2.4": "Gamma 2.4 Encoded Rec.709",
    "Rec.709 Gamma 2.2": "Gamma 2.2 Encoded Rec.709",
    "sRGB": "sRGB Encoded Rec.709 (sRGB)",
}
#: Spaces of pictures that are as on a screen, and the view of the config that shows them as they are: through
#: its own they would be tone mapped, which they are already.
SCREEN = ("Gamma 2.4 Encoded Rec.709", "Gamma 2.2 Encoded Rec.709", "sRGB Encoded Rec.709 (sRGB)")
PLAIN_VIEW = "Un-tone-mapped"
#: What footage may be in when nothing says it, the likeliest first.
ASKED = (
    ("Gamma 2.4 Encoded Rec.709", "Rec.709 video, gamma 2.4"),
    ("sRGB Encoded Rec.709 (sRGB)", "sRGB, as on a screen"),
    ("ARRI LogC3 (EI800)", "ARRI LogC3"),
    ("ARRI LogC4", "ARRI LogC4"),
    ("S-Log3 S-Gamut3.Cine", "Sony S-Log3 S-Gamut3.Cine"),
    ("S-Log3 S-Gamut3", "Sony S-Log3 S-Gamut3"),
    ("Log3G10 REDWideGamutRGB", "RED Log3G10"),
    ("BMDFilm WideGamut Gen5", "Blackmagic Film Gen 5"),
    ("V-Log V-Gamut", "Panasonic V-Log"),
    ("DaVinci Intermediate WideGamut", "DaVinci Intermediate"),
    ("ACEScct", "ACEScct"),
    (ACESCG, "ACEScg, linear"),
    (REC709, "Rec.709, linear"),
)


def view_of(space: ColorSpace) -> str:
    """The view that footage in a space is judged through; empty for the config's own."""
    return PLAIN_VIEW if space.name in SCREEN else ""


class Colors:
    """The colours of the open project."""

    def __init__(self, bridge: Bridge, memory: Memory) -> None:
        self._bridge, self._memory = bridge, memory
        #: A plate was wanted whose space nobody says.
        self._wanted = False

    @property
    def managed(self) -> bool:
        """Whether Resolve converts a clip from the space that it is said to be in."""
        return self._bridge.setting("colorScienceMode") in (*ACES, *MANAGED)

    def working_space(self) -> ColorSpace:
        """The scene-linear space that takes are made in.

        Raises `UnknownColorSpace` while the project is not colour managed and the question is open.
        """
        if self.managed:
            return ColorSpace(ACESCG, CONFIG)
        answer = self._memory.answered(WORKING)
        if answer not in dict(PRIMARIES):
            raise UnknownColorSpace(
                "Resolve does not manage the colours of this project.",
                remedy="Answer the question in the panel: it is asked once a project.",
            )
        return ColorSpace(answer, CONFIG)

    def said(self, media: MediaSeen) -> ColorSpace | None:
        """The space of a clip's files; None while nobody says it."""
        space = SPACES.get(media.colorspace)
        if space is None and self.managed:
            space = SPACES.get(self._bridge.setting("colorSpaceInput"))
        if space is None or not self.managed:
            space = self._memory.answered(FOOTAGE) or (space if self.managed else None)
        return ColorSpace(space, CONFIG) if space else None

    def said_output(self) -> ColorSpace | None:
        """The space that Resolve renders this project in; None while nobody says it."""
        space = SPACES.get(self._bridge.setting("colorSpaceOutput")) if self.managed else None
        space = space or self._memory.answered(FOOTAGE)
        return ColorSpace(space, CONFIG) if space else None

    def footage_space(self, media: MediaSeen) -> ColorSpace:
        """The space of a clip's files. Raises `UnknownColorSpace` while nobody says it."""
        space = self.said(media)
        if space is None:
            self._wanted = True
            raise UnknownColorSpace(
                f"Nothing says which colour space {media.name} is in.",
                remedy="Answer the question in the panel, or set the clip's Input Color Space.",
                where=media.path,
            )
        return space

    def output_space(self) -> ColorSpace:
        """The space that Resolve renders this project in. Raises `UnknownColorSpace`."""
        space = self.said_output()
        if space is None:
            self._wanted = True
            raise UnknownColorSpace(
                "Nothing says which colour space this project renders in.",
                remedy="Answer the question in the panel: it is asked once a project.",
            )
        return space

    def questions(self) -> tuple[Question, ...]:
        """What has to be asked about colour."""
        questions = []
        if not self.managed and self._memory.answered(WORKING) not in dict(PRIMARIES):
            questions.append(
                Question(
                    WORKING,
                    "Which primaries do the pictures of this project have?",
                    PRIMARIES,
                    "Resolve does not manage its colours, and a take has to match. A take is scene-linear: "
                    "put a Color Space Transform from Linear on it, or switch colour management on.",
                )
            )
        if self._wanted and not self._memory.answered(FOOTAGE):
            questions.append(
                Question(
                    FOOTAGE,
                    "Which colour space is the footage of this project in?",
                    ASKED,
                    "Asked once a project, for clips whose Input Color Space does not say it.",
                )
            )
        return tuple(questions)
