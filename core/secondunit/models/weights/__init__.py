"""Weights of networks: which file of which published package, where it is kept, and that it is that file."""
