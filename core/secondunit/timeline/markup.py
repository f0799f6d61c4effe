"""XML of unknown origin as a tree of elements that know their line: no entities, nothing fetched, bounded.

The standard library's tree says no lines and expands entities; here a file that declares one is refused
before anything is expanded, and no external subset is ever opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from secondunit.wire.errors import BadInput

#: Final Cut's longest films are some tens of megabytes, most of it the data of effects.
_LARGEST = 256 * 1024 * 1024
_MOST_ELEMENTS = 4_000_000
#: Story elements nest by connection and by storyline; a real file stays below 20.
_DEEPEST = 200


@dataclass(slots=True)
class Element:
    """An element with its attributes, its children and the line it begins on. Text is left out."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        """An attribute's value."""
        return self.attributes.get(name, default)

    def first(self, tag: str) -> Element | None:
        """The first child with this tag."""
        return next((child for child in self.children if child.tag == tag), None)

    def every(self, tag: str) -> Iterator[Element]:
        """This element and everything below it with this tag, in the order of the file."""
        if self.tag == tag:
            yield self
        for child in self.children:
            yield from child.every(tag)


def parse(body: bytes) -> Element:
    """The root element of a file. Raises `BadInput` with the line that is no XML, or that is not safe."""
    if len(body) > _LARGEST:
        raise BadInput(
            f"The file holds {len(body) // (1024 * 1024)} MB, more than any cut does.",
            remedy="Export the one project whose cut it is, without the rest of its library.",
        )
    tree = _Tree()
    try:
        tree.parser.Parse(body, True)
    except expat.ExpatError as error:
        raise BadInput(
            f"Line {error.lineno} is no XML: {expat.ErrorString(error.code)}.",
            remedy="The file is damaged or was cut off: export it again.",
        ) from None
    except LookupError:  # an encoding that Python has not
        raise BadInput(
            "The file is in an encoding that cannot be read.", remedy="Export it in UTF-8."
        ) from None
    assert tree.root is not None
    return tree.root


class _Tree:
    """Builds the tree from what the parser reports."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._entity
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MOST_ELEMENTS or len(self._open) >= _DEEPEST:
            self._refuse("nests or holds more elements than any cut does")
        element = Element(tag, attributes, self.parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, tag: str) -> None:
        self._open.pop()

    def _entity(self, *declaration: object) -> None:
        self._refuse("declares an entity, which no editing program does")

    def _refuse(self, fault: str) -> NoReturn:
        raise BadInput(
            f"Line {self.parser.CurrentLineNumber} {fault}: the file was not read further.",
            remedy="Ask where the file comes from, and export the timeline again.",
        )
