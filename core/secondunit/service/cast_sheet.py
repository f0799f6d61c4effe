"""A show's cast sheet: its characters as they lie on disk, their pins, and who has agreed to be seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from secondunit.rights.clock import utc_now
from secondunit.rights.consent import Consent
from secondunit.rights.on_record import consents_of
from secondunit.rights.records import Records
from secondunit.rights.show import FOLDER
from secondunit.wire import CharacterList, ShowSettings
from secondunit.wire.errors import SecondUnitError

from .cast import listed
from .cast_pins import pins


def cast_sheet(show: ShowSettings) -> CharacterList:
    """The cast of a show with pins and consents as they are now; what of them cannot be read is a remark.

    Raises as `listed`.
    """
    root = Path(show.root)
    cast = replace(listed(root), sequences=show.sequences)
    remarks = list(cast.remarks)
    try:
        cast = replace(cast, pins=pins(root))
    except SecondUnitError as error:
        remarks.append(error.problem.message)
    persons = [
        person
        for character in cast.characters
        for version in character.versions
        for person in version.persons
    ]
    records = Records(root / FOLDER / "consents", Consent, "consent")
    try:
        cast = replace(cast, consents=consents_of(records, persons, show.name, utc_now()))
    except SecondUnitError as error:
        remarks.append(f"Who has agreed cannot be read: {error.problem.message}")
    return replace(cast, remarks=tuple(remarks))
