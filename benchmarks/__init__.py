"""Each prints a ratio against a named peer that runs in the same minutes on the same machine."""
