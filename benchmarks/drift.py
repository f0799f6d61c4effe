"""Drift: every threshold it goes by, with pairs, errors on either side, and their intervals of 95 %.

    python -m benchmarks.drift [FOLDER] [--page FILE]

Measures the portraits and rendered heads of this repository (tests/models/heads: two people in the public
domain), or a FOLDER with a folder of photographs for each person; `--page` writes the tables as a page. Needs
the weights `face_full_range`, `five_points` and `identity_resnet`. A show measures its own cast by
`secondunit drift calibrate`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from secondunit.engines.drift.continuity import OTHER_COSTUME
from secondunit.engines.references import shown_codes
from secondunit.media.config import open_config
from secondunit.models.identity.alignment import AlignedFace
from secondunit.models.identity.calibration import CastFace, ErrorRate, cast_pairs
from secondunit.models.identity.copying import copied
from secondunit.models.identity.costume import costume, unlikeness
from secondunit.models.identity.description import distance
from secondunit.models.identity.networks import IdentityNetworks
from secondunit.models.identity.quality import BLUR, CLIPPED, DARK, MOUTH, NARROWEST, YAW, Withheld, withheld
from secondunit.models.weights.store import WeightsStore
from secondunit.wire.drift_scale import CLOSE, FARTHEST, PASTED

Pixels = npt.NDArray[np.float32]
#: The longer side at which photographs are seen, and what they end in.
_SIDE, _SUFFIXES = 2048, (".png", ".jpg", ".jpeg")
OWN = Path(__file__).parents[1] / "tests" / "models" / "heads"
#: The shot of each rendered head in which it wears something else, by its file's last letter.
_OTHER_SHIRT = "5"


@dataclass(frozen=True)
class Portrait:
    """A picture of one person: who, its name, its codes, and the face in it."""

    person: str
    name: str
    codes: Pixels
    face: AlignedFace
    description: Pixels


@dataclass(frozen=True)
class Row:
    """A threshold: its name and value, what counts as an error there, and how many were."""

    threshold: str
    value: str
    error: str
    rate: ErrorRate


def portraits(folder: Path | None, networks: IdentityNetworks) -> Iterator[Portrait]:
    """Each photograph with one face that says enough; what is left out is said."""
    config = open_config("")
    paths = sorted((folder or OWN).glob("*/*" if folder else "*.jpg"))
    for path in (path for path in paths if path.suffix.lower() in _SUFFIXES):
        person = path.parent.name if folder else path.stem.split("_")[0]
        codes = shown_codes(path, config, _SIDE)
        face, count = networks.largest(codes)
        reason = withheld(face) if face is not None else None
        if face is None or reason is not None or count != 1:
            print(f"left out: {person}/{path.name}: {reason.value if reason else f'{count} faces'}")
            continue
        yield Portrait(person, path.stem, codes, face, networks.describer.describe(face.chip))


def distance_rows(faces: Sequence[Portrait]) -> Iterator[Row]:
    """Pairs of one person and of two at both thresholds of distance, and what is taken for pasted."""
    cast = [CastFace(one.person, one.name, (), one.face.chip, one.description) for one in faces]
    pairs = cast_pairs(cast, lambda one, two: distance(one.description, two.description))
    for word, limit in (("close", CLOSE), ("far", FARTHEST)):
        yield Row(word, f"{limit}", "of one person, farther", pairs.above(limit))
        yield Row(word, f"{limit}", "of two people, not farther", pairs.within(limit))
    scores = [copied(one.face.chip, two.face.chip) for one, two in combinations(faces, 2)]
    alarms = sum(score >= PASTED for score in scores)
    yield Row("pasted", f"{PASTED}", "two pictures, taken for one", ErrorRate(alarms, len(scores)))


def pasted_rows(faces: Sequence[Portrait], networks: IdentityNetworks) -> Iterator[Row]:
    """A picture mirrored, graded, turned, made smaller and grainy, that is not known again."""
    random, missed, count = np.random.default_rng(2), 0, 0
    for one in faces:
        high, wide = one.codes.shape[:2]
        turn = cv2.getRotationMatrix2D((wide / 2, high / 2), 12, 1.0)
        for changed in (
            one.codes[:, ::-1],
            one.codes[:, ::-1] ** 1.5 * np.array([1.2, 1.0, 0.7], np.float32),
            cv2.warpAffine(one.codes, turn, (wide, high)),
            cv2.resize(one.codes, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA),
            one.codes + random.normal(0, 0.03, one.codes.shape),
        ):
            face = seen(np.asarray(changed, np.float32), networks)
            if face is not None:
                missed, count = missed + (copied(face.chip, one.face.chip) < PASTED), count + 1
    yield Row("pasted", f"{PASTED}", "one picture changed, not known again", ErrorRate(missed, count))


def quality_rows(faces: Sequence[Portrait], networks: IdentityNetworks) -> Iterator[Row]:
    """Pictures made worse to just within a limit, and what is said wrongly; and beyond it, what is said."""
    for name, value, within, beyond, reason in _limits():
        far = close = spoken = own = others = worse = 0
        for one in faces:
            face = seen(within(one), networks)
            if face is not None and withheld(face) is None:
                description = networks.describer.describe(face.chip)
                near = [distance(description, two.description) for two in faces
                        if two is not one and two.person == one.person]  # fmt: skip
                away = [distance(description, two.description) for two in faces if two.person != one.person]
                if near:
                    far, own = far + (min(near) > FARTHEST), own + 1
                close, others = close + sum(limit <= CLOSE for limit in away), others + len(away)
            face = seen(beyond(one), networks)
            if face is not None:
                spoken, worse = spoken + (withheld(face) not in (reason, *_ALSO)), worse + 1
        yield Row(name, value, "within it: of one person, far", ErrorRate(far, own))
        yield Row(name, value, "within it: of two people, close", ErrorRate(close, others))
        yield Row(name, value, "beyond it: not withheld", ErrorRate(spoken, worse))


#: What withholds a picture made worse before its own limit does.
_ALSO = (Withheld.SMALL, Withheld.BLURRED)
Change = Callable[[Portrait], Pixels]


def _limits() -> Iterator[tuple[str, str, Change, Change, Withheld]]:
    """Each limit, and pictures made worse to a tenth within it and to half beyond it."""

    def small(width: float) -> Change:
        return lambda one: _smaller(one.codes, width / one.face.width)

    def soft(share: float) -> Change:
        return lambda one: np.asarray(
            cv2.GaussianBlur(one.codes, (0, 0), share / 100 * one.face.width), np.float32
        )

    def inner(one: Portrait) -> Pixels:
        return one.face.chip[25:-25, 25:-25]

    def burnt(share: float) -> Change:
        """The exposure at which that share of the face is all white."""
        return lambda one: one.codes / max(float(np.quantile(inner(one).min(axis=2), 1 - share)), 1e-3)

    def dark(share: float) -> Change:
        """As much darker as leaves that share of the face black."""
        return lambda one: one.codes - float(np.quantile(inner(one).max(axis=2), share))

    yield (
        "narrowest face",
        f"{NARROWEST:.0f} px",
        small(1.1 * NARROWEST),
        small(0.6 * NARROWEST),
        Withheld.SMALL,
    )
    yield "blur", f"{BLUR:.0f} %", soft(0.5 * BLUR), soft(1.5 * BLUR), Withheld.BLURRED
    yield "clipped", f"{100 * CLIPPED:.0f} %", burnt(0.7 * CLIPPED), burnt(2 * CLIPPED), Withheld.CLIPPED
    yield "too dark", f"{100 * DARK:.0f} %", dark(0.7 * DARK), dark(1.5 * DARK), Withheld.DARK


def mouth_rows(faces: Sequence[Portrait], networks: IdentityNetworks) -> Iterator[Row]:
    """A cloth of four colours before each face, plain and ribbed: what is said of it nevertheless."""
    spoken = count = 0
    colours = ((0.75, 0.85, 0.9), (0.1, 0.1, 0.12), (0.8, 0.6, 0.5), (0.5, 0.1, 0.1))
    for one, colour, ribs in product(faces, colours, (0.0, 0.08)):
        face = seen(masked(one, colour, ribs), networks)
        if face is not None:
            spoken, count = spoken + (withheld(face) is None), count + 1
    yield Row("mouth", f"{MOUTH} %", "a cloth before it: not withheld", ErrorRate(spoken, count))


def yaw_rows(faces: Sequence[Portrait]) -> Iterator[Row]:
    """Heads that are turned by 8 degrees and more, within the limit, held against the others."""
    turned = [one for one in faces if abs(one.face.yaw) >= 8]
    far = close = own = others = 0
    for one in turned:
        near = [distance(one.description, two.description) for two in faces
                if two is not one and two.person == one.person]  # fmt: skip
        away = [distance(one.description, two.description) for two in faces if two.person != one.person]
        if near:
            far, own = far + (min(near) > FARTHEST), own + 1
        close, others = close + sum(limit <= CLOSE for limit in away), others + len(away)
    yield Row("yaw", f"{YAW:.0f} degrees", "turned by 8 and more: of one person, far", ErrorRate(far, own))
    yield Row("yaw", f"{YAW:.0f} degrees", "turned by 8 and more: of two, close", ErrorRate(close, others))


def costume_rows(faces: Sequence[Portrait], networks: IdentityNetworks) -> Iterator[Row]:
    """Rendered heads of one person in one shirt in five lights, and in another shirt."""
    worn: list[tuple[str, bool, Pixels]] = []
    for one in faces:
        places = networks.detector.faces(one.codes)
        shares = costume(one.codes, max(places, key=lambda face: face.width)) if places else None
        if shares is not None and one.name[-1].isdigit():
            worn.append((one.person, one.name.endswith(_OTHER_SHIRT), shares))
    same: list[float] = []
    other: list[float] = []
    for (who, red, first), (whose, also, second) in combinations(worn, 2):
        if who == whose:
            (same if red == also else other).append(unlikeness(first, second))
    alarms, missed = sum(away > OTHER_COSTUME for away in same), sum(away <= OTHER_COSTUME for away in other)
    yield Row("costume", f"{OTHER_COSTUME}", "one costume, said to be another", ErrorRate(alarms, len(same)))
    yield Row("costume", f"{OTHER_COSTUME}", "another costume, not said", ErrorRate(missed, len(other)))


def masked(one: Portrait, colour: tuple[float, float, float], ribs: float) -> Pixels:
    """A face with a cloth over nose, mouth and chin."""
    points = one.face.points
    eyes = points[:4].mean(axis=0)
    down, wide = points[4] - eyes, float(np.linalg.norm(points[0] - points[2]))
    x, y = (round(float(place)) for place in eyes + 1.9 * down)
    mask = np.zeros(one.codes.shape[:2], np.float32)
    cv2.ellipse(mask, (x, y), (round(0.9 * wide), round(0.85 * wide)), 0, 0, 360, 1.0, -1, cv2.LINE_AA)
    mask[: round(float((eyes + 0.55 * down)[1]))] = 0.0
    waves = 1 + ribs * np.sin(np.linspace(0, 90, one.codes.shape[0]))[:, None, None]
    cloth = np.array(colour, np.float32) * waves
    return np.clip(one.codes + mask[..., None] * (cloth - one.codes), 0, 1).astype(np.float32)


def seen(codes: Pixels, networks: IdentityNetworks) -> AlignedFace | None:
    """The largest face of a picture, None without one."""
    return networks.largest(np.ascontiguousarray(np.clip(codes, 0, 1), np.float32))[0]


def _smaller(codes: Pixels, times: float) -> Pixels:
    return np.asarray(cv2.resize(codes, None, fx=times, fy=times, interpolation=cv2.INTER_AREA), np.float32)


def measured_rows(folder: Path | None) -> tuple[str, list[Row]]:
    """What was measured, in a sentence, and every threshold's rows."""
    networks = IdentityNetworks.of_store(WeightsStore.of_user())
    faces = list(portraits(folder, networks))
    rows = [
        *distance_rows(faces), *pasted_rows(faces, networks), *quality_rows(faces, networks),
        *yaw_rows(faces), *mouth_rows(faces, networks),
        *([] if folder else costume_rows(faces, networks)),
    ]  # fmt: skip
    people = len({one.person for one in faces})
    return f"{len(faces)} pictures of {people} people", rows


