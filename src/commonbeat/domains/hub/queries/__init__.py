"""The reads of the Hub, by noun."""
