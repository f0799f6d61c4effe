"""What a version of a character says of itself, in its `character.toml`: read and written.

    label = "Ada"
    persons = ["Jane Doe"]
    costume = "red coat"
    [views]
    "a.png" = "front"
    [lights]
    "a.png" = "night"

`[roles]` with `front = "a.png"` is the older form of `[views]`.
"""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from secondunit.media.whole import storage_error
from secondunit.wire.errors import BadInput, BadSettings

CHARACTER_FILE = "character.toml"
#: The largest `character.toml`, in bytes, and the most letters of what it says of an appearance.
MOST_WORDS, MOST_LETTERS = 64 << 10, 500
#: How many are remembered as they were read.
REMEMBERED = 4096
_TEXTS = ("label", "note", "costume", "age", "wounds")
_KNOWN = (*_TEXTS, "person", "persons", "roles", "views", "lights")


@dataclass(frozen=True)
class CharacterWords:
    """What is said of a version; `views` and `lights` are by the pictures' file names."""

    label: str = ""
    persons: tuple[str, ...] = ()
    note: str = ""
    costume: str = ""
    age: str = ""
    wounds: str = ""
    views: Mapping[str, str] = field(default_factory=dict)
    lights: Mapping[str, str] = field(default_factory=dict)

    def check(self) -> None:
        """Raise `BadInput` for an appearance that is no line of words."""
        for name in ("costume", "age", "wounds"):
            text = getattr(self, name)
            if len(text) > MOST_LETTERS or not text.isprintable():
                raise BadInput(
                    f"The {name} is a line of at most {MOST_LETTERS} letters.", where=name
                )  # fmt: skip

    @property
    def named(self) -> tuple[str, ...]:
        """Each of the persons once, without space around a name."""
        return tuple(dict.fromkeys(person.strip() for person in self.persons if person.strip()))

    def text(self) -> str:
        """The text of a `character.toml`; empty where there is nothing to say."""
        lines = [f"{word} = {_quoted(getattr(self, word))}" for word in _TEXTS if getattr(self, word).strip()]
        if self.named:
            lines.append(f"persons = [{', '.join(map(_quoted, self.named))}]")
        for heading, table in (("views", self.views), ("lights", self.lights)):
            if table:
                lines += [
                    f"[{heading}]",
                    *(f"{_quoted(name)} = {_quoted(word)}" for name, word in table.items()),
                ]
        return "".join(line + "\n" for line in lines)


def read_words(file: Path, names: Iterable[str]) -> CharacterWords:
    """What a `character.toml` says of the pictures `names`; raises `BadSettings`, `NoRights`."""
    values = _toml(file)
    unknown = sorted(set(values) - set(_KNOWN))
    if unknown:
        raise BadSettings(f"{file.name} knows no {unknown[0][:40]!r}; it knows {', '.join(_KNOWN)}.")
    for word in _TEXTS:
        if not isinstance(values.get(word, ""), str):
            raise BadSettings(f"{word} in {file.name} is a text.")
    persons = values.get("persons", values.get("person", []))
    persons = [persons] if isinstance(persons, str) else persons
    if not isinstance(persons, list) or not all(
        isinstance(person, str) and person.strip() for person in persons
    ):
        raise BadSettings(f"persons in {file.name} is a list of names.")
    if "person" in values and "persons" in values:
        raise BadSettings(f"{file.name} says both person and persons.")
    views, lights = _pictures(values, file, frozenset(names))
    return CharacterWords(
        persons=tuple(dict.fromkeys(person.strip() for person in persons)), views=views, lights=lights,
        **{word: values.get(word, "") for word in _TEXTS},
    )  # fmt: skip


def _pictures(
    values: dict[str, Any], file: Path, names: frozenset[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The views and the lights of pictures by file name, in the order in which they are said."""
    examples = {"roles": "front = 'ada.png'", "views": "'ada.png' = 'front'", "lights": "'ada.png' = 'day'"}
    tables = {heading: values.get(heading, {}) for heading in examples}
    for heading, table in tables.items():
        if not isinstance(table, dict) or not all(isinstance(word, str) for word in table.values()):
            raise BadSettings(f"{heading} in {file.name} is a table such as {examples[heading]}.")
    views = {name: role for role, name in tables["roles"].items()} | tables["views"]
    for word, table in (("view", views), ("light", tables["lights"])):
        for name, what in table.items():
            if name not in names:
                raise BadSettings(
                    f"{file.name} calls {_shown(name)} its {what[:40]} {word}, and there is no such picture."
                )
    return views, tables["lights"]


def _toml(file: Path) -> dict[str, Any]:
    try:
        facts = file.lstat()
        if stat.S_ISLNK(facts.st_mode):
            raise BadSettings(f"{file.name} is a link.")
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > MOST_WORDS:
            raise BadSettings(f"{file.name} is no text file.")
        return _parsed(file, facts.st_mtime_ns, facts.st_size)
    except FileNotFoundError:
        return {}
    except (ValueError, RecursionError) as error:  # no TOML, no text, or a number of too many digits
        raise BadSettings(f"{file.name} cannot be read: {str(error)[:120]}.") from None
    except OSError as error:
        raise storage_error(error, file) from error


@lru_cache(maxsize=REMEMBERED)
def _parsed(file: Path, _changed: int, _size: int) -> dict[str, Any]:
    """What a file says, read once as long as it does not change; nobody changes what is given."""
    return tomllib.loads(file.read_text("utf-8"))


def _shown(text: str) -> str:
    return repr(text.encode("utf-8", "replace").decode()[:64])


def _quoted(value: str) -> str:
    """A basic string of TOML (1.0.0, "String")."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda match: f"\\u{ord(match[0]):04X}", escaped) + '"'
