"""The providers of every show: each built once from its settings, with a transport of its own.

A file that was changed is read anew at the next question. Asking a provider never holds a request up: it is
asked in a thread of its own, and what is late or broken is told as absent. It judges nothing.
"""

from __future__ import annotations

import getpass
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from secondunit.ground.addresses import is_loopback_url, server_url
from secondunit.providers.message import Message
from secondunit.providers.protocol import Estimated, Provider, Request
from secondunit.providers.registry import Registry, Site, capabilities_of, find_providers
from secondunit.rights.local import LocalClaim
from secondunit.rights.rules import RULES_FILE
from secondunit.rights.secret import is_name, secret
from secondunit.rights.show import ShowRights
from secondunit.wire import (
    Absent,
    Capability,
    FrozenMap,
    Intake,
    ModelAnswer,
    Problem,
    Scalar,
    SecondUnitError,
    Task,
    Work,
)
from secondunit.wire.errors import BadInput, BadSettings, NotFound, raised
from secondunit.wire.rights import Verdict

from ..home import Home
from ..shows import Shows
from .answers import require_answer, write_answers
from .inputs import digest_of
from .probe import Probe
from .redaction import call_sent
from .scrubbing import clean, scrubbed_provider
from .settings import PROVIDERS_FILE, Providers
from .settings_file import SettingsFiles
from .transport import GatedTransport

#: How long what a provider offers is taken as it was said, and for how long where it is slow, in seconds.
FRESH, STALE = 60.0, 600.0
#: How long a list of all that there is waits for providers that were not asked before, and a brief for the
#: one that it names, in seconds: loading a vendor's library alone may take two.
PATIENCE, NAMED_PATIENCE = 4.0, 12.0
#: How long a price is waited for, in seconds.
PRICE_PATIENCE = 8.0
#: Who asks what there is, and for how long one row of the ledger speaks of such questions, in seconds.
ASKER, A_ROW = "secondunit", 3600.0
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Built:
    """A provider that stands, with what it was built from."""

    settings: FrozenMap[Scalar]
    provider: Provider
    transport: GatedTransport


