"""From words to controls and kinds: the reader, its tables, the wishes. Knows no simulation."""
