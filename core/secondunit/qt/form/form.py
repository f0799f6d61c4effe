"""The whole brief, from the host's questions to the references, in groups that fold.

Built from the model's fields: another kind brings other rows, and leaves alone the groups it does not change.
What is folded is not built before it is opened, and what is opened is built a few rows at a time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from secondunit.host import CONTROLS, FieldEditor

from .. import style
from ..binding import Qt, QtCore, QtWidgets, Signal
from ..turns import LoopTurns
from .entries import tight
from .group import FieldGroup
from .guides import GuideChoosers
from .lightrow import LightRow
from .lookrow import LookRow
from .prompt import Prompt
from .provider import MakerForm
from .questions import Questions
from .references import References, most_references
from .row import FieldRow
from .sources import Sources
from .summary import summary

if TYPE_CHECKING:
    from secondunit.host.session import Session

    from .cast import Cast

#: What has a widget of its own, or belongs to one, and no row.
OWN = (FieldEditor.PROSE, FieldEditor.MAKER)
#: Groups of a kind that are open when a panel is opened, besides its first.
OPEN = ("Shot", "Brief", "Light")
#: The brief's groups that come after the kind's own.
LAST = ("Frames", "Delivery", "Provider", "References", "Cast")


class BriefForm(QtWidgets.QScrollArea):
    """Every field of the brief; `reordered` says that the Tab order has to be laid anew."""

    reordered = Signal()

    def __init__(
        self, session: Session, parent: QtWidgets.QWidget | None = None, turns: LoopTurns | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.rows: dict[str, FieldRow] = {}
        self.groups: dict[str, FieldGroup] = {}
        self.lights: list[LightRow] = []
        self._layout_of: tuple[object, ...] = ()
        self._opened: dict[str, bool] = {}
        self._chooses = False
        self._made_of: dict[str, object] = {}
        self._group_of: dict[str, str] = {}
        self._names: dict[str, tuple[str, ...]] = {}
        self._to_build: deque[FieldGroup] = deque()
        self._turns = turns or LoopTurns(self)
        self._turns.add(self._build_one)
        self.setWidgetResizable(True)
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QtWidgets.QWidget(self)
        self._width = self._label_width()
        self.questions = Questions(session, inside, lambda: session.panel.asked_here)
        self.sources = Sources(session, self._width, inside)
        self.prompt = Prompt(session, inside)
        self.provider: MakerForm | None = None
        self.references: References | None = None
        self.cast: Cast | None = None
        self.guides: GuideChoosers | None = None
        self._box = QtWidgets.QVBoxLayout(inside)
        tight(self._box, 0)
        self._box.setContentsMargins(style.em(self, 0.6), 0, style.em(self, 0.3), 0)
        self._box.addWidget(self.questions)
        self._box.addStretch(1)
        self._inside = inside
        self.setWidget(inside)
        self.verticalScrollBar().rangeChanged.connect(self._keep_room)
        self._keep_room(0, 0)
        self.show_all()

    def show_all(self) -> None:
        """Bring everything up to date, the layout included."""
        self._lay_out()
        self.questions.show_questions()
        self.show_sources()
        self.show_fields()
        self.show_provider()

    def show_fields(self) -> None:
        """Bring the rows that are built and the summaries up to date."""
        self._lay_out()
        for row in self.rows.values():
            row.show_field()
        for light in self.lights:
            light.show_fields()
        self.prompt.show_field()
        self._summarize()

    def show_sources(self) -> None:
        """Bring plate, matte, camera and guides up to date."""
        self.sources.show_sources()
        if self.guides is not None and self.guides.show_guides():
            self.reordered.emit()

    def show_plate_detail(self) -> None:
        """Bring what is to be decided of the plate up to date: the estimate may have found it damaged."""
        self.sources.detail.show_detail()

    def show_provider(self) -> None:
        """Bring provider, model and references up to date."""
        if self.provider is not None:
            self.provider.show_provider()
        if self.references is not None:
            self.references.show_references()
        if self.cast is not None:
            self.cast.show_cast()
        panel = self._session.panel
        self.groups["References"].setVisible(bool(panel.references) or most_references(self._session) > 0)
        entries = "use" in panel.fields or "performer" in panel.fields
        names = bool(panel.outside.cast) or panel.outside.takes_cast or entries
        self.groups["Cast"].setVisible(names)

    def show_questions(self) -> None:
        """Bring the questions up to date."""
        self.questions.show_questions()
        if self.provider is not None:
            self.provider.questions.show_questions()
        self.reordered.emit()

    @property
    def complete(self) -> bool:
        """Whether every row of the open groups is built."""
        return not self._to_build

    def finish(self) -> None:
        """Build now what is left to build."""
        while self._build_one():
            pass

    def reveal(self, name: str) -> None:
        """Open the group of a field and put the focus there."""
        for title, names in self._session.panel.fields.grouped():
            if name in names:
                self.groups[title].open()
        self.finish()
        stop = self.prompt.text if self._is_prose(name) else None
        if name in self.rows:
            stop = self.rows[name].editor.focus_widget()  # type: ignore[assignment]
        if stop is not None:
            stop.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.ensureWidgetVisible(stop)

    def stops(self) -> list[QtWidgets.QWidget]:
        """What the Tab key reaches, from top to bottom."""
        widgets: list[QtWidgets.QWidget] = [b for card in self.questions.cards for b in card.buttons]
        for title, group in self._in_order():
            widgets.append(group.heading)
            if not group.opened:
                continue
            if title == "Shot":
                widgets += self.sources.stops()
            if title == "Provider" and self.provider is not None:
                widgets += self.provider.stops()
            if title == "Guides" and self.guides is not None:
                widgets += self.guides.stops()
            if title == "References" and self.references is not None:
                for card in self.references.cards:
                    widgets += card.stops()
                widgets.append(self.references.add)
            if title == "Cast" and self.cast is not None:
                widgets += self.cast.stops()
            widgets += [light.handle for light in self.lights if light.group == title]
            for name in self._names[title]:
                if self._is_prose(name):
                    widgets.append(self.prompt.text)
                elif name in self.rows:
                    widgets += [*self.rows[name].editor.stops(), self.rows[name].origin]
        return widgets

    def _keep_room(self, least: int, most: int) -> None:
        """Keep the room of the scroll bar while there is none: no field changes its width."""
        room = 0 if most > least else self.verticalScrollBar().sizeHint().width()
        if self.viewportMargins().right() != room:
            self.setViewportMargins(0, 0, room, 0)
            # Qt has laid the rows out for the old margin, and what is seen of them is as wide as before: they
            # would stand under the edge until something else lays them out, and then jump.
            QtWidgets.QApplication.sendEvent(self, QtCore.QEvent(QtCore.QEvent.Type.LayoutRequest))

    # Building ----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        fields = self._session.panel.fields
        grouped = tuple(fields.grouped())
        wanted = (grouped, tuple(fields[name] for name in fields.names()))
        if wanted == self._layout_of:
            return
        self._layout_of = wanted
        self._width = self._label_width()
        self._group_of = {name: title for title, names in grouped for name in names}
        self._names = dict(grouped)
        for extra in ("Provider", "References", "Cast"):
            self._names.setdefault(extra, ())
        self._opened.update({title: group.opened for title, group in self.groups.items()})
        if "task" in fields and not self._chooses:
            # Whom to ask is a choice from now on: it is not left folded away.
            self._chooses = self._opened["Provider"] = True
        titles = self._titles()
        made_of = {title: self._contents(title) for title in titles}
        typing, field = self.prompt.text.hasFocus(), self._focused()
        for title in [heading for heading in self.groups if self._made_of[heading] != made_of.get(heading)]:
            self._take_down(title)
        self._made_of = made_of
        self._set_label_width()
        first = next((t for t, names in grouped if any(n.startswith(CONTROLS) for n in names)), "")
        groups, self.groups = self.groups, {}
        for number, title in enumerate(titles):
            group = self.groups[title] = groups.get(title) or self._make_group(title)
            group.heading.parted = number > 0
            if self._box.indexOf(group) != 1 + number:
                self._box.insertWidget(1 + number, group)
            group.open(self._opened.get(title, title in OPEN or title == first))
        if typing:
            self.finish()
            self.prompt.text.setFocus(Qt.FocusReason.OtherFocusReason)
        elif field in fields and self._focused() != field:
            # Its row was built anew: who works by keys stays where they were.
            self.finish()
            if field in self.rows:
                self.rows[field].editor.focus_widget().setFocus(Qt.FocusReason.OtherFocusReason)
        self.reordered.emit()

    def _focused(self) -> str:
        """The name of the row that has the focus; empty for none."""
        return next((name for name, row in self.rows.items() if row.editor.focus_widget().hasFocus()), "")

    def _contents(self, title: str) -> object:
        """What a group is made of: as long as it is the same, its widgets stay."""
        fields = self._session.panel.fields
        lights = tuple(pair for pair in fields.handles() if self._group_of.get(pair[0]) == title)
        own = tuple((name, fields[name]) for name in self._names[title] if fields[name].editor not in OWN)
        return (lights, own, any(map(self._is_prose, self._names[title])))

    def _is_prose(self, name: str) -> bool:
        fields = self._session.panel.fields
        return name in fields and fields[name].editor is FieldEditor.PROSE

    def _make_group(self, title: str) -> FieldGroup:
        group = FieldGroup(title, partial(self._fill, title), self._inside)
        group.toggled.connect(lambda *_: self.reordered.emit())
        group.wanted.connect(lambda: self._build_later(group))
        return group

    def _take_down(self, title: str) -> None:
        group = self.groups.pop(title)
        for widget in (self.sources, self.prompt):
            if group.isAncestorOf(widget):
                widget.setParent(self._inside)
                widget.hide()
        for name in [name for name, row in self.rows.items() if group.isAncestorOf(row)]:
            del self.rows[name]
        self.lights = [light for light in self.lights if light.group != title]
        if title == "Provider":
            self.provider = None
        if title == "References":
            self.references = None
        if title == "Cast":
            self.cast = None
        if title == "Guides":
            self.guides = None
        if group in self._to_build:
            self._to_build.remove(group)
        self._box.removeWidget(group)
        group.hide()
        group.deleteLater()

    def _set_label_width(self) -> None:
        """Keep all labels in one line, those of the groups that stay too."""
        self.sources.set_label_width(self._width)
        own = [part for part in (self.provider, self.cast, self.guides) if part is not None]
        for part in (*self.rows.values(), *self.lights, *own):
            part.set_label_width(self._width)

    def _build_later(self, group: FieldGroup) -> None:
        self._to_build.append(group)
        self._turns.start()

    def _build_one(self) -> bool:
        """Build one row, or show a group that is complete; false where there is nothing to build."""
        if not self._to_build:
            return False
        if not self._to_build[0].build():
            self._to_build.popleft()
            if not self._to_build:
                self._built()
        return True

    def _built(self) -> None:
        self._summarize()
        self.reordered.emit()

    def _titles(self) -> list[str]:
        kinds = [title for title in self._names if title not in ("Shot", "Brief", *LAST)]
        last = [title for title in LAST if title in self._names]
        if "task" not in self._session.panel.fields:
            return ["Shot", "Brief", *kinds, *last]
        # Where there is a choice of whom to ask, it comes before what is asked.
        pictures = [title for title in ("References", "Cast") if title in last]
        rest = [title for title in last if title not in ("Provider", *pictures)]
        return ["Shot", "Provider", "Brief", *pictures, *kinds, *rest]

    def _in_order(self) -> list[tuple[str, FieldGroup]]:
        return list(self.groups.items())

    def _fill(self, title: str, parent: QtWidgets.QWidget, box: QtWidgets.QVBoxLayout) -> Iterator[None]:
        if title == "Shot":
            self.sources.setParent(parent)
            box.addWidget(self.sources)
            self.sources.show()
        if title == "Provider":
            self.provider = MakerForm(self._session, self._width, parent)
            box.addWidget(self.provider)
            self.provider.show_provider()
        if title == "References":
            self.references = References(self._session, parent)
            box.addWidget(self.references)
            self.references.show_references()
        if title == "Cast":
            from .cast import Cast

            self.cast = Cast(self._session, self._width, parent)
            box.addWidget(self.cast)
            self.cast.show_cast()
        if title == "Guides":
            self.guides = GuideChoosers(self._session, self._width, parent)
            box.addWidget(self.guides)
            self.guides.show_guides()
        yield
        for pair in self._session.panel.fields.handles():
            if self._group_of.get(pair[0]) == title:
                light = LightRow(self._session, pair, title, self._width, parent)
                self.lights.append(light)
                box.addWidget(light)
                yield
        for name in self._names[title]:
            fields = self._session.panel.fields
            if self._is_prose(name):
                self.prompt.setParent(parent)
                box.addWidget(self.prompt)
                self.prompt.show()
            if name not in fields or fields[name].editor in OWN:
                continue
            looks = fields[name].editor is FieldEditor.LOOK
            row = (LookRow if looks else FieldRow)(self._session, name, self._width, parent)
            self.rows[name] = row
            box.addWidget(row)
            row.show_field()
            yield

    def _label_width(self) -> int:
        fields = self._session.panel.fields
        wide = max(self.fontMetrics().horizontalAdvance(fields[name].label) for name in fields.names())
        # Never less than most kinds need: labels stay where they are when the service answers.
        return min(max(wide, style.letters(self, 12.5)), style.letters(self, 16)) + 2

    # What is said of a folded group ------------------------------------------------------------------------

    def _summarize(self) -> None:
        panel = self._session.panel
        self._suggest()
        for title, group in self.groups.items():
            names = self._names[title]
            wrong = [name for name in names if panel.error(name) is not None]
            if wrong and not group.opened and wrong[0] in panel.fields.errors:
                group.open()
            text = f"{len(wrong)} to mend" if wrong else summary(self._session, title, names)
            group.heading.say(text, bool(wrong))

    def _suggest(self) -> None:
        """What holds where nothing is typed."""
        for name, row in self.rows.items():
            suggestion = self._session.panel.suggestion(name)
            if suggestion:
                row.suggest(suggestion)
