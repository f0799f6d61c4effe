"""The compliance suite: what every provider must keep, ours and a studio's own, clause by clause.

Bring a `Stand`: your provider, and its far end played by you. In pytest:

    @pytest.mark.parametrize("clause", CLAUSES, ids=str)
    def test_it_keeps_the_clause(clause, tmp_path):
        clause.hold(my_stand(tmp_path))

Anywhere else: `print(report(CLAUSES, my_stand))`. It needs no test framework.
"""

from . import asking_clauses, guide_clauses, life_clauses, trouble_clauses
from .clause import Broke, Clause, Report, report
from .guard import GuardedDoor, sockets_guarded
from .stand import Clock, DoesNotApply, FarEnd, Stand, Trouble, Verb

#: Every clause, the plain ones first.
CLAUSES: tuple[Clause, ...] = (
    *life_clauses.CLAUSES,
    *asking_clauses.CLAUSES,
    *guide_clauses.CLAUSES,
    *trouble_clauses.CLAUSES,
)

__all__ = [
    "CLAUSES",
    "Broke",
    "Clause",
    "Clock",
    "DoesNotApply",
    "FarEnd",
    "GuardedDoor",
    "Report",
    "Stand",
    "Trouble",
    "Verb",
    "report",
    "sockets_guarded",
]  # fmt: skip
