"""Who makes the pixels: task, provider and model, what the model takes, and on what terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.host.brief_fields import brief_field
from secondunit.host.choosing import is_elsewhere
from secondunit.host.model_list import (
    ASKS,
    ListedModel,
    first_questions,
    listed_models,
    read_favourites,
    write_favourites,
)
from secondunit.host.terms import first_lines, further_lines
from secondunit.wire.home import state_home

from .. import style
from ..binding import Qt, QtWidgets
from .entries import Choice, Wrapped, fixed
from .model_choice import ModelChoice
from .questions import Questions

if TYPE_CHECKING:
    from secondunit.host.session import Session

LINES = ("task", "provider", "model")


class MakerForm(QtWidgets.QWidget):
    """Three choices, and beneath them in sentences where it works, on what terms and within which limits."""

    def __init__(self, session: Session, width: int, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._session, self._width = session, width
        self._grid = QtWidgets.QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(style.em(self, 0.5))
        self._grid.setVerticalSpacing(style.em(self, 0.28))
        self._grid.setColumnStretch(1, 1)
        room = QtWidgets.QWidget(self)
        fixed(room, style.em(self, 1.2))
        self._grid.addWidget(room, 1, 2)
        self._labels: list[QtWidgets.QLabel] = []
        self.task, self.provider, self.model = Choice(self), Choice(self), ModelChoice(self)
        self.model.starred.connect(self._star)
        self._favourites = read_favourites(state_home())
        #: Models of the provider, and providers of whom every model is so, that ask something first.
        self._asking: set[str] = set()
        self._first: set[str] = set()
        for row, name in enumerate(LINES):
            choice: Choice = getattr(self, name)
            choice.chosen.connect(lambda value, name=name: self._choose(name, value))
            self._line(row, brief_field(name).label, choice)
        self.questions = Questions(session, self, lambda: session.panel.outside.questions.questions)
        self._grid.addWidget(self.questions, len(LINES), 0, 1, 2)
        self.where, self.terms, self.further = (Wrapped(parent=self) for _ in range(3))
        self.more = QtWidgets.QToolButton(self)
        self.more.setCheckable(True)
        self.more.setAutoRaise(True)
        self.more.setText("Sizes and limits")
        # It is no reason for a wider panel.
        self.more.setMinimumWidth(1)
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.toggled.connect(lambda *_: self.show_provider())
        for row, widget in enumerate((self.where, self.terms), len(LINES) + 1):
            self._grid.addWidget(widget, row, 1)
        self._grid.addWidget(self.more, len(LINES) + 3, 1, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(self.further, len(LINES) + 4, 1)

    def stops(self) -> list[QtWidgets.QWidget]:
        """What the Tab key reaches."""
        answers = [button for card in self.questions.cards for button in card.buttons]
        return [self.task, self.provider, self.model, *answers, self.more]

    def set_label_width(self, width: int) -> None:
        """Keep the labels in line with those of the rows (logical px)."""
        for label in self._labels:
            label.setFixedWidth(width)

    def show_provider(self) -> None:
        """Show the choice as the model has it."""
        panel = self._session.panel
        fields = panel.fields
        capability = panel.capability
        several = "task" in fields
        self._show_line(0, several)
        if several:
            self.task.offer(
                tuple((choice, *fields.choice_words("task", choice)) for choice in _choices(self, "task"))
            )
            self.task.show_value(fields.task.value if capability is None else str(fields.value("task")))
        providers = tuple(
            (provider, fields.choice_label("provider", provider), "")
            for provider in _choices(self, "provider")
        )
        missing = tuple(
            absentee for absentee in fields.absent if absentee.provider not in _choices(self, "provider")
        )
        names = {
            absentee.provider: fields.choice_label("provider", absentee.provider) for absentee in missing
        }
        away_too = tuple(
            (
                absentee.provider,
                f"{names[absentee.provider]}: {absentee.problem.message}",
                str(absentee.problem),
            )
            for absentee in missing
        )
        asking = tuple(
            (capability.provider, f"{capability.label} {ASKS}", capability.question.text)
            for capability in first_questions(fields.capabilities, _choices(self, "provider"))
            if capability.question is not None
        )
        self._first = {provider for provider, _, _ in asking}
        self.provider.offer((*providers, *asking, *away_too), off=tuple(names))
        waits = not fields.capabilities
        self.provider.show_value(str(fields.value("provider")), waits)
        self.questions.show_questions()
        models = self._models()
        self._asking = {model.value for model in models if model.asks}
        self.model.offer_models(models)
        self.model.show_value(str(fields.value("model")), waits)
        absence = panel.outside.absence()
        unknown = (absence or "What it takes is known once the service answers.",)
        lines = first_lines(capability) if capability is not None else unknown
        leaves = capability is not None and capability.leaves
        tone = style.state(self, "error" if absence else "warning") if absence or leaves else style.text(self)
        # Where this machine makes it, the sentence at Generate says that nothing leaves.
        own = capability is not None and not is_elsewhere(capability) and not leaves
        self.provider.setToolTip(lines[0] if own else "")
        self.where.say("" if own else lines[0], tone)
        gone_too = (f"Not here now: {', '.join(names.values())}.",) if names else ()
        self.terms.say("\n".join((*lines[1:], *gone_too)), style.quiet(self))
        rest = [*(further_lines(capability) if capability is not None else ()), *panel.outside.unusable()]
        opened = self.more.isChecked()
        self.more.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        self.more.setVisible(bool(rest))
        self.further.say("\n".join(rest) if opened else "", style.quiet(self))
        self._show_line(2, len(models) > 1 or bool(capability and capability.model))

    def _models(self) -> tuple[ListedModel, ...]:
        """The provider's models: what works now first, the user's favourites before all."""
        fields = self._session.panel.fields
        provider = str(fields.value("provider"))
        return listed_models(fields.capabilities, provider, _choices(self, "model"), self._favourites)

    def _choose(self, name: str, value: str) -> None:
        """Take a choice; a model that asks something first keeps the choice that was, and asks."""
        panel, commands = self._session.panel, self._session.commands
        if name == "model" and value in self._asking:
            commands.ask_model(str(panel.fields.value("provider")), value)
        elif name == "provider" and value in self._first:
            offers = first_questions(panel.fields.capabilities, _choices(self, "provider"))
            commands.ask_model(value, next(offer.model for offer in offers if offer.provider == value))
        else:
            self._session.set(name, value)
            return
        self.show_provider()

    def _star(self, model: str) -> None:
        """Make a model a favourite, or none any more."""
        name = f"{self._session.panel.fields.value('provider')}/{model}"
        self._favourites = self._favourites ^ {name}
        write_favourites(state_home(), self._favourites)
        self.model.keep_models(self._models())
        self.model.show_value(str(self._session.panel.fields.value("model")))

    def _show_line(self, row: int, visible: bool) -> None:
        for column in (0, 1):
            item = self._grid.itemAtPosition(row, column)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setVisible(visible)

    def _line(self, row: int, text: str, widget: QtWidgets.QWidget) -> None:
        label = QtWidgets.QLabel(text, self)
        self._labels.append(label)
        fixed(label, self._width)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        label.setBuddy(widget)
        widget.setAccessibleName(text)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(widget, row, 1)


def _choices(provider: MakerForm, name: str) -> tuple[str, ...]:
    return provider._session.panel.fields[name].choices
