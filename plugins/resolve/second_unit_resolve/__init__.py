"""Second Unit in DaVinci Resolve: the panel's own process, and the host of the open timeline."""
