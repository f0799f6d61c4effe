"""Quick looks: small frames of an element while its sliders move, by one worker that stays warm.

A quick look is the same recipe, solver and renderer on fewer cells, steps and pixels. What was simulated is
kept for the next look, so that a change of look or light draws again and no more. The worker is one process
of low priority (`process`); it draws one wish at a time (`look`), and leaves off for a newer one.
"""
