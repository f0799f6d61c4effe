"""The files of one user's service, by name; creating them is left to whoever writes them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from secondunit.wire.home import SERVICE_FILE, TOKEN_FILE, state_home


@dataclass(frozen=True)
class Home:
    """The state folder (absolute) and what lies in it."""

    root: Path

    @classmethod
    def of_user(cls) -> Home:
        """The home of the user who runs this: `$SECONDUNIT_HOME`, or the system's place for state."""
        return cls(Path(state_home()))

    @property
    def address(self) -> Path:
        """`service.json`: where the running service listens."""
        return self.root / SERVICE_FILE

    @property
    def token(self) -> Path:
        """The bearer token, readable by its owner only."""
        return self.root / TOKEN_FILE

    @property
    def lock(self) -> Path:
        """Held by the one service that serves."""
        return self.root / "service.lock"

    @property
    def log(self) -> Path:
        """Structured lines, rotated."""
        return self.root / "service.log"

    @property
    def scratch(self) -> Path:
        """One folder a job: its work file and the simulation's cache."""
        return self.root / "scratch"

    @property
    def sessions(self) -> Path:
        """Working folders of Open Job Description sessions."""
        return self.root / "sessions"

    @property
    def previews(self) -> Path:
        """Frame previews made on demand, by take."""
        return self.root / "previews"

    @property
    def quick(self) -> Path:
        """What quick looks have simulated, by panel; empty whenever the service starts."""
        return self.root / "quick"

    @property
    def heads(self) -> Path:
        """Where the shows' ledgers ended when they were last written from here: a place apart from them."""
        return self.root / "heads"

    @property
    def tallies(self) -> Path:
        """Calls that only look, counted until their row is in the show's ledger."""
        return self.root / "tallies"

    @property
    def shows(self) -> Path:
        """`shows.toml`: where the shows of this user are."""
        return self.root / "shows.toml"

    @property
    def plate_spaces(self) -> Path:
        """What was said of the colour space of plates whose files do not say it, by show and path."""
        return self.root / "plate_spaces.json"

    @property
    def speeds(self) -> Path:
        """`speeds.json`: what finished jobs of this machine took, over what was reckoned for them."""
        return self.root / "speeds.json"

    @property
    def identity(self) -> Path:
        """The name this service writes on its own jobs in a store it shares with others."""
        return self.root / "identity"

    @property
    def cast_matches(self) -> Path:
        """Matches to the cast as they were approved, one file each."""
        return self.root / "cast_matches"

    @property
    def database(self) -> str | Path:
        """The store: the URL in `$SECONDUNIT_DATABASE`, or a SQLite file in this folder."""
        return os.environ.get("SECONDUNIT_DATABASE") or self.root / "secondunit.db"

    def make(self) -> None:
        """Create the folders, closed to everybody else."""
        for folder in (self.root, self.scratch, self.sessions, self.previews):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
