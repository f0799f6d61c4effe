"""A plate without its grain, and its grain as a layer that gives the plate back when it is added.

Frames before and after are brought to each frame along dense flow and averaged where they differ by no more
than the measured grain does; where none of them shows the same, a Wiener filter with the grain's own spectrum
takes over. Grain is measured by `plate_match`.
"""
