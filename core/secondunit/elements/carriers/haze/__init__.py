"""Haze: a density of place and time, with nothing to solve. Knows no prompt and no kind."""
