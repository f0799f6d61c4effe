"""Particles that fly apart from one another. Knows metres and seconds; knows no prompt and no kind."""
