"""The desk's pages of what residents bring."""
