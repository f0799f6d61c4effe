"""One job's work: its states and its end as they are written down, its steps here, its place on the machine.

Jobs and the outbound wing both stand on it, and know each other by nothing but a `Runner`.
"""

from __future__ import annotations
