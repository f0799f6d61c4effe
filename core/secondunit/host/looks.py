"""Looks in a panel: which there are, what one would change, and saving what is set now as another.

Applying one is setting the field `look`: one step that prompt, seed and place outlast.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from secondunit.wire.value import dataclass

from .field import CONTROLS
from .link import PICTURES
from .state import PanelTopic
from .value_words import value_words

if TYPE_CHECKING:
    from secondunit.wire.saved_look import LookList, LookScope, SavedLook

    from .client import Client
    from .state import PanelState


@dataclass(frozen=True)
class LookChange:
    """One value that a look would change, in words: `Density`, `0.4`, `1.6`."""

    label: str
    now: str
    look: str

    def __str__(self) -> str:
        return f"{self.label}: {self.now} \N{RIGHTWARDS ARROW} {self.look}"


class Looks:
    """The looks of one panel; touches the topic `fields` where there are others."""

    def __init__(self, state: PanelState) -> None:
        self._state = state
        #: What is said of files that are no looks.
        self.remarks: tuple[str, ...] = ()
        #: Whether the service has said which looks were saved.
        self.ready = False
        #: Small pictures of the looks that come with a kind, JPEG by kind and name; empty for none.
        self.pictures: dict[tuple[str, str], bytes] = {}
        self._states: dict[tuple[str, str], str] = {}
        #: The look that was taken away last, until it is given back.
        self.removed: SavedLook | None = None

    def refresh(self) -> None:
        """Ask the service anew for what was saved."""
        show = self._state.show_name
        self._state.ask(lambda client: client.looks(show), self._came, "looks", self._absent)

    @property
    def unusable(self) -> tuple[SavedLook, ...]:
        """Saved looks of this kind that cannot be used here; their remarks say why."""
        kind = self._state.fields.kind
        saved = self._state.fields.saved_looks
        return tuple(
            look for look in saved if kind is not None and look.kind == kind.name and not look.usable
        )

    def changes(self, choice: str) -> tuple[LookChange, ...]:
        """What a look would change of what would be used now, in the order of the panel."""
        fields = self._state.fields
        after = fields.with_look(choice)
        return tuple(
            LookChange(fields[name].label, value_words(fields[name], fields.value(name)),
                       value_words(fields[name], after[name]))
            for name in fields.names()
            if name in after and after[name] != fields.value(name)
        )  # fmt: skip

    def remarks_of(self, choice: str) -> tuple[str, ...]:
        """What of a saved look cannot be used here."""
        saved = self._state.fields.saved_looks
        return next((look.remarks for look in saved if look.choice == choice and self._is_here(look)), ())

    def save(
        self, label: str, scope: LookScope, replace: bool, then: Callable[[], None],
        picture: Callable[[SavedLook], bytes | None] = lambda look: None,
    ) -> None:  # fmt: skip
        """Save how the element looks now; `then` is called once it is written. A problem is said.

        `picture` gives what is seen of the look, JPEG or PNG.
        Nothing happens before the kind is known.
        """
        from secondunit.wire.saved_look import LookSaving, picture_text

        look = self._now(label, scope)
        if look is None:
            return
        saving = LookSaving(look, self._state.show_name, replace, picture_text(picture(look)))

        def saved(answer: SavedLook) -> None:
            self._state.say(None)
            self._put(answer)
            then()

        self._state.ask(lambda client: client.save_look(saving), saved, "save look")

    def remove(self, choice: str) -> None:
        """Take a saved look away; `give_back` is the way back."""
        look = self._saved(choice)
        if look is not None:
            self._ask_removal(look, restore=False)

    def give_back(self) -> None:
        """Give back the look that was taken away last."""
        if self.removed is not None:
            self._ask_removal(self.removed, restore=True)

    def _ask_removal(self, look: SavedLook, *, restore: bool) -> None:
        from secondunit.wire.saved_look import LookRemoval

        removal = LookRemoval(look.kind, look.name, look.scope, self._state.show_name, restore)

        def done(answer: SavedLook) -> None:
            self._state.say(None)
            self.removed = None if restore else look
            if restore:
                self._put(answer)
            else:
                others = (one for one in self._state.fields.saved_looks if one is not look)
                self._use(tuple(one for one in others if (one.kind, one.choice) != (look.kind, look.choice)))
            self._state.touch(PanelTopic.FIELDS)

        self._state.ask(lambda client: client.remove_look(removal), done, "remove look")

    def _saved(self, choice: str) -> SavedLook | None:
        saved = self._state.fields.saved_looks
        return next((look for look in saved if look.choice == choice and self._is_here(look)), None)

    def can_be_removed(self, choice: str) -> bool:
        """Whether a choice is a look that somebody saved."""
        return self._saved(choice) is not None

    def named(self, label: str, scope: LookScope) -> SavedLook | None:
        """The look of this kind that one of that label would take the place of."""
        from secondunit.wire.errors import OutOfRange
        from secondunit.wire.saved_look import name_for

        try:
            name = name_for(label)
        except OutOfRange:
            return None
        saved = self._state.fields.saved_looks
        return next(
            (look for look in saved if self._is_here(look) and (look.name, look.scope) == (name, scope)), None
        )

    def want_pictures(self) -> None:
        """Ask for the pictures of this kind's own looks, once."""
        kind = self._state.fields.kind
        if kind is None or not self._state.online:
            return
        show = self._state.show_name
        for saved in self._state.fields.saved_looks:
            if saved.picture and self._is_here(saved):
                self._want(kind.name, saved.choice, saved.picture, partial(_saved_picture, saved, show))
        for look in kind.looks:
            self._want(kind.name, look.name, "", partial(_kind_picture, kind.name, look.name))

    def _want(self, kind: str, choice: str, state: str, fetch: Callable[[Client], bytes]) -> None:
        """Ask for a picture once for each state of its file; the one before stays until then."""
        key = (kind, choice)
        if self._states.get(key) == state:
            return
        self._states[key] = state
        self.pictures.setdefault(key, b"")

        def came(data: bytes) -> None:
            self.pictures[key] = data
            self._state.touch(PanelTopic.PICTURES)

        self._state.ask(fetch, came, f"look {key}", lambda problem: None, PICTURES)

    def _now(self, label: str, scope: LookScope) -> SavedLook | None:
        from secondunit.wire import FrozenMap
        from secondunit.wire.saved_look import SavedLook, belongs_to_look

        fields = self._state.fields
        kind = fields.kind
        if kind is None:
            return None
        values = {
            control.name: fields.value(CONTROLS + control.name)
            for control in kind.controls
            if belongs_to_look(control) and CONTROLS + control.name not in fields.errors
        }
        return SavedLook(kind.name, "", label.strip(), FrozenMap(values), scope, kind.version)

    def _is_here(self, look: SavedLook) -> bool:
        kind = self._state.fields.kind
        return kind is not None and look.kind == kind.name

    def _put(self, look: SavedLook) -> None:
        others = tuple(
            other
            for other in self._state.fields.saved_looks
            if (other.kind, other.choice) != (look.kind, look.choice)
        )
        self._use((*others, look))

    def _use(self, looks: tuple[SavedLook, ...]) -> None:
        if looks != self._state.fields.saved_looks:
            self._state.fields.use_looks(looks)
            self._state.touch(PanelTopic.FIELDS)

    def _came(self, answer: LookList) -> None:
        self.remarks, self.ready = answer.remarks, True
        self._use(answer.looks)

    def _absent(self, problem: object) -> None:
        """The panel goes on with the kinds' own looks; what is wrong with the show is said elsewhere."""


def _saved_picture(look: SavedLook, show: str, client: Client) -> bytes:
    return client.saved_look_picture(look, show)


def _kind_picture(kind: str, look: str, client: Client) -> bytes:
    return client.look_picture(kind, look)
