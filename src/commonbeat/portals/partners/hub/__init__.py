"""The pages of the Hub."""
