"""What the gate is asked about a brief, and what is known of a file that was made from others.

What a plate, a matte or a reference is, and who is seen in it, is on record by the hash of the original; what
is made from it for a provider is the same, so its rights are derived and never entered by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from secondunit.rights.inputs import InputRight
from secondunit.wire import Brief, FrozenMap, Money, PreparedFile, Scalar
from secondunit.wire.errors import Unexpected
from secondunit.wire.rights import Ask, Material, MaterialKind
from secondunit.wire.training import TrainedOn

#: Who records what is derived.
DERIVED_BY = "secondunit"
#: What an input is where nobody has said otherwise.
_KINDS = {"reference": MaterialKind.CONCEPT}
#: The strictest ground first: what is made of several inputs stands on the weakest of theirs.
_GROUNDS = ("licensed", "cleared", "owned", "public_domain")

Known = Mapping[str, InputRight]


def ask_of(brief: Brief, digest: str, user: str, settings: FrozenMap[Scalar], materials: Iterable[Material],
           cost: Money, retention: int | None = None,
           trained_on: tuple[TrainedOn, ...] = (), local_by: str = "") -> Ask:  # fmt: skip
    """What the gate is asked: this brief, by this user, with the account and geography of `settings`, how
    long the service says that it keeps what it is sent, what its maker says that it was trained on, and who
    declares it local.
    """
    return Ask(
        show=brief.show,
        shot=brief.shot,
        user=user,
        provider=brief.provider,
        brief_digest=digest,
        when="",
        model=brief.model,
        account=str(settings.get("account", "")),
        task=brief.task,
        materials=tuple(dict.fromkeys(materials)),
        cost=cost,
        geography=str(settings.get("geography", "")),
        use=brief.use,
        performer=brief.performer,
        retention=retention,
        trained_on=trained_on,
        local_by=local_by,
    )


def kind_of(role: str) -> MaterialKind:
    """What an input of this role is where nobody has said otherwise."""
    return _KINDS.get(role, MaterialKind.PLATE)


def material(role: str, digest: str, right: InputRight | None, persons: tuple[str, ...] = ()) -> Material:
    """A content as the gate sees it: as it is on record, else by its role.

    Where the show's cast names `persons` it is a likeness of theirs, and of whom the record names besides.
    """
    recorded = right.persons if right is not None else ()
    if persons:
        return Material(MaterialKind.LIKENESS, digest, tuple(sorted({*persons, *recorded})))
    return Material(right.kind if right is not None else kind_of(role), digest, recorded)


def lacking(files: Iterable[PreparedFile], rights: Known) -> tuple[Material, ...]:
    """The originals of prepared files whose rights are not on record."""
    missing = {
        source: material(file.role, source, None, file.persons)
        for file in files
        for source in file.sources
        if source not in rights
    }
    return tuple(missing.values())


def derived(files: Iterable[PreparedFile], rights: Known, show: str) -> dict[str, InputRight]:
    """The rights of prepared files, by their own hash, as far as those of all their originals are known.

    Only a matte may be made of nothing: a picture without an original is a fault of ours.
    """
    file_rights: dict[str, InputRight] = {}
    for file in files:
        if not file.sources:
            if file.role != "matte":
                raise Unexpected(f"A {file.role} was prepared from nothing.", where=file.path)
            right = InputRight(file.sha256, MaterialKind.PLATE, "owned", show, DERIVED_BY)
        elif all(source in rights for source in file.sources):
            right = _joined(file.sha256, [rights[source] for source in file.sources])
        else:
            continue
        before = file_rights.get(file.sha256)
        file_rights[file.sha256] = right if before is None else _joined(file.sha256, [before, right])
    return file_rights


def _joined(digest: str, rights: list[InputRight]) -> InputRight:
    """The rights of what is made of several inputs: everybody seen, the first day that one of them ends."""
    kinds = {right.kind for right in rights}
    kind = next(
        (kind for kind in (MaterialKind.LIKENESS, MaterialKind.SCRIPT, MaterialKind.PLATE) if kind in kinds),
        rights[0].kind,
    )
    licences = dict.fromkeys(right.licence for right in rights if right.licence)
    days = [right.last_day for right in rights if right.last_day]
    first = rights[0]
    return InputRight(
        hash=digest,
        kind=kind,
        ground=min((right.ground for right in rights), key=_GROUNDS.index),
        owner=", ".join(dict.fromkeys(right.owner for right in rights)),
        recorded_by=DERIVED_BY,
        persons=tuple(sorted({person for right in rights for person in right.persons})),
        licence=", ".join(licences),
        last_day=min(days, default=""),
        source=first.source if first.hash == digest else first.hash,
    )
