"""The changes of concerns, by noun."""
