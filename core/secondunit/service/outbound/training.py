"""What a take's model was trained on as the gate went by it, where a rule says it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from secondunit.rights.show import ShowRights
from secondunit.wire import Work
from secondunit.wire.errors import SecondUnitError
from secondunit.wire.training import TrainingTerm

log = logging.getLogger(__name__)


def training_of(work: Work, rights_of: Callable[[], ShowRights]) -> TrainingTerm | None:
    """The training term of the rule that the job's last verdict names; None where no rule says it."""
    try:
        rights = rights_of()
        name = rights.rule_of(work.job)
        rules = [rule for rule in rights.rules().rule if rule.name == name]
        return rules[0].training_term if rules else None
    except SecondUnitError as error:
        log.warning("no rule says what the model of %s was trained on: %s", work.job, error)
        return None
