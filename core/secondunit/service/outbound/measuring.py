"""Whether the likenesses in a take may be measured: asked of the show when the take is delivered, on record.

Whose face is whose cannot be told without measuring every face of a frame. So where one person in a take has
given no consent, nothing of that take is measured.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from pathlib import Path

from secondunit.engines.provider_files import read_prepared
from secondunit.rights.rules import MeasureConsent
from secondunit.rights.show import ShowRights
from secondunit.wire import Work
from secondunit.wire.drift import MeasuringConsent
from secondunit.wire.errors import NotFound, SecondUnitError

log = logging.getLogger(__name__)


def measuring(work: Work, rights_of: Callable[[], ShowRights]) -> MeasuringConsent:
    """Whose consent lacks before a take of a job may be measured; recorded.

    Where that cannot be asked or recorded, everybody's lacks: nothing is measured.
    """
    named = tuple(dict.fromkeys(person for member in work.brief.cast for person in member.persons))
    try:
        rights = rights_of()
        persons = tuple(dict.fromkeys((*named, *_seen(work, rights))))
        reasons = rights.unmeasured(persons)
        if rights.rules().terms.measure_consent is MeasureConsent.ALWAYS:
            reasons |= {
                member.name: f"{member.name} names nobody, and nobody is measured here without a consent."
                for member in work.brief.cast
                if not member.persons
            }
        consent = MeasuringConsent(tuple(reasons), tuple(reasons.values()))
        if persons or reasons:
            rights.record_measuring(work.job, persons, consent, work.user)
        return consent
    except SecondUnitError as error:
        log.warning("nobody can be asked whether a likeness may be measured: %s", error)
        names = named or tuple(member.name for member in work.brief.cast)
        return MeasuringConsent(names, (f"It cannot be asked: {error.problem.message}",))


def _seen(work: Work, rights: ShowRights) -> tuple[str, ...]:
    """Who is on record as seen in what the job sent; a job of this machine sent nothing."""
    sources: dict[str, None] = {}
    with contextlib.suppress(NotFound):
        for piece in read_prepared(Path(work.scratch)).pieces:
            sources |= dict.fromkeys(source for file in piece.files for source in file.sources)
    records = (rights.inputs.find(source) for source in sources)
    return tuple(person for right in records if right is not None for person in right.persons)
