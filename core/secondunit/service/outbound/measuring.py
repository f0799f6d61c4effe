"""Whether likenesses may be measured: asked when a take is delivered and when a character's pictures come in.

Either answer is on record.
Whose face is whose cannot be told without measuring every face of a frame. So where one person in a take has
given no consent, nothing of that take is measured.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from secondunit.engines.provider_files import read_prepared
from secondunit.media.foreign import digest_of
from secondunit.rights.rules import MeasureConsent
from secondunit.rights.show import ShowRights
from secondunit.wire import CastMember, Work
from secondunit.wire.drift import MeasuringConsent
from secondunit.wire.errors import NotFound, SecondUnitError

log = logging.getLogger(__name__)


def measuring(work: Work, rights_of: Callable[[], ShowRights]) -> MeasuringConsent:
    """Whose consent lacks before a take of a job may be measured; recorded."""
    return measuring_consent(
        work.brief.cast, rights_of, lambda rights: _seen(work, rights), work.job, work.user
    )  # fmt: skip


def measuring_pictures(
    member: CastMember, pictures: Sequence[Path], rights_of: Callable[[], ShowRights], by: str
) -> MeasuringConsent:
    """Whose consent lacks before new pictures of a character may be measured; recorded."""
    return measuring_consent(
        (member,),
        rights_of,
        lambda rights: _named_in(rights, (digest_of(path) for path in pictures)),
        f"cast {member.name}",
        by,
    )


def measuring_consent(
    cast: Sequence[CastMember],
    rights_of: Callable[[], ShowRights],
    seen: Callable[[ShowRights], tuple[str, ...]],
    job: str,
    by: str,
) -> MeasuringConsent:
    """Whose consent lacks before characters, and whoever is `seen` beside them, may be measured; recorded.

    Where that cannot be asked or recorded, everybody's lacks: nothing is measured.
    """
    named = tuple(dict.fromkeys(person for member in cast for person in member.persons))
    try:
        rights = rights_of()
        persons = tuple(dict.fromkeys((*named, *seen(rights))))
        reasons = rights.unmeasured(persons)
        if rights.rules().terms.measure_consent is MeasureConsent.ALWAYS:
            reasons |= {
                member.name: f"{member.name} names nobody, and nobody is measured here without a consent."
                for member in cast
                if not member.persons
            }
        consent = MeasuringConsent(tuple(reasons), tuple(reasons.values()))
        if persons or reasons:
            rights.record_measuring(job, persons, consent, by)
        return consent
    except SecondUnitError as error:
        log.warning("nobody can be asked whether a likeness may be measured: %s", error)
        names = named or tuple(member.name for member in cast)
        return MeasuringConsent(names, (f"It cannot be asked: {error.problem.message}",))


def _seen(work: Work, rights: ShowRights) -> tuple[str, ...]:
    """Who is on record as seen in what the job sent; a job of this machine sent nothing."""
    sources: dict[str, None] = {}
    with contextlib.suppress(NotFound):
        for piece in read_prepared(Path(work.scratch)).pieces:
            sources |= dict.fromkeys(source for file in piece.files for source in file.sources)
    return _named_in(rights, sources)


def _named_in(rights: ShowRights, digests: Iterable[str]) -> tuple[str, ...]:
    """Whom the records of these contents name."""
    records = (rights.inputs.find(digest) for digest in digests)
    return tuple(person for right in records if right is not None for person in right.persons)
