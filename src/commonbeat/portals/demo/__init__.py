"""Only in the demonstration: where to look, and a phone that shows and sends texts."""