_HEAD = """# The thresholds of drift

Written by `python -m benchmarks.drift --page docs/guide/drift-thresholds.md`; do not edit it.

Measured on {summary}: two portraits in the public domain, and a head that carries each, rendered in six
lights and framings (`tests/models/heads`). An interval holds the true share of errors with 95 %
confidence (Wilson 1927); pairs share pictures and people, so that it is narrower than it should be. Two
people say little of others: a show measures its own cast by `secondunit drift calibrate`. What was
measured on photographs that may not lie here stands in [benchmarks](../../benchmarks/README.md), and
what each threshold is for in [the cast](cast.md#drift).

*Within it*: each picture made worse until a limit is nearly reached, and held against the others. *Beyond
it*: until it is passed; in most pictures that dark no face is seen any more.

| threshold | at | what counts as an error | errors | interval |
|---|---|---|---|---|"""


def page(summary: str, rows: Sequence[Row]) -> str:
    """The rows as a page of the guide."""
    lines = [_HEAD.format(summary=summary)]
    for row in rows:
        low, high = row.rate.interval
        errors = f"{row.rate.errors} of {row.rate.pairs}"
        interval = f"{100 * low:.1f} to {100 * high:.1f} %"
        lines.append(f"| {row.threshold} | {row.value} | {row.error} | {errors} | {interval} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "folder", nargs="?", type=Path, metavar="FOLDER", help="a folder for each person in it"
    )
    parser.add_argument("--page", type=Path, metavar="FILE", help="write the tables there, too")
    arguments = parser.parse_args()
    summary, rows = measured_rows(arguments.folder)
    print(summary)
    for row in rows:
        print(f"{row.threshold:15} {row.value:11} {row.error:43} {row.rate.text}")
    if arguments.page is not None:
        arguments.page.write_text(page(summary, rows), "utf-8")


if __name__ == "__main__":
    main()
