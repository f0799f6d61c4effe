"""A strict, hostile Nuke for tests: the `nuke` and `nukescripts` modules over a document of plain data."""
