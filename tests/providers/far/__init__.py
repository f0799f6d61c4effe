"""The far ends of providers, strict and played by hand."""
