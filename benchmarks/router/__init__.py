"""The router of wishes: what its table is made of, and how it reads sets that it has not seen."""
