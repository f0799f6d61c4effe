"""Second Unit: elements made by simulation and AI, delivered into the tools film artists already use."""

__version__ = "0.4.0"
