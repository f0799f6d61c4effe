"""The guides of a request held against what a model takes, before anything of it is sent."""

from __future__ import annotations

from secondunit.wire import Form, Intake, Need
from secondunit.wire.errors import BadInput

from .protocol import Request


def require_guide_inputs(request: Request, intake: Intake, label: str) -> None:
    """Raise `BadInput` for a guide that the model does not take or takes in another form, and for one that it
    must have and is not given.
    """
    needs = {need.kind.value: need for need in intake.guides}
    guides = request.of("guide")
    for guide in guides:
        need = needs.get(guide.about)
        if need is None:
            remedy = f"It takes: {', '.join(needs)}." if needs else "Take it away, or choose another model."
            raise BadInput(f"{label} takes no {guide.about[:40]} as guide.", remedy=remedy, where="guide")
        moves = need.form is Form.MOVIE
        if moves is not guide.media_type.startswith("video/"):
            wants = "a movie" if moves else "a picture"
            raise BadInput(f"{label} takes {wants} as guide, not {guide.media_type}.", where="guide")
    given = {guide.about for guide in guides}
    for kind, need in needs.items():
        if need.need is Need.REQUIRED and kind not in given:
            raise BadInput(f"{label} needs a guide: {kind}.", where="guide")
