"""Whether two pictures are nearly one: small prints of what was made, and how they are laid on each other."""
