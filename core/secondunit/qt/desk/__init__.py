"""The desk: the panel as an application of its own, for files instead of a host's document."""
