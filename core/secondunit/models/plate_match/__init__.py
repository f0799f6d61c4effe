"""What a plate is like that something new has to sit in: its grain. Measured, and made again."""
