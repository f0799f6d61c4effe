"""What carries an element's matter: a gas on a grid, particles. Knows no prompt and no kind."""
