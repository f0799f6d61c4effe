"""What may leave a show and on which rule, the record of what did, and the signature on what was made.

`show.ShowRights` joins it all for one show. `gate` is the pure decision, `ledger` and `chain` the record;
`keys`, `provenance` and `reading` sign and verify, `clean` takes metadata from what leaves, `guard` keeps
sockets shut. Those need libraries and are imported by their own names.
"""

from __future__ import annotations

from .approvals import Approval
from .budget import Budget, Cap, Spending
from .chain import Checked, export, rows, verify
from .consent import Consent, Replica
from .gate import Known, Left, verdict
from .inputs import InputRight
from .ledger import Head, Ledger, Row, read_head
from .rules import Rule, Rules, Terms, parse_rules, read_rules

__all__ = [
    "Approval", "Budget", "Cap", "Checked", "Consent", "Head", "InputRight", "Known", "Ledger", "Left",
    "Replica", "Row", "Rule", "Rules", "Spending", "Terms", "export", "parse_rules", "read_head",
    "read_rules", "rows", "verdict", "verify",
]  # fmt: skip
