"""Prompts: how often words are taken for the kind and the controls that a person would take them for.

    python -m benchmarks.prompts [SET.json ...] [--misses]

A set is briefs with labels (`tests/elements/briefs/briefs.json` says its format in itself). A brief whose
kind cannot be told, or that is no element, is right where no kind is taken for it. Attributes are counted for
briefs whose kind was right and is made here; what its kind has no control for is counted apart. Where the
words leave it between kinds and somebody would be asked, no kind is right; how often the right one is among
those named is said beside. Nothing is rendered. Goals: 95 % of the kinds, 85 % of the controls.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.source.attributes import answer
from secondunit.elements import kind, kinds, read_wish

SETS = Path(__file__).parent.parent / "tests" / "elements" / "briefs"
KINDS, CONTROLS = 95.0, 85.0
_ALSO = re.compile(r"also ok: ([^;]*)")


@dataclass
class Score:
    """What was right, of how much; `misses` says in words what was not."""

    kinds: int = 0
    briefs: int = 0
    questions: int = 0
    named: int = 0
    attributes: int = 0
    asked: int = 0
    unmade: int = 0
    without_control: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def kinds_share(self) -> float:
        """Kinds right in percent."""
        return 100.0 * self.kinds / max(self.briefs, 1)

    @property
    def controls_share(self) -> float:
        """Controls right in percent of those that could be."""
        return 100.0 * self.attributes / max(self.asked, 1)


def main() -> int:
    """Print a line for each language of each set, and what was missed where that is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", type=Path, default=sorted(SETS.glob("*.json")))
    parser.add_argument("--misses", action="store_true", help="say what was not right")
    options = parser.parse_args()
    met = True
    for path in options.sets:
        print(path.name)
        for language, score in sorted(scores(briefs_of(path)).items()):
            print(
                f"  {language}: kinds {score.kinds} of {score.briefs} ({score.kinds_share:.1f} %), "
                f"asks about {score.questions}, of which {score.named} name it, controls "
                f"{score.attributes} of {score.asked} ({score.controls_share:.1f} %); "
                f"{score.without_control} without a control, {score.unmade} of kinds that are not made"
            )
            met = met and score.kinds_share >= KINDS and score.controls_share >= CONTROLS
            if options.misses:
                print("\n".join(f"    {miss}" for miss in score.misses))
    print(f"goals {KINDS:g} % of kinds and {CONTROLS:g} % of controls: {'met' if met else 'not met'}")
    return 0


def briefs_of(path: Path) -> list[dict[str, Any]]:
    """The labelled briefs of a set."""
    briefs: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["briefs"]
    return briefs


def scores(briefs: list[dict[str, Any]]) -> dict[str, Score]:
    """The score of each language."""
    by_language: dict[str, Score] = {}
    for brief in briefs:
        _count(by_language.setdefault(brief["language"], Score()), brief)
    return by_language


def taken_for(prompt: str) -> str | None:
    """The kind that a prompt is taken for; None where it is refused or asked back."""
    wish = read_wish(prompt)
    name = wish.kinds[0].replace(" ", "_") if wish.kinds else None
    return name if name in _LABELS else None


def accepts(brief: dict[str, Any], kind: str | None) -> bool:
    """Whether a kind, or none, is the brief's, or one that its note accepts too."""
    return kind == brief["kind"] or kind in {name for name, _ in _also(brief.get("note", ""))}


def _count(score: Score, brief: dict[str, Any]) -> None:
    name, also = taken_for(brief["text"]), list(_also(brief.get("note", "")))
    score.briefs += 1
    if between := read_wish(brief["text"]).between:
        score.questions += 1
        if any(accepts(brief, kind) for kind in between):
            score.named += 1
            score.misses.append(f"{brief['id']} asks: {' or '.join(between)}: {brief['text']}")
            return
    if not accepts(brief, name):
        score.misses.append(f"{brief['id']} kind {name}, not {brief['kind']}: {brief['text']}")
        return
    score.kinds += 1
    if name is None:
        return
    if name not in kinds():
        score.unmade += len(brief["attributes"])
        return
    element = kind(name)
    settings = element.settings(brief["text"], {})
    for attribute, wanted in brief["attributes"].items():
        values = [wanted, *(value for other, value in also if other == attribute)]
        answers = [answer(attribute, value, settings, element.controls()) for value in values]
        if answers[0] is None:
            score.without_control += 1
            continue
        score.asked += 1
        score.attributes += any(answers)
        if not any(answers):
            score.misses.append(f"{brief['id']} {attribute} is not {wanted} ({name}): {brief['text']}")


def _also(note: str) -> Iterator[tuple[str, str]]:
    """What a note accepts besides the label: a kind, or an attribute and its value."""
    for part in _ALSO.findall(note):
        for alternative in re.split(r",| or ", part):
            name, _, value = alternative.strip().partition(" ")
            yield name, value


#: The kinds that labels may name.
_LABELS = frozenset(
    {"smoke", "steam", "fire", "torch", "campfire", "explosion", "dust_hit", "muzzle_flash", "embers",
     "sparks", "debris", "rain", "snow", "fog", "mist", "dust_drift"}
)  # fmt: skip

if __name__ == "__main__":
    raise SystemExit(main())
