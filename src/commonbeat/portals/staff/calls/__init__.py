"""The desk's pages of calls: the live list, one call, what callers are told, and the feeds."""
