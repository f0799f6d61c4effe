"""What can be done with a take once it is there: star, hide, bin, use its brief, make variants, list it."""

from __future__ import annotations

from collections.abc import Callable
from os import urandom
from typing import TYPE_CHECKING

from secondunit.wire.errors import Conflict, NothingSelected, OutOfRange, ServiceLost

from .command import command
from .link import FILES
from .state import PanelTopic

if TYPE_CHECKING:
    from secondunit.wire import (
        BinList,
        BinnedTake,
        Brief,
        Job,
        Playlist,
        PlaylistChange,
        Problem,
        Take,
    )

    from .client import Client
    from .panel import Panel
    from .protocol import Host

#: How many seeds a press makes variants of.
FEWEST, MOST = 2, 8


class ReviewCommands:
    """The acts on takes of one panel; `Commands` has them too."""

    panel: Panel
    host: Host
    keep: Callable[[], None]
    before_generate: Callable[[], None]
    #: The keys under which variants went out, until every answer of their press is known.
    _unsure_variants: dict[Brief, str]

    @command
    def star(self, take: str, on: bool = True) -> None:
        """Put a star on a take for this user, or take it away."""
        self._mark(take, star=on)

    @command
    def hide(self, take: str, on: bool = True) -> None:
        """Put a take out of this user's sight, or bring it back; its files stay where they are."""
        self._mark(take, hidden=on)

    @command
    def put_in_bin(self, *takes: str) -> None:
        """Move takes aside on their own disk; refused for one that is placed in this document."""
        placed = {here.placement.take: here for here in self.host.placed()}
        for take in takes:
            if take in placed:
                here = placed[take]
                raise Conflict(
                    f"{here.shot}/{here.element} v{here.version:03d} is placed in this document.",
                    remedy="Take another version there, or remove it from the document first.",
                    kept="Nothing was moved.",
                )

        def then(binned: BinnedTake) -> None:
            self.panel.lists.forget_take(binned.take)
            self.want_bin()

        for take in takes:
            self.panel.ask(lambda client, take=take: client.put_in_bin(take), then, lane=FILES)  # type: ignore[misc]

    @command
    def open_check(self, take: str, show: Callable[[str], None]) -> None:
        """Fetch the page of a take's comp check, write it, and give its path to `show`."""
        from .comp_check import write_page

        def then(page: bytes) -> None:
            show(write_page(take, page))

        self.panel.ask(lambda client: client.check_page(take), then, "check", lane=FILES)

    @command
    def open_continuity(self, show: Callable[[str], None]) -> None:
        """Fetch the page of the continuity of the shot's sequence, write it, and give its path to `show`."""
        from .comp_check import write_page

        of, shot = self.panel.show_name, self.panel.shot_name
        by = f"secondunit continuity SEQUENCE --show {of} --html FILE"

        def then(page: bytes) -> None:
            show(write_page(f"continuity {of} {shot}", page, by))

        self.panel.ask(
            lambda client: client.continuity_page(of, shot=shot), then, "continuity page", lane=FILES
        )

    @command
    def save_continuity(self, path: str) -> None:
        """Write the continuity of the shot's sequence to a file: a page for `.html`, else a picture (PNG)."""
        from pathlib import Path

        from secondunit.ground.disk import write_whole
        from secondunit.wire.errors import NoRights

        of, shot, file = self.panel.show_name, self.panel.shot_name, Path(path)

        def work(client: Client) -> None:
            page = file.suffix.lower() == ".html"
            data = (client.continuity_page if page else client.continuity_picture)(of, shot=shot)
            try:
                write_whole(file, data)
            except OSError as error:
                raise NoRights(
                    f"{file.name} cannot be written: {error.strerror}.",
                    remedy="Choose another folder.", where=path,
                ) from None  # fmt: skip

        self.panel.ask(work, lambda _: None, "continuity file", lane=FILES)

    @command
    def patch(self, take: str) -> None:
        """Make a take anew inside the chosen matte: its own brief, the next seed, its next version."""
        from dataclasses import replace

        from secondunit.wire import Patch
        from secondunit.wire.task import LARGEST_SEED

        matte, key = self.panel.matte, urandom(18).hex()
        if matte is None:
            raise NothingSelected(
                "No matte says which part is to be made anew.", remedy="Draw or choose one, then ask again."
            )

        def work(client: Client) -> Job:
            brief = client.take_brief(take)
            asked = replace(
                brief, seed=(brief.seed + 1) % (LARGEST_SEED + 1), patch=Patch(take, matte),
                delivery=replace(brief.delivery, volume=False),
            )  # fmt: skip
            try:
                return client.submit(asked, key)
            except ServiceLost:  # under the same key it cannot be made twice
                return client.submit(asked, key)

        def then(job: Job) -> None:
            if job.id not in self.panel.own_jobs:
                self.panel.own_jobs.append(job.id)
            self.panel.put_job(job)
            self.keep()

        self.panel.ask(work, then)

    @command
    def restore(self, take: str) -> None:
        """Take a take out of the bin again."""

        def then(answer: Take) -> None:
            self.panel.lists.put_takes((answer,))
            self.want_bin()

        self.panel.ask(lambda client: client.restore(take), then, lane=FILES)

    # Lists are asked for in answers and at news too: no command, which would take away what was just said.

    def want_bin(self) -> None:
        """Ask what is in the bin of the show, and how large it is."""

        def then(answer: BinList) -> None:
            self.panel.bin = answer
            self.panel.touch(PanelTopic.TAKES)

        show = self.panel.show_name
        self.panel.ask(lambda client: client.bin(show), then, "bin")

    def want_playlist(self, playlist: str, then: Callable[[str, tuple[Take, ...]], None]) -> None:
        """Ask for the takes of a playlist in the order of the show's cut; `then` gets its id and them."""

        def arrived(takes: tuple[Take, ...]) -> None:
            self.panel.lists.put_takes(takes)
            then(playlist, takes)

        self.panel.ask(lambda client: client.playlist_takes(playlist), arrived, "playlist")

    @command
    def use_brief(self, take: str = "", job: str = "") -> None:
        """Fill the form with a take's or job's brief: fields, seed, references, footage; nothing is sent."""
        self.panel.outside.use_brief(take, job)

    @command
    def variants(self, number: int) -> None:
        """Make jobs of the brief with `number` seeds, from its own on; they stand together as one batch."""
        from dataclasses import replace

        from secondunit.wire.task import LARGEST_SEED

        if not FEWEST <= number <= MOST:
            raise OutOfRange(f"Variants are {FEWEST} to {MOST}.", where="variants")
        self.before_generate()
        brief = self.panel.brief()
        seeds = [(brief.seed + n) % (LARGEST_SEED + 1) for n in range(number)]
        briefs = [replace(brief, seed=seed) for seed in seeds]
        # After a lost answer the whole press goes out under the same keys: nothing of it is made twice.
        unsure = self._unsure_variants
        keys = [unsure.setdefault(variant, urandom(18).hex()) for variant in briefs]
        unanswered = set(seeds)
        batch = self.panel.variants.begin(seeds)

        def settle(seed: int) -> None:
            unanswered.discard(seed)
            for variant in () if unanswered else briefs:
                unsure.pop(variant, None)

        def otherwise(problem: Problem, seed: int) -> None:
            if problem.code != ServiceLost.code:
                settle(seed)
            self.panel.say(problem)

        def then(job: Job, seed: int) -> None:
            settle(seed)
            self.panel.variants.put(batch, seed, job.id)
            if job.id not in self.panel.own_jobs:
                self.panel.own_jobs.append(job.id)
            self.panel.put_job(job)
            self.keep()

        for variant, key in zip(briefs, keys, strict=True):
            self.panel.ask(
                lambda client, variant=variant, key=key: client.submit(variant, key),  # type: ignore[misc]
                lambda job, seed=variant.seed: then(job, seed),  # type: ignore[misc]
                otherwise=lambda problem, seed=variant.seed: otherwise(problem, seed),  # type: ignore[misc]
            )
        self.panel.outside.sent()

    @command
    def keep_variant(self, take: str, bin_rest: bool = False) -> None:
        """Star one variant; with `bin_rest` the others of its batch go to the bin."""
        rest = self.panel.variants.others(take)
        self._mark(take, star=True)
        if bin_rest and rest:
            problem = self.put_in_bin(*rest)
            if problem is not None:
                from secondunit.wire.errors import raised

                raise raised(problem)

    @command
    def offer_cast_match(self, *takes: str, tries: int = 3, sequence: str = "") -> None:
        """Ask what would be tried to bring takes, or the shots of a sequence, closer to their cast."""
        self.panel.cast_matching.ask(*takes, tries=tries, sequence=sequence)

    @command
    def approve_cast_match(self, ceiling: str, note: str = "") -> None:
        """Say yes to the whole list that is shown, up to a cost in all (`1.20`); it is begun."""
        self.panel.cast_matching.approve(ceiling, note)

    @command
    def stop_cast_match(self) -> None:
        """Begin nothing more of the match that is shown; a job that runs is finished."""
        self.panel.cast_matching.stop()

    @command
    def create_playlist(self, name: str, *takes: str) -> None:
        """Make a playlist of takes of the show."""
        from secondunit.wire import Playlist

        playlist = Playlist(self.panel.show_name, name, takes)
        self.panel.ask(lambda client: client.create_playlist(playlist), self.panel.lists.put_playlist)

    @command
    def change_playlist(self, playlist: str, change: PlaylistChange) -> None:
        """Rename a playlist, add, remove and reorder its takes."""
        self.panel.ask(lambda client: client.change_playlist(playlist, change), self.panel.lists.put_playlist)

    @command
    def remove_playlist(self, playlist: str) -> None:
        """Remove a playlist; its takes stay."""

        def then(removed: Playlist) -> None:
            self.panel.lists.forget_playlist(removed)

        self.panel.ask(lambda client: client.remove_playlist(playlist), then)

    def _mark(self, take: str, *, star: bool | None = None, hidden: bool | None = None) -> None:
        from secondunit.wire import MarkChange

        change = MarkChange(star, hidden)
        self.panel.ask(lambda client: client.mark(take, change), self.panel.lists.put_mark)
