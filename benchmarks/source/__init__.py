"""What can be known of Python code by reading it: modules, imports, names, lines. Nothing of it is run."""
