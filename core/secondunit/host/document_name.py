"""Which show and shot a document belongs to, by the name of its file and of the folders above it.

The rules, the first that holds:

1. A studio's own pattern (a regular expression) on the whole path, forward slashes: its groups `shot` and
   `show` are the names; without groups what it matches is the shot.
2. A sequence with its shot in the file's name: `sq010_sh020_comp_v003.blend` is `sq010_sh020`; so are
   `ep01_sq010_sh020` and `s01e02_sh020`. What stands before it is the show: `abc_sq010_sh020` is of `abc`.
3. A shot alone: `sh020.blend`, `shot_020_light.blend`; in a sequence's folder it is the sequence's:
   `sq010/sh020.blend` is `sq010_sh020`, for `sq020` may have a `sh020` too.
4. A code with two numbers: `abc_010_0020_fx_v003.blend` is `abc_010_0020`.
5. Rules 2 and 3 on the folders above, the nearest first: `sq010/sh020/comp/smoke.blend` is `sq010_sh020`.
6. The file's name without its version and the department's word: `street_fx_v002.blend` is `street`.

The show is the folder above one that is called `shots`, `sequences` and the like, where no name says it.
Knows texts only.
"""

from __future__ import annotations

import os
import re

from secondunit.wire import check_name
from secondunit.wire.errors import SecondUnitError

#: How many folders above a file are looked at.
MOST_FOLDERS = 6
_EDGE, _END = r"(?:^|(?<=[_\-. ]))", r"(?=$|[_\-. ])"
_NUMBER = r"[_\-]?\d{1,5}[a-z]?"
_SHOT = rf"(?:shot|sht|sh){_NUMBER}"
_SEQUENCE = rf"(?:(?:season|s)\d{{1,3}}[_\-]?e\d{{1,3}}|(?:episode|ep|sequence|seq|sq|scene|sc){_NUMBER})"
_WHOLE_SEQUENCE = re.compile(_SEQUENCE, re.IGNORECASE)


def _rule(shot: str) -> re.Pattern[str]:
    return re.compile(rf"{_EDGE}(?P<shot>{shot}){_END}", re.IGNORECASE)


_IN_SEQUENCE = _rule(rf"{_SEQUENCE}(?:[_\-]{_SEQUENCE})?[_\-]?{_SHOT}")
_ALONE = _rule(_SHOT)
_CODE = _rule(r"[a-z]{2,8}[_\-]\d{2,4}[_\-]\d{2,5}[a-z]?")
_VERSION = re.compile(r"[_\-. ]v\d{1,5}(?=$|[_\-. ]).*$", re.IGNORECASE)
_DEPARTMENT = re.compile(
    r"[_\-. ](?:anim|animation|comp|fx|layout|lay|light|lighting|lookdev|master|matchmove|mm|paint|precomp|"
    r"prep|roto|scene|track|vfx|wip)$",
    re.IGNORECASE,
)
_SHOTS = frozenset({"episodes", "scenes", "seq", "sequences", "shots"})
#: Where a sequence's number stands in a file's name.
_NUMBER_IN_NAME = re.compile(r"[._](?:%0?\d*d|#+|\d{3,})(?=\.[^./]+$)")
#: What Resolve calls a timeline or a project before anybody named it.
_NOT_GIVEN = re.compile(r"timeline(?: \d+)?|untitled.*", re.IGNORECASE)
#: What a file is called before anybody named it.
_UNNAMED = frozenset({"scene", "temp", "test", "tmp", "unnamed", "untitled"})


def pattern_fault(pattern: str) -> str:
    """Why a studio's pattern cannot be used, in a sentence; empty where it can, or where there is none."""
    try:
        re.compile(pattern)
    except re.error as error:
        return f"The pattern for shot names is no regular expression: {error}."
    return ""


def names_of_document(path: str, pattern: str = "") -> dict[str, str]:
    """`show` and `shot` of a document by its path, as far as it says them; empty for one without a file.

    A name that no folder could have is not given. A pattern that cannot be used is as none.
    """
    whole = path.replace("\\", "/").strip()
    if not whole:
        return {}
    names = _by_pattern(whole, pattern) or _by_rules(whole)
    return {name: text for name, text in names.items() if text and _usable(name, text)}


def names_of_footage(path: str, pattern: str = "") -> dict[str, str]:
    """As `names_of_document`, of a plate's files: what a plate is called is no shot by itself (rule 6)."""
    whole = _NUMBER_IN_NAME.sub("", path.replace("\\", "/").strip())
    names = _by_pattern(whole, pattern) or (_by_rules(whole, plainly=False) if whole else {})
    return {name: text for name, text in names.items() if text and _usable(name, text)}


def shot_pattern() -> str:
    """The studio's own pattern, of the environment's SECONDUNIT_SHOT_PATTERN; empty without one."""
    return os.environ.get("SECONDUNIT_SHOT_PATTERN", "")


def names_of_cut(project: str, timeline: str, pattern: str = "") -> dict[str, str]:
    """`show` and `shot` of an editor's timeline: by its name as by a file's; else the show is the project's.

    Names that nobody gave (`Timeline 1`, `Untitled Project`) say nothing.
    """
    given = "" if _NOT_GIVEN.fullmatch(timeline) else timeline.replace("/", "_")
    show = "" if _NOT_GIVEN.fullmatch(project) else project.replace("/", "_")
    names = names_of_document(f"{show}/{given}" if given else "", pattern)
    if show and "show" not in names and _usable("show", show):
        names["show"] = show
    return names


def _by_pattern(path: str, pattern: str) -> dict[str, str]:
    if not pattern or pattern_fault(pattern):
        return {}
    match = re.search(pattern, path)
    if match is None:
        return {}
    groups = match.groupdict()
    shot = groups["shot"] if "shot" in groups else "" if "show" in groups else match[0]
    return {"shot": shot or "", "show": groups.get("show") or ""}


def _by_rules(path: str, plainly: bool = True) -> dict[str, str]:
    *folders, file = [part for part in path.split("/") if part]
    stem = file.rpartition(".")[0] or file
    above = folders[::-1][:MOST_FOLDERS]
    show = _show_above(above)
    for n, name in enumerate((stem, *above)):
        bare = _VERSION.sub("", name)
        match = _IN_SEQUENCE.search(bare)
        if match is not None:
            return {"shot": match["shot"], "show": bare[: match.start()].strip("_-. ") or show}
        match = _ALONE.search(bare)
        if match is not None:
            sequence = above[n] if n < len(above) and _WHOLE_SEQUENCE.fullmatch(above[n]) else ""
            return {"shot": f"{sequence}_{match['shot']}" if sequence else match["shot"], "show": show}
        if n == 0 and (match := _CODE.search(bare)) is not None:
            return {"shot": match["shot"], "show": show}
    return {"shot": _plain(stem) if plainly else "", "show": show}


def _plain(stem: str) -> str:
    bare = _VERSION.sub("", stem)
    shorter = _DEPARTMENT.sub("", bare)
    while shorter != bare:
        bare, shorter = shorter, _DEPARTMENT.sub("", shorter)
    return "" if bare.lower() in _UNNAMED else bare


def _show_above(above: list[str]) -> str:
    """The folder above the nearest one that holds all shots of a show."""
    for n, folder in enumerate(above[:-1]):
        if folder.lower() in _SHOTS:
            return above[n + 1]
    return ""


def _usable(noun: str, name: str) -> bool:
    try:
        check_name(noun, name)
    except SecondUnitError:
        return False
    return True
