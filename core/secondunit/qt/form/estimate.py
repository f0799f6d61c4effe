"""What the brief would take, whether it may be done, and the button that does it.

Stands under the form and stays in view. A button that cannot be pressed has its reason beside it; where only
an approval is missing whoever may give it finds that here, and where a model is refused who else may do it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.host.link import LinkState
from secondunit.host.review_commands import FEWEST, MOST
from secondunit.host.sentences import amount, duration, outline
from secondunit.host.terms import money, price
from secondunit.wire.errors import SecondUnitError

from .. import style
from ..binding import Qt, QtGui, QtWidgets, Signal
from ..primary import PrimaryButton
from .entries import Wrapped, tight

if TYPE_CHECKING:
    from secondunit.host.session import Session
    from secondunit.wire import Estimate

    from .approval import ApprovalForm
    from .offers import Offers


class EstimateBar(QtWidgets.QWidget):
    """`generate` is emitted when the button is pressed."""

    generate = Signal()

    def __init__(self, session: Session, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.what, self.takes = Wrapped(parent=self), Wrapped(parent=self)
        self.leaves, self.filled = Wrapped(parent=self), Wrapped(parent=self)
        self.verdict, self.warnings = Wrapped(parent=self), Wrapped(parent=self)
        font = self.what.font()
        font.setBold(True)
        self.what.setFont(font)
        self.button = PrimaryButton("&Generate", self)
        self.button.setAutoDefault(False)
        self.button.setToolTip("Make a job of this brief (Ctrl+Return)")
        self.button.setMinimumHeight(style.em(self, 2.3))
        self.button.setMinimumWidth(style.letters(self, 14))
        self.button.clicked.connect(lambda: self.generate.emit())
        self.variants = QtWidgets.QPushButton("&Variants", self)
        self.variants.setAutoDefault(False)
        self.variants.setToolTip("Make this brief with several seeds at once, to be looked at side by side")
        self.variants.setMinimumHeight(style.em(self, 2.3))
        menu = QtWidgets.QMenu(self.variants)
        for number in range(FEWEST, MOST + 1):
            act = menu.addAction(f"{number} seeds")
            act.triggered.connect(lambda checked=False, number=number: session.commands.variants(number))
        self.variants.setMenu(menu)
        #: Made when an approval of this user is missing for the first time.
        self.approval: ApprovalForm | None = None
        #: Made when somebody is refused for the first time.
        self.offers: Offers | None = None
        self.draw = QtWidgets.QPushButton("&Draw a matte", self)
        self.draw.setAutoDefault(False)
        self.draw.setMinimumHeight(style.em(self, 2.3))
        self.draw.setToolTip("Draw a matte over the plate, on the canvas")
        self.draw.clicked.connect(lambda *_: session.panel.drawing.draw(session.matte))
        self.draw.hide()
        line = QtWidgets.QHBoxLayout()
        tight(line, style.em(self, 0.8))
        line.addWidget(self.verdict, 1)
        line.addWidget(self.draw, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self.variants, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        box = QtWidgets.QVBoxLayout(self)
        edge = style.em(self, 0.6)
        box.setContentsMargins(edge, edge, edge, edge)
        box.setSpacing(style.em(self, 0.2))
        for label in (self.filled, self.what, self.takes, self.leaves, self.warnings):
            box.addWidget(label)
        box.addLayout(line)
        self._box = box
        self.show_estimate()

    def stops(self) -> list[QtWidgets.QWidget]:
        """What the Tab key reaches."""
        approval = self.approval.stops() if self.approval is not None else []
        offers = self.offers.buttons if self.offers is not None else []
        return [self.draw, self.variants, self.button, *approval, *offers]

    def show_estimate(self) -> None:
        """Show the estimate as the model has it."""
        panel = self._session.panel
        outside = panel.outside
        # What is known of another brief says nothing of one that is paid for.
        waits = outside.waits
        estimate = None if waits else panel.estimate
        summary, reason, wrong = "", "", True
        lacks_matte = False
        try:
            brief = panel.brief()
            summary = outline(brief, "   ")
        except SecondUnitError as error:
            reason = f"{error.problem.message}\n{error.problem.remedy}".strip()
        if not reason and panel.connection.state is not LinkState.ONLINE:
            reason, wrong = "Waits for the service.", False
        elif not reason and waits:
            reason, wrong = "Waits for the estimate.", False
        elif not reason and estimate is not None and estimate.problems:
            first = estimate.problems[0]
            lacks_matte = first.where.partition(".")[0] == "matte" and "draw" in first.remedy.lower()
            reason = f"{first.message}\n{first.remedy}".strip()
            if ".toml" in first.where:
                # Whose file is to be mended is not in the sentence.
                reason = f"{first.where}: {reason}"
            # An empty prompt is no fault of anybody's yet.
            wrong = first.where != "prompt" or bool(panel.estimated_prompt.strip())
        elif not reason and estimate is not None and not estimate.allowed:
            reason = (
                "\n".join(part for part in (estimate.verdict, outside.missing()) if part) or "Not allowed."
            )
        self.what.say(summary)
        if estimate is not None:
            takes = f"{price(estimate)}." if outside.elsewhere else as_words(estimate)
        else:
            takes = "Estimating..." if panel.estimating else ""
        self.takes.say("" if reason and estimate is None else takes)
        capability = panel.capability
        warns = capability is not None and capability.leaves
        leaving = outside.leaving()
        self.leaves.say(leaving, style.state(self, "warning") if warns else style.quiet(self))
        self.filled.say(outside.filled, style.state(self, "info"))
        verdict = estimate.verdict if estimate is not None else ""
        # That nothing leaves is said once: with what is handed to whom, where that is said.
        stays = bool(leaving) and not warns and not reason
        self.leaves.setToolTip(verdict if stays else "")
        verdict = reason or ("" if stays else verdict)
        missing = bool(outside.approvers)
        color = (
            style.state(self, "warning" if missing else "error") if reason and wrong else style.quiet(self)
        )
        self.verdict.say(verdict, color)
        warnings = estimate.warnings if estimate is not None else ()
        self.warnings.say("\n".join(warnings), style.state(self, "warning"))
        self.draw.setVisible(lacks_matte)
        self.button.setEnabled(not reason)
        self.variants.setEnabled(not reason and "seed" in panel.fields)
        self.button.setAccessibleDescription(reason)
        if self.approval is None and outside.may_approve:
            from .approval import ApprovalForm

            tip = "Say yes to this very brief, up to a cost"
            self.approval = ApprovalForm("&Approve...", tip, self._session.commands.approve, self)
            self._box.addWidget(self.approval)
        if self.approval is not None:
            known = panel.estimate
            cost = known.cost if known is not None and outside.may_approve else None
            self.approval.show_approval(known and known.brief_digest, cost, outside.approving)
        if self.offers is None and outside.instead:
            from .offers import Offers

            self.offers = Offers(self._session, self)
            self._box.addWidget(self.offers)
        if self.offers is not None:
            self.offers.show_offers(outside.instead)

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, style.line(self, 0.22))
        painter.end()


def as_words(estimate: Estimate) -> str:
    """Time, disk and cost in a line."""
    cost = money(estimate.cost.amount, estimate.cost.currency)
    disk = amount(estimate.disk)
    if estimate.disk_free:
        disk += f" of {amount(estimate.disk_free)} free"
    return f"About {duration(estimate.seconds)}   {disk}   {cost}"
