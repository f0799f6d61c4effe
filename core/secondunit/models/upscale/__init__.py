"""More pixels of a plate: computed by a filter, or with detail that a small network adds."""
