"""Workers without the wait for their code: one process has loaded it, and forks for each task.

A step's worker is a process of its own, for good reasons: it can be ended, run out of memory and leak alone.
Most of a short step is the loading of numpy, OpenEXR and compiled kernels, the same each time. So the engine
keeps one process that has loaded them and does nothing else; `python_on_standby` is a command that takes the
arguments of a Python and has that process fork a child for them, with the caller's standard streams,
environment and folder. The child is the worker: what it prints, how it ends and which signals end it are
passed on. Where there is no such process, where it went away or is of another kind of system, the command
becomes the Python that it stands for. The process ends with its parent, or when idle.

Only on Linux: forking is not safe beside Apple's frameworks, and Windows has none.
"""

from .process import python_on_standby

__all__ = ["python_on_standby"]
