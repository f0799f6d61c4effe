"""What is said of a folded group at the right end of its heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.host.choosing import task_label
from secondunit.host.sentences import outline
from secondunit.host.terms import maker
from secondunit.wire.errors import SecondUnitError

if TYPE_CHECKING:
    from secondunit.host.session import Session

#: Where values come from.
ORIGINS = (("hand", "by hand"), ("camera", "from the camera"), ("prompt", "from the prompt"))


def summary(session: Session, title: str, names: tuple[str, ...]) -> str:
    """What stands in a group, short enough for its heading; may be empty."""
    panel = session.panel
    fields = panel.fields
    if title == "Frames":
        try:
            brief = panel.brief()
        except SecondUnitError:
            return ""
        return outline(brief)
    if title == "Delivery":
        passes = "with passes" if "passes" in fields and fields.value("passes") else "beauty only"
        return f"{fields.value('depth')}, {fields.value('compression')}, {passes}"
    if title == "Shot":
        return "/".join(str(fields.value(name)) for name in ("show", "shot", "element"))
    if title == "Provider":
        # Before the service answers nobody knows what it is called.
        ready = panel.capability is not None
        if not ready:
            return ""
        vendor = maker(str(fields.value("provider")), str(fields.value("model")), panel.capabilities)
        return f"{task_label(fields.task)} by {vendor}" if "task" in fields else vendor
    if title == "Brief":
        words = str(fields.value("prompt")).split()
        return " ".join(words) or (fields.kind.label if fields.kind is not None else "")
    if title == "Cast":
        return ", ".join(member.name for member in panel.outside.cast)
    if title == "References":
        number = len(panel.references)
        return f"{number} picture{'s' if number > 1 else ''}" if number else ""
    origins = [fields.origin(name) for name in names]
    parts = []
    for origin, how in ORIGINS:
        if origins.count(origin):
            parts.append(f"{origins.count(origin)} {how}")
    return ", ".join(parts)
