"""The dispatch feed: events come in, and calls are followed from them."""
