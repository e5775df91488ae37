"""The reads of concerns, by noun."""
