"""What the buttons of a panel do: each command returns at once, and a failure becomes the panel's message.

A command takes plain ids, so that an operator of any host can call it. Placing happens here and now on the
main thread; everything that needs the service comes back through the pump.
"""

from __future__ import annotations

from collections.abc import Callable
from os import urandom
from typing import TYPE_CHECKING, TypeAlias

from secondunit.wire.errors import (
    Conflict,
    NotFound,
    NothingSelected,
    Problem,
    SecondUnitError,
    ServiceLost,
)

from .command import command
from .cut_choice import QUESTION as CUTS
from .link import FILES
from .lists import PAGE
from .panel import Panel
from .protocol import Host, Placed
from .review_commands import ReviewCommands
from .state import PanelTopic
from .versions import beyond, exactly, fetched

if TYPE_CHECKING:
    from secondunit.wire import Brief, Job, PlacementKind, Reference, Take

    from .client import Client

#: Picks one of an element's versions (lowest first) for what is placed.
Choice: TypeAlias = "Callable[[Placed, tuple[Take, ...]], Take]"


class Commands(ReviewCommands):
    """The acts of one panel in one host."""

    def __init__(self, panel: Panel, host: Host) -> None:
        self.panel, self.host = panel, host
        #: Called before a brief is sent: the session reads the plate anew; may raise.
        self.before_generate: Callable[[], None] = lambda: None
        #: Called after something was placed or changed in the document.
        self.after_change: Callable[[], None] = lambda: None
        #: Called when the panel's state changed: writes it into the document.
        self.keep: Callable[[], None] = lambda: self.host.keep(self.panel.state())
        self._unsure: tuple[Brief, str] | None = None
        self._unsure_variants: dict[Brief, str] = {}
        panel.on_filled = lambda: self.keep()

    @command
    def look(self, source: str = "", matte: str = "") -> None:
        """Read shot, plate and matte from the host again; `source` and `matte` are ids of its sources."""
        shot = self.host.shot()
        try:
            plate = self.host.plate(source) if source else None
            mask = self.host.matte(matte) if matte else None
        except SecondUnitError:
            self.panel.use(shot=shot, plate=None)
            raise
        self.panel.use(shot=shot, plate=plate, matte=mask)

    @command
    def estimate(self) -> None:
        """Have the brief estimated now."""
        self.panel.brief()
        self.panel.want_estimate()

    @command
    def generate(self) -> None:
        """Make a job of the brief."""
        self.before_generate()
        brief = self.panel.brief()
        # After a lost answer the same brief goes out under the same key: it cannot be made twice.
        key = self._unsure[1] if self._unsure is not None and self._unsure[0] == brief else _new_key()
        self._unsure = (brief, key)

        def then(answer: Job) -> None:
            self._unsure = None
            self.panel.outside.sent()
            self._own(answer)

        def otherwise(problem: Problem) -> None:
            if problem.code != ServiceLost.code:
                self._unsure = None
            self.panel.say(problem)

        self.panel.ask(lambda client: client.submit(brief, key), then, otherwise=otherwise)

    @command
    def adopt(self, *paths: str, element: str = "", start: int | None = None, colorspace: str = "") -> None:
        """Bring a finished comp back as the next version of an element: its frames, its folder or a movie.

        The element is the panel's unless it is named. `start` is the shot's number of the first frame, where
        the files are numbered otherwise; `colorspace` is theirs, where they do not say it.
        """
        from secondunit.wire import ColorSpace

        from .adopting import adopted, one_footage

        one_footage(paths)
        panel, shot, key = self.panel, self.host.shot(), _new_key()
        show, shot_name = panel.show_name, panel.shot_name
        element = element or str(panel.fields.value("element"))
        space = ColorSpace(colorspace, shot.colorspace.config) if colorspace else None

        def work(client: Client) -> Job:
            brief = adopted(
                client, paths, show=show, shot=shot_name, element=element, start=start, usual=shot.rate,
                space=space, target=shot.colorspace, drop=shot.drop,
            )  # fmt: skip
            try:
                return client.submit(brief, key)
            except ServiceLost:  # under the same key it cannot be made twice
                return client.submit(brief, key)

        panel.ask(work, self._own)

    @command
    def cancel(self, job: str) -> None:
        """Ask a job to stop."""
        record = self.panel.jobs.get(job)
        if record is not None and record.state.ended and record.state.value != "uncertain":
            raise Conflict("This job has ended already.")
        self.panel.ask(lambda client: client.cancel(job), self._take_in, otherwise=self._overtaken(job))

    @command
    def retry(self, job: str) -> None:
        """Take up a failed or cancelled job again; finished frames are not made again."""
        self.panel.ask(lambda client: client.retry(job), self._take_in, otherwise=self._overtaken(job))

    @command
    def place(self, take: str, kind: PlacementKind, *, offset: int = 0, blend: str = "", mix: float = 1.0,
              gain: float = 1.0, depth: float = 10.0, channel: int = 0) -> None:  # fmt: skip
        """Put a take into the open document."""
        from secondunit.wire import Placement

        record = self._take(take)
        placement = Placement(
            take, kind, offset, blend or record.blend, mix=mix, gain=gain, depth=depth, channel=channel
        )
        self.host.place(placement, record)
        self.after_change()

    @command
    def version_to(self, placed: str, version: int) -> None:
        """Change what is placed to one version, in place; asks for it first where it is not known."""
        self._change(placed, lambda here, versions: exactly(here, versions, self._named(here), version))

    @command
    def newest(self, placed: str) -> None:
        """Change what is placed to the newest version, in place."""
        self._change(placed, lambda here, versions: versions[-1], ask=True)

    @command
    def add_note(self, take: str, text: str, frame: int | None = None) -> None:
        """Say something of a take, or of one frame of it."""
        from secondunit.wire import Note

        note = Note(take, text, frame)
        self.panel.ask(lambda client: client.add_note(note), self.panel.lists.put_note)

    @command
    def sign_off(self, take: str, decision: str, role: str, why: str = "") -> None:
        """Put on record what this host's user decides about a take (`accepted`, `changes`, `rejected`).

        Where the take's files were looked at, it is a decision on those: the service refuses it if they are
        others by now.
        """
        from secondunit.wire import Decision, SignOff

        panel = self.panel
        digest = panel.signoffs(take).take_digest
        signoff = SignOff(take, Decision(decision), panel.user, role.strip(), why.strip(), digest)
        panel.role = signoff.role
        panel.ask(lambda client: client.sign_off(signoff), panel.lists.put_signoff, lane=FILES)
        self.keep()

    @command
    def add_reference(self, path: str, role: str = "style", strength: float = 1.0) -> None:
        """Add a picture that shows what is meant; `strength` is 0 to 1."""
        from secondunit.wire import Reference

        if not path.strip():
            raise NothingSelected("No picture was chosen.", remedy="Choose a file.")
        added = Reference(path.replace("\\", "/"), role, min(max(float(strength), 0.0), 1.0))
        self.panel.use_references((*self.panel.references, self._standing(added)))
        self.keep()

    @command
    def change_reference(
        self, number: int, role: str = "", strength: float | None = None, moment: str | None = None
    ) -> None:
        """Give a reference (counted from 0) another role, strength or moment (`1024`, `1024:1010-1040`)."""
        from dataclasses import replace

        from secondunit.wire.plate import PASS, read_moment

        references = list(self.panel.references)
        if not 0 <= number < len(references):
            raise NothingSelected("This reference is gone.")
        if role:
            references[number] = replace(references[number], role=role)
        if strength is not None:
            references[number] = replace(references[number], strength=min(max(float(strength), 0.0), 1.0))
        if moment is not None:
            begins = references[number].role != PASS or moment.strip()
            frame, window = read_moment(moment) if begins else (None, None)
            references[number] = replace(references[number], frame=frame, window=window)
        references[number] = self._standing(references[number])
        self.panel.use_references(tuple(references))
        self.keep()

    def _standing(self, reference: Reference) -> Reference:
        """A key frame that stands nowhere yet stands where the artist does, else at the first frame."""
        from .choosing import standing

        ground = self.panel.plate or self.panel.shot
        return standing(reference, self.panel.frame, ground.frames if ground is not None else None)

    @command
    def remove_reference(self, number: int) -> None:
        """Take a reference (counted from 0) away."""
        references = self.panel.references
        if not 0 <= number < len(references):
            raise NothingSelected("This reference is gone.")
        self.panel.use_references(references[:number] + references[number + 1 :])
        self.keep()

    @command
    def change_cast(self, number: int, name: str, version: int = 1) -> None:
        """Name a character in a slot (counted from 0; one past the last: a new one); without a name: none."""
        from .characters import cast_with

        self.panel.use_cast(cast_with(self.panel.cast, number, name, version))
        self.keep()

    @command
    def approve(self, ceiling: str, note: str = "") -> None:
        """Say yes to the brief as it was estimated, up to a cost in all (`1.20`)."""
        self.before_generate()
        self.panel.outside.approve(ceiling, note)

    @command
    def take_offer(self, provider: str, model: str, job: str = "") -> None:
        """Fill the form with what was offered instead, for a job or for the brief; nothing is sent."""
        self.panel.outside.take_offer(provider, model, job)

    @command
    def ask_model(self, provider: str, model: str) -> None:
        """Open what a model asks once before it can be used."""
        self.panel.outside.questions.open(provider, model)

    @command
    def answer(self, question: str, choice: str) -> None:
        """Decide what is asked; kept in the document, or for everyone where a model asks it."""
        if question == CUTS:
            self.panel.cuts.answer(choice)
            self.keep()
            return
        if self.panel.outside.questions.is_own(question):
            self.panel.outside.questions.answer(question, choice)
            return
        self.host.answer(question, choice)
        self.panel.use_questions(self.host.questions())
        self.after_change()

    @command
    def accept_cuts(self, accepted: bool) -> None:
        """Go on across the cuts of the plate, each side by itself, or ask about them again."""
        self.panel.cuts.accept(accepted)
        self.keep()

    @command
    def mend(self) -> None:
        """Do what the connection offers: start the service, or replace one of an older version."""
        self.panel.link.mend()

    @command
    def version(self, placed: str, step: int) -> None:
        """Change what is placed to the next version up (`step` 1) or down (-1), in place.

        Where the versions of the element are not known yet they are asked for, and the step follows then.
        """
        self._change(placed, lambda here, versions: beyond(here, versions, step))

    @command
    def refresh(self) -> None:
        """Ask the service for everything anew."""
        self.panel.refresh()

    @command
    def reveal(self, take: str) -> None:
        """Show a take's folder in the system's file browser."""
        self.host.reveal(self._take(take).folder)

    def _own(self, answer: Job) -> None:
        """Take in a job that was asked for from here; the document remembers it."""
        if answer.id not in self.panel.own_jobs:
            self.panel.own_jobs.append(answer.id)
        self.panel.put_job(answer)
        self.keep()

    def _overtaken(self, job: str) -> Callable[[Problem], None]:
        """Say why it was refused; where another host was faster, see how the job stands now."""

        def otherwise(problem: Problem) -> None:
            self.panel.say(problem)
            if problem.code in (Conflict.code, NotFound.code):
                self.panel.ask(lambda client: client.job(job), self._take_in, otherwise=lambda _: None)

        return otherwise

    def _take_in(self, answer: Job) -> None:
        self.panel.put_job(answer)

    def _take(self, id: str) -> Take:
        take = self.panel.takes.get(id)
        if take is None:
            raise NotFound("This take is not known here.", remedy="Press Refresh.", where=id)
        return take

    def _placed(self, id: str) -> Placed:
        for placed in self.host.placed():
            if placed.id == id:
                return placed
        raise NothingSelected("What was placed there is gone.", where=id)

    def _versions(self, here: Placed) -> tuple[Take, ...]:
        """The known versions of what is placed; none where that take itself is not known."""
        take = self.panel.takes.get(here.placement.take)
        return self.panel.takes.versions_of(take) if take is not None else ()

    def _named(self, here: Placed) -> tuple[Take, ...]:
        return self.panel.takes.of_element(here.show, here.shot, here.element)

    def _change(self, placed: str, choose: Choice, ask: bool = False) -> None:
        """Put the version that `choose` picks in its place, after asking for the versions where needed."""
        here = self._placed(placed)
        versions = self._versions(here)
        if versions and not ask:
            self._put_version(here, choose(here, versions))
            return

        def then(answer: tuple[Take, ...]) -> None:
            for take in answer:
                self.panel.takes.put(take)
            self.panel.touch(PanelTopic.TAKES)
            self._change_later(placed, choose)

        self.panel.ask(lambda client: fetched(client, here, PAGE), then)

    @command
    def _change_later(self, placed: str, choose: Choice) -> None:
        here = self._placed(placed)
        versions = self._versions(here)
        if not versions:
            raise NotFound(f"The service knows no take of {here.shot}/{here.element}.")
        self._put_version(here, choose(here, versions))

    def _put_version(self, here: Placed, take: Take) -> None:
        if take.id != here.placement.take:
            self.host.set_version(here.id, take)
            self.after_change()


def _new_key() -> str:
    return urandom(18).hex()
