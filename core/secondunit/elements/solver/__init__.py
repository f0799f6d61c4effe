"""The solver: buoyant flow on a staggered grid. Knows cells and seconds; knows no prompt and no camera."""
