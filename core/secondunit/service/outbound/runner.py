"""The runner of providers' jobs: how many are under way at once, and each as often as it is planned."""

from __future__ import annotations

import logging

from secondunit.engines import Stop
from secondunit.wire.errors import SecondUnitError

from ..store import JobRow
from .gateway import AT_ONCE
from .job_run import JobRun, Means

log = logging.getLogger(__name__)


class OutboundRunner:
    """Carries jobs of providers; safe to use from many threads, each with its own job."""

    def __init__(self, means: Means) -> None:
        self._means = means

    def at_once(self, row: JobRow) -> int | None:
        """What the show's settings say of the provider."""
        provider = row.work.brief.provider
        try:
            return self._means.gateway.at_once(row.job.show, provider)
        except SecondUnitError as error:  # settings that cannot be read are said when the job comes to them
            log.warning("how many jobs %s is given at once is not known: %s", provider, error)
            return AT_ONCE

    def carry(self, row: JobRow, stop: Stop) -> None:
        """Carry a job to its end, or leave it where it is when the service stops."""
        try:
            while JobRun(self._means, row, stop).run():
                row = self._means.record.row(row.job.id)
        finally:
            self._means.record.ended(row.job.id)
