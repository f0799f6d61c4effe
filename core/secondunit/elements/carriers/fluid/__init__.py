"""A gas on a staggered grid. Knows cells, metres and seconds; knows no prompt and no kind."""
