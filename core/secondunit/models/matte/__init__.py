"""Mattes of a plate: a person's by a network and refined, and keys by colour, brightness and difference."""