class Sites:
    """Every show's providers, rights and transports; safe to use from many threads."""

    def __init__(
        self,
        home: Home,
        shows: Shows,
        registry: Registry | None = None,
        *,
        patience: float = PATIENCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._home, self._shows, self._patience, self._clock = home, shows, patience, clock
        self._found = registry
        self._files = SettingsFiles(clock)
        self._answering = threading.Lock()
        self._lock = threading.RLock()
        self._built: dict[tuple[str, str], _Built] = {}
        self._old: list[GatedTransport] = []
        self._rights: dict[tuple[str, Path, Path], ShowRights] = {}
        self._offered = Probe[tuple[Capability, ...]](FRESH, STALE, clock)
        self._prices = Probe[Estimated](FRESH, 0.0, clock)

    # ---- what is set up ----

    def rights(self, show: str) -> ShowRights:
        """What may leave a show, and its ledger; raises `BadName`, `BadSettings`."""
        root, rules = Path(self._shows.find(show).root), self._shows.beside(show, RULES_FILE)
        with self._lock:
            rights = self._rights.get((show, root, rules))
            if rights is None:
                at = sha256(str(root).encode()).hexdigest()[:16]
                anchor = self._home.heads / f"{show}.{at}.head"
                tallies = self._home.tallies / f"{show}.{at}"
                rights = ShowRights(show, root, rules_path=rules, anchor=anchor, tallies=tallies)
                self._rights[show, root, rules] = rights
            return rights

    def providers(self, show: str) -> Providers:
        """Who is set up for a show; raises `BadName`, `BadSettings`, `NoRights`."""
        own = self._files.read(self._shows.beside(show, PROVIDERS_FILE))
        return own.over(self._files.read(self._home.root / PROVIDERS_FILE))

    def claim(self, show: str, name: str) -> LocalClaim:
        """Who declares a provider local, and at which addresses; raises as `settings` does.

        That is whom its table names, else whoever the table's file belongs to.
        """
        settings = self.settings(show, name)
        path = self._place(show, name)
        by = str(settings.get("declared_local", "")).strip() or _owner(path)
        return LocalClaim(name, by, _addresses(settings), str(path))

    def answer(self, answer: ModelAnswer, by: str = "") -> None:
        """Keep what a person said of a model, in the file that sets its provider up.

        Raises `Conflict` where that is not asked, `BadInput`, `NotFound`, `BadSettings`, `NoRights`.
        """
        show, name = answer.show, answer.provider
        with self._answering:
            # Read here: an answer that was just kept is in them.
            settings = self.settings(show, name)
            patience = max(self._patience, NAMED_PATIENCE)
            offered = self._offered.answer(
                (show, name, settings), name, lambda: self._ask(show, name), patience
            )
            *below, part = require_answer(offered, answer)
            write_answers(self._place(show, name), name, below, {part: answer.choice})
        log.info("%s answers %s of %s: %s", by or "somebody", answer.part, answer.model, answer.choice)

    def require_settings(self, show: str, name: str) -> None:
        """Raise `BadSettings` where a provider's table has a word that it does not know."""
        try:
            self._registry.require_settings(name, self.settings(show, name))
        except BadSettings as error:
            error.problem = _placed(error.problem, name)
            raise

    def settings(self, show: str, name: str) -> FrozenMap[Scalar]:
        """The table of a provider; raises `NotFound` where a show has none."""
        tables = self.providers(show)
        table = tables.tables.get(name)
        if table is None:
            names = ", ".join(tables.names()) or "none"
            raise NotFound(
                f"No provider {name[:40]!r} is set up for {show}.",
                remedy=f"Set up are: {names}. Add a table [{name[:40]}] to {PROVIDERS_FILE}.",
                where="provider",
            )
        return table

    def provider(self, show: str, name: str) -> Provider:
        """A provider of a show; raises `NotFound`, `BadSettings`, `ProviderError`."""
        return self._stand(show, name).provider

    def transport(self, show: str, name: str) -> GatedTransport:
        """The transport of a provider of a show; raises as `provider` does."""
        return self._stand(show, name).transport

    def root(self, show: str) -> Path:
        """The folder that a show's files are below; raises `BadName`, `BadSettings`."""
        return Path(self._shows.find(show).root)

    @property
    def stand_ins(self) -> Path:
        """Where pictures lie that stand for those of a brief while a price is asked."""
        return self._home.root / "providers" / ".stand-ins"

    def digest(self, work: Work) -> str:
        """The digest of a job's brief as its files are now."""
        return digest_of(work.brief)

    def _place(self, show: str, name: str) -> Path:
        """The file that a provider's table stands in: the show's own, else the one for every show."""
        own = self._shows.beside(show, PROVIDERS_FILE)
        return own if name in self._files.read(own).tables else self._home.root / PROVIDERS_FILE

    # ---- what they offer ----

    def capabilities(self, show: str) -> tuple[tuple[Capability, ...], tuple[Absent, ...]]:
        """What a show's providers offer, in its order, and who of them is absent and why."""
        try:
            providers = self.providers(show)
        except SecondUnitError as error:
            return (), (Absent(PROVIDERS_FILE, error.problem),)
        # With its settings: what was said before the file was changed is no answer any more.
        names = {name: (show, name, providers.tables[name]) for name in providers.names()}
        for name, key in names.items():
            self._offered.start(key, name, partial(self._ask, show, name))
        offered: list[Capability] = []
        absent = [Absent(PROVIDERS_FILE, providers.pending)] if providers.pending is not None else []
        for name, key in names.items():
            try:
                offered += self._offered.answer(key, name, partial(self._ask, show, name), self._patience)
            except SecondUnitError as error:
                absent.append(Absent(name, clean(error.problem)))
        return tuple(offered), tuple(absent)

    def capability(self, show: str, provider: str, model: str, task: Task) -> Capability:
        """One model of a provider that does a task; raises `BadInput` with what there is, else why not."""
        settings = self.settings(show, provider)
        patience = max(self._patience, NAMED_PATIENCE)
        offered = self._offered.answer(
            (show, provider, settings), provider, lambda: self._ask(show, provider), patience
        )
        named = [offer for offer in offered if offer.model == model]
        for capability in named:
            if capability.problem is not None:
                raise raised(capability.problem)
        if not named:
            usable = [offer for offer in offered if offer.problem is None]
            models = ", ".join(dict.fromkeys(offer.model or "(none)" for offer in usable)) or "none"
            raise BadInput(
                f"{provider} has no model {model[:60]!r}." if model else f"{provider} asks which model.",
                remedy=f"Its models are: {models}.",
                where="model",
            )
        for capability in named:
            if task in capability.tasks:
                return capability
        tasks = ", ".join(dict.fromkeys(ability.value for offer in named for ability in offer.tasks))
        raise BadInput(
            f"{named[0].model_label or model or provider} does no {task.value}.",
            remedy=f"It does: {tasks}.",
            where="task",
        )

    def estimate(self, show: str, name: str, request: Request) -> Estimated:
        """What a request would cost, asked in a thread of its own; raises as the provider does."""
        site = self._stand(show, name)
        provider, key = site.provider, (show, name, site.settings, request.digest)
        return self._prices.answer(key, name, lambda: provider.estimate(request), PRICE_PATIENCE)

    def close(self) -> None:
        """Let go of every connection."""
        with self._lock:
            transports = [*self._old, *(site.transport for site in self._built.values())]
            asked = list(self._built)
            self._old, self._built = [], {}
        for transport in transports:
            transport.close()
        for show, name in asked:
            try:
                self.rights(show).tallies.close(_tally(name))
            except SecondUnitError as error:  # it stays counted: the next service puts it on record
                log.warning("what %s was asked is not on record yet: %s", name, error)

    # ---- building ----

    @property
    def _registry(self) -> Registry:
        with self._lock:
            if self._found is None:
                self._found = find_providers()
            return self._found

    def _ask(self, show: str, name: str) -> tuple[Capability, ...]:
        offered, failures = capabilities_of([self.provider(show, name)])
        for failure in failures:
            raise raised(failure.problem)
        if _sends_on(self.settings(show, name)):
            offered = tuple(replace(offer, leaves=True) for offer in offered)
        # One that says nothing of what it takes makes pictures from words alone.
        return tuple(offer if offer.intake else replace(offer, intake=Intake()) for offer in offered)

    def _stand(self, show: str, name: str) -> _Built:
        settings = self.settings(show, name)
        with self._lock:
            before = self._built.get((show, name))
            if before is not None and before.settings == settings:
                return before
        # Loading a vendor's library takes a while: others are not kept waiting for it.
        site = self._build(show, name, settings, before)
        with self._lock:
            now = self._built.get((show, name))
            if now is not None and now is not before:
                return now
            if before is not None:  # jobs that are out still speak through it
                self._old.append(before.transport)
            self._built[show, name] = site
        self._offered.forget((show, name, settings))
        return site

    def _build(self, show: str, name: str, settings: FrozenMap[Scalar], before: _Built | None) -> _Built:
        def greet(leaves: bool) -> Verdict:
            leaves = leaves or _sends_on(settings)
            by = "" if leaves else self.claim(show, name).by
            return self.rights(show).greet(name, leaves=leaves, local_by=by)

        def note(host: str, message: Message) -> None:
            rights, call = self.rights(show), call_sent(message)
            if message.looks:
                about = {"provider": name}
                rights.tallies.add(_tally(name), "questions", ASKER, about, host, call, A_ROW)
                return
            body = {"provider": name, "host": host, "call": call}
            rights.ledger.append("question", ASKER, body)

        scratch = self._home.root / "providers" / show / name
        scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
        transport = GatedTransport(
            greet,
            _homes(settings),
            account=str(settings.get("account", "")),
            proxies=settings.get("proxies") is True,
            before=before.transport if before else None,
            note=note,
            folder=scratch,
            declared=_addresses(settings),
        )

        def key(called: str) -> str:
            if (
                called not in _names_of_keys(settings)
                and called != name
                and not called.startswith(f"{name}.")
            ):
                raise NotFound(
                    f"{name} has no key {called[:60]!r}.",
                    remedy=f"Name it in its table of {PROVIDERS_FILE}.",
                )
            return transport.guard_key(secret(called).reveal())

        site = Site(
            door=transport,
            scratch=scratch,
            settings=settings,
            secret=key,
            hand=transport.permit,
        )
        try:
            return _Built(settings, scrubbed_provider(self._registry.make(name, site)), transport)
        except SecondUnitError as error:
            transport.close()
            error.problem = _placed(clean(error.problem), name)
            raise


def _placed(problem: Problem, name: str) -> Problem:
    """A problem of one of a table's settings, with the file that the table stands in."""
    within = problem.code == BadSettings.code and problem.where.startswith(f"{name}.")
    return replace(problem, where=f"{PROVIDERS_FILE}: {problem.where}") if within else problem


def _tally(name: str) -> str:
    """The key under which what a provider is asked without a job is counted."""
    return f"questions.{name}"


def _names_of_keys(settings: FrozenMap[Scalar]) -> frozenset[str]:
    """What a table names as the keys of its provider."""
    return frozenset(value for value in settings.values() if isinstance(value, str) and is_name(value))


def _addresses(settings: FrozenMap[Scalar]) -> tuple[str, ...]:
    """Every address of this machine that a table holds."""
    texts = [text.strip() for value in settings.values() for text in str(value).split(",") if "://" in text]
    return tuple(dict.fromkeys(text for text in texts if is_loopback_url(text)))


def _sends_on(settings: FrozenMap[Scalar]) -> bool:
    """Whether a table says that what listens on this machine sends on what it is given."""
    return settings.get("declared_local") is False


def _owner(path: Path) -> str:
    """Whose a file is; where the system does not say, the user who runs this."""
    try:
        return path.owner()
    except (NotImplementedError, KeyError, OSError):
        return getpass.getuser()


def _homes(settings: FrozenMap[Scalar]) -> tuple[str, ...]:
    """The hosts that a table names as the provider's own: in `homes`, and in every address it holds."""
    hosts = [host.strip() for host in str(settings.get("homes", "")).split(",") if host.strip()]
    for value in settings.values():
        for text in str(value).split(","):
            at = server_url(text.strip())  # what cannot be read is refused by the provider, by its name
            if at is not None and at.scheme in ("http", "https", "ws", "wss") and at.hostname:
                hosts.append(at.hostname)
    return tuple(hosts)
