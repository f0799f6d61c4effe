"""A plate at another speed: what lies between its frames is made of both, moved to where it is then.

Exact frames of the plate keep their bits, a cut is never blended, and the scene-linear plate itself is
warped: codes are looked at for motion only.
"""
