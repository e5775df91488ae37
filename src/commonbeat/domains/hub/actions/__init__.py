"""The changes of the Hub, by noun."""
