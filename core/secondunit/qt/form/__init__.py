"""The brief as a form: every field of the panel model as a row, and what stands around the rows."""
