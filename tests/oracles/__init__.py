"""The evidence library against R: the same numbers in, both sides' answers compared."""
